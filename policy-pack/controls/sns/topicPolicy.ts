import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import type { View } from "../../engine/view.ts";

export const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";

/** The policy documents of a topic, inline or split off. */
export function policiesOf(stack: StackView, topic: View): Reading[] {
  const split = stack.related(topic, TOPIC_POLICY, "arn").map((view) => view.at("policy"));
  const inline = topic.at("policy");
  return inline.kind === "absent" ? split : [...split, inline];
}
