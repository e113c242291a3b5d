import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { CLOUDFRONT_LISTS } from "../../../../policy-pack/controls/vpc/prefixLists.ts";
import { sgNoOpenAdminPorts } from "../../../../policy-pack/controls/vpc/sg-no-open-admin-ports.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
  type Value,
} from "../../../../policy-pack/engine/resource.ts";
import { ROOT } from "../../../support/fixtures.ts";
import { judged, said } from "../../support/cases.ts";
import { group, ingress, linked, rule } from "../../support/networks.ts";

const OPEN = ["The internet reaches TCP 22"];
const list = (name: string, ...cidrs: Value[]) =>
  linked("managedPrefixList:ManagedPrefixList", name, { entries: cidrs.map((cidr) => ({ cidr })) });
const entry = (name: string, cidr: string, of: PolicyResource) =>
  linked("managedPrefixListEntry:ManagedPrefixListEntry", name, { cidr }, { prefixListId: of });
const endpoint = linked("vpcEndpoint:VpcEndpoint", "endpoint", { serviceName: "x.s3" });
const office = list("office", "8.8.8.0/24");
const world = list("world", "0.0.0.0/1", "128.0.0.0/1");
const ssh = { ipProtocol: "tcp", fromPort: 22, toPort: 22 };

/** A rule of the newer form that names a list, known or by its origins. */
function named(id: Value, ...origins: PolicyResource[]): PolicyResource[] {
  const base = ingress("rule", { ...ssh, prefixListId: id });
  const propertyDependencies = {
    ...base.propertyDependencies,
    prefixListId: origins.map(({ urn }) => urn),
  };
  return [group, ...origins, { ...base, propertyDependencies }];
}

/** A group with one inline rule for each of these lists of ids. */
function inline(ids: readonly Value[][], ...origins: PolicyResource[]): PolicyResource[] {
  const one = { protocol: "tcp", fromPort: 22, toPort: 22 };
  const inputs: Properties = { ingress: ids.map((prefixListIds) => ({ ...one, prefixListIds })) };
  const propertyDependencies = { ingress: origins.map(({ urn }) => urn) };
  return [
    ...origins,
    { ...linked("securityGroup:SecurityGroup", "rule", inputs), propertyDependencies },
  ];
}

const cases: readonly (readonly [string, readonly PolicyResource[], readonly string[] | string])[] =
  [
    ["a list of the stack", named(UNKNOWN, office), "pass"],
    ["an open list of the stack", named(UNKNOWN, world), OPEN],
    ["the same, its id known", named("pl-1", world), OPEN],
    [
      "a list that an entry beside opens",
      [...named(UNKNOWN, office), entry("e", "::/0", office)],
      OPEN,
    ],
    [
      "a list beside an entry of another",
      [...named(UNKNOWN, office), entry("e", "::/0", list("other"))],
      "pass",
    ],
    ["a list with an unknown entry", named(UNKNOWN, list("l", UNKNOWN)), "undecided"],
    ["an open list with an unknown entry", named(UNKNOWN, list("l", UNKNOWN, "::/0")), OPEN],
    [
      "a list that an entry may belong to",
      [...named(UNKNOWN, office), { ...entry("e", "::/0", office), propertyDependencies: {} }],
      "undecided",
    ],
    ["a gateway endpoint's list", named(UNKNOWN, endpoint), "pass"],
    ["CloudFront's list", named("pl-3b927c52"), "pass"],
    ["a list of another stack", named("pl-0123456789abcdef0"), "undecided"],
    ["an unknown list of nobody", named(UNKNOWN), "undecided"],
    ["an unknown list of other origin", named(UNKNOWN, group), "undecided"],
    [
      "the older form",
      [
        group,
        office,
        world,
        {
          ...rule("rule", {}),
          inputs: {
            type: "ingress",
            protocol: "tcp",
            fromPort: 22,
            toPort: 22,
            securityGroupId: UNKNOWN,
            prefixListIds: [UNKNOWN],
          },
          propertyDependencies: { securityGroupId: [group.urn], prefixListIds: [world.urn] },
        },
      ],
      OPEN,
    ],
    ["one inline list", inline([[UNKNOWN]], world), OPEN],
    ["one inline list, its id known", inline([["pl-1"]], world), OPEN],
    ["one inline list in two rules", inline([["pl-1"], ["pl-1"]], office), "pass"],
    ["two closed inline lists", inline([[UNKNOWN], [UNKNOWN]], office, list("more")), "pass"],
    [
      "two inline lists of which one is open",
      inline([[UNKNOWN], [UNKNOWN]], office, world),
      "undecided",
    ],
    [
      "two lists in one rule of which one is open",
      inline([[UNKNOWN, UNKNOWN]], office, world),
      OPEN,
    ],
    [
      "two lists in one rule, and a third one's id for one of them",
      inline([[UNKNOWN]], office, world),
      "undecided",
    ],
    [
      "two inline lists of which one is not known whole",
      inline([[UNKNOWN, UNKNOWN]], office, list("l", UNKNOWN)),
      "undecided",
    ],
    [
      "a stranger's list beside one of the stack",
      inline([[UNKNOWN], ["pl-9"]], office),
      "undecided",
    ],
    ["more lists than the stack has", inline([["pl-1"], ["pl-9"]], office), "undecided"],
    [
      "CloudFront's list beside one of the stack",
      inline([["pl-1"], ["pl-3b927c52"]], office),
      "pass",
    ],
  ];

describe("prefix lists in rules", () => {
  for (const [title, resources, expected] of cases) {
    it(`${title}: ${typeof expected === "string" ? expected : "open"}`, () => {
      assert.deepEqual(said(judged(sgNoOpenAdminPorts, resources, "rule")), expected);
    });
  }

  it("of other stacks may be declared closed", () => {
    const parameters = { "sg-no-open-admin-ports": { closedPrefixLists: ["pl-9"] } };
    assert.equal(said(judged(sgNoOpenAdminPorts, named("pl-9"), "rule", { parameters })), "pass");
  });

  it("of CloudFront are those that the platform admits", () => {
    const source = readFileSync(join(ROOT, "components/edge/originGuard.ts"), "utf8");
    const admitted = [...source.matchAll(/"(pl-[0-9a-f]+)"/g)].map(([, id]) => id);
    assert.deepEqual([...CLOUDFRONT_LISTS].sort(), admitted.sort());
  });
});
