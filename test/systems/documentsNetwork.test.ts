import assert from "node:assert/strict";

import type { Graph } from "../../plan/graph/resource.ts";
import { ofType, only } from "../support/graph.ts";
import { ACCOUNTS, graphOf, recordStacks } from "../support/identities.ts";
import { flawsOfWays } from "../support/privateWays.ts";
import { problemLines, rawSettings, withSetting } from "../support/settings.ts";
import { STACKS } from "../support/stacks.ts";
import { textOf } from "../traps/reading.ts";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const ROUTE = "aws:ec2/route:Route";

const flaws = (graph: Graph, stack: keyof typeof ACCOUNTS = "dev") =>
  flawsOfWays(
    graph,
    only(graph, "aws:autoscaling/group:Group", "documents"),
    ACCOUNTS[stack],
    `rampart-${stack}-table-documents`,
  );

describe("ways of the documents' hosts to AWS", () => {
  recordStacks();

  for (const stack of STACKS) {
    it(`S-DOCS-4: in ${stack} neither DynamoDB nor SSM traffic crosses NAT`, () => {
      const graph = graphOf(stack);
      assert.deepEqual(flaws(graph, stack), []);
      // Not for want of NAT: all else that hosts ask for does cross it.
      assert.ok(ofType(graph, ROUTE).some(({ inputs }) => inputs["natGatewayId"] !== undefined));
    });
  }

  for (const [what, break_, wanted] of [
    [
      "a route table that the gateway is not in",
      (graph: Graph) => {
        const endpoint = only(graph, ENDPOINT, "network-endpoints-dynamodb");
        const others = endpoint.propertyDependencies["routeTableIds"]?.filter(
          (urn) => !urn.endsWith("::network-application-use1-az1"),
        );
        Object.assign(endpoint.propertyDependencies, { routeTableIds: others });
      },
      ["dynamodb crosses NAT from network-application-use1-az1"],
    ],
    [
      "a name that stays public",
      (graph: Graph) => {
        Object.assign(only(graph, ENDPOINT, "network-endpoints-ssmmessages").inputs, {
          privateDnsEnabled: false,
        });
      },
      ["the name of ssmmessages leads to the internet"],
    ],
    [
      "a network that resolves no private names",
      (graph: Graph) => {
        Object.assign(only(graph, "aws:ec2/vpc:Vpc", "network").inputs, {
          enableDnsHostnames: false,
        });
      },
      ["ssm", "ssmmessages", "ec2messages"].map(
        (service) => `the name of ${service} leads to the internet`,
      ),
    ],
    [
      "an endpoint that lets nobody in",
      (graph: Graph) => {
        const rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
        Object.assign(only(graph, rule, "documents-to-endpoints").inputs, { fromPort: 80 });
      },
      ["ssm", "ssmmessages", "ec2messages"].map(
        (service) => `network-endpoints-${service} lets no host in`,
      ),
    ],
    [
      "a policy for other tables",
      (graph: Graph) => {
        const { inputs } = only(graph, ENDPOINT, "network-endpoints-dynamodb");
        Object.assign(inputs, { policy: textOf(inputs["policy"]).replace("dev-table", "x-table") });
      },
      [
        "the endpoint of dynamodb refuses dynamodb:PutItem",
        "the endpoint of dynamodb refuses dynamodb:Query",
      ],
    ],
  ] as const) {
    it(`S-DOCS-4: ${what} would show`, () => {
      const graph = structuredClone(graphOf("dev"));
      break_(graph);
      assert.deepEqual(flaws(graph), wanted);
    });
  }

  it("S-DOCS-4: dev and staging have these endpoints in one zone, prod in three", () => {
    for (const [stack, zones] of [
      ["dev", 1],
      ["staging", 1],
      ["prod", 3],
    ] as const) {
      const endpoint = only(graphOf(stack), ENDPOINT, "network-endpoints-ssm");
      assert.equal(endpoint.propertyDependencies["subnetIds"]?.length, zones, stack);
    }
  });
});

describe("settings of the documents", () => {
  const problems = (path: string, value: unknown) =>
    problemLines(withSetting(rawSettings("dev"), path, value));

  it("S-DOCS-4: are refused without their endpoints, and without a way out", () => {
    assert.deepEqual(problems("platform.network.interfaceEndpoints", ["ssm"]), [
      'rampart:platform.network.interfaceEndpoints is ["ssm"]; allowed: a list with ssmmessages, ec2messages, since documents.mode is on',
    ]);
    const nowhere = withSetting(rawSettings("prod"), "platform.network.natGateways", "none");
    assert.ok(
      problemLines(nowhere).includes(
        'rampart:platform.network.natGateways is "none"; allowed: single or per-zone, since documents.mode is on: its hosts fetch their runtime',
      ),
    );
  });

  for (const [path, value, wanted] of [
    [
      "documents.host",
      "documents.example.org",
      'rampart:documents.host is "documents.example.org"; allowed: a name under dev.example.com',
    ],
    ...["zz9.mega", "a1.medium", "t3.mega", "c7g.metal"].map(
      (type) =>
        [
          "documents.instanceType",
          type,
          `rampart:documents.instanceType is "${type}"; allowed: an instance type such as t3.micro, t4g.small, m7i.large or c8g.large`,
        ] as const,
    ),
    [
      "documents.certificate",
      { mode: "external", arn: "arn:aws:acm:eu-west-1:111122223333:certificate/1" },
      'rampart:documents.certificate.arn is "arn:aws:acm:eu-west-1:111122223333:certificate/1"; allowed: a certificate of 111122223333 in us-east-1',
    ],
    [
      "documents.instances",
      { minimum: 3, maximum: 2 },
      "rampart:documents.instances.maximum is 2; allowed: 3 (the minimum) or more",
    ],
    [
      "documents.firewall",
      { uploadPaths: ["/x"] },
      'rampart:documents.firewall.uploadPaths is ["/x"]; allowed: none: /upload is let through by itself',
    ],
  ] as const) {
    it(`S-DOCS: ${path} ${JSON.stringify(value)} is refused`, () => {
      assert.deepEqual(problems(path, value), [wanted]);
    });
  }

  it("T43: a foreign zone proves no certificate of theirs", () => {
    const pending = withSetting(rawSettings("dev"), "platform.edge.certificate.mode", "pending");
    const foreign = problemLines(withSetting(pending, "platform.edge.zone", { mode: "foreign" }));
    assert.ok(
      foreign.includes(
        'rampart:documents.certificate.mode is "managed"; allowed: pending or external, since platform.edge.zone is foreign',
      ),
      foreign.join("\n"),
    );
  });
});
