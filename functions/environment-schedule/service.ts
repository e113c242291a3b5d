import {
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { DescribeServicesCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";

import { PlainFailure } from "../shared/failure.ts";
import { forget, heldUntil, hold, LONGEST_HOLD, recall, remember, type Tasks } from "./memory.ts";
import { type Parts, type Pending, told } from "./parts.ts";

/**
 * Takes the service's tasks away: first scaling's bounds, or it would bring them back. The numbers
 * are remembered before they change, and only while there are some: a repeated call finds none.
 *
 * @throws PlainFailure when there is no such service or scaling target
 */
export async function stopService(parts: Parts): Promise<Pending> {
  // Before the bounds: where these are not 0 yet, nobody has set the number to 0 either.
  const service = await describeService(parts);
  const target = await describeTarget(parts);
  if (target.maximum > 0) {
    await remember(parts, target.arn, { ...target, desired: service.desired });
    await setBounds(parts, { minimum: 0, maximum: 0 });
  }
  if (service.desired > 0) await setDesired(parts, 0);
  const left = service.running;
  return left > 0 ? `${left} tasks to stop` : undefined;
}

/**
 * Gives the service its tasks back as they were remembered. Bounds that are not 0 are somebody's own
 * since the evening, and stay.
 *
 * @throws PlainFailure when there is no such service or scaling target
 */
export async function startService(parts: Parts): Promise<Pending> {
  const target = await describeTarget(parts);
  const memory = await recall(parts, target.arn);
  const { minimum, maximum } = target.maximum > 0 ? target : (memory ?? parts.settings);
  if (target.maximum === 0) await setBounds(parts, { minimum, maximum });
  const service = await describeService(parts);
  let { desired } = service;
  if (desired === 0) {
    desired = Math.min(Math.max(memory?.desired ?? minimum, minimum), maximum);
    if (desired > 0) await setDesired(parts, desired);
  }
  if (service.running < desired) return `${desired - service.running} tasks to start`;
  if (memory) await forget(parts, target.arn);
  return undefined;
}

/**
 * Keeps the environment from being taken down until a time.
 *
 * @throws PlainFailure when that is more than a day away, or there is no scaling target
 */
export async function holdUp(parts: Parts, until: string): Promise<void> {
  if (Date.parse(until) - parts.now() > LONGEST_HOLD) {
    throw new PlainFailure(`until is ${until}; allowed: within 24 hours.`);
  }
  await hold(parts, (await describeTarget(parts)).arn, until);
  told(parts, `hold the environment up until ${until}`);
}

/** Until when the environment must not be taken down. */
export async function heldUp(parts: Parts): Promise<string | undefined> {
  return heldUntil(parts, (await describeTarget(parts)).arn);
}

interface Target extends Omit<Tasks, "desired"> {
  readonly arn: string;
}

const scalable = ({ settings: { cluster, service } }: Parts) => ({
  namespace: "ecs" as const,
  dimension: "ecs:service:DesiredCount" as const,
  id: `service/${cluster}/${service}`,
});

async function describeTarget(parts: Parts): Promise<Target> {
  const { namespace, dimension, id } = scalable(parts);
  const { ScalableTargets = [] } = await parts.scaling.send(
    new DescribeScalableTargetsCommand({
      ServiceNamespace: namespace,
      ScalableDimension: dimension,
      ResourceIds: [id],
    }),
  );
  const [found] = ScalableTargets;
  if (found?.ScalableTargetARN === undefined) {
    throw new PlainFailure(`There is no scaling target ${id}.`);
  }
  const { ScalableTargetARN: arn, MinCapacity: minimum = 0, MaxCapacity: maximum = 0 } = found;
  return { arn, minimum, maximum };
}

async function setBounds(parts: Parts, { minimum, maximum }: Omit<Tasks, "desired">) {
  const { namespace, dimension, id } = scalable(parts);
  await parts.scaling.send(
    new RegisterScalableTargetCommand({
      ServiceNamespace: namespace,
      ScalableDimension: dimension,
      ResourceId: id,
      MinCapacity: minimum,
      MaxCapacity: maximum,
    }),
  );
  told(parts, `set the bounds of scaling to ${minimum}–${maximum}`);
}

async function describeService({ ecs, settings: { cluster, service } }: Parts) {
  const { services = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster, services: [service] }),
  );
  const [found] = services;
  if (found?.status !== "ACTIVE") {
    throw new PlainFailure(`There is no active service ${service} in ${cluster}.`);
  }
  const { desiredCount: desired = 0, runningCount: running = 0 } = found;
  return { desired, running };
}

async function setDesired(parts: Parts, desiredCount: number): Promise<void> {
  const { cluster, service } = parts.settings;
  await parts.ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount }));
  told(parts, `set the number of tasks to ${desiredCount}`);
}
