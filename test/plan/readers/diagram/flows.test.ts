import assert from "node:assert/strict";

import type { Resource } from "../../../../plan/graph/resource.ts";
import { diagramDot } from "../../../../plan/readers/diagram/diagram.ts";
import { everythingOn, programGraph, stackGraph } from "../../../support/stacks.ts";
import { graphOf, resource } from "../../builder.ts";
import {
  INGRESS,
  EGRESS,
  vpc,
  inside,
  callers,
  called,
  callee,
  tcp,
  place,
  exit,
  entry,
  traffic,
} from "./support.ts";

describe("traffic in the diagram", () => {
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

  it("takes the addresses of the VPC for all that is in it, and says so", () => {
    const rule = (name: string, cidrIpv4: string) =>
      resource(INGRESS, name, { ...tcp(5432), cidrIpv4 }, { securityGroupId: called });
    const graph = graphOf(
      vpc,
      inside,
      called,
      callee,
      rule("a", "10.0.0.0/16"),
      rule("b", "10.0.0.0/8"),
    );
    assert.deepEqual(traffic(graph), [
      "VPC 10.0.0.0/16 → Fargate service callee: 5432",
      "10.0.0.0/8 → Fargate service callee: 5432",
    ]);
    const labels = diagramDot(graph).match(/label="(Anything|Network)[^"]*"/g);
    assert.deepEqual(labels, [
      String.raw`label="Network\n10.0.0.0/8"`,
      String.raw`label="Anything in\nthe VPC"`,
    ]);
  });

  it("P-NET-7: shows prod's table of connections, and no other", async () => {
    const alb = "Application Load Balancer";
    const [pair, workers] = ["2 Fargate services (tracker)", "3 Fargate services (tracker)"];
    const endpoints = "6 VPC endpoints (tracker): 443";
    assert.deepEqual(
      (await stackGraph("prod").then(traffic)).sort(),
      [
        "internet → CloudFront (music): 443 open",
        "internet → CloudFront (platform): 443 open",
        `CloudFront (music) → ${alb} (platform): 443`,
        `CloudFront (platform) → ${alb} (platform): 443`,
        `${alb} (platform) → Fargate service api (platform): 8000`,
        "Fargate service api (platform) → 11 VPC endpoints (platform): 443",
        "Fargate service api (platform) → PostgreSQL 16 (platform): 5432",
        "Fargate service api (platform) → Valkey 8.0 (platform): 6379",
        "Fargate service api (platform) → internet: 443",
        `${alb} (platform) → Fargate service music (music): 8000`,
        "Fargate service music (music) → 11 VPC endpoints (platform): 443",
        "Fargate service music (music) → PostgreSQL 16 (platform): 5432",
        "Fargate service music (music) → internet: 443",
        `internet → ${alb} (documents): 80, 443 open`,
        `${alb} (documents) → Auto Scaling group documents (documents): 8080`,
        "Auto Scaling group documents (documents) → 11 VPC endpoints (platform): 443",
        "Auto Scaling group documents (documents) → internet: 443",
        `internet → ${alb} (tracker): 80, 443 open`,
        `${alb} (tracker) → ${pair}: 80`,
        `${pair} → ${endpoints}`,
        `${pair} → internet: 443`,
        `${alb} (tracker) → Fargate service tracker-api (tracker): 8000`,
        "Fargate service tracker-api (tracker) → 10.60.0.0/16: 5432, 6379",
        `Fargate service tracker-api (tracker) → ${endpoints}`,
        "Fargate service tracker-api (tracker) → internet: 443",
        `${workers} → 10.60.0.0/16: 5432, 6379`,
        `${workers} → ${endpoints}`,
        `${workers} → internet: 443`,
        "Fargate service tracker-fetcher-2 (tracker) → 10.60.0.0/16: 5432, 6379",
        `Fargate service tracker-fetcher-2 (tracker) → ${endpoints}`,
        "Fargate service tracker-fetcher-2 (tracker) → EFS (tracker): 2049",
        "Fargate service tracker-fetcher-2 (tracker) → Fargate service tracker-anisette (tracker): 6969",
        "Fargate service tracker-fetcher-2 (tracker) → internet: 443",
        `Fargate service tracker-anisette (tracker) → ${endpoints}`,
        "Fargate service tracker-anisette (tracker) → EFS (tracker): 2049",
        "Fargate service tracker-anisette (tracker) → internet: 443",
      ].sort(),
    );
  });

  it("P-EDGE-5: behind CloudFront, a balancer is open to nothing but CloudFront", async () => {
    const flows = traffic(await programGraph(everythingOn()));
    assert.deepEqual(
      flows.filter((flow) => flow.includes("→ Application Load Balancer (platform)")),
      [
        "CloudFront (music) → Application Load Balancer (platform): 443",
        "CloudFront (platform) → Application Load Balancer (platform): 443",
      ],
    );
  });

  it("P-NET-5: leads dev's services to S3 by their way out, as the routes do", async () => {
    const flows = traffic(await stackGraph("dev"));
    const flow = "Fargate service tracker-api (tracker) → 2 VPC endpoints (tracker): 443";
    assert.ok(flows.includes(flow), flows.join("\n"));
  });
});
