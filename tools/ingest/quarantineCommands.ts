import { awsSentence, isOfAws } from "./awsFailure.ts";
import { clientFor } from "./client.ts";
import { agrees, type Console, writeJson } from "./console.ts";
import { EndError, EXIT } from "./failure.ts";
import {
  hide,
  type Listed,
  listed,
  type Looked,
  lookedFor,
  purge,
  type Quarantine,
  versionsOf,
} from "./quarantine.ts";
import { type Target, targetOf, type TargetOptions } from "./target.ts";
import { count, shown } from "./text.ts";

interface AnyOptions extends TargetOptions {
  readonly json?: boolean;
}

/** What the command line says of a removal. */
export interface RemoveOptions extends AnyOptions {
  readonly yes?: boolean;
  readonly allVersions?: boolean;
}

/** Prints all that lies in quarantine. */
export async function list(
  options: AnyOptions & { readonly prefix: string },
  console: Console,
): Promise<number> {
  return inQuarantine(options, console, async (quarantine) => {
    const all: Listed[] = [];
    let [objects, bytes] = [0, 0];
    for await (const one of listed(quarantine, options.prefix)) {
      objects += 1;
      bytes += one.size;
      if (options.json) all.push(one);
      else {
        const size = String(one.size).padStart(10);
        console.stdout.write(`${one.modified}  ${size}  ${shown(one.name)}\n`);
      }
    }
    if (options.json) writeJson(console, { bucket: quarantine.bucket, objects: all });
    else console.stderr.write(`${count(objects, "object")}, ${count(bytes, "byte")}\n`);
    return EXIT.done;
  });
}

/** Prints what is known of a key's objects without their content. */
export async function check(key: string, options: AnyOptions, console: Console): Promise<number> {
  return inQuarantine(options, console, async (quarantine) => {
    const objects = await someOf(quarantine, key, lookedFor);
    if (options.json) writeJson(console, { bucket: quarantine.bucket, objects });
    else console.stdout.write(objects.map(lookText).join("\n"));
    return EXIT.done;
  });
}

/** Removes a key's objects when somebody agrees. */
export async function remove(
  key: string,
  options: RemoveOptions,
  console: Console,
): Promise<number> {
  return inQuarantine(options, console, (quarantine) =>
    options.allVersions
      ? removeAll(quarantine, key, options, console)
      : removeNewest(quarantine, key, options, console),
  );
}

async function removeNewest(
  quarantine: Quarantine,
  key: string,
  { yes, json }: RemoveOptions,
  console: Console,
): Promise<number> {
  const objects = await someOf(quarantine, key, lookedFor);
  if (!yes) console.stderr.write(objects.map(lookText).join("\n"));
  const question =
    objects.length === 1
      ? "Remove it? Its versions stay, under a delete marker."
      : `Remove these ${objects.length}? Their versions stay, under delete markers.`;
  await agreed(yes, console, question);
  const removed: { readonly name: string; readonly marker?: string }[] = [];
  try {
    for (const one of objects) {
      const hidden = await hide(quarantine, one);
      if (hidden === false) {
        const { name } = one;
        throw new EndError(
          EXIT.refused,
          `${shown(name)} has changed meanwhile: it is not removed.`,
        );
      }
      removed.push({ name: one.name, ...hidden });
      if (!json) console.stdout.write(`Removed ${shown(one.name)}.\n`);
    }
  } finally {
    // What is done is told, also where the rest failed.
    if (json && removed.length > 0) {
      writeJson(console, { bucket: quarantine.bucket, key, removed });
    }
  }
  return EXIT.done;
}

async function removeAll(
  quarantine: Quarantine,
  key: string,
  { yes, json }: RemoveOptions,
  console: Console,
): Promise<number> {
  const versions = await someOf(quarantine, key, versionsOf);
  const contents = versions.filter(({ marker }) => !marker).length;
  const what = `${count(contents, "version")} of ${shown(key)}`;
  await agreed(yes, console, `Delete ${what} for good?`);
  const { deleted, failed } = await purge(quarantine, versions);
  const isTold = failed === undefined || deleted.length > 0;
  if (json && isTold) writeJson(console, { bucket: quarantine.bucket, key, deleted });
  if (!json && isTold) {
    const told = failed
      ? `${deleted.length} of ${versions.length} versions and delete markers of ${shown(key)}`
      : what;
    console.stdout.write(`Deleted ${told}.\n`);
  }
  if (failed) throw failed.error;
  return EXIT.done;
}

/**
 * All that is found of a key.
 *
 * @throws EndError when nothing is
 */
async function someOf<T>(
  quarantine: Quarantine,
  key: string,
  find: (quarantine: Quarantine, key: string) => Promise<T[]>,
): Promise<T[]> {
  const all = await find(quarantine, key);
  if (all.length > 0) return all;
  throw new EndError(EXIT.refused, `There is no ${shown(key)} in ${quarantine.bucket}.`);
}

async function agreed(yes: boolean | undefined, console: Console, question: string): Promise<void> {
  if (yes || (await agrees(console, question))) return;
  throw new EndError(EXIT.refused, "Nothing was removed.");
}

function lookText(looked: Looked): string {
  const { key, name, reason, detail, size, version, modified, source, sha256, contentType } =
    looked;
  const lines = {
    key,
    name,
    reason: reason ?? "unknown: another hand has put it there",
    detail,
    size: count(size, "byte"),
    version,
    modified,
    "came as": source === undefined ? undefined : `version ${source} in the processing bucket`,
    sha256,
    "content type": contentType,
  };
  return Object.entries(lines)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name.padEnd(14)}${shown(value)}\n`))
    .join("");
}

/** Works as the operator's role, and says what AWS refuses. */
async function inQuarantine(
  options: TargetOptions,
  console: Console,
  work: (quarantine: Quarantine) => Promise<number>,
): Promise<number> {
  const target: Target = await targetOf(options, "quarantine", console.environment);
  const s3 = clientFor(target);
  try {
    return await work({ s3, bucket: target.bucket, account: target.account });
  } catch (error) {
    if (!isOfAws(error)) throw error;
    throw new EndError(EXIT.failed, awsSentence(error, target), { cause: error });
  } finally {
    s3.destroy();
  }
}
