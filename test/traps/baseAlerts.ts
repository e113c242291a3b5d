import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { ofType, policyOf, type Statement } from "../support/graph.ts";
import { sourcesOf } from "../support/network.ts";
import { mutant, replaceText, some, textOf } from "./edgeParts.ts";
import type { MutableResource, Trap } from "./trap.ts";

export const KEY = "aws:kms/key:Key";
const TOPIC = "aws:sns/topic:Topic";
const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";

/** What a service needs to write to something encrypted. */
const WRITE_ACTIONS = ["kms:Decrypt", "kms:GenerateDataKey*"];

/** The services that a statement speaks of. */
export function servicesOf({ Principal }: Statement): string[] {
  const { Service } = (typeof Principal === "object" ? Principal : {}) as { Service?: unknown };
  return [Service].flat().filter((service) => typeof service === "string");
}

const speaksOf =
  (service: string) =>
  (entry: Statement): boolean =>
    servicesOf(entry).includes(service);

/** What the keys of a stack grant to a service; at least one key must grant something. */
function keyGrants(graph: Graph, service: string): Statement[] {
  const grants = some(graph, KEY).flatMap((key) =>
    policyOf(key).Statement.filter(speaksOf(service)),
  );
  assert.ok(grants.length > 0, `no key lets ${service} in`);
  return grants;
}

/** Asserts that a service may use the key of each topic that its policy lets it publish to. */
function assertMayPublish(graph: Graph, service: string): void {
  for (const grant of keyGrants(graph, service)) {
    assert.deepEqual([grant["Action"]].flat().sort(), WRITE_ACTIONS, grant.Sid);
  }
  for (const policy of ofType(graph, TOPIC_POLICY)) {
    if (!policyOf(policy).Statement.some(speaksOf(service))) continue;
    for (const topic of sourcesOf(graph, policy, "arn").filter(({ type }) => type === TOPIC)) {
      const [key] = sourcesOf(graph, topic, "kmsMasterKeyId");
      assert.ok(
        key?.type === KEY && policyOf(key).Statement.some(speaksOf(service)),
        `${service} may publish to ${topic.name} but not use its key`,
      );
    }
  }
}

/** Statements with each allowed one of a service changed, as the document that they stand in. */
function withGrants(service: string, change: (grant: Statement) => object) {
  return (resource: MutableResource): void => {
    const { Statement: statements, ...rest } = JSON.parse(textOf(resource.inputs["policy"])) as {
      Statement: Statement[];
    };
    const changed = statements.map((entry) => (speaksOf(service)(entry) ? change(entry) : entry));
    resource.inputs["policy"] = JSON.stringify({ ...rest, Statement: changed });
  };
}

/** Keys and topics with something to say of a service. */
const grantsTo =
  (service: string) =>
  (resource: Resource): boolean =>
    policyOf(resource).Statement.some(speaksOf(service));

/** Traps of keys and topics that AWS services write to. */
export const alertTraps: readonly Trap[] = [
  {
    id: "T15",
    title: "alarms may use the key of each topic, which is no key of AWS",
    check: (graph) => {
      assertMayPublish(graph, "cloudwatch.amazonaws.com");
      for (const topic of ofType(graph, TOPIC)) {
        const [key] = sourcesOf(graph, topic, "kmsMasterKeyId");
        assert.equal(key?.type, KEY, `${topic.name} has no key of this stack`);
      }
    },
    mutants: [
      mutant(
        "alarms shut out",
        KEY,
        replaceText("cloudwatch.amazonaws.com", "x.amazonaws.com"),
        (key) => grantsTo("cloudwatch.amazonaws.com")(key),
      ),
      mutant(
        "reading alone",
        KEY,
        withGrants("cloudwatch.amazonaws.com", (grant) => ({ ...grant, Action: ["kms:Decrypt"] })),
        grantsTo("cloudwatch.amazonaws.com"),
      ),
    ],
  },
  {
    id: "T16",
    title: "the key has no condition for EventBridge and alarms, which send no source along",
    check: (graph) => {
      assertMayPublish(graph, "events.amazonaws.com");
      for (const service of ["events.amazonaws.com", "cloudwatch.amazonaws.com"]) {
        for (const grant of keyGrants(graph, service)) {
          assert.equal(grant["Condition"], undefined, `${grant.Sid} blocks ${service}`);
        }
      }
    },
    mutants: [
      mutant(
        "a source account",
        KEY,
        withGrants("events.amazonaws.com", (grant) => ({
          ...grant,
          Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
        })),
        grantsTo("events.amazonaws.com"),
      ),
      mutant(
        "events shut out",
        KEY,
        replaceText("events.amazonaws.com", "x.amazonaws.com"),
        (key) => grantsTo("events.amazonaws.com")(key),
      ),
    ],
  },
  {
    id: "T17",
    title: "budgets and cost alerts are asked for the account alone, by key and topic",
    check: (graph) => {
      for (const service of ["budgets.amazonaws.com", "costalerts.amazonaws.com"]) {
        assertMayPublish(graph, service);
        const topics = ofType(graph, TOPIC_POLICY).flatMap((policy) =>
          policyOf(policy).Statement.filter(speaksOf(service)),
        );
        for (const { Sid, Condition } of [...keyGrants(graph, service), ...topics]) {
          const asked = Object.entries(Condition ?? {}).map(([operator, keys]) => [
            operator,
            Object.keys(keys as object),
          ]);
          assert.deepEqual(asked, [["StringEquals", ["aws:SourceAccount"]]], Sid);
        }
      }
    },
    mutants: [
      mutant(
        "a source ARN",
        KEY,
        withGrants("budgets.amazonaws.com", (grant) => ({
          ...grant,
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:budgets::111122223333:*" } },
        })),
        grantsTo("budgets.amazonaws.com"),
      ),
      mutant(
        "cost alerts shut out",
        KEY,
        replaceText("costalerts.amazonaws.com", "x.amazonaws.com"),
        grantsTo("costalerts.amazonaws.com"),
      ),
    ],
  },
];
