import { titleOf } from "../../policy-pack/engine/policyDocument.ts";
import type { Context } from "../iam/condition.ts";
import type { Decision, Flaw } from "../iam/evaluate.ts";
import { type Ends, type Hop, passes, stops, unknown } from "./path.ts";

/** What was asked, for the sentences about the answer. */
export interface Subject {
  /** Who asked: `events.amazonaws.com`; undefined in policies that are about one role alone. */
  readonly who?: string | undefined;
  /** What answered: `the policy of topic dev-…`. */
  readonly policy: string;
  readonly action: string;
  /** What it is done to, where a policy must say so. */
  readonly object?: string;
  /** All that is needed, for a policy that says nothing of it yet. */
  readonly needs: string;
  readonly context: Context;
}

/** The hop that an answer stands for, with a sentence that says what to change. */
export function hopOf(ends: Ends, decision: Decision, subject: Subject): Hop {
  const { who, policy, action } = subject;
  switch (decision.answer) {
    case "allowed":
      return passes(ends, `${named(decision.by)} of ${policy} allows ${action}`);
    case "denied": {
      const name = `${named(decision.by)} of ${policy}`;
      const remedy = who === undefined ? `Take ${action} out of` : `Except ${who} from`;
      return stops(ends, `${name} denies ${spaced(who)}${action}`, `${remedy} ${name}.`);
    }
    case "not allowed":
      return stops(ends, ...sentences(decision.flaw, subject));
    case "unsure":
      if (typeof decision.flaw !== "string") {
        return unknown(ends, ...sentences(decision.flaw, subject, true));
      }
      return unknown(
        ends,
        `part of ${policy} ${decision.flaw}, so it can't be shown that ${action} passes`,
        `Build ${policy} from names and ARNs that are known before anything exists.`,
      );
  }
}

/** Why it is not allowed, and what to change. */
function sentences(flaw: Flaw, subject: Subject, unsure = false): [why: string, remedy: string] {
  const { who, policy, action, object, needs } = subject;
  const on = object === undefined ? "" : ` on ${object}`;
  if (flaw.what === "caller") {
    const why = who === undefined ? `allows ${action}${on}` : `names ${who}`;
    return [`nothing in ${policy} ${why}`, `Allow ${spaced(who)}${needs} in ${policy}.`];
  }
  if (flaw.what === "action") {
    return [
      `nothing in ${policy} allows ${spaced(who)}${action}${who === undefined ? on : ""}`,
      `Allow ${spaced(who)}${action}${on} in ${policy}.`,
    ];
  }
  const name = `${named(flaw.statement)} of ${policy}`;
  if (flaw.what === "resource") {
    const what = object ?? "this";
    return [`${name} allows ${action}, but not on ${what}`, `Name ${what} in ${name}.`];
  }
  return conditionSentences(flaw, name, subject, unsure);
}

function conditionSentences(
  { condition: { key, values } }: Extract<Flaw, { what: "condition" }>,
  name: string,
  { who = "the caller", action, context }: Subject,
  unsure: boolean,
): [why: string, remedy: string] {
  const spelt = SPELLINGS.find((known) => known.toLowerCase() === key) ?? key;
  const given = context.told[key];
  const without = `Take the condition on ${spelt} out of ${name}.`;
  if (unsure) {
    const why = `${name} asks for ${spelt}, and AWS does not say for sure that ${who} sends it`;
    return [`${why}, so it can't be shown that ${action} passes`, without];
  }
  if (given === undefined || given.length === 0)
    return [`${name} asks for ${spelt}, which ${who} does not send`, without];
  const sent = given.join(" and ");
  return [
    `${name} wants ${spelt} to be ${values.join(" or ")}, and ${who} sends ${sent}`,
    `Let the condition on ${spelt} in ${name} admit ${sent}.`,
  ];
}

/** Condition keys as AWS writes them; policies may use any case. */
const SPELLINGS = [
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:RequestedRegion",
  "aws:ResourceAccount",
  "aws:SecureTransport",
  "aws:SourceAccount",
  "aws:SourceArn",
  "kms:CallerAccount",
  "kms:EncryptionContext:aws:cloudtrail:arn",
  "kms:EncryptionContext:aws:logs:arn",
  "kms:EncryptionContext:aws:sns:topicArn",
  "kms:EncryptionContext:aws:sqs:arn",
  "kms:ResourceAliases",
  "kms:ViaService",
];

function spaced(who: string | undefined): string {
  return who === undefined ? "" : `${who} `;
}

function named(statement: Parameters<typeof titleOf>[0]): string {
  const title = titleOf(statement);
  return title.startsWith("Statement") ? `s${title.slice(1)}` : `statement ${title}`;
}
