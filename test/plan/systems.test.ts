import assert from "node:assert/strict";

import { figuresBySystem, systemsByUrn, systemsOf } from "../../plan/readers/systems.ts";
import type { PlanDocument } from "../../plan/document.ts";
import { graphOf, resource } from "./builder.ts";

const system = (name: string) =>
  resource(`rampart:systems:${name}`, name, {}, {}, { custom: false });
const base = system("base");
const shop = system("shop");
const part = resource("rampart:data:Table", "orders", {}, {}, { custom: false, parent: shop.urn });
const provider = resource("pulumi:providers:aws", "aws", {}, {}, { parent: base.urn });
const key = resource("aws:kms/key:Key", "main", {}, {}, { parent: base.urn, protect: true });
const vpc = resource(
  "aws:ec2/vpc:Vpc",
  "shop",
  { cidrBlock: "10.9.0.0/16" },
  {},
  { parent: shop.urn },
);
const table = resource(
  "aws:dynamodb/table:Table",
  "orders",
  { name: "orders", hashKey: "id" },
  { serverSideEncryption: key },
  { parent: part.urn },
);
const balancer = resource("aws:lb/loadBalancer:LoadBalancer", "shop", {}, {}, { parent: part.urn });
const graph = graphOf(base, provider, key, shop, part, vpc, table, balancer);

const path = (kind: "alert" | "log", { urn }: { readonly urn: string }) => ({
  kind,
  group: "table",
  source: urn,
  verdict: "passes" as const,
  hops: [],
});
const paths: PlanDocument["paths"] = [path("alert", table), path("log", vpc), path("log", vpc)];
const result = (outcome: "pass" | "fail" | "undecided", { urn, type, name }: typeof table) => ({
  control: "probe",
  urn,
  type,
  name,
  outcome,
  exempt: false,
  blocks: false,
  findings: [],
  undecided: [],
});
const results = [
  result("pass", table),
  result("fail", vpc),
  result("undecided", key),
  result("pass", key),
];

describe("systems of a plan", () => {
  it("are told apart by the component at the top, however deep a resource stands", () => {
    assert.deepEqual(
      [...systemsByUrn(graph)].map(([urn, name]) => [urn.split("::").at(-1), name]),
      [
        ["base", "base"],
        ["aws", "base"],
        ["main", "base"],
        ["shop", "shop"],
        ["orders", "shop"],
        ["shop", "shop"],
        ["orders", "shop"],
        ["shop", "shop"],
      ],
    );
  });

  it("each have their own numbers, quotas among them, and what they use of others", () => {
    assert.deepEqual(systemsOf(graph, paths, { results }), [
      {
        name: "base",
        resources: 1,
        protected: 1,
        public: 0,
        alertPaths: 0,
        logPaths: 0,
        verdicts: 2,
        findings: 0,
        undecided: 1,
        uses: [],
        quotas: { "KMS keys per region": 1 },
      },
      {
        name: "shop",
        resources: 3,
        protected: 0,
        public: 1,
        alertPaths: 1,
        logPaths: 2,
        verdicts: 2,
        findings: 1,
        undecided: 0,
        uses: [{ system: "base", urn: key.urn }],
        quotas: {
          "VPCs per region": 1,
          "Application Load Balancers per region": 1,
          "DynamoDB tables per region": 1,
        },
      },
    ]);
  });

  it("have their figures by name; a graph without systems has those of all of it", () => {
    assert.deepEqual(
      figuresBySystem(graph).map((figure) => [figure.system, figure.name]),
      [
        ["shop", "VPC"],
        ["shop", "table orders"],
      ],
    );
    assert.deepEqual(
      figuresBySystem(graphOf(vpc)).map((figure) => [figure.system, figure.name]),
      [[undefined, "VPC"]],
    );
  });
});
