import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import type { Value } from "../../plan/graph/value.ts";
import { isUnknown, type Properties } from "../../plan/graph/value.ts";
import { at, policyOf } from "../support/graph.ts";
import { literal, mutant, replaceIn, set } from "./breaking.ts";
import { entriesOf, listOf, some, sources, textOf } from "./reading.ts";
import type { Trap } from "./trap.ts";

const GROUP = "aws:autoscaling/group:Group";
const KEY = "aws:kms/key:Key";
const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";
const POLICY = "aws:autoscaling/policy:Policy";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

const templatesOf = (graph: Graph, group: Resource): Resource[] =>
  sources(graph, group, "launchTemplate", TEMPLATE);
const preferencesOf = ({ inputs }: Resource) => at(inputs, "instanceRefresh", "preferences");
const isFetched = ({ inputs }: Resource): boolean => textOf(inputs["key"]).endsWith(".tar");

/** What the provider of a resource tags all with. */
function defaultTagsOf(graph: Graph, { provider }: Resource): unknown {
  const found = graph.resources.find(({ urn }) => urn === provider);
  return at(JSON.parse(textOf(found?.inputs["defaultTags"])) as Value, "tags");
}

/** Percent numbers that EC2 Auto Scaling takes: an upper one of 100 to 200, at most 100 above. */
function isRange(least: unknown, most: unknown): boolean {
  if (typeof least !== "number" || typeof most !== "number") return false;
  return least >= 0 && least <= 100 && most >= 100 && most <= 200 && most - least <= 100;
}

