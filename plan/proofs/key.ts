import { decide, decideIdentity, type PolicyDocument, readDocument } from "../iam/evaluate.ts";
import type { Resource } from "../graph/resource.ts";
import { textOf, type Value } from "../graph/value.ts";
import { hopOf } from "./explain.ts";
import { type Ends, type Hop, passes, stops, unknown, together } from "./path.ts";
import { policyWriters, rivalsHop } from "./policies.ts";
import { identityOf, ownPolicy } from "./role.ts";
import type { Sender } from "./sender.ts";
import { TYPE } from "./types.ts";
import type { World } from "./world.ts";

/** Where it stands which key encrypts something. */
export interface KeyPlace {
  /** What a person calls what is encrypted. */
  readonly target: string;
  /** The resource that names the key, and the input in which it does. */
  readonly resource: Resource;
  readonly property: string;
  /** What stands there; undefined where nothing is encrypted with a key. */
  readonly value: Value | undefined;
  /** Service through which the key is used: `sns`. */
  readonly service: string;
  /** What the service says to the key of what it encrypts, where its guide says so. */
  readonly encryptionContext?: Readonly<Record<string, string>>;
}

/** Needed to write what is encrypted. Source: SNS guide and SQS guide, "Key management". */
export const WRITING = ["kms:Decrypt", "kms:GenerateDataKey"] as const;

/**
 * Whether a sender may use the key of what it writes to; no hop where there is no key. Keys of AWS
 * let in whoever has a role of the account, and no service.
 */
export function keyHops(
  world: World,
  sender: Sender,
  place: KeyPlace,
  actions: readonly string[] = WRITING,
): Hop[] {
  const { target, value } = place;
  if (value === undefined || value === null || value === "") return [];
  const from = target;
  const who = sender.role ? world.label(sender.role) : sender.caller.value;
  const wish = actions.join(" and ");
  if (typeof value === "string" && value.includes("alias/aws/")) {
    const ends = { from, to: `key ${value}` };
    return sender.role
      ? [passes(ends, "AWS's own key lets the account's roles use it through the service")]
      : [
          stops(
            ends,
            `${target} is encrypted with AWS's own key, whose policy keeps ${who} out and can't be changed`,
            `Encrypt ${target} with a key of this stack whose policy allows ${who} ${wish}.`,
          ),
        ];
  }
  const key = keyOf(world, place);
  if (key === undefined) {
    return [
      unknown(
        { from, to: typeof value === "string" ? `key ${value}` : "a key" },
        `the key is not of this stack, so it can't be shown that ${who} may use it`,
        `Encrypt ${target} with a key of this stack.`,
      ),
    ];
  }
  return [useHop(world, sender, place, key, actions)];
}

const KEY_ARN = /^arn:[a-z-]+:kms:([^:]+):(\d{12}):/;

/** The key of the stack that is meant; one of another account or region is none, whatever its name. */
function keyOf(world: World, { resource, property, value }: KeyPlace): Resource | undefined {
  const [, region, account] = (typeof value === "string" ? KEY_ARN.exec(value) : undefined) ?? [];
  const isHere = account === world.account && region === world.region(resource);
  if (account !== undefined && !isHere) return undefined;
  const aliasName = typeof value === "string" ? /alias\/.+$/.exec(value)?.[0] : undefined;
  if (aliasName !== undefined) {
    return world.ofType(TYPE.key).find((key) => world.aliases(key).includes(aliasName));
  }
  const keys = world.inventory.sources(resource, property, TYPE.key);
  const aliases = world.inventory.sources(resource, property, TYPE.alias);
  const through = aliases.flatMap((alias) =>
    world.inventory.sources(alias, "targetKeyId", TYPE.key),
  );
  const [key, ...more] = new Set([...keys, ...through]);
  return more.length === 0 ? key : undefined;
}

function useHop(
  world: World,
  sender: Sender,
  { target, service, encryptionContext = {} }: KeyPlace,
  key: Resource,
  actions: readonly string[],
): Hop {
  const ends = { from: target, to: `key ${key.name}` };
  const unfit = unfitHop(ends, key);
  if (unfit) return unfit;
  const writers = policyWriters(world, key);
  const rivals = rivalsHop(ends, key, writers);
  if (rivals) return rivals;
  const policy = `the policy of ${ends.to}`;
  const region = world.region(key);
  const resource = world.arn("kms", region, `key/${key.name}`);
  const documents =
    writers.length > 0
      ? writers.map((writer) => world.document(writer))
      : [defaultPolicy(world.account)];
  const { caller, role } = sender;
  const context = {
    ...sender.keyContext,
    told: {
      ...sender.keyContext.told,
      ...Object.fromEntries(
        Object.entries(encryptionContext).map(([key, text]) => [
          `kms:encryptioncontext:${key.toLowerCase()}`,
          [text],
        ]),
      ),
      ...(role && {
        "kms:resourcealiases": world.aliases(key),
        "kms:viaservice": [`${service}.${region}.amazonaws.com`],
      }),
    },
  };
  const hops = actions.map((action) => {
    const question = { action, resource, context };
    const needs = actions.join(" and ");
    const direct = decide(documents, { ...question, caller });
    const subject = { who: caller.value, policy, action, needs, context };
    if (role === undefined || ["allowed", "denied"].includes(direct.answer)) {
      return hopOf(ends, direct, subject);
    }
    // The root's statement hands the question on to IAM.
    const root = { kind: "AWS", value: world.account };
    const delegated = decide(documents, { ...question, caller: root });
    if (delegated.answer !== "allowed") {
      return hopOf(ends, delegated, { ...subject, who: world.label(role) });
    }
    const own = decideIdentity(identityOf(world, role), question);
    return hopOf(ends, own, {
      policy: ownPolicy(world, role, own),
      action,
      object: ends.to,
      needs: `${needs} on ${ends.to}`,
      context,
    });
  });
  return together(hops);
}

/**
 * What AWS writes for a key that is given no policy: the account, and through it IAM, decides.
 * Source: KMS guide, "Default key policy".
 */
function defaultPolicy(account: string): PolicyDocument {
  const root = { Effect: "Allow", Principal: { AWS: account }, Action: "kms:*", Resource: "*" };
  return readDocument({ Statement: [root] }, "policy");
}

/** A key with which no service encrypts, whoever may use it. */
function unfitHop(ends: Ends, { inputs }: Resource): Hop | undefined {
  const { isEnabled, keyUsage, customerMasterKeySpec } = inputs;
  if (isEnabled === false) {
    return stops(ends, `${ends.to} is switched off`, `Set isEnabled of ${ends.to} to true.`);
  }
  const kinds = [keyUsage ?? "ENCRYPT_DECRYPT", customerMasterKeySpec ?? "SYMMETRIC_DEFAULT"];
  const odd = kinds.find((kind) => kind !== "ENCRYPT_DECRYPT" && kind !== "SYMMETRIC_DEFAULT");
  if (odd === undefined) return undefined;
  return stops(
    ends,
    `${ends.to} is of kind ${textOf(odd)}, and services encrypt with symmetric keys alone`,
    `Make ${ends.to} a symmetric key that encrypts and decrypts.`,
  );
}
