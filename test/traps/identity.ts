import assert from "node:assert/strict";

import { partitionOf } from "../../components/shared/regions.ts";
import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { policyOf, type Statement } from "../support/graph.ts";
import { more, mutant, replaceIn, replaceText, set, without } from "./breaking.ts";
import { KEY, listOf, ROLE, some, textOf, usersOf } from "./reading.ts";
import type { Trap } from "./trap.ts";

const GROUP = "aws:iam/group:Group";
const GROUP_ATTACHMENT = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment";
const POLICY = "aws:iam/policy:Policy";
const ROLE_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const GITHUB = "token.actions.githubusercontent.com";

type Tests = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** Statements by which roles trust jobs of GitHub, with the roles. */
function githubTrusts(graph: Graph): [Resource, Statement][] {
  const found = some(graph, ROLE).flatMap((role) =>
    policyOf(role, "assumeRolePolicy")
      .Statement.filter((entry) => JSON.stringify(entry["Principal"]).includes(GITHUB))
      .map((entry): [Resource, Statement] => [role, entry]),
  );
  assert.ok(found.length > 0, "no role is for jobs of GitHub");
  return found;
}

const isGithubs = ({ inputs }: Resource): boolean =>
  textOf(inputs["assumeRolePolicy"]).includes(GITHUB);
/** Others are for what assumes one role and does nothing else. */
const isOfPeople = ({ urn }: Resource): boolean => urn.includes("::rampart:systems:Identity$");
const isBreakGlass = ({ inputs }: Resource): boolean =>
  textOf(inputs["name"]).endsWith("-break-glass");

/** Whether a policy speaks of something. */
const allows =
  (text: string) =>
  ({ inputs }: Resource): boolean =>
    textOf(inputs["policy"]).includes(text);

const ARN = /arn:([a-z-]+):([a-z0-9-]+):([a-z0-9-]*):/g;

