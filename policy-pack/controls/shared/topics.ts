import { accountInArn, resourceInArn } from "../../engine/arn.ts";
import type { StackView } from "../../engine/associations.ts";
import { textsOf } from "../../engine/parameters.ts";
import type { Reading } from "../../engine/reading.ts";
import { some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { accountsOf } from "./accountsOf.ts";

export const TOPIC = "aws:sns/topic:Topic";
export const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";

/** Parameter of controls that ask whether a message arrives. */
export const outsideTopics = textsOf(
  [],
  "ARNs of topics outside the stack that are known to have somebody who listens.",
);

/** Where a property leads. */
export interface Destinations {
  /** Topics of the stack that it names, by value or by origin. */
  readonly topics: readonly View[];
  /** What else it names, known or not. */
  readonly others: readonly Reading[];
}

/** Where a property with one ARN, or a list of them, leads. */
export function destinationsOf(stack: StackView, view: View, property: string): Destinations {
  const topics = stack.references(view, property, TOPIC);
  const reading = view.at(property);
  if (reading.kind === "unknown") return { topics, others: topics.length > 0 ? [] : [reading] };
  const unknown = reading.items().filter(({ kind }) => kind === "unknown");
  const known = reading.items().filter(({ kind }) => kind !== "unknown");
  const named = topics.filter((topic) => known.some((item) => isNameOf(item, topic, stack)));
  const rest = known.filter((item) => !named.some((topic) => isNameOf(item, topic, stack)));
  if (unknown.length === 0) return { topics: named, others: rest };

  // Each unknown element is an origin that no known one is; with too few of them, it may be anything.
  const origins = view.origins(property).filter((urn) => !named.some((topic) => topic.urn === urn));
  const elsewhere = origins.filter((urn) => !topics.some((topic) => topic.urn === urn));
  const free = origins.length - Math.min(rest.length, elsewhere.length);
  return { topics, others: unknown.length <= free ? rest : [...rest, ...unknown] };
}

/** Whether somebody gets what is published to a topic of the stack. */
export function hasSubscriber(stack: StackView, topic: View): boolean {
  return stack.related(topic, SUBSCRIPTION, "topic").length > 0;
}

/** Whether one topic at least, of the stack or known outside, has somebody who listens. */
export function isHeard(
  stack: StackView,
  { topics, others }: Destinations,
  outside: readonly string[],
): boolean {
  const ways = [
    ...topics.map((topic) => () => hasSubscriber(stack, topic)),
    ...others.map((other) => () => outside.includes(other.text ?? "")),
  ];
  return some(ways, (way) => way());
}

/** Whether an ARN is the topic's: of its name, and of its account where the provider says which. */
function isNameOf(item: Reading, topic: View, stack: StackView): boolean {
  const arn = item.text ?? "";
  const name = topic.at("name");
  if (name.kind !== "known" || name.text !== resourceInArn(arn)) return false;
  const account = accountInArn(arn) ?? "";
  return accountsOf(stack, topic, () => [account]).includes(account);
}
