import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { diagramDot, diagramSvg } from "../../plan/readers/diagram/diagram.ts";
import { asidesOf } from "../../plan/readers/diagram/aside.ts";
import { shortName, wrapped } from "../../plan/readers/diagram/boxes.ts";
import { type Diagram, diagramOf } from "../../plan/readers/diagram/model.ts";
import { Inventory } from "../../plan/readers/inventory.ts";
import { everythingOn, programGraph, stackGraph, STACKS } from "../support/stacks.ts";
import { graphOf, resource } from "./builder.ts";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

const vpc = resource("aws:ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/16" });
const subnet = (tier: string, zone: string, cidrBlock: string) =>
  resource(
    "aws:ec2/subnet:Subnet",
    `${tier}-${zone}`,
    { cidrBlock, availabilityZoneId: zone, tags: { Name: `rampart-test-subnet-${tier}-${zone}` } },
    { vpcId: vpc },
  );
const inside = subnet("application", "use1-az1", "10.0.11.0/24");
const group = (name: string) =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, {}, { vpcId: vpc });
const callers = group("callers");
const called = group("called");
const service = (name: string, securityGroup: Resource, protect = false) =>
  resource(
    "aws:ecs/service:Service",
    name,
    { desiredCount: 1 },
    { networkConfiguration: [inside, securityGroup] },
    { protect },
  );
const caller = service("caller", callers);
const callee = service("callee", called);
const tcp = (fromPort: number, toPort = fromPort) => ({ ipProtocol: "tcp", fromPort, toPort });
const place = [vpc, inside, callers, called, caller, callee];

const exit = (name: string, inputs = {}) =>
  resource(EGRESS, name, inputs, {
    securityGroupId: callers,
    referencedSecurityGroupId: called,
  });
const entry = (name: string, inputs = {}) =>
  resource(INGRESS, name, inputs, {
    securityGroupId: called,
    referencedSecurityGroupId: callers,
  });

/** Flows by the titles of their ends: `caller → callee: 80`. */
function traffic(graph: Graph): string[] {
  const { outside, networks, flows }: Diagram = diagramOf(graph);
  const boxes = [...outside, ...networks.flatMap(({ tiers }) => tiers.flatMap((t) => t.boxes))];
  const titles = new Map(boxes.map(({ id, title }) => [id, title]));
  return flows.map(
    ({ from, to, ports, open }) =>
      `${titles.get(from) ?? from} → ${titles.get(to) ?? to}: ${ports.join(", ")}${open ? " open" : ""}`,
  );
}

