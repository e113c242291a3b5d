import assert from "node:assert/strict";

import fc from "fast-check";

import {
  capacityOf,
  type FirewallArgs,
  firewallRules,
  toWebAclRule,
} from "../../components/edge/managedRules.ts";
import type { Resource } from "../../plan/graph/resource.ts";
import { UNKNOWN, type Value } from "../../plan/graph/value.ts";
import { quotasOf } from "../../plan/readers/quotas/quotas.ts";
import { type QuotaId, QUOTAS } from "../../plan/readers/quotas/table.ts";
import { stackGraph } from "../support/stacks.ts";
import { graphOf, resource } from "./builder.ts";
import { CASES, east, west } from "./quotaCases.ts";

function need(resources: readonly Resource[], id: QuotaId): number {
  const found = quotasOf(graphOf(...resources)).find(({ quota }) => quota === QUOTAS[id].title);
  return found?.needed ?? 0;
}

describe("quotasOf", () => {
  for (const [id, [needed, resources]] of Object.entries(CASES)) {
    it(`T89: counts ${id}`, () => {
      assert.equal(need(resources, id as QuotaId), needed);
    });
  }

  it("says what AWS allows, where that stands and when it was looked up", () => {
    const vpc = resource("aws:ec2/vpc:Vpc", "main");
    assert.deepEqual(quotasOf(graphOf(vpc)), [
      {
        quota: "VPCs per region",
        needed: 1,
        default: 5,
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
        checked: "2026-11-22",
      },
    ]);
  });

  it("is silent about what the stack doesn't touch", () => {
    assert.deepEqual(quotasOf(graphOf()), []);
  });

  it("has each title once, so that a line says one thing", () => {
    const titles = Object.values(QUOTAS).map(({ title }) => title);
    assert.deepEqual(titles, [...new Set(titles)]);
  });

  it("doesn't guess the capacity of a rule that it can't weigh", () => {
    const foreign = resource("aws:wafv2/webAcl:WebAcl", "a", {
      rules: [
        { statement: { geoMatchStatement: {} } },
        { statement: { ruleGroupReferenceStatement: { arn: "x" } } },
      ],
    });
    const json = resource("aws:wafv2/webAcl:WebAcl", "b", { ruleJson: "[]" });
    assert.equal(need([foreign, json], "web-acl-capacity"), 0);
  });

  const firewalls: readonly (readonly [what: string, changes: Partial<FirewallArgs>])[] = [
    ["plain", {}],
    [
      "with blocked countries and upload paths",
      { blockedCountries: ["KP"], uploadPaths: ["/a", "/b"] },
    ],
    ["behind CloudFront", { behindCloudFront: true }],
  ];
  for (const [what, changes] of firewalls) {
    it(`T35: weighs a firewall ${what} as its component does`, () => {
      const rules = firewallRules({
        requestsPerFiveMinutes: 2000,
        blockedCountries: [],
        uploadPaths: [],
        ...changes,
      });
      const json = JSON.parse(JSON.stringify(rules.map(toWebAclRule))) as Value;
      const acl = resource("aws:wafv2/webAcl:WebAcl", "api", { rules: json });
      assert.equal(need([acl], "web-acl-capacity"), capacityOf(rules));
    });
  }

  it("T89: says that prod's services outgrow what a new account may run, and nothing else", async () => {
    const beyond = quotasOf(await stackGraph("prod")).filter(
      (found) => found.needed > found.default,
    );
    assert.deepEqual(
      beyond.map(({ quota, needed }) => [quota, needed]),
      [["Fargate vCPUs, on demand", 15]],
    );
  });

  it("doesn't count an unknown policy document", () => {
    const key = resource("aws:kms/key:Key", "main", { policy: UNKNOWN });
    assert.equal(need([key], "key-policy"), 0);
  });

  it("is never negative, and never less with more resources", () => {
    const pool = [...new Set(Object.values(CASES).flatMap(([, resources]) => resources))];
    const known = new Map(pool.map((entry) => [entry.urn, entry]));
    const closed = (chosen: readonly Resource[]): Resource[] => {
      const seen = new Set<Resource>();
      const visit = (entry: Resource): void => {
        if (seen.has(entry)) return;
        entry.dependencies.forEach((urn) => {
          const source = known.get(urn);
          if (source) visit(source);
        });
        seen.add(entry);
      };
      [east, west, ...chosen].forEach(visit);
      return [...seen];
    };
    fc.assert(
      fc.property(fc.subarray(pool), fc.subarray(pool), (some, more) => {
        for (const id of Object.keys(QUOTAS) as QuotaId[]) {
          const few = need(closed(some), id);
          assert.ok(few >= 0, id);
          assert.ok(need(closed([...some, ...more]), id) >= few, id);
        }
      }),
      { numRuns: 40 },
    );
  });
});
