import { hasWildcard, covers, overlap } from "../../engine/wildcard.ts";
import type { Reading } from "../../engine/reading.ts";
import type { View } from "../../engine/view.ts";
import { resourceInArn } from "../../engine/arn.ts";
import { partOf } from "../shared/part.ts";
import { containersOf } from "./containers.ts";

/** Places where a task names a secret or a parameter that its execution role reads for it. */
export function secretReferencesOf(task: View): Reading[] {
  const named = (from: Reading, list: string) =>
    partOf(from, list)
      .items()
      .map((entry) => partOf(entry, "valueFrom"));
  return [
    ...containersOf(task).flatMap((container) => [
      ...named(container, "secrets"),
      ...named(container, "logConfiguration.secretOptions"),
      partOf(container, "repositoryCredentials.credentialsParameter"),
    ]),
    ...task
      .at("volumes")
      .items()
      .map((volume) =>
        volume.at(
          "fsxWindowsFileServerVolumeConfiguration.authorizationConfig.credentialsParameter",
        ),
      ),
  ].filter(({ kind }) => kind !== "absent");
}

/** What ECS does to read it. */
export function readerOf(reference: string): string {
  return isSecret(reference) ? "secretsmanager:GetSecretValue" : "ssm:GetParameters";
}

/** Whether a policy's pattern covers what a reference names. */
export function mayRead(pattern: string, reference: string): boolean {
  const named = nameOf(reference);
  if (!isArn(reference)) return overlap(pattern, `arn:*:ssm:*:*:parameter/${named}`);
  return covers(pattern, named) || covers(pattern, `${named}-000000`);
}

/**
 * Whether a policy's pattern covers nothing but what a reference names. Of a secret AWS chooses the
 * last six characters, which nobody knows before it is there.
 */
export function readsJust(pattern: string, reference: string): boolean {
  const named = nameOf(reference);
  if (!isArn(reference)) {
    return !hasWildcard(pattern) && resourceInArn(pattern) === `parameter/${named}`;
  }
  const open = "-??????";
  return [named, named + open, named.replace(/-[A-Za-z0-9]{6}$/, open)].includes(pattern);
}

/** Without what may stand behind it: the key in a secret's JSON, a stage, a version. */
function nameOf(reference: string): string {
  if (!isArn(reference)) return reference.replace(/^\//, "");
  return reference
    .split(":")
    .slice(0, isSecret(reference) ? 7 : 6)
    .join(":");
}

function isSecret(reference: string): boolean {
  return isArn(reference) && reference.split(":")[2] === "secretsmanager";
}

/** Whatever is no ARN is the name of a parameter of the same account and region. */
function isArn(reference: string): boolean {
  return reference.startsWith("arn:");
}
