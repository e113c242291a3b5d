import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { at, ofType, waitsFor } from "../support/graph.ts";
import { mutant, replaceText, set, waitForNo } from "./breaking.ts";
import { entriesOf, ROLE, SERVICE, some, sources, TARGET_GROUP, textOf } from "./reading.ts";
import type { MutableResource, Trap } from "./trap.ts";

const RULE = "aws:lb/listenerRule:ListenerRule";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const POLICY = "AmazonECSInfrastructureRolePolicyForLoadBalancers";

const detailsOf = ({ inputs }: Resource) => at(inputs, "loadBalancers", 0, "advancedConfiguration");
const strategyOf = ({ inputs }: Resource) => at(inputs, "deploymentConfiguration", "strategy");
const shifts = (service: Resource): boolean =>
  detailsOf(service) !== undefined || strategyOf(service) !== "ROLLING";
const isWeighted = ({ inputs }: Resource): boolean =>
  at(inputs, "actions", 0, "forward") !== undefined;

/** The rule whose weights ECS moves for a service: the one weighted rule that it has a value from. */
function ruleOf(graph: Graph, service: Resource): Resource {
  const rules = sources(graph, service, "loadBalancers", RULE);
  assert.equal(rules.length, 1, `${service.name} has no one rule`);
  return rules[0] ?? assert.fail();
}

/** Changes what a service says of how its traffic is shifted. */
const details =
  (change: (details: Record<string, unknown>) => void) =>
  (service: MutableResource): void => {
    change(detailsOf(service) as Record<string, unknown>);
  };

/** Traps of services whose deployments shift traffic. */
export const optionalShiftTraps: readonly Trap[] = [
  {
    id: "T52",
    title: "a rule whose weights ECS moves has both groups, and no update writes over them",
    check: (graph) => {
      for (const service of some(graph, SERVICE, shifts)) {
        const rule = ruleOf(graph, service);
        assert.deepEqual(rule.ignoreChanges, ["actions"], `${rule.name} is written over`);
        const [action, ...more] = entriesOf(rule.inputs["actions"]);
        assert.deepEqual([action?.["type"], more], ["forward", []], rule.name);
        const weights = entriesOf(at(action, "forward", "targetGroups")).map(
          ({ weight }) => weight,
        );
        assert.deepEqual(weights, [100, 0], `${rule.name} does not weight two groups`);
        const groups = sources(graph, service, "loadBalancers", TARGET_GROUP);
        assert.equal(groups.length, 2, `${service.name} has no two groups`);
        assert.deepEqual(
          sources(graph, rule, "actions", TARGET_GROUP).map(({ urn }) => urn),
          groups.map(({ urn }) => urn),
          `${rule.name} forwards to others`,
        );
      }
    },
    mutants: [
      mutant(
        "weights are written over",
        RULE,
        (rule) => {
          rule.ignoreChanges = [];
        },
        isWeighted,
      ),
      mutant(
        "a weight alone is ignored",
        RULE,
        (rule) => {
          rule.ignoreChanges = ["actions[0].forward.targetGroups[0].weight"];
        },
        isWeighted,
      ),
      mutant(
        "one group alone",
        RULE,
        (rule) => {
          const forward = at(rule.inputs, "actions", 0, "forward") as { targetGroups: unknown[] };
          forward.targetGroups.pop();
        },
        isWeighted,
      ),
      mutant(
        "groups of another service",
        RULE,
        (rule) => {
          rule.propertyDependencies["actions"] = [];
        },
        isWeighted,
      ),
    ],
  },
  {
    id: "T52",
    title: "who shifts traffic says how, by which rule, to which group and as which role",
    check: (graph) => {
      for (const service of some(graph, SERVICE, shifts)) {
        const { name, inputs } = service;
        const strategy = strategyOf(service);
        assert.ok(strategy === "BLUE_GREEN" || strategy === "CANARY", `${name} has no strategy`);
        const canary = at(inputs, "deploymentConfiguration", "canaryConfiguration");
        assert.equal(canary !== undefined, strategy === "CANARY", `${name} has another's settings`);
        const given = Object.entries(detailsOf(service) ?? {})
          .filter(([, value]) => value !== undefined && value !== "")
          .map(([key]) => key);
        assert.deepEqual(
          given.sort(),
          ["alternateTargetGroupArn", "productionListenerRule", "roleArn"],
          `${name} lacks what ECS asks for`,
        );
        assert.equal(inputs["deploymentController"], undefined, `${name} is CodeDeploy's`);
      }
    },
    mutants: [
      mutant(
        "groups without a strategy",
        SERVICE,
        ({ inputs }) => {
          Reflect.deleteProperty(inputs, "deploymentConfiguration");
        },
        shifts,
      ),
      mutant(
        "no strategy stated, and the provider keeps the former one",
        SERVICE,
        ({ inputs }) => {
          Reflect.deleteProperty(inputs, "deploymentConfiguration");
        },
        (service) => !shifts(service),
      ),
      mutant(
        "a canary without a share",
        SERVICE,
        ({ inputs }) => {
          inputs["deploymentConfiguration"] = { strategy: "CANARY", bakeTimeInMinutes: "10" };
        },
        shifts,
      ),
      mutant(
        "a strategy without groups",
        SERVICE,
        ({ inputs }) => {
          Reflect.deleteProperty(at(inputs, "loadBalancers", 0) as object, "advancedConfiguration");
        },
        shifts,
      ),
      mutant(
        "no role",
        SERVICE,
        details((all) => {
          Reflect.deleteProperty(all, "roleArn");
        }),
        shifts,
      ),
      mutant(
        "no rule",
        SERVICE,
        details((all) => {
          Reflect.deleteProperty(all, "productionListenerRule");
        }),
        shifts,
      ),
      set(
        "CodeDeploy beside it",
        SERVICE,
        { deploymentController: { type: "CODE_DEPLOY" } },
        shifts,
      ),
    ],
  },
  {
    id: "T53",
    title:
      "the role that shifts traffic is ECS's own, and has its policy before the service is made",
    check: (graph) => {
      for (const service of some(graph, SERVICE, shifts)) {
        const arn = textOf(at(detailsOf(service), "roleArn"));
        const [role] = ofType(graph, ROLE).filter(({ inputs }) =>
          arn.endsWith(`:role/${textOf(inputs["name"])}`),
        );
        assert.ok(role, `${service.name} has a role of someone else`);
        const trust = textOf(role.inputs["assumeRolePolicy"]);
        assert.ok(trust.includes('"Service":"ecs.amazonaws.com"'), `${role.name} is not ECS's`);
        const [policy] = ofType(graph, ATTACHMENT).filter(
          ({ inputs }) =>
            inputs["role"] === role.inputs["name"] &&
            textOf(inputs["policyArn"]).endsWith(`:aws:policy/${POLICY}`),
        );
        assert.ok(policy, `${role.name} may move no weight`);
        assert.ok(waitsFor(graph, service, policy), `${service.name} does not wait for its role`);
      }
    },
    mutants: [
      mutant("does not wait", SERVICE, waitForNo(ATTACHMENT), shifts),
      mutant(
        "tasks' role",
        ROLE,
        replaceText("ecs.amazonaws.com", "ecs-tasks.amazonaws.com"),
        ({ name }) => name.endsWith("-shift"),
      ),
      mutant("another policy", ATTACHMENT, replaceText(POLICY, "ReadOnlyAccess"), ({ inputs }) =>
        textOf(inputs["policyArn"]).endsWith(POLICY),
      ),
    ],
  },
];