/** Traps of groups of hosts, of what they boot by, and of their ways to AWS. */
export const hostTraps: readonly Trap[] = [
  {
    id: "asg-protected-refresh",
    title: "a refresh replaces hosts that are protected from scaling in, one before the other goes",
    check: (graph) => {
      for (const group of some(graph, GROUP)) {
        assert.equal(group.inputs["protectFromScaleIn"], true, group.name);
        const preferences = preferencesOf(group);
        // By default it leaves them as they are, and calls itself successful.
        assert.equal(at(preferences, "scaleInProtectedInstances"), "Refresh", group.name);
        const [least, most] = ["minHealthyPercentage", "maxHealthyPercentage"].map((name) =>
          at(preferences, name),
        );
        assert.ok(isRange(least, most) && least === 100 && most !== 100, group.name);
      }
    },
    mutants: [
      set("protected hosts stay as they are", GROUP, {
        instanceRefresh: {
          strategy: "Rolling",
          preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 110 },
        },
      }),
      set("the old one goes first", GROUP, {
        instanceRefresh: {
          strategy: "Rolling",
          preferences: {
            minHealthyPercentage: 50,
            maxHealthyPercentage: 100,
            scaleInProtectedInstances: "Refresh",
          },
        },
      }),
      set("a range that EC2 refuses", GROUP, {
        instanceRefresh: {
          strategy: "Rolling",
          preferences: {
            minHealthyPercentage: 100,
            maxHealthyPercentage: 250,
            scaleInProtectedInstances: "Refresh",
          },
        },
      }),
    ],
  },
  {
    id: "asg-template-version",
    title: "a group names its template's version by number: by $Latest no change starts a refresh",
    check: (graph) => {
      for (const group of some(graph, GROUP)) {
        assert.equal(templatesOf(graph, group).length, 1, group.name);
        const version = at(group.inputs, "launchTemplate", "version");
        assert.ok(isUnknown(version) || !textOf(version).startsWith("$"), group.name);
        assert.deepEqual(group.ignoreChanges, [], group.name);
      }
    },
    mutants: [
      set("whatever is newest", GROUP, { launchTemplate: { id: "lt-1", version: "$Latest" } }),
      mutant(
        "a template of somebody's",
        GROUP,
        literal("launchTemplate", { id: "lt-1", version: "3" }),
      ),
    ],
  },
  {
    id: "asg-image-rollback",
    title:
      "no refresh is to be taken back whose image is found by a parameter: EC2 refuses to start it",
    check: (graph) => {
      for (const group of some(graph, GROUP)) {
        const byParameter = templatesOf(graph, group).some(({ inputs }) =>
          textOf(inputs["imageId"]).startsWith("resolve:ssm:"),
        );
        if (!byParameter) continue;
        assert.notEqual(at(preferencesOf(group), "autoRollback"), true, group.name);
      }
    },
    mutants: [
      set("taken back", GROUP, {
        instanceRefresh: { strategy: "Rolling", preferences: { autoRollback: true } },
      }),
    ],
  },
  {
    id: "asg-volume-key",
    title: "EC2 Auto Scaling may use the key of its hosts' volumes: else no host ever starts",
    check: (graph) => {
      for (const group of some(graph, GROUP)) {
        const keys = templatesOf(graph, group).flatMap((template) =>
          sources(graph, template, "blockDeviceMappings", KEY),
        );
        assert.ok(keys.length > 0, `${group.name} has volumes under no key of the stack`);
        for (const key of keys) {
          for (const action of ["kms:GenerateDataKey*", "kms:CreateGrant"]) {
            const granted = policyOf(key).Statement.some(
              ({ Action, Condition }) =>
                listOf(Action).includes(action) &&
                JSON.stringify(Condition ?? {}).includes("/AWSServiceRoleForAutoScaling"),
            );
            assert.ok(granted, `${key.name} does not let EC2 Auto Scaling ${action}`);
          }
        }
      }
    },
    mutants: [
      mutant(
        "another role",
        KEY,
        replaceIn("policy", "AWSServiceRoleForAutoScaling", "AWSServiceRoleForECS"),
        ({ name }) => name === "main-key",
      ),
      mutant(
        "no grants for volumes",
        KEY,
        replaceIn("policy", "kms:CreateGrant", "kms:ListGrants"),
        ({ name }) => name === "main-key",
      ),
    ],
  },
  {
    id: "launch-tags",
    title:
      "what EC2 launches has the tags by which it may be launched, which reach template and group alone; volumes have no others, for a new version of a template replaces hosts",
    check: (graph) => {
      for (const template of some(graph, TEMPLATE)) {
        const volumes = entriesOf(template.inputs["tagSpecifications"]).find(
          ({ resourceType }) => resourceType === "volume",
        );
        const { Name, ...tags } = (volumes?.["tags"] ?? {}) as Properties;
        assert.equal(typeof Name, "string", template.name);
        const { Project = null, Environment = null } = defaultTagsOf(graph, template) as Properties;
        assert.deepEqual(tags, { Project, Environment }, template.name);
      }
      for (const group of some(graph, GROUP)) {
        const tags = entriesOf(group.inputs["tags"]);
        assert.ok(
          tags.every(({ propagateAtLaunch }) => propagateAtLaunch === true),
          group.name,
        );
        const { Name, ...others } = Object.fromEntries(
          tags.map(({ key, value }) => [textOf(key), value]),
        );
        assert.ok(Name !== undefined, group.name);
        assert.deepEqual(others, defaultTagsOf(graph, group), group.name);
      }
    },
    mutants: [
      set("volumes with a name alone", TEMPLATE, {
        tagSpecifications: [{ resourceType: "volume", tags: { Name: "x" } }],
      }),
      set("hosts with a name alone", GROUP, {
        tags: [{ key: "Name", value: "x", propagateAtLaunch: true }],
      }),
    ],
  },
  {
    id: "object-tags",
    title:
      "what hosts fetch has no tags of the provider's: S3 refuses an object with more than ten",
    check: (graph) => {
      for (const object of some(graph, OBJECT, isFetched)) {
        const tags = at(object.inputs, "overrideProvider", "defaultTags", "tags");
        assert.deepEqual(tags, {}, object.name);
      }
    },
    mutants: [set("tags of the provider's", OBJECT, { overrideProvider: null }, isFetched)],
  },
];

/** Traps of groups that grow. */
export const optionalHostTraps: readonly Trap[] = [
  {
    id: "asg-scaling",
    title: "a group that grows aims at its CPU, and names no number of its own that would fight it",
    check: (graph) => {
      for (const policy of some(graph, POLICY)) {
        assert.equal(policy.inputs["policyType"], "TargetTrackingScaling");
        const [group] = some(
          graph,
          GROUP,
          ({ inputs }) => textOf(inputs["name"]) === textOf(policy.inputs["autoscalingGroupName"]),
        );
        assert.equal(group?.inputs["desiredCapacity"], undefined);
      }
    },
    mutants: [
      set("a number of its own", GROUP, { desiredCapacity: 2 }),
      set("a policy that does nothing by itself", POLICY, { policyType: "SimpleScaling" }),
    ],
  },
];
