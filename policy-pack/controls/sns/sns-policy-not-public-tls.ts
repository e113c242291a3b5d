import { resourceInArn } from "../../engine/arn.ts";
import type { StackView } from "../../engine/associations.ts";
import { defineControl } from "../../engine/control.ts";
import {
  coversAction,
  eachStatement,
  type Statement,
  statementOf,
  statementsOf,
} from "../../engine/policyDocument.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, expect, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { covers } from "../../engine/wildcard.ts";
import { admitsNotEveryone } from "../shared/everyone.ts";
import { TOPIC } from "../shared/topics.ts";
import { TOPIC_POLICY } from "./topicPolicy.ts";

export const snsPolicyNotPublicTls = defineControl({
  id: "sns-policy-not-public-tls",
  title: "Topic policies admit nobody unnamed and nothing without TLS",
  severity: "high",
  frameworks: {
    fsbp: ["SNS.4"],
    cis3: [],
    cis7: ["2.21"],
    nist: ["AC-3", "AC-4", "SC-8"],
  },
  cause: "Anyone can read the topic's messages or forge them; or they are read on their way.",
  remedy: "Name the principals, and deny sns:Publish to * where aws:SecureTransport is false",
  types: [TOPIC, TOPIC_POLICY],
  related: [TOPIC_POLICY, TOPIC],
  scope: "stack",
  check({ resource, stack }) {
    const policy = resource.at("policy");
    if (resource.type === TOPIC && policy.kind === "absent") {
      // A policy beside the topic replaces SNS's own, and gets a verdict itself.
      const split = stack.related(resource, TOPIC_POLICY, "arn");
      return expect(split.length > 0, "No policy denies publishing without TLS");
    }
    const closed = () =>
      eachStatement(policy, (statement) =>
        // SNS's own default policy fixes the caller with this key.
        admitsNotEveryone(statement, ["aws:SourceOwner"]),
      );
    const encrypted = () =>
      expect(
        some(statementsOf(policy), (reading) => {
          const statement = statementOf(reading);
          return deniesPlainHttp(statement) && concerns(statement, resource, stack);
        }),
        "No policy denies publishing without TLS",
        policy,
      );
    return each([closed, encrypted], (part) => part());
  },
});

function deniesPlainHttp(statement: Statement): boolean {
  const { effect, principals, conditions } = statement;
  const [condition, ...more] = conditions;
  if (effect !== "Deny" || condition === undefined || more.length > 0) return false;
  return (
    principals.some(({ kind, value }) => kind === "AWS" && value === "*") &&
    coversAction(statement, "sns:Publish") &&
    /^bool(ifexists)?$/.test(condition.operator) &&
    condition.key === "aws:securetransport" &&
    condition.values.includes("false")
  );
}

/** Whether a statement is about the topic: by its name, since an ARN is often not known yet. */
function concerns({ resources }: Statement, resource: View, stack: StackView): boolean {
  if (resources.includes("*")) return true;
  const [topic = resource] =
    resource.type === TOPIC ? [resource] : stack.references(resource, "arn", TOPIC);
  const name = topic.type === TOPIC ? topic.at("name") : resource.at("arn");
  return resources.some((pattern) => covers(resourceInArn(pattern), nameIn(name)));
}

/** The topic's name, from the name itself or its ARN. */
function nameIn(reading: Reading): string {
  const { text } = reading;
  if (text === undefined) throw reading.undecidable();
  return text.startsWith("arn:") ? resourceInArn(text) : text;
}