describe("diagramOf", () => {
  it("P-NET-7: draws traffic that both groups agree on", () => {
    const graph = graphOf(...place, exit("a", tcp(80)), entry("a", tcp(80)));
    assert.deepEqual(traffic(graph), ["Fargate service caller → Fargate service callee: 80"]);
  });

  const refused: readonly (readonly [what: string, rules: readonly Resource[]])[] = [
    ["an exit without an entry", [exit("a", tcp(80))]],
    ["an entry without an exit", [entry("a", tcp(80))]],
    ["an entry on another port", [exit("a", tcp(81)), entry("a", tcp(80))]],
    ["an entry wider than the exit", [exit("a", tcp(80)), entry("a", tcp(80, 90))]],
    ["another protocol", [exit("a", { ...tcp(80), ipProtocol: "udp" }), entry("a", tcp(80))]],
  ];
  for (const [what, rules] of refused) {
    it(`P-NET-7: draws nothing for ${what}`, () => {
      assert.deepEqual(traffic(graphOf(...place, ...rules)), []);
    });
  }

  it("joins the ports of two ends in order, and says ranges and all", () => {
    const rules = [
      exit("all", { ipProtocol: "-1" }),
      entry("https", tcp(443)),
      entry("http", tcp(80)),
      entry("range", tcp(8000, 8010)),
    ];
    assert.deepEqual(traffic(graphOf(...place, ...rules)), [
      "Fargate service caller → Fargate service callee: 80, 443, 8000-8010",
    ]);
  });

  it("says the protocol where it isn't TCP", () => {
    const udp = { ...tcp(53), ipProtocol: "udp" };
    assert.deepEqual(traffic(graphOf(...place, exit("a", udp), entry("a", udp))), [
      "Fargate service caller → Fargate service callee: 53/udp",
    ]);
  });

  it("tells the internet from other networks", () => {
    const rule = (type: string, name: string, owner: Resource, inputs: object) =>
      resource(type, name, { ...inputs }, { securityGroupId: owner });
    const graph = graphOf(
      ...place,
      rule(INGRESS, "open", called, { ...tcp(443), cidrIpv4: "0.0.0.0/0" }),
      rule(INGRESS, "open6", called, { ...tcp(443), cidrIpv6: "::/0" }),
      rule(EGRESS, "peer", callers, { ...tcp(5432), cidrIpv4: "10.9.0.0/16" }),
      rule(EGRESS, "out", callers, { ...tcp(443), cidrIpv4: "0.0.0.0/0" }),
    );
    assert.deepEqual(traffic(graph), [
      "internet → Fargate service callee: 443 open",
      "Fargate service caller → internet: 443",
      "Fargate service caller → 10.9.0.0/16: 5432",
    ]);
  });

  it("P-NET-2: finds the tiers by name and their ways out by route, from outside in", async () => {
    const { networks } = diagramOf(await stackGraph("prod"));
    assert.deepEqual(
      networks.map(({ cidr, region, zones, tiers }) => ({
        cidr,
        region,
        zones,
        tiers: tiers.map(({ name, way, subnets }) => [name, way, subnets.length]),
      })),
      [
        {
          cidr: "10.2.0.0/16",
          region: "us-east-1",
          zones: ["use1-az1", "use1-az2", "use1-az4"],
          tiers: [
            ["public", "internet", 3],
            ["application", "nat", 3],
            ["data", "none", 3],
          ],
        },
      ],
    );
  });

  it("P-NET-7: shows prod's table of connections, and no other", async () => {
    assert.deepEqual((await stackGraph("prod").then(traffic)).sort(), [
      "Application Load Balancer → Fargate service api: 8000",
      "Fargate service api → 11 VPC endpoints: 443",
      "Fargate service api → PostgreSQL 16: 5432",
      "Fargate service api → Valkey 8.0: 6379",
      "Fargate service api → internet: 443",
      "internet → Application Load Balancer: 80, 443 open",
    ]);
  });

  it("P-EDGE-5: with CloudFront, nothing but CloudFront is open", async () => {
    const open = traffic(await programGraph(everythingOn())).filter((flow) =>
      /open|Cloud/.test(flow),
    );
    assert.deepEqual(open, [
      "internet → CloudFront: 443 open",
      "CloudFront → Application Load Balancer: 443",
    ]);
  });

  it("P-NET-5: leads dev's services to S3 by their way out, as the routes do", async () => {
    const flows = traffic(await stackGraph("dev"));
    assert.ok(flows.includes("Fargate service api → 2 VPC endpoints: 443"), flows.join("\n"));
  });

  it("leaves out what no VPC and no box holds", () => {
    const { networks, outside, flows, asides } = diagramOf(graphOf());
    assert.deepEqual([networks, outside, flows, asides], [[], [], [], []]);
  });
});

describe("asidesOf", () => {
  const secret = (name: string, protect: boolean) =>
    resource("aws:secretsmanager/secret:Secret", name, { name: `/test/${name}` }, {}, { protect });

  it("names a few of a kind and counts the rest", () => {
    const secrets = Array.from({ length: 8 }, (_, index) => secret(`s${index}`, index === 0));
    const [aside, ...others] = asidesOf(new Inventory(graphOf(...secrets)));
    assert.deepEqual(others, []);
    assert.equal(aside?.title, "Keys and secrets");
    assert.deepEqual(aside.items.slice(0, 2), [
      { text: "secret /test/s0", guarded: true },
      { text: "secret /test/s1", guarded: false },
    ]);
    assert.deepEqual(aside.items.slice(6), [{ text: "and 2 more secrets", guarded: false }]);
  });

  it("counts kinds whose names say little", () => {
    const groups = ["a", "b"].map((name) => resource("aws:cloudwatch/logGroup:LogGroup", name));
    assert.deepEqual(asidesOf(new Inventory(graphOf(...groups))), [
      { title: "Watching", items: [{ text: "2 log groups", guarded: false }] },
    ]);
  });

  it("P-DATA-5: takes a key's protection for its alias", () => {
    const key = resource("aws:kms/key:Key", "main", {}, {}, { protect: true });
    const alias = resource(
      "aws:kms/alias:Alias",
      "main",
      { name: "alias/x" },
      { targetKeyId: key },
    );
    assert.deepEqual(asidesOf(new Inventory(graphOf(key, alias))), [
      { title: "Keys and secrets", items: [{ text: "key alias/x", guarded: true }] },
    ]);
  });
});

