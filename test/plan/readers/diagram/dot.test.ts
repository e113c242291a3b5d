import assert from "node:assert/strict";

import type { Resource } from "../../../../plan/graph/resource.ts";
import { diagramDot } from "../../../../plan/readers/diagram/diagram.ts";
import { stackGraph } from "../../../support/stacks.ts";
import { graphOf, resource } from "../../builder.ts";
import {
  EGRESS,
  INGRESS,
  vpc,
  inside,
  group,
  callers,
  called,
  service,
  tcp,
  place,
  exit,
  entry,
  arrows,
} from "./support.ts";

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

  const nat = resource("aws:ec2/natGateway:NatGateway", "nat", {}, { subnetId: inside });
  const out = (name: string, owner: Resource, port: number) =>
    resource(EGRESS, name, { ...tcp(port), cidrIpv4: "0.0.0.0/0" }, { securityGroupId: owner });
  const apart = [...place, exit("a", tcp(80)), entry("a", tcp(80))];
  const natLines = (...rules: readonly Resource[]) =>
    arrows(diagramDot(graphOf(...apart, nat, ...rules))).filter((line) => line.includes("nat"));

  it("draws the way from NAT to the internet once for all services, with their ports", () => {
    assert.deepEqual(natLines(out("a", callers, 443), out("b", called, 443)), [
      'nat -> callee [dir=back, style=dashed, label=" "]',
      'nat -> caller [dir=back, style=dashed, label=" "]',
      'internet -> nat [dir=back, style=dashed, label=" 443 "]',
    ]);
  });

  it("tells the ports on the way to NAT where services differ in them", () => {
    assert.deepEqual(natLines(out("a", callers, 443), out("b", called, 25)), [
      'nat -> callee [dir=back, style=dashed, label=" 25 "]',
      'nat -> caller [dir=back, style=dashed, label=" 443 "]',
      'internet -> nat [dir=back, style=dashed, label=" 443 "]',
      'internet -> nat [dir=back, style=dashed, label=" 25 "]',
    ]);
  });

  it("leads a host in a tier of the internet gateway past NAT", () => {
    const gateway = resource("aws:ec2/internetGateway:InternetGateway", "gateway");
    const routes = resource("aws:ec2/routeTable:RouteTable", "routes", {}, { vpcId: vpc });
    const routed = [
      gateway,
      routes,
      resource("aws:ec2/route:Route", "out", {}, { routeTableId: routes, gatewayId: gateway }),
      resource(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "link",
        {},
        { routeTableId: routes, subnetId: inside },
      ),
    ];
    assert.deepEqual(natLines(...routed, out("a", callers, 443)), [
      "internet -> nat [style=invis]",
    ]);
  });

  it("sets services in one column, and what they lead to in their tier behind them", () => {
    const files = resource(
      "aws:efs/mountTarget:MountTarget",
      "files",
      {},
      {
        subnetId: inside,
        securityGroups: called,
      },
    );
    const dot = diagramDot(graphOf(...apart, files));
    assert.deepEqual(
      arrows(dot).filter((line) => line.startsWith("caller")),
      ['caller -> callee [label="80     ", constraint=false]', 'caller -> files [label=" 80 "]'],
    );
    assert.deepEqual(dot.match(/rank=same; .*(?= })/g), [
      'rank=same; "aws:ecs/service:Service::callee"; "aws:ecs/service:Service::caller";',
    ]);
  });

  const files = group("files");
  const mounted = resource(
    "aws:efs/mountTarget:MountTarget",
    "mounted",
    {},
    { subnetId: inside, securityGroups: files },
  );
  const allowed = (from: Resource, port: number) => [
    resource(EGRESS, `from-${from.name}`, tcp(port), {
      securityGroupId: from,
      referencedSecurityGroupId: files,
    }),
    resource(INGRESS, `from-${from.name}`, tcp(port), {
      securityGroupId: files,
      referencedSecurityGroupId: from,
    }),
  ];
  const mountedDot = (port: number) =>
    diagramDot(
      graphOf(...apart, files, mounted, ...allowed(called, port), ...allowed(callers, 2049)),
    );

  it("tells ports that all arrows to a box share in the box", () => {
    const dot = mountedDot(2049);
    assert.match(dot, /<B>EFS<\/B>.*>on 2049</);
    assert.deepEqual(
      arrows(dot).filter((line) => line.includes("-> mounted")),
      ['callee -> mounted [label=" "]', 'caller -> mounted [label=" "]'],
    );
  });

  it("tells ports at the arrows where they differ", () => {
    const dot = mountedDot(22);
    assert.doesNotMatch(dot, />on \d/);
    assert.deepEqual(
      arrows(dot).filter((line) => line.includes("-> mounted")),
      ['callee -> mounted [label=" 22 "]', 'caller -> mounted [label=" 2049 "]'],
    );
  });

  it("tells ports that all arrows to another network share in it", () => {
    const out = [callers, called].map((owner) =>
      resource(
        EGRESS,
        `peer-${owner.name}`,
        { ...tcp(5432), cidrIpv4: "10.9.0.0/16" },
        {
          securityGroupId: owner,
        },
      ),
    );
    assert.ok(
      diagramDot(graphOf(...apart, ...out)).includes(
        String.raw`"10.9.0.0/16" [label="Network\n10.9.0.0/16\non 5432"`,
      ),
    );
  });

  it("escapes names for the language and for its labels", () => {
    const odd = service('a "b" <c> & d', called);
    const dot = diagramDot(graphOf(vpc, inside, called, odd));
    assert.ok(dot.includes('"aws:ecs/service:Service::a \\"b\\" <c> & d" [label=<'));
    assert.ok(dot.includes("<B>Fargate service a &quot;b&quot; &lt;c&gt; &amp; d</B>"));
  });
});