/** Traps of names: ARNs and roles. */
export const identityTraps: readonly Trap[] = [
  {
    id: "T28",
    title: "every ARN is of the partition that the region is in",
    check: (graph) => {
      const arns = graph.resources.flatMap(({ inputs }) => [
        ...JSON.stringify(inputs).matchAll(ARN),
      ]);
      const regions = new Set(arns.map(([, , , region]) => region).filter((region) => region));
      assert.ok(regions.size > 0, "there is no ARN with a region");
      const partitions = new Set([...regions].map((region) => partitionOf(region ?? "")));
      assert.equal(partitions.size, 1, [...regions].join(", "));
      for (const [arn, partition = ""] of arns) {
        assert.ok(partitions.has(partition), `${arn} is of another partition`);
      }
    },
    mutants: [
      mutant(
        "an ARN written by hand",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        replaceText("arn:aws:iam::aws:", "arn:aws-cn:iam::aws:"),
      ),
      mutant("another partition's keys", KEY, replaceText("arn:aws:", "arn:aws-us-gov:")),
    ],
  },
  {
    id: "T98",
    title: "names and trusts of roles fit",
    check: (graph) => {
      for (const { name, inputs } of some(graph, ROLE)) {
        const roleName = textOf(inputs["name"]);
        assert.ok(roleName.length > 0 && roleName.length <= 64, `${name} is called ${roleName}`);
        const trust = textOf(inputs["assumeRolePolicy"]);
        if (trust === "") continue;
        assert.ok(trust.length <= 2_048, `the trust of ${name} has ${trust.length} characters`);
      }
    },
    mutants: [
      mutant("a long name", ROLE, ({ inputs }) => {
        inputs["name"] = textOf(inputs["name"]).padEnd(65, "x");
      }),
      mutant("a long trust", ROLE, ({ inputs }) => {
        inputs["assumeRolePolicy"] = textOf(inputs["assumeRolePolicy"]).padEnd(2_049);
      }),
    ],
  },
  {
    id: "github-trust",
    title: "roles for GitHub's jobs ask for one audience and one subject, exactly (T95)",
    check: (graph) => {
      for (const [{ name }, { Action, Condition }] of githubTrusts(graph)) {
        assert.equal(Action, "sts:AssumeRoleWithWebIdentity", name);
        const tests = (Condition ?? {}) as Tests;
        const exact = tests["StringEquals"] ?? {};
        // `ForAllValues:` holds for whoever brings none, and a pattern for whoever names a branch so.
        assert.deepEqual(Object.keys(tests), ["StringEquals"], name);
        assert.equal(exact[`${GITHUB}:aud`], "sts.amazonaws.com", name);
        const [subject = "", ...more] = listOf(exact[`${GITHUB}:sub`]);
        assert.match(subject, /^repo:[^/*?:]+\/[^/*?:]+:(environment:[^*?]+|pull_request)$/, name);
        assert.deepEqual(more, [], name);
      }
    },
    mutants: [
      mutant(
        "any job of the repository",
        ROLE,
        replaceIn("assumeRolePolicy", /:environment:[^"]+|:pull_request/g, ":*"),
        isGithubs,
      ),
      mutant(
        "a pattern",
        ROLE,
        replaceIn("assumeRolePolicy", "StringEquals", "StringLike"),
        isGithubs,
      ),
      mutant(
        "for all values, also of none",
        ROLE,
        replaceIn("assumeRolePolicy", "StringEquals", "ForAllValues:StringEquals"),
        isGithubs,
      ),
      mutant(
        "any audience",
        ROLE,
        replaceIn("assumeRolePolicy", /"[^"]+:aud":"[^"]+",/g, ""),
        isGithubs,
      ),
    ],
  },
  {
    id: "policy-count",
    title: "no role or group has more managed policies than IAM takes",
    check: (graph) => {
      const held = [...some(graph, GROUP_ATTACHMENT), ...some(graph, ROLE_ATTACHMENT)];
      const counts = Map.groupBy(held, ({ type, inputs }) =>
        [type, textOf(inputs["group"] ?? inputs["role"])].join(" "),
      );
      for (const [holder, { length }] of counts) {
        assert.ok(length <= 10, `${holder} has ${length} managed policies`);
      }
    },
    mutants: [
      more("many on a role", ROLE_ATTACHMENT, 10),
      more("many on a group", GROUP_ATTACHMENT, 10),
    ],
  },
  {
    id: "action-names",
    title: "policies name a service with each action, and its resources as it does",
    check: (graph) => {
      for (const policy of some(graph, POLICY)) {
        const text = textOf(policy.inputs["policy"]);
        for (const entry of policyOf(policy).Statement) {
          for (const action of listOf(entry["Action"] ?? entry["NotAction"])) {
            // IAM refuses `*:Get*`: "Vendor * is not valid".
            assert.match(action, /^(?:\*|[a-z0-9-]+:[A-Za-z0-9*]+)$/, policy.name);
          }
        }
        assert.doesNotMatch(text, /:cloudwatch:[^:"]+:[^:"]*:dashboard\//, policy.name);
      }
    },
    mutants: [
      mutant(
        "any service",
        POLICY,
        replaceIn("policy", '"iam:Get*"', '"*:Get*"'),
        allows("iam:Get*"),
      ),
      mutant(
        "a region's dashboards",
        POLICY,
        replaceIn("policy", ":cloudwatch::", ":cloudwatch:us-east-1:"),
        allows(":dashboard/"),
      ),
    ],
  },
  {
    id: "policy-length",
    title: "managed policies are no longer than IAM takes",
    check: (graph) => {
      for (const { name, inputs } of some(graph, POLICY)) {
        const { length } = textOf(inputs["policy"]);
        assert.ok(length > 0 && length <= 6_144, `${name} has ${length} characters`);
      }
    },
    mutants: [
      mutant("a long policy", POLICY, ({ inputs }) => {
        inputs["policy"] = textOf(inputs["policy"]).padEnd(6_145);
      }),
    ],
  },
  {
    id: "group-second-factor",
    title:
      "each group of people denies all without a second factor, also to who says nothing of one",
    check: (graph) => {
      const policies = some(graph, POLICY);
      for (const group of some(graph, GROUP, isOfPeople)) {
        const denials = usersOf(graph, GROUP_ATTACHMENT, "group", group)
          .flatMap(({ inputs }) =>
            policies.filter((policy) =>
              textOf(inputs["policyArn"]).endsWith(`:policy/${textOf(policy.inputs["name"])}`),
            ),
          )
          .flatMap((policy) => policyOf(policy).Statement)
          .filter(({ Effect, NotAction, Resource: on, Condition }) => {
            const test = ((Condition ?? {}) as Tests)["BoolIfExists"];
            const absent = test?.["aws:MultiFactorAuthPresent"] === "false";
            return Effect === "Deny" && NotAction !== undefined && on === "*" && absent;
          });
        assert.equal(denials.length, 1, `${group.name} has ${denials.length} such denials`);
      }
    },
    mutants: [
      mutant("no such policy", GROUP_ATTACHMENT, without("group")),
      mutant("only who says so", POLICY, replaceIn("policy", "BoolIfExists", "Bool")),
    ],
  },
  {
    id: "break-glass",
    title: "break-glass is for an hour, with a second factor, below a ceiling of its own",
    check: (graph) => {
      for (const role of some(graph, ROLE, isBreakGlass)) {
        assert.equal(role.inputs["maxSessionDuration"], 3600);
        assert.match(textOf(role.inputs["permissionsBoundary"]), /-policy-break-glass-boundary$/);
        for (const { Condition } of policyOf(role, "assumeRolePolicy").Statement) {
          const tests = (Condition ?? {}) as Tests;
          assert.equal(tests["Bool"]?.["aws:MultiFactorAuthPresent"], "true");
          assert.equal(tests["NumericLessThan"]?.["aws:MultiFactorAuthAge"], "3600");
        }
      }
    },
    mutants: [
      set("half a day", ROLE, { maxSessionDuration: 43_200 }, isBreakGlass),
      mutant(
        "no second factor",
        ROLE,
        replaceIn("assumeRolePolicy", '"Bool":{"aws:MultiFactorAuthPresent":"true"},', ""),
        isBreakGlass,
      ),
      mutant("no ceiling", ROLE, without("permissionsBoundary"), isBreakGlass),
    ],
  },
];
