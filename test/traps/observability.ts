import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { deliveriesOf } from "../../plan/proofs/deliveries.ts";
import { at, ofType, policyOf, type Statement, waitsFor } from "../support/graph.ts";
import { literal, mutant, replaceIn, set, waitForNo } from "./breaking.ts";
import { entriesOf, KEY, listOf, SERVICE, servicesOf, some, sources, textOf } from "./reading.ts";
import type { MutableResource, Mutant, Trap } from "./trap.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const BUDGET = "aws:budgets/budget:Budget";
const POLICY = "aws:sns/topicPolicy:TopicPolicy";
const PROVIDER = "pulumi:providers:aws";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const TOPIC = "aws:sns/topic:Topic";

const ALARMS = "cloudwatch.amazonaws.com";
const EVENTS = "events.amazonaws.com";
/** Who tells of costs: what does it, where it names topics, and as which service it publishes. */
const COSTS = [
  { type: BUDGET, property: "notifications", service: "budgets.amazonaws.com" },
  {
    type: "aws:costexplorer/anomalySubscription:AnomalySubscription",
    property: "subscribers",
    service: "costalerts.amazonaws.com",
  },
] as const;

/** Topics by which systems tell of their work hear no service. */
const isOfAlerts = ({ inputs }: Resource): boolean => textOf(inputs["arn"]).endsWith("-alerts");

/** What the policies of alerts' topics say of a service, of which each must say something. */
function grantsTo(graph: Graph, service: string, fits = isOfAlerts): Statement[] {
  return some(graph, POLICY, fits).map((policy) => {
    const grant = policyOf(policy).Statement.find((entry) => servicesOf(entry).includes(service));
    assert.ok(grant, `${policy.name} does not admit ${service}`);
    return grant;
  });
}

/** A mutant that changes what topic policies say of a service. */
function saying(title: string, service: string, change: (grant: Statement) => object): Mutant {
  return mutant(title, POLICY, ({ inputs }) => {
    const { Statement } = JSON.parse(textOf(inputs["policy"])) as { Statement: Statement[] };
    const changed = Statement.map((entry) =>
      servicesOf(entry).includes(service) ? change(entry) : entry,
    );
    inputs["policy"] = JSON.stringify({ Statement: changed });
  });
}

/** Where a resource is: its own region, or its provider's. */
function regionOf(graph: Graph, { inputs, provider }: Resource): string {
  const from = graph.resources.find(({ urn }) => urn === provider);
  return textOf(inputs["region"]) || textOf(from?.inputs["region"]);
}

const watches = (namespace: string) => (alarm: Pick<Resource, "inputs">) =>
  alarm.inputs["namespace"] === namespace;

/** The alarms that a service's deployments look at. */
function deploymentAlarms(graph: Graph, service: Resource): Resource[] {
  const names = listOf(at(service.inputs, "alarms", "alarmNames"));
  assert.ok(names.length > 0, `${service.name} has no alarm that takes a deployment back`);
  return names.map((name) => {
    const alarm = ofType(graph, ALARM).find(({ inputs }) => inputs["name"] === name);
    assert.ok(alarm, `${service.name} names ${name}, which there is not`);
    return alarm;
  });
}

/** Services behind a load balancer; workers have no requests to be judged by. */
const answers = ({ inputs }: Pick<Resource, "inputs">): boolean =>
  inputs["loadBalancers"] !== undefined;

const tells = ({ inputs }: MutableResource): void => {
  inputs["alarmActions"] = [];
};

