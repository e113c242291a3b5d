import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { snsCaller } from "../../plan/proofs/snsCaller.ts";
import { at, ofType, policyOf, waitsFor } from "../support/graph.ts";
import {
  literal,
  mutant,
  replaceIn,
  replaceText,
  set,
  waitForNo,
  waitForNothing,
  without,
} from "./breaking.ts";
import { INGRESS, KEY, listOf, some, sources, textOf, usersOf, regionOf } from "./reading.ts";
import type { MutableResource, Trap } from "./trap.ts";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const FUNCTION = "aws:lambda/function:Function";
const PERMISSION = "aws:lambda/permission:Permission";
const QUEUE = "aws:sqs/queue:Queue";
const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";

const EVENTS = "events.amazonaws.com";

/** S3 tells CloudTrail of its public access block under these names, not those of its API. */
const BLOCK_CALLS = [
  "DeleteAccountPublicAccessBlock",
  "DeleteBucketPublicAccessBlock",
  "PutAccountPublicAccessBlock",
  "PutBucketPublicAccessBlock",
];

const ruleName = (graph: Graph, target: Resource): string =>
  textOf(sources(graph, target, "rule", RULE)[0]?.inputs["name"]);

const isCall = ({ inputs }: Resource): boolean => textOf(inputs["arn"]).includes(":function:");
const isEventCall = ({ inputs }: Resource): boolean => inputs["principal"] === EVENTS;
const isResponder = ({ name }: Resource): boolean => name === "auto-remediate";
const takesEvents = ({ inputs }: Resource): boolean => textOf(inputs["policy"]).includes(EVENTS);
const admitsWorld = ({ inputs }: Resource): boolean => inputs["cidrIpv4"] === "0.0.0.0/0";
const isQuarantine = ({ name }: Resource): boolean => name.endsWith("-sg-quarantine");
const watchesBuckets = ({ inputs }: Resource): boolean =>
  textOf(inputs["eventPattern"]).includes("PublicAccessBlock");

/** What the response knows of openings: `rampart-dev-sg-alb 443`. */
function known(responder: Resource): string[] {
  const text = textOf(at(responder.inputs, "environment", "variables", "DECLARED_OPENINGS"));
  const openings = JSON.parse(text) as readonly { group: string; port: number }[];
  return openings.map(({ group, port }) => `${group} ${port}`);
}

/** Gives the response another variable. */
const variable = (name: string, value: string) => (responder: MutableResource) => {
  const before = at(responder.inputs, "environment", "variables") as Record<string, string>;
  responder.inputs["environment"] = { variables: { ...before, [name]: value } };
};

/** Rules of ingress that admit the world, each with the group that it opens. */
function openings(graph: Graph): (readonly [rule: Resource, group: string])[] {
  return ofType(graph, INGRESS)
    .filter(admitsWorld)
    .map((rule) => [rule, sources(graph, rule, "securityGroupId", GROUP)[0]?.name ?? ""]);
}

