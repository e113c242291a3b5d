import { credentialNamed } from "./credentialNames.ts";
import { PATTERNS, SHORTEST } from "./credentialPatterns.ts";
import { looksRandom } from "./randomness.ts";

/** Texts in texts (JSON in base64 in JSON …) are opened this often. */
const DEPTH = 3;

/** Longer texts are judged by their start: no property of AWS takes more. */
const LONGEST = 1_048_576;

/**
 * What credential a named value holds, as "a password" or "a GitHub token"; undefined if none. The
 * answer never repeats the value.
 *
 * A value gives itself away by its form (keys, tokens, PEM, JWT, URLs with a password), alone or
 * inside a connection string, JSON or base64. A name gives a value away unless the value only says
 * where the credential is kept: an ARN, a path, a reference.
 *
 * @param name Of a variable, property or setting, however it is written; empty if there is none.
 */
export function credentialIn(name: string, value: string): string | undefined {
  return judged(name, value, DEPTH);
}

function judged(name: string, value: string, depth: number): string | undefined {
  const text = value.slice(0, LONGEST).trim();
  return byForm(text) ?? byName(name, text) ?? (depth > 0 ? inside(name, text, depth) : undefined);
}

function byForm(text: string): string | undefined {
  if (text.length >= SHORTEST) {
    const found = PATTERNS.find(({ form }) => form.test(text))?.kind;
    if (found !== undefined) return found;
  }
  if (hasToken(text)) return "a JSON web token";
  if (hasPassword(text)) return "a URL with a password";
  return hasBasicAuthorization(text) ? "an Authorization header" : undefined;
}

/** Shells keep it where others keep a password. */
function isWorkingDirectory(name: string, text: string): boolean {
  return /^(?:old)?pwd$/i.test(name) && /^(?:~|\.{0,2}\/|\.{1,2}$|[a-z]:[\\/])/i.test(text);
}

function byName(name: string, text: string): string | undefined {
  const named = credentialNamed(name);
  if (named === undefined || text === "" || isWorkingDirectory(name, text)) return undefined;
  if (text.split(",").every(isReference)) return undefined;
  // An object or a list is no credential; what it holds is judged by its own names.
  if (parsed(text) !== undefined || isPublic(text)) return undefined;
  if (!named.certain) return looksRandom(text) ? named.kind : undefined;
  const password = named.kind === "a password";
  if (isSetting(text) || (!password && (isShortNumber(text) || isSecretId(text)))) return undefined;
  return named.kind;
}

