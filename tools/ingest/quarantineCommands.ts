import { awsSentence, isOfAws } from "./awsFailure.ts";
import { clientFor } from "./client.ts";
import { agrees, type Console, writeJson } from "./console.ts";
import { EndError, EXIT } from "./failure.ts";
import {
  hide,
  type Listed,
  listed,
  type Looked,
  lookedAt,
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
        console.stdout.write(`${one.modified}  ${size}  ${shown(one.key)}\n`);
      }
    }
    if (options.json) writeJson(console, { bucket: quarantine.bucket, objects: all });
    else console.stderr.write(`${count(objects, "object")}, ${count(bytes, "byte")}\n`);
    return EXIT.done;
  });
}

/** Prints what is known of an object without its content. */
export async function check(key: string, options: AnyOptions, console: Console): Promise<number> {
  return inQuarantine(options, console, async (quarantine) => {
    const looked = (await lookedAt(quarantine, key)) ?? missing(key, quarantine);
    if (options.json) writeJson(console, { bucket: quarantine.bucket, ...looked });
    else console.stdout.write(lookText(looked));
    return EXIT.done;
  });
}

/** Removes an object when somebody agrees. */
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
  const looked = (await lookedAt(quarantine, key)) ?? missing(key, quarantine);
  if (!yes) console.stderr.write(lookText(looked));
  await agreed(yes, console, "Remove it? Its versions stay, under a delete marker.");
  const hidden = await hide(quarantine, looked);
  if (hidden === false) {
    throw new EndError(EXIT.refused, `${shown(key)} has changed meanwhile: nothing was removed.`);
  }
  if (json) writeJson(console, { bucket: quarantine.bucket, key, ...hidden });
  else console.stdout.write(`Removed ${shown(key)}.\n`);
  return EXIT.done;
}

async function removeAll(
  quarantine: Quarantine,
  key: string,
  { yes, json }: RemoveOptions,
  console: Console,
): Promise<number> {
  const versions = await versionsOf(quarantine, key);
  if (versions.length === 0) missing(key, quarantine);
  const contents = versions.filter(({ marker }) => !marker).length;
  const what = `${count(contents, "version")} of ${shown(key)}`;
  await agreed(yes, console, `Delete ${what} for good?`);
  await purge(quarantine, key, versions);
  if (json) writeJson(console, { bucket: quarantine.bucket, key, deleted: versions });
  else console.stdout.write(`Deleted ${what}.\n`);
  return EXIT.done;
}

async function agreed(yes: boolean | undefined, console: Console, question: string): Promise<void> {
  if (yes || (await agrees(console, question))) return;
  throw new EndError(EXIT.refused, "Nothing was removed.");
}

function missing(key: string, { bucket }: Quarantine): never {
  throw new EndError(EXIT.refused, `There is no ${shown(key)} in ${bucket}.`);
}

function lookText(looked: Looked): string {
  const { key, reason, detail, size, version, modified, source, sha256, contentType } = looked;
  const lines = {
    key,
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