/** Traps of alarms, topics and budgets: whether anybody hears. */
export const observabilityTraps: readonly Trap[] = [
  {
    id: "T15",
    title: "each alarm tells a topic that lets it publish, with a key that lets it write",
    check: (graph) => {
      const paths = deliveriesOf(graph);
      for (const { urn, name } of some(graph, ALARM)) {
        const own = paths.filter(({ source }) => source === urn);
        assert.ok(own.length > 0, `${name} tells nobody`);
        const obstacles = own.flatMap(({ hops }) => hops.filter((hop) => hop.verdict !== "passes"));
        assert.deepEqual(
          obstacles.map(({ why }) => why),
          [],
          name,
        );
      }
    },
    mutants: [
      mutant("AWS's own key", TOPIC, literal("kmsMasterKeyId", "alias/aws/sns")),
      mutant("another service", POLICY, replaceIn("policy", ALARMS, "sns.amazonaws.com")),
      mutant("another source", POLICY, replaceIn("policy", ":alarm:*", ":alarm:x")),
      mutant("a key that shuts alarms out", KEY, replaceIn("policy", ALARMS, "x.amazonaws.com")),
      mutant("nobody to tell", ALARM, tells),
      mutant("listeners to another topic", SUBSCRIPTION, literal("topic", "arn:aws:sns:x:1:y")),
    ],
  },
  {
    id: "T16",
    title: "topics let EventBridge publish without a condition, since it sends no source along",
    check: (graph) => {
      for (const grant of grantsTo(graph, EVENTS)) {
        assert.equal(grant["Condition"], undefined, `${grant.Sid} keeps ${EVENTS} out`);
      }
    },
    mutants: [
      saying("a source account", EVENTS, (grant) => ({
        ...grant,
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      })),
      mutant("events shut out", POLICY, replaceIn("policy", EVENTS, "x.amazonaws.com")),
    ],
  },
  {
    id: "T17",
    title: "topics ask budgets and cost alerts for the account alone",
    check: (graph) => {
      const grants = COSTS.flatMap(({ type, property, service }) => {
        const told = some(graph, type).flatMap((one) => sources(graph, one, property, TOPIC));
        return grantsTo(graph, service, (policy) =>
          sources(graph, policy, "arn", TOPIC).some((topic) => told.includes(topic)),
        );
      });
      for (const grant of grants) {
        const asked = Object.entries(grant["Condition"] ?? {}).flatMap(([operator, keys]) =>
          Object.keys(keys as object).map((key) => `${operator} ${key}`),
        );
        assert.deepEqual(asked, ["StringEquals aws:SourceAccount"], grant.Sid);
      }
    },
    mutants: [
      saying("a source ARN", "budgets.amazonaws.com", (grant) => ({
        ...grant,
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:budgets::111122223333:*" } },
      })),
      mutant(
        "cost alerts shut out",
        POLICY,
        replaceIn("policy", "costalerts.amazonaws.com", "x.amazonaws.com"),
      ),
    ],
  },
  {
    id: "T20",
    title: "addresses, which hear nothing until they confirm, are told when a stack is up",
    check: (graph) => {
      const told = listOf(graph.outputs["alertAddresses"]);
      const byMail = some(graph, SUBSCRIPTION, ({ inputs }) => inputs["protocol"] === "email");
      for (const { name, inputs } of byMail) {
        assert.ok(told.includes(textOf(inputs["endpoint"])), `nobody is told of ${name}`);
      }
    },
    mutants: [
      set("another address", SUBSCRIPTION, { protocol: "email", endpoint: "who@example.com" }),
    ],
  },
  {
    id: "T25",
    title: "costs are told by a monthly budget, not by billing metrics outside of us-east-1",
    check: (graph) => {
      const budgets = some(
        graph,
        BUDGET,
        ({ inputs }) => inputs["budgetType"] === "COST" && inputs["timeUnit"] === "MONTHLY",
      );
      for (const { name, inputs } of budgets) {
        const told = entriesOf(inputs["notifications"]).flatMap((entry) =>
          listOf(entry["subscriberSnsTopicArns"]),
        );
        assert.ok(told.length > 0, `${name} tells nobody`);
      }
      for (const alarm of ofType(graph, ALARM).filter(watches("AWS/Billing"))) {
        assert.equal(regionOf(graph, alarm), "us-east-1", alarm.name);
      }
    },
    mutants: [
      set("a budget of usage", BUDGET, { budgetType: "USAGE" }),
      set("a budget for nobody", BUDGET, { notifications: [] }),
      set("a billing alarm elsewhere", ALARM, { namespace: "AWS/Billing", region: "eu-west-1" }),
    ],
  },
  {
    id: "T49",
    title:
      "alarms that take a deployment back are quiet without data, and there before the service",
    check: (graph) => {
      for (const service of some(graph, SERVICE, answers)) {
        assert.equal(at(service.inputs, "alarms", "enable"), true, service.name);
        assert.equal(at(service.inputs, "alarms", "rollback"), true, service.name);
        for (const alarm of deploymentAlarms(graph, service)) {
          assert.equal(alarm.inputs["treatMissingData"], "notBreaching", alarm.name);
          assert.ok(waitsFor(graph, service, alarm), `${service.name} is before ${alarm.name}`);
        }
      }
    },
    mutants: [
      set("loud without data", ALARM, { treatMissingData: "breaching" }),
      set("no alarms", SERVICE, { alarms: null }),
      set(
        "an alarm that there is not",
        SERVICE,
        { alarms: { enable: true, rollback: true, alarmNames: ["x"] } },
        answers,
      ),
      mutant("a service that waits for no alarm", SERVICE, waitForNo(ALARM)),
    ],
  },
];

/** Traps of alarms on what a stack may leave out. */
export const optionalObservabilityTraps: readonly Trap[] = [
  {
    id: "T23",
    title: "alarms on CloudFront are in us-east-1, and ask for its one region, Global",
    check: (graph) => {
      for (const alarm of some(graph, ALARM, watches("AWS/CloudFront"))) {
        assert.equal(regionOf(graph, alarm), "us-east-1", alarm.name);
        assert.equal(at(alarm.inputs, "dimensions", "Region"), "Global", alarm.name);
      }
    },
    mutants: [
      set("another region", ALARM, { region: "eu-west-1" }, watches("AWS/CloudFront")),
      set("another provider's region", PROVIDER, { region: "eu-west-1" }),
      set(
        "no region asked for",
        ALARM,
        { dimensions: { DistributionId: "E1" } },
        watches("AWS/CloudFront"),
      ),
    ],
  },
];