/** Traps of events and of the automated response to them. */
export const responseTraps: readonly Trap[] = [
  {
    id: "T16",
    title: "a queue of undelivered events admits EventBridge for its rules, and its key does too",
    check: (graph) => {
      const kept = some(graph, TARGET, ({ inputs }) => inputs["deadLetterConfig"] !== undefined);
      for (const target of kept) {
        const [queue] = sources(graph, target, "deadLetterConfig", QUEUE);
        assert.ok(queue, `${target.name} keeps what it could not deliver nowhere`);
        const admitted = usersOf(graph, QUEUE_POLICY, "queueUrl", queue)
          .flatMap((policy) => policyOf(policy).Statement)
          .filter(({ Principal }) => JSON.stringify(Principal).includes(EVENTS))
          .map(({ Condition }) => JSON.stringify(Condition));
        const rule = `:rule/${ruleName(graph, target)}"`;
        assert.ok(
          admitted.some((text) => text.includes(rule)),
          `${queue.name} is closed to ${target.name}`,
        );
        const grants = sources(graph, queue, "kmsMasterKeyId", KEY)
          .flatMap((key) => policyOf(key).Statement)
          .filter(({ Principal }) => JSON.stringify(Principal).includes(EVENTS));
        assert.ok(grants.length > 0, `the key of ${queue.name} shuts EventBridge out`);
        for (const grant of grants) assert.equal(grant["Condition"], undefined, grant.Sid);
      }
    },
    mutants: [
      mutant("other rules", QUEUE_POLICY, replaceIn("policy", ":rule/", ":rule/x-"), takesEvents),
      mutant(
        "another service",
        QUEUE_POLICY,
        replaceIn("policy", EVENTS, "sns.amazonaws.com"),
        takesEvents,
      ),
      mutant("a key that shuts events out", KEY, replaceIn("policy", EVENTS, "x.amazonaws.com")),
      mutant(
        "no queue of this stack",
        TARGET,
        literal("deadLetterConfig", { arn: "arn:aws:sqs:us-east-1:111122223333:other" }),
        isCall,
      ),
    ],
  },
  {
    id: "event-permission",
    title: "a function lets each rule that calls it in, by its ARN, before the rule calls",
    check: (graph) => {
      for (const target of some(graph, TARGET, isCall)) {
        const [lambda] = sources(graph, target, "arn", FUNCTION);
        assert.ok(lambda, `${target.name} calls no function of this stack`);
        const [permission] = usersOf(graph, PERMISSION, "function", lambda).filter(
          ({ inputs }) =>
            inputs["principal"] === EVENTS &&
            textOf(inputs["sourceArn"]).endsWith(`:rule/${ruleName(graph, target)}`),
        );
        assert.ok(permission, `${lambda.name} does not let ${target.name} in`);
        assert.ok(waitsFor(graph, target, permission), `${target.name} does not wait`);
      }
    },
    mutants: [
      mutant("another rule", PERMISSION, replaceText(":rule/", ":rule/x-"), isEventCall),
      mutant("any rule", PERMISSION, without("sourceArn"), isEventCall),
      mutant("no wait", TARGET, waitForNo(PERMISSION, FUNCTION), isCall),
    ],
  },
  {
    id: "subscription-permission",
    title: "a function lets each topic that it listens to in, by its ARN",
    check: (graph) => {
      const listening = some(graph, SUBSCRIPTION, ({ inputs }) => inputs["protocol"] === "lambda");
      for (const { name, inputs } of listening) {
        const called = textOf(inputs["endpoint"]).split(":function:")[1];
        const regionIn = (arn: string) => arn.split(":")[3] ?? "";
        const caller = snsCaller(
          regionIn(textOf(inputs["topic"])),
          regionIn(textOf(inputs["endpoint"])),
        );
        const admitted = ofType(graph, PERMISSION).some(
          (permission) =>
            permission.inputs["function"] === called &&
            permission.inputs["principal"] === caller &&
            permission.inputs["sourceArn"] === inputs["topic"],
        );
        assert.ok(admitted, `${called ?? "nothing"} does not let ${name} in`);
      }
    },
    mutants: [
      mutant("another topic", PERMISSION, replaceText("-alerts", "-x"), ({ inputs }) =>
        textOf(inputs["principal"]).startsWith("sns."),
      ),
      set(
        "the name of a region that accounts opt into",
        PERMISSION,
        { principal: "sns.eu-south-1.amazonaws.com" },
        ({ inputs }) => textOf(inputs["principal"]).startsWith("sns."),
      ),
      mutant("another function", SUBSCRIPTION, replaceText(":function:", ":function:x"), (entry) =>
        textOf(entry.inputs["endpoint"]).includes(":function:"),
      ),
    ],
  },
  {
    id: "response-openings",
    title: "the response knows what the stack opens to the world, before it is open",
    check: (graph) => {
      for (const responder of some(graph, FUNCTION, isResponder)) {
        // It is told of what is opened where it is.
        const here = regionOf(graph, responder);
        const near = openings(graph).filter(([rule]) => regionOf(graph, rule) === here);
        for (const [rule, group] of near) {
          const opening = `${group} ${Number(rule.inputs["fromPort"])}`;
          assert.ok(known(responder).includes(opening), `${opening} would be revoked`);
          assert.ok(waitsFor(graph, rule, responder), `${opening} may be open too early`);
        }
      }
    },
    mutants: [
      mutant("nothing known", FUNCTION, variable("DECLARED_OPENINGS", "[]"), isResponder),
      mutant("another port", INGRESS, ({ inputs }) => (inputs["fromPort"] = 8443), admitsWorld),
      mutant("no wait", INGRESS, waitForNothing, admitsWorld),
    ],
  },
  {
    id: "response-quarantine",
    title:
      "the group that cuts instances off is named as the response looks for it, and has no rule",
    check: (graph) => {
      for (const responder of some(graph, FUNCTION, isResponder)) {
        const wanted = at(responder.inputs, "environment", "variables", "QUARANTINE_GROUP_PREFIX");
        const groups = some(graph, GROUP, ({ name }) => name === wanted);
        for (const { urn, name, inputs } of groups) {
          // Otherwise EC2 lets it out everywhere, or the role may not use it.
          assert.deepEqual([inputs["ingress"], inputs["egress"]], [undefined, undefined], name);
          assert.equal(at(inputs, "tags", "Name"), wanted, name);
          const rules = graph.resources.filter(({ propertyDependencies }) =>
            propertyDependencies["securityGroupId"]?.includes(urn),
          );
          assert.deepEqual(rules.length, 0, `${name} has rules`);
        }
      }
    },
    mutants: [
      mutant("another name", FUNCTION, variable("QUARANTINE_GROUP_PREFIX", "x"), isResponder),
      set("a rule of its own", GROUP, { egress: [{ protocol: "-1" }] }, isQuarantine),
      set("no name in the console", GROUP, { tags: { Name: "x" } }, isQuarantine),
      mutant("a rule beside it", INGRESS, (rule, graph) => {
        const [group] = ofType(graph, GROUP).filter(isQuarantine);
        rule.propertyDependencies["securityGroupId"] = group ? [group.urn] : [];
      }),
    ],
  },
  {
    id: "s3-call-names",
    title: "rules name S3's calls as CloudTrail does, and not those that were refused",
    check: (graph) => {
      const rules = some(graph, RULE, watchesBuckets);
      for (const { name, inputs } of rules) {
        const pattern = JSON.parse(textOf(inputs["eventPattern"])) as {
          detail: { eventName: unknown; errorCode: unknown };
        };
        const called = listOf(pattern.detail.eventName);
        const blocks = called.filter((call) => call.endsWith("PublicAccessBlock"));
        assert.deepEqual(blocks.sort(), BLOCK_CALLS, name);
        assert.deepEqual(pattern.detail.errorCode, [{ exists: false }], name);
      }
    },
    mutants: [
      mutant(
        "the names of the API",
        RULE,
        replaceIn("eventPattern", "DeleteBucketPublicAccessBlock", "DeletePublicAccessBlock"),
        watchesBuckets,
      ),
      mutant(
        "refused calls too",
        RULE,
        replaceIn("eventPattern", "errorCode", "x"),
        watchesBuckets,
      ),
    ],
  },
];
