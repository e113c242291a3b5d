import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import type { DataRecord } from "./data.ts";

const require = createRequire(import.meta.url);
const known = new Map<string, readonly Output[]>();

/** An output that the provider's typings promise, of a type that can be made up. */
interface Output {
  readonly name: string;
  readonly type: "string" | "number" | "boolean";
}

/**
 * A value for every output of a type that is never undefined according to the SDK's own typings,
 * so that a program gets whatever it reads: `keyId-0123…`, 1, false.
 *
 * @throws Error when the package has no such type.
 */
export function madeUpOutputs(type: string, id: string): DataRecord {
  const outputs = known.get(type) ?? outputsOf(type);
  known.set(type, outputs);
  const values = {
    string: (name: string) => `${name}-${id}`,
    number: () => 1,
    boolean: () => false,
  };
  return Object.fromEntries(outputs.map(({ name, type }) => [name, values[type](name)]));
}

/** `aws:kms/key:Key` is declared in `@pulumi/aws/kms/key.d.ts`. */
function outputsOf(type: string): Output[] {
  const [provider = "", path = ""] = type.split(":");
  const folder = dirname(require.resolve(`@pulumi/${provider}/package.json`));
  const file = join(folder, `${path.replace(/^index\//, "")}.d.ts`);
  // Behind the constructor stand the types of arguments and of look-ups.
  const [declared = ""] = readFileSync(file, "utf8").split("constructor(");
  const found = declared.matchAll(/readonly (\w+): pulumi\.Output<(string|number|boolean)>;/g);
  return [...found].map(([, name = "", kind = "string"]) => ({
    name,
    type: kind as Output["type"],
  }));
}
