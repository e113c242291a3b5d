import { createHash } from "node:crypto";

/** A value that only AWS will know, as `plan.json` writes it. */
export interface Unknown {
  readonly $unknown: true;
}
/** A value that must not be shown, as `plan.json` writes it; the value itself is dropped. */
export interface Secret {
  readonly $secret: true;
}

/** A property of a recorded resource: JSON with the places of unknowns and secrets marked. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Unknown
  | Secret
  | readonly Value[]
  | { readonly [key: string]: Value };

/** Properties of a resource or outputs of a stack. */
export type Properties = Readonly<Record<string, Value>>;

/** The one marker of what only AWS will know. */
export const UNKNOWN: Unknown = Object.freeze({ $unknown: true });
/** The one marker of what must not be shown. */
export const SECRET: Secret = Object.freeze({ $secret: true });

/** Whether only AWS will know the value. */
export function isUnknown(value: Value | undefined): value is Unknown {
  return isProperties(value) && value["$unknown"] === true;
}

/** Whether the value was a secret. */
export function isSecret(value: Value | undefined): value is Secret {
  return isProperties(value) && value["$secret"] === true;
}

/** Whether the value is an object with properties: no list, no null, no scalar. */
export function isProperties(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A scalar as text; `?` for what is unknown, secret, absent or no scalar. */
export function textOf(value: Value | undefined): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "?";
}

// How the engine's protocol marks special values inside JSON; see the Pulumi SDK's
// sdk/nodejs/runtime/rpc.ts.
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";
const ASSET_SIGNATURE = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE_SIGNATURE = "0def7320c3a5731c473e5ecbe6d01bc7";
const UNKNOWN_VALUE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * Reads a value of the engine's protocol: secrets lose their content, unknowns become markers, and
 * of files that go to AWS a mark of their content is kept.
 */
export function fromProtocol(value: unknown): Value {
  if (typeof value === "string") return value === UNKNOWN_VALUE ? UNKNOWN : value;
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(fromProtocol);
  if (typeof value !== "object" || value === null) return null;

  const properties = value as Record<string, unknown>;
  switch (properties[SIGNATURE_KEY]) {
    case SECRET_SIGNATURE:
      return SECRET;
    case OUTPUT_SIGNATURE:
      if (properties["secret"] === true) return SECRET;
      return "value" in properties ? fromProtocol(properties["value"]) : UNKNOWN;
    case RESOURCE_SIGNATURE:
      return fromProtocol(properties["id"] ?? properties["urn"]);
    case ASSET_SIGNATURE:
      return { $asset: contentOf(properties) };
    case ARCHIVE_SIGNATURE:
      return { $archive: fromProtocol(properties["assets"] ?? contentOf(properties)) };
    default:
      return Object.fromEntries(
        Object.entries(properties)
          .filter(([key]) => key !== SIGNATURE_KEY)
          .map(([key, inner]) => [key, fromProtocol(inner)]),
      );
  }
}

/** What identifies a file that goes to AWS: the text's SHA-256, for the text itself may be long. */
function contentOf({ text, path, uri }: Record<string, unknown>): string {
  if (typeof text === "string") return `sha256:${createHash("sha256").update(text).digest("hex")}`;
  return typeof path === "string" ? path : String(uri);
}