describe("diagramDot", () => {
  it("is the same whatever the order of the resources", async () => {
    const graph = await stackGraph("prod");
    const reversed = { ...graph, resources: graph.resources.toReversed() };
    assert.equal(diagramDot(reversed), diagramDot(graph));
  });

  it("marks what is public red and what is protected green", async () => {
    const lines = diagramDot(await stackGraph("prod")).split("\n");
    const line = (text: string) => lines.find((entry) => entry.includes(`<B>${text}</B>`)) ?? "";
    assert.match(line("Application Load Balancer"), /public: internet-facing.*color="#c62828"/);
    assert.match(line("PostgreSQL 16"), /protected.*color="#2e7d32"/);
    assert.doesNotMatch(line("Fargate service api"), /#c62828|#2e7d32/);
  });

  it("draws the way from NAT to the internet once for all services", () => {
    const gateway = resource("aws:ec2/natGateway:NatGateway", "nat", {}, { subnetId: inside });
    const out = (name: string, owner: Resource) =>
      resource(EGRESS, name, { ...tcp(443), cidrIpv4: "0.0.0.0/0" }, { securityGroupId: owner });
    const dot = diagramDot(graphOf(...place, gateway, out("a", callers), out("b", called)));
    const nat = '"aws:ec2/natGateway:NatGateway::nat"';
    assert.deepEqual(
      dot.split("\n").filter((line) => line.includes(`-> ${nat}`) || line.includes(`${nat} ->`)),
      [
        `  "internet" -> ${nat} [dir=back, style=dashed, label=" 443 "];`,
        `  ${nat} -> "aws:ecs/service:Service::caller" [dir=back, style=dashed, label=" 443 "];`,
        `  ${nat} -> "aws:ecs/service:Service::callee" [dir=back, style=dashed, label=" 443 "];`,
      ],
    );
  });

  it("escapes names for the language and for its labels", () => {
    const odd = service('a "b" <c> & d', called);
    const dot = diagramDot(graphOf(...place, odd));
    assert.ok(dot.includes('"aws:ecs/service:Service::a \\"b\\" <c> & d" [label=<'));
    assert.ok(dot.includes("<B>Fargate service a &quot;b&quot; &lt;c&gt; &amp; d</B>"));
  });
});

describe("diagramSvg", () => {
  for (const stack of STACKS) {
    it(`draws ${stack} for a page of 1,300 pixels, with words for those who can't see it`, async () => {
      const svg = await diagramSvg(await stackGraph(stack));
      const [, width = "", height = ""] = /width="(\d+)pt" height="(\d+)pt"/.exec(svg) ?? [];
      // A point is 4/3 of a pixel.
      assert.ok(Number(width) <= 975 && Number(height) <= 750, `${width} × ${height}`);
      assert.ok(svg.startsWith('<svg role="img" aria-labelledby="diagram-title"'));
      assert.ok(svg.includes(`<title id="diagram-title">Architecture of rampart ${stack}</title>`));
      assert.match(
        svg,
        /<desc id="diagram-text">Allowed traffic\. From the internet to App.*<\/desc>/,
      );
      assert.match(svg, /<polygon fill="white" stroke="none"/);
    });
  }

  it("uses only fonts whose widths it was laid out for", async () => {
    const svg = await diagramSvg(await stackGraph("dev"));
    assert.deepEqual(
      [...new Set(svg.match(/font-family="[^"]*"/g))],
      [`font-family="Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif"`],
    );
  });

  it("draws a stack without a network", async () => {
    const bucket = resource("aws:s3/bucket:Bucket", "logs", { bucket: "rampart-test-s3-logs" });
    assert.match(await diagramSvg(graphOf(bucket)), />bucket logs</);
  });
});

describe("names in the diagram", () => {
  const names: readonly (readonly [name: string, short: string])[] = [
    ["rampart-prod-s3-elb-logs-777788889999-us-east-1", "elb-logs"],
    ["rampart-prod-svc-api", "api"],
    ["/prod/database/credentials", "/prod/database/credentials"],
    ["alias/rampart-prod", "alias/rampart-prod"],
    ["backups", "backups"],
  ];
  for (const [name, short] of names) {
    it(`${name} is shown as ${short}`, () => {
      assert.equal(shortName(name), short);
    });
  }

  it("wraps lists between their words", () => {
    assert.deepEqual(wrapped(["kms", "sts", "logs"], 9), ["kms, sts,", "logs"]);
    assert.deepEqual(wrapped(["a-very-long-name", "b"], 4), ["a-very-long-name,", "b"]);
    assert.deepEqual(wrapped([], 9), []);
  });
});
