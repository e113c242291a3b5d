import { PlainFailure } from "../shared/failure.ts";

/** The four steps of a rotation, in their order. */
export const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;

/** One of them. */
export type Step = (typeof STEPS)[number];

/** What Secrets Manager sends for each step. */
export interface RotationEvent {
  readonly Step: Step;
  /** ARN of the secret. */
  readonly SecretId: string;
  /** Id of the version that becomes the next; the same for all four steps. */
  readonly ClientRequestToken: string;
}

/**
 * Reads an event.
 *
 * @throws PlainFailure when it is none of a rotation
 */
export function parseEvent(event: unknown): RotationEvent {
  const { Step, SecretId, ClientRequestToken } = (event ?? {}) as Record<string, unknown>;
  const step = STEPS.find((known) => known === Step);
  if (step === undefined) throw new PlainFailure("The event has no step of a rotation.");
  if (typeof SecretId !== "string" || SecretId === "") {
    throw new PlainFailure("The event has no SecretId.");
  }
  // Bounds of the service: API reference, PutSecretValue.
  if (typeof ClientRequestToken !== "string" || !/^.{32,64}$/.test(ClientRequestToken)) {
    throw new PlainFailure("The event has no ClientRequestToken of 32–64 characters.");
  }
  return { Step: step, SecretId, ClientRequestToken };
}
