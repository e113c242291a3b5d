import { type Properties, textOf, type Value } from "../../../plan/graph/value.ts";
import { TYPE } from "../../../plan/proofs/types.ts";
import { literal, more, mutant, replaceIn, set } from "../../traps/breaking.ts";
import type { MutableResource, Mutant } from "../../traps/trap.ts";
import { resource } from "../builder.ts";

// How defects are planted: into one resource by its name, or into statements of its policy.

/** Something that keeps messages from arriving, and what the plan says of it. */
export interface Defect {
  readonly mutant: Mutant;
  /** Verdict, cause and remedy of each fault, in the order in which they are told. */
  readonly faults: readonly string[];
  /** Whether there are further faults like the last. */
  readonly more?: boolean;
}

type Named = (resource: { readonly name: string }) => boolean;

const named =
  (name: string): Named =>
  (resource) =>
    resource.name === name;

interface Statement {
  readonly Sid: string;
  readonly [element: string]: Value;
}

/** Changes statements of a policy by their Sid; those that become undefined go. */
function statements(change: (statement: Statement) => Statement | undefined, property = "policy") {
  return ({ inputs }: MutableResource): void => {
    const document = JSON.parse(textOf(inputs[property])) as { Statement: Statement[] };
    const Statement = document.Statement.flatMap((statement) => change(statement) ?? []);
    inputs[property] = JSON.stringify({ ...document, Statement });
  };
}

/** Gives one statement of the policy of a resource other elements, or takes it away. */
export function said(
  title: string,
  type: string,
  name: string,
  sid: string,
  elements: Readonly<Record<string, Value>> | undefined,
  property = "policy",
): Mutant {
  const change = statements(
    (statement) => (statement.Sid === sid ? elements && { ...statement, ...elements } : statement),
    property,
  );
  return mutant(title, type, change, named(name));
}

/** Gives inputs of one resource other values; `null` takes one away. */
export function given(
  title: string,
  type: string,
  name: string,
  changes: Readonly<Record<string, Value>>,
): Mutant {
  return set(title, type, changes, named(name));
}

/** Lets an input of one resource name something else. */
export function pointed(
  title: string,
  type: string,
  name: string,
  property: string,
  value: Value,
): Mutant {
  return mutant(title, type, literal(property, value), named(name));
}

/** Replaces a text in a policy of one resource. */
export function reworded(
  title: string,
  type: string,
  name: string,
  from: string | RegExp,
  to: string,
  property = "policy",
): Mutant {
  return mutant(title, type, replaceIn(property, from, to), named(name));
}

/** Takes resources of a type away, or one of them. */
export function gone(title: string, type: string, name?: string): Mutant {
  return {
    title,
    apply: (graph) => {
      const kept = graph.resources.filter(
        (resource) => resource.type !== type || (name !== undefined && resource.name !== name),
      );
      if (kept.length === graph.resources.length) throw new Error(`there is no such ${type}`);
      graph.resources = kept;
    },
  };
}

/** Makes a second one like a resource, which writes the same thing. */
export function twice(title: string, type: string, name: string): Mutant {
  return more(title, type, 1, named(name));
}

/** Adds a resource, an input of which comes from another one if `from` says so. */
export function added(
  title: string,
  type: string,
  inputs: Properties,
  from?: { readonly property: string; readonly type: string; readonly name: string },
): Mutant {
  return {
    title,
    apply: (graph) => {
      const sources = graph.resources.filter(
        (one) => one.type === from?.type && one.name === from.name,
      );
      if (from && sources.length === 0) throw new Error(`there is no such ${from.type}`);
      const links = from ? { [from.property]: sources } : {};
      graph.resources.push(structuredClone(resource(type, "added", inputs, links)));
    },
  };
}

/** Types that defects are planted into, by what a person calls them. */
export const T = {
  ...TYPE,
  anomalies: "aws:costexplorer/anomalySubscription:AnomalySubscription",
  balancer: "aws:lb/loadBalancer:LoadBalancer",
  bucketLogging: "aws:s3/bucketLogging:BucketLogging",
  budget: "aws:budgets/budget:Budget",
  channel: "aws:cfg/deliveryChannel:DeliveryChannel",
  delivery: "aws:cloudwatch/logDelivery:LogDelivery",
  distribution: "aws:cloudfront/distribution:Distribution",
  firewallLog: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
  flowLog: "aws:ec2/flowLog:FlowLog",
  queryLog: "aws:route53/queryLog:QueryLog",
  recorder: "aws:cfg/recorder:Recorder",
  recorderStatus: "aws:cfg/recorderStatus:RecorderStatus",
  task: "aws:ecs/taskDefinition:TaskDefinition",
} as const;

/** Several changes that make one defect. */
export function together(title: string, ...mutants: readonly Mutant[]): Mutant {
  return {
    title,
    apply: (graph) => {
      for (const { apply } of mutants) apply(graph);
    },
  };
}
