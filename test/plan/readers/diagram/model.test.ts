import assert from "node:assert/strict";

import type { Resource } from "../../../../plan/graph/resource.ts";
import { diagramDot } from "../../../../plan/readers/diagram/diagram.ts";
import { boxesIn, diagramOf } from "../../../../plan/readers/diagram/model.ts";
import { graphOf, resource } from "../../builder.ts";
import { vpc, inside, place, system, partOf, boxTexts } from "./support.ts";

describe("diagramOf", () => {
  it("leaves out what no VPC and no box holds", () => {
    const { networks, outside, flows, uses, asides } = diagramOf(graphOf());
    assert.deepEqual([networks, outside, flows, uses, asides], [[], [], [], [], []]);
  });
});

describe("systems in the diagram", () => {
  const [alpha, beta] = [system("alpha"), system("beta")];
  const networkOf = (owner: Resource, cidrBlock: string, name: string) => {
    const own = partOf(
      owner,
      resource("aws:ec2/vpc:Vpc", "main", { cidrBlock, region: "eu-west-2" }),
    );
    const tier = partOf(
      owner,
      resource("aws:ec2/subnet:Subnet", `${name}-data`, { cidrBlock }, { vpcId: own }),
    );
    const database = partOf(
      owner,
      resource("aws:rds/instance:Instance", name, { engine: name }, { networks: tier }),
    );
    return [own, tier, database];
  };

  it("titles each VPC with the system that owns it, and keeps their subnets apart", () => {
    const graph = graphOf(
      alpha,
      ...networkOf(alpha, "10.0.0.0/16", "postgres"),
      beta,
      ...networkOf(beta, "10.0.0.0/16", "mysql"),
    );
    const { networks } = diagramOf(graph);
    assert.deepEqual(
      networks.map((network) => [network.system, boxesIn([network]).map(({ title }) => title)]),
      [
        ["alpha", ["PostgreSQL"]],
        ["beta", ["mysql"]],
      ],
    );
    const dot = diagramDot(graph);
    assert.deepEqual(dot.match(/<B>[^<]*VPC[^<]*<\/B>/g), [
      "<B>alpha · VPC 10.0.0.0/16 in eu-west-2</B>",
      "<B>beta · VPC 10.0.0.0/16 in eu-west-2</B>",
    ]);
    const clusters = dot.match(/subgraph "cluster [^"]*"/g) ?? [];
    assert.equal(new Set(clusters).size, clusters.length);
  });

  it("titles a VPC without a system by its addresses", () => {
    assert.ok(diagramDot(graphOf(...place)).includes("<B>VPC 10.0.0.0/16</B>"));
  });

  it("says whose a box is where what is around it is another's", () => {
    const [own, tier] = networkOf(alpha, "10.0.0.0/16", "postgres");
    assert.ok(own && tier);
    const placed = (owner: Resource, name: string) =>
      partOf(owner, resource("aws:ecs/service:Service", name, {}, { networkConfiguration: tier }));
    const dot = diagramDot(
      graphOf(alpha, beta, own, tier, placed(beta, "guest"), placed(alpha, "host")),
    );
    const line = (text: string) =>
      dot.split("\n").find((entry) => entry.includes(`<B>Fargate service ${text}</B>`)) ?? "";
    assert.match(line("guest"), />of beta</);
    assert.doesNotMatch(line("host"), />of /);
  });

  it("shares a box among the NAT gateways of one system only", () => {
    const gateway = (owner: Resource, name: string) =>
      partOf(owner, resource("aws:ec2/natGateway:NatGateway", name, {}, { subnetId: inside }));
    const graph = graphOf(
      alpha,
      beta,
      vpc,
      inside,
      gateway(alpha, "a"),
      gateway(alpha, "b"),
      gateway(beta, "c"),
    );
    assert.deepEqual(boxTexts(graph), [
      "2 NAT gateways | one in each zone",
      "NAT gateway | one for all zones",
    ]);
  });

  it("counts the resources of each system in a panel", () => {
    const provider = partOf(alpha, resource("pulumi:providers:aws", "west"));
    const graph = graphOf(
      alpha,
      provider,
      ...networkOf(alpha, "10.0.0.0/16", "postgres"),
      beta,
      partOf(beta, resource("aws:s3/bucket:Bucket", "one", {}, {}, { protect: true })),
      resource("aws:s3/bucket:Bucket", "nobody's"),
    );
    assert.deepEqual(
      diagramOf(graph).asides.find(({ title }) => title === "Systems"),
      {
        title: "Systems",
        items: [
          { text: "alpha: 3 resources", guarded: false },
          { text: "beta: 1 resource", guarded: true },
        ],
      },
    );
  });
});