/** What is neither assignment nor JSON, and too short for base64: most names and settings. */
const SINGLE_WORD = /^[^\s=:<{[]{0,19}$/;

/** Looks at what a text is made of: JSON, assignments, base64. */
function inside(name: string, text: string, depth: number): string | undefined {
  if (SINGLE_WORD.test(text)) return undefined;
  const json = parsed(text);
  if (json !== undefined) return inJson(name, json, depth - 1);
  for (const form of ASSIGNMENTS) {
    for (const { groups = {} } of text.matchAll(form)) {
      // A form without a name is one of a password.
      const { inner = "password", double, single, bare = "" } = groups;
      const found = judged(inner, double ?? single ?? bare, 0);
      if (found !== undefined) return found;
    }
  }
  for (const packed of [text, ...(text.match(/[A-Za-z0-9+/]{40,}={0,2}/g) ?? [])]) {
    const plain = decoded(packed);
    const found = plain === undefined ? undefined : judged("", plain, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A name and its value, as connection strings, scripts, queries, command lines and YAML have it. */
const ASSIGNMENTS = [
  /(?<![\w.])(?<inner>[A-Za-z_][\w.]{0,80}(?:-[\w.]{1,40}){0,4}(?: [A-Za-z]{1,20})?) {0,3}=(?![=>~]) {0,3}(?:"(?<double>[^"\n]{0,500})"|'(?<single>[^'\n]{0,500})'|(?<bare>\$\([^()\n]{0,300}\)|`[^`\n]{0,300}`|[^\s;&,"']{1,500}))/g,
  /(?<!\S)--(?<inner>[A-Za-z][\w-]{1,60}) {1,3}(?<bare>[^\s-]\S{0,300})/g,
  /^[ \t-]{0,40}(?<inner>[\w.-]{1,80}): {1,10}["']?(?<bare>[^\s"'!|>&*][^\s"']{0,300})["']?[ \t]{0,10}$/gm,
  // A header of a call, an element of XML, a line of .netrc, a setting of the AWS CLI.
  /(?<!\S)(?:-H|--header)[ =]{1,3}["'](?<inner>[\w-]{1,60}): {0,3}(?<bare>[^"'\n]{1,500})["']/g,
  /<(?<inner>[A-Za-z][\w.-]{0,80})>(?<bare>[^<>\s]{1,500})<\/\k<inner>>/g,
  /\blogin\s{1,3}\S{1,200}\s{1,3}(?<inner>password)\s{1,3}(?<bare>\S{1,200})/g,
  /\baws configure set (?<inner>[\w.-]{1,80}) {1,3}["']?(?<bare>[^\s"']{1,300})/g,
  // A statement of SQL, a line for chpasswd, a call with a name.
  /\b(?:password|identified(?: with \w{1,40})? by)\s{1,3}'(?<single>[^'\n]{1,200})'/gi,
  /(?<![\w.-])[\w.-]{1,32}:(?<bare>[^\s"'|]{1,200})["']? {0,3}\| {0,3}(?:sudo )?chpasswd\b/g,
  /\bcurl (?:[^\s|;]{1,200} {1,3}){0,20}?(?:-u|--user)[ =]["']?[^\s:"'$]{1,100}:(?<bare>[^\s"']{1,200})/g,
];

function inJson(name: string, json: unknown, depth: number): string | undefined {
  if (typeof json === "string") return judged(name, json, depth);
  if (typeof json !== "object" || json === null || depth < 0) return undefined;
  for (const [key, entry] of Object.entries(json)) {
    const found = inJson(Array.isArray(json) ? name : key, entry, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A JSON web token: its header is JSON that names an algorithm. */
function hasToken(text: string): boolean {
  if (!text.includes("eyJ")) return false;
  const tokens = text.matchAll(/(?<![\w-])(eyJ[\w-]{8,2000})\.[\w-]{2,4000}\.[\w-]{0,2000}/g);
  return [...tokens].some(([, header = ""]) =>
    Buffer.from(header, "base64url").toString("utf8").includes('"alg"'),
  );
}

/** `scheme://user:password@host`; the port of a host before a path with an `@` is no password. */
function hasPassword(text: string): boolean {
  if (!text.includes("@")) return false;
  const urls = text.matchAll(
    /[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/:@?#]{0,200}:(?!\d{1,5}[/?#])([^\s@"']{1,300})@/gi,
  );
  // `name:password@tcp(host:port)` of Go, and `name/password` of Oracle's driver.
  const sources = text.matchAll(
    /(?<![\w.-])[\w.-]{1,60}:([^\s@"']{1,200})@(?:tcp|unix)\(|\bjdbc:oracle:(?:thin|oci):[^\s/@]{1,60}\/([^\s@"']{1,200})@/g,
  );
  return [...urls, ...sources].some(
    ([, password, other = ""]) => !isPlaceholder(decodeLoosely(password ?? other)),
  );
}

/** Name and password, in the form that HTTP has for them. */
function hasBasicAuthorization(text: string): boolean {
  const [, encoded] = /(?:^|\s)Basic ([A-Za-z0-9+/=]{4,500})$/i.exec(text) ?? [];
  return encoded !== undefined && (printable(encoded) ?? "").includes(":");
}

/** Says where a value is kept, or that it is filled in later. */
function isReference(entry: string): boolean {
  const text = entry.trim();
  return /^arn:[\w-]+:/.test(text) || isPlaceholder(text) || isPath(text) || isUrl(text);
}

/** `${NAME}`, `{{resolve:…}}`, `<password>`, `****`. */
function isPlaceholder(text: string): boolean {
  return (
    /^\$[A-Z_][A-Z0-9_]*$|^\$?\{[\w./]+\}$|^\$\([^()]*\)$|^`[^`]*`$|^\{\{[^{}]*\}\}$/.test(text) ||
    /^<[^<>]*>$|^\*+$/.test(text)
  );
}

/** A URL whose own credentials, if it has any, were looked for before. */
function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]{1,30}:\/\/\S+$/i.test(text);
}

/** `/run/secrets/db`, `/prod/database/credentials`. */
export function isPath(text: string): boolean {
  const [start, ...steps] = text.split("/");
  return start === "" && steps.length > 1 && areWords(steps);
}

/** The name of a secret with its path, `prod/database`, also with the end that AWS gives it. */
function isSecretId(text: string): boolean {
  const steps = text.replace(/-[A-Za-z0-9]{6}$/, "").split("/");
  return steps.length > 1 && areWords(steps);
}

function areWords(steps: readonly string[]): boolean {
  return steps.every(
    (step) =>
      /^[a-z][a-z0-9._-]*$|^[A-Za-z][a-z]+(?:[A-Z][a-z]+)*$/.test(step) && !looksRandom(step),
  );
}

const SETTINGS = new Set(
  "true false yes no on off enabled disabled none null undefined required optional seconds minutes hours days".split(
    " ",
  ),
);

function isSetting(text: string): boolean {
  return SETTINGS.has(text.toLowerCase());
}

/** A length or a time: no token is that short. */
function isShortNumber(text: string): boolean {
  return /^\d{1,7}(?:\.\d{1,4})?$/.test(text);
}

/** The half of a pair of keys that anyone may have. */
function isPublic(text: string): boolean {
  return /^-----BEGIN [A-Z ]{0,20}(?:PUBLIC KEY|CERTIFICATE)-----|^(?:ssh|ecdsa)-[a-z0-9-]+ AAAA/.test(
    text,
  );
}

/** The object or list that a text holds. */
function parsed(text: string): object | undefined {
  if (!/^[{[]/.test(text)) return undefined;
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}

/** What a text of base64 says, if that is text again. */
function decoded(text: string): string | undefined {
  const joined = text.replaceAll(/\s/g, "");
  return joined.length >= 20 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(joined)
    ? printable(joined)
    : undefined;
}

function printable(encoded: string): string | undefined {
  const plain = Buffer.from(encoded, "base64").toString("utf8");
  return /^[\t\n\r\u0020-\u007e]+$/.test(plain) ? plain : undefined;
}

function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
