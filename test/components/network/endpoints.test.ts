import assert from "node:assert/strict";

import { Connection, SecurityGroup } from "../../../components/network/securityGroup.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { namesOf, ofType, only, recorded, refusal } from "../../support/graph.ts";
import { sourcesOf, recordedVpc, testVpc } from "../../support/network.ts";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const APPLICATION = ["az1", "az2", "az4"].map((az) => `vpc-application-use1-${az}`);

describe("Endpoints", () => {
  const environment = testEnvironment();

  it("P-NET-5, feature 3: S3 and DynamoDB have gateway endpoints in each table that leads outside, and no other", async () => {
    const graph = await recordedVpc(environment);
    const facts = ofType(graph, ENDPOINT).map((endpoint) => [
      endpoint.inputs["serviceName"],
      endpoint.inputs["vpcEndpointType"],
      sourcesOf(graph, endpoint, "routeTableIds").map(({ name }) => name),
    ]);
    assert.deepEqual(facts, [
      ["com.amazonaws.us-east-1.s3", "Gateway", ["vpc-public", ...APPLICATION]],
      ["com.amazonaws.us-east-1.dynamodb", "Gateway", ["vpc-public", ...APPLICATION]],
    ]);
    assert.deepEqual(namesOf(graph, GROUP), []);
  });

  it("P-NET-5, T83, feature 3: interface endpoints have private names and one group of their own", async () => {
    const graph = await recordedVpc(environment, { interfaceEndpoints: ["ecr.api", "kms"] });
    assert.deepEqual(namesOf(graph, GROUP), ["rampart-dev-sg-main-endpoints"]);
    for (const service of ["ecr.api", "kms"]) {
      const endpoint = only(graph, ENDPOINT, `vpc-endpoints-${service}`);
      const { serviceName, vpcEndpointType, privateDnsEnabled, tags } = endpoint.inputs;
      assert.deepEqual(
        { serviceName, vpcEndpointType, privateDnsEnabled, tags },
        {
          serviceName: `com.amazonaws.us-east-1.${service}`,
          vpcEndpointType: "Interface",
          privateDnsEnabled: true,
          tags: { Name: `rampart-dev-vpce-main-${service}` },
        },
      );
      const names = (property: string): string[] =>
        sourcesOf(graph, endpoint, property).map(({ name }) => name);
      assert.deepEqual(names("subnetIds"), APPLICATION);
      assert.deepEqual(names("securityGroupIds"), ["rampart-dev-sg-main-endpoints"]);
    }
  });

  it("P-NET-7: the endpoints' group admits nobody until a group is connected", async () => {
    const rules = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
    const graph = await recorded(() => {
      const { vpcId, endpointsGroup } = testVpc(environment, { interfaceEndpoints: ["kms"] });
      assert.ok(endpointsGroup);
      const app = new SecurityGroup("app", {
        environment,
        vpcId,
        identifier: "app",
        description: "Application",
      });
      new Connection("app-endpoints", { from: app, to: endpointsGroup, port: 443 });
    });
    assert.deepEqual(namesOf(graph, rules), ["app-endpoints"]);
    assert.equal(only(graph, rules).inputs["description"], "app to main-endpoints on 443");
    const alone = await recordedVpc(environment, { interfaceEndpoints: ["kms"] });
    assert.deepEqual(namesOf(alone, rules), []);
  });

  it("asks for the services of its own region", async () => {
    const london = testEnvironment({ region: "eu-west-2", zoneIds: ["euw2-az1", "euw2-az2"] });
    const graph = await recordedVpc(london, { interfaceEndpoints: ["sts"] });
    assert.deepEqual(
      ofType(graph, ENDPOINT).map(({ inputs }) => inputs["serviceName"]),
      [
        "com.amazonaws.eu-west-2.s3",
        "com.amazonaws.eu-west-2.dynamodb",
        "com.amazonaws.eu-west-2.sts",
      ],
    );
  });

  it("T83: refuses a service twice", async () => {
    assert.equal(
      await refusal(() => testVpc(environment, { interfaceEndpoints: ["kms", "sts", "kms"] })),
      "interfaceEndpoints has kms twice; allowed: each service once.",
    );
  });
});
