import assert from "node:assert/strict";

import { ofType, policyOf, waitsFor } from "../support/graph.ts";
import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { literal, mutant, replaceIn, set, waitForNo, without } from "./breaking.ts";
import { KEY, some, sources, textOf, usersOf } from "./reading.ts";
import type { Trap } from "./trap.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const FUNCTION = "aws:lambda/function:Function";
const QUEUE = "aws:sqs/queue:Queue";
const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";

const SNS = "sns.amazonaws.com";

const callsFunction = ({ inputs }: Resource): boolean => inputs["protocol"] === "lambda";
const takesMessages = ({ inputs }: Resource): boolean => textOf(inputs["policy"]).includes(SNS);
const keepsMessages = ({ inputs }: Resource): boolean =>
  textOf(inputs["policy"]).includes("UndeliveredMessages");

/** Topics that each function hears. */
function heardBy(graph: Graph, lambda: Resource): string[] {
  return ofType(graph, SUBSCRIPTION)
    .filter(({ inputs }) =>
      textOf(inputs["endpoint"]).endsWith(`:function:${textOf(lambda.inputs["name"])}`),
    )
    .map(({ inputs }) => textOf(inputs["topic"]));
}

/** Alarms about a function, or about the queues of its failures. */
function alarmsAbout(graph: Graph, lambda: Resource): Resource[] {
  const name = textOf(lambda.inputs["name"]);
  return some(graph, ALARM, ({ inputs }) => {
    const { FunctionName, QueueName } = (inputs["dimensions"] ?? {}) as Record<string, unknown>;
    return FunctionName === name || String(QueueName).startsWith(name.replace("-fn-", "-sqs-"));
  });
}

const isNotifiersAlarm = ({ name }: Resource): boolean => name.startsWith("slack-notifier-");

/** Traps of functions that hear topics. */
export const notifierTraps: readonly Trap[] = [
  {
    id: "subscription-undelivered",
    title:
      "what a topic can't hand to a function is kept in a queue that admits it, with a key that does",
    check: (graph) => {
      for (const subscription of some(graph, SUBSCRIPTION, callsFunction)) {
        const { name, inputs } = subscription;
        const [queue] = sources(graph, subscription, "redrivePolicy", QUEUE);
        assert.ok(queue, `${name} loses what SNS can't hand over, as where the function is gone`);
        const { deadLetterTargetArn: target } = JSON.parse(textOf(inputs["redrivePolicy"])) as {
          deadLetterTargetArn: string;
        };
        assert.ok(target.endsWith(`:${textOf(queue.inputs["name"])}`), `${name}: ${target}`);
        const policies = usersOf(graph, QUEUE_POLICY, "queueUrl", queue);
        const admitted = policies
          .flatMap((policy) => policyOf(policy).Statement)
          .filter(({ Principal }) => JSON.stringify(Principal).includes(SNS))
          .some(({ Condition }) =>
            JSON.stringify(Condition).includes(`"${textOf(inputs["topic"])}"`),
          );
        assert.ok(admitted, `${queue.name} is closed to ${name}`);
        for (const policy of policies) assert.ok(waitsFor(graph, subscription, policy), name);
        const grants = sources(graph, queue, "kmsMasterKeyId", KEY)
          .flatMap((key) => policyOf(key).Statement)
          .filter(({ Principal }) => JSON.stringify(Principal).includes(SNS));
        assert.ok(grants.length > 0, `the key of ${queue.name} shuts SNS out`);
      }
    },
    mutants: [
      mutant("no queue", SUBSCRIPTION, without("redrivePolicy"), callsFunction),
      mutant(
        "a queue of another stack",
        SUBSCRIPTION,
        literal("redrivePolicy", '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:1:other"}'),
        callsFunction,
      ),
      mutant("other topics", QUEUE_POLICY, replaceIn("policy", "-alerts", "-x"), takesMessages),
      mutant("no wait", SUBSCRIPTION, waitForNo(QUEUE_POLICY), callsFunction),
      mutant(
        "a key that shuts it out",
        KEY,
        replaceIn("policy", SNS, "x.amazonaws.com"),
        keepsMessages,
      ),
    ],
  },
  {
    id: "notifier-loop",
    title: "a function that fails on a message is not sent another one when its alarm ends",
    check: (graph) => {
      const listening = some(graph, FUNCTION, (lambda) => heardBy(graph, lambda).length > 0);
      for (const lambda of listening) {
        const heard = heardBy(graph, lambda);
        for (const { name, inputs } of alarmsAbout(graph, lambda)) {
          const ends = [inputs["okActions"] ?? []].flat() as readonly unknown[];
          const back = ends.filter((topic) => heard.includes(String(topic)));
          assert.deepEqual(back, [], `${name} calls ${lambda.name} again and again`);
        }
      }
    },
    mutants: [
      mutant(
        "its end is told too",
        ALARM,
        ({ inputs }) => (inputs["okActions"] = inputs["alarmActions"] ?? []),
        isNotifiersAlarm,
      ),
      set("it watches nothing", ALARM, { dimensions: {} }, isNotifiersAlarm),
    ],
  },
];
