import { defineControl } from "../../engine/control.ts";
import type { Reading } from "../../engine/reading.ts";
import { remembered } from "../../engine/remembered.ts";
import { each, fail, undecided, type Verdict } from "../../engine/verdict.ts";
import { credentialIn } from "../shared/credentials.ts";
import { isList, plainText, valueName } from "./texts.ts";

export const anyNoHardcodedCredential = defineControl({
  id: "any-no-hardcoded-credential",
  title: "No property of any resource holds a credential in plain text",
  severity: "critical",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["IA-5(7)", "SC-12", "SC-28"] },
  cause:
    "It lies in the program, in the state and in AWS's consoles for everyone who may read them.",
  remedy: "Keep it in Secrets Manager and name it there; withdraw the one that was shown",
  types: ["*"],
  scope: "resource",
  check: ({ resource }) => inEntries(resource.entries(), ""),
});

/**
 * Properties of resources that are called like credentials and hold none. Reviewed against all
 * inputs of `@pulumi/aws` 7.48.
 */
const OPEN = new Set([
  // Chosen by the caller, so that a repeated call makes no second resource.
  "clientToken",
  "creationToken",
  // Which state of a resource is meant.
  "lockToken",
  "policyUpdateToken",
  "updateToken",
  "versionToken",
  "viewVersionToken",
  // What something is like, or where it is found.
  "apiKeySelectionExpression",
  "customerMasterKeySpec",
  "dkimTokens",
  "encryptionKey",
  "grantTokens",
  "kmsEncryptionKey",
  "passwordReusePrevention",
  "tokenDomains",
]);

/** Names and most values, as those of tags, come up again and again. */
const credentialNamed = remembered((name) => remembered((text) => credentialIn(name, text)));

/** Judges each string below by itself; `path` is the place of the object that has the entries. */
function inEntries(entries: readonly [string, Reading][], path: string): Verdict[] {
  return each(entries, ([key, reading]) => {
    const found = credentialNamed("")(key);
    // Neither message nor place may repeat the key then.
    const place = path === "" ? "A property" : path;
    if (found !== undefined) return fail(`${place} is named by ${found}`);
    return judge(reading, path === "" && OPEN.has(key) ? "" : valueName(key, entries));
  });
}

function judge(reading: Reading, name: string): Verdict[] {
  const { kind } = reading;
  // A secret is encrypted wherever Pulumi keeps it, and is not seen here.
  if (kind === "secret") return [];
  if (kind === "unknown") return isIdentifier(reading.path) ? [] : [undecided(reading)];
  const { text } = reading;
  if (text === undefined) {
    return isList(reading) ? inList(reading, name) : inEntries(reading.entries(), reading.path);
  }
  const plain = plainText(reading);
  const inner = plain.json();
  if (inner.kind === "known" && inner.text === undefined) return judge(inner, name);
  const inside = plain === reading ? undefined : plain.text;
  const named = credentialNamed(name);
  const found = named(text) ?? (inside === undefined ? undefined : named(inside));
  return found === undefined ? [] : [fail(`${reading.path} holds ${found}`, reading)];
}

function inList(list: Reading, name: string): Verdict[] {
  const verdicts = each(list.items(), (item) => judge(item, name));
  if (verdicts.some(({ outcome }) => outcome === "fail")) return verdicts;
  // Of a command an option and its value may stand apart.
  const words = list
    .items()
    .map((item) => (item.kind === "known" ? (item.text ?? "") : "$UNKNOWN"));
  if (!words.some((word) => word.startsWith("--"))) return verdicts;
  const found = credentialIn("", words.join(" "));
  return found === undefined ? verdicts : [...verdicts, fail(`${list.path} holds ${found}`, list)];
}

/** Properties that take what AWS calls another resource: no text is put together in them. */
const IDENTIFIERS =
  /(?:Arn|ArnList|Fqdn|Id|Identifier|Name|kmsKey|queueUrl|resourceLabel|securityGroup|subnet|taskDefinition)s?$/;
/** What an alarm watches is found by what AWS calls it. */
const WATCHED = /(?:^|\.)dimensions\.(?:LoadBalancer|TargetGroup)$/;
const NAMED_AFTER_KIND =
  /^(?:bucket|cluster|function|group|instance|name|record|repository|role|topic|user|vpc)s?$/;
/** Who launches hosts names a template by its id, and by the number that EC2 counts it with. */
const LAUNCHED = /(?:^|\.)launchTemplate\.(?:id|version)$/;
/** A backup plan takes in what has an ARN; other lists of this name hold ARNs too. */
const SELECTED = /^resources\[\d+\]$/;
/** Where requests go, and the rule that sends them there. */
const FORWARDED =
  /(?:^|\.)(?:forward\.targetGroups\[\d+\]\.arn|advancedConfiguration\.productionListenerRule)$/;

/**
 * Whether an unknown is what AWS calls another resource. What somebody wrote into the program is
 * known; only a text that holds both is unknown and yet written by somebody.
 */
function isIdentifier(path: string): boolean {
  const [property = ""] = path
    .replaceAll(/\[\d+\]/g, "")
    .split(".")
    .slice(-1);
  const named = IDENTIFIERS.test(property) || NAMED_AFTER_KIND.test(property);
  return named || [WATCHED, LAUNCHED, SELECTED, FORWARDED].some((pattern) => pattern.test(path));
}
