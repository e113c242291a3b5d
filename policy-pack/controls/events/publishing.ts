import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import {
  type Condition,
  coversAction,
  isEveryone,
  type Statement,
  statementOf,
  statementsOf,
} from "../../engine/policyDocument.ts";
import {
  every,
  expect,
  fail,
  pass,
  some,
  type Verdict,
  type Verdicts,
} from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { covers } from "../../engine/wildcard.ts";
import { KEY, KEY_POLICY, policiesOf as keyPoliciesOf } from "../kms/keyPolicy.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";
import { regionOf } from "../shared/region.ts";
import { policiesOf, TOPIC_POLICY } from "../sns/topicPolicy.ts";

export const ALIAS = "aws:kms/alias:Alias";

const EVENTBRIDGE = "events.amazonaws.com";
const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"];
/** A rule whose name only a pattern for all rules covers. */
const ANY_RULE = "any\u0000rule";

/** A rule of EventBridge, and what there is to know around it. */
export interface Route {
  readonly stack: StackView;
  readonly rule: View;
  readonly ownAccounts: () => readonly string[];
}

/** Whether the policy of a topic lets EventBridge publish on behalf of a rule. */
export function judgePolicy(topic: View, route: Route): Verdict {
  const { stack, rule } = route;
  const statements = policiesOf(stack, topic).flatMap(statementsOf);
  return expect(
    some(statements, (reading) => {
      const statement = statementOf(reading);
      return (
        isForEventBridge(statement, "Allow", "sns:Publish") &&
        isAbout(statement, topic, route) &&
        every(statement.conditions, (condition) => holdsFor(condition, route))
      );
    }) &&
      !isDenied(statements, "sns:Publish") &&
      isAlone(stack, topic, TOPIC_POLICY, "arn"),
    `The policy of the topic ${topic.name} does not let EventBridge publish for ${rule.name}`,
  );
}

/**
 * Whether no other policy can take the place of those that are found.
 *
 * @throws Undecidable when one is of an unknown owner, which may be this one.
 */
function isAlone(stack: StackView, owner: View, type: string, property: string): boolean {
  return stack.unplaced(owner, type, property).every((reading) => reading.value === undefined);
}

/** Whether EventBridge may use the key of a topic. */
export function judgeKey(topic: View, { stack }: Route): Verdicts {
  const property = "kmsMasterKeyId";
  if (topic.at(property).kind === "absent") return pass;
  const denied = `The key of the topic ${topic.name} does not let EventBridge use it`;
  if (!hasCustomerKey(topic, property)) return fail(denied, property);
  const aliases = stack.references(topic, property, ALIAS);
  const keys = [
    ...stack.references(topic, property, KEY),
    ...aliases.flatMap((alias) => stack.references(alias, "targetKeyId", KEY)),
  ];
  if (keys.length === 0) {
    return fail(`The key of the topic ${topic.name} is not in the stack`, property);
  }
  const allowed = (key: View, action: string) => {
    const statements = keyPoliciesOf(stack, key).flatMap(statementsOf);
    const admits = (statement: Statement) =>
      // EventBridge sends no source when it uses a key, so a condition on one keeps it out.
      isForEventBridge(statement, "Allow", action) && statement.conditions.every(isContext);
    return (
      some(statements, (reading) => admits(statementOf(reading))) &&
      !isDenied(statements, action) &&
      isAlone(stack, key, KEY_POLICY, "keyId")
    );
  };
  return keys.map((key) =>
    expect(allowed(key, "kms:Decrypt") && allowed(key, "kms:GenerateDataKey"), denied),
  );
}

/** A denial without a condition outweighs whatever is allowed. */
function isDenied(statements: readonly Reading[], action: string): boolean {
  return some(statements, (reading) => {
    const statement = statementOf(reading);
    return isForEventBridge(statement, "Deny", action) && statement.conditions.length === 0;
  });
}

function isForEventBridge(
  statement: Statement,
  effect: Statement["effect"],
  action: string,
): boolean {
  return (
    statement.effect === effect &&
    statement.principals.some(
      (entry) => isEveryone(entry) || (entry.kind === "Service" && entry.value === EVENTBRIDGE),
    ) &&
    coversAction(statement, action)
  );
}

/** Whether a statement speaks of the topic, as far as its name is known. */
function isAbout({ resources }: Statement, topic: View, { stack, ownAccounts }: Route): boolean {
  const name = topic.at("name");
  const known = name.kind === "known" ? name.text : undefined;
  if (known === undefined || resources.includes("*")) return true;
  const region = regionOf(stack, topic);
  const arns = PARTITIONS.flatMap((partition) =>
    ownAccounts().map((id) => `arn:${partition}:sns:${region}:${id}:${known}`),
  );
  return resources.some((pattern) => arns.some((arn) => covers(pattern, arn)));
}

function isContext({ key }: Condition): boolean {
  return key.startsWith("kms:encryptioncontext:");
}

/** Whether a condition of a topic's policy holds when EventBridge publishes for a rule. */
function holdsFor({ operator, key, values }: Condition, { stack, rule, ownAccounts }: Route) {
  if (key === "aws:securetransport") return operator === "bool" && values.includes("true");
  if (!/^(string|arn)(equals|like)$/.test(operator)) return false;
  if (key === "aws:sourceaccount") return ownAccounts().some((id) => values.includes(id));
  if (key !== "aws:sourcearn") return false;

  const name = rule.at("name");
  const known = name.kind === "known" ? name.text : undefined;
  const region = regionOf(stack, rule);
  const arns = PARTITIONS.flatMap((partition) =>
    ownAccounts().map((id) => `arn:${partition}:events:${region}:${id}:rule/${known ?? ANY_RULE}`),
  );
  // As plain text a wildcard stands for itself.
  const fits = (value: string, arn: string) =>
    operator === "stringequals" ? value === arn : covers(value, arn);
  const holds = values.some((value) => arns.some((arn) => fits(value, arn)));
  if (!holds && known === undefined) throw name.undecidable();
  return holds;
}
