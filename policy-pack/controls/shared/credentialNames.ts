import { remembered } from "../../engine/remembered.ts";

/** What a name promises. */
export interface NamedCredential {
  /** "a password", "a token". */
  readonly kind: string;
  /** Whether any plain value under the name is one; else only a value that looks random. */
  readonly certain: boolean;
}

const PASSWORD: NamedCredential = { kind: "a password", certain: true };
const SECRET: NamedCredential = { kind: "a secret", certain: true };
const TOKEN: NamedCredential = { kind: "a token", certain: true };
const KEY: NamedCredential = { kind: "a secret key", certain: true };
const CREDENTIALS: NamedCredential = { kind: "credentials", certain: true };
const RANDOM: NamedCredential = { kind: "a random value like a key's", certain: false };

const WORDS: ReadonlyMap<string, NamedCredential> = new Map([
  ...list(PASSWORD, "password passwords passwd pwd passphrase passcode"),
  // As an ending it would be part of other words: bypass, compass.
  ...list(PASSWORD, "adminpass dbpass mysqlpass rootpass smtppass userpass"),
  ...list(SECRET, "secret secrets"),
  ...list(TOKEN, "token tokens bearer"),
  ...list(KEY, "apikey accesskey secretkey privatekey authkey signingkey encryptionkey masterkey"),
  ...list(CREDENTIALS, "credential credentials creds"),
  ...list(RANDOM, "auth authorization cookie dsn hmac jwt license pepper salt seed session"),
]);

/** What makes a `key` one that must be kept. */
const KEY_OWNERS = new Set(
  "access account api auth client deploy encryption hmac master private secret signing ssh webhook".split(
    " ",
  ),
);

/** What makes a `key` one that anyone may see. */
const OPEN_KEYS = new Set(
  "authorized cache foreign kms object partition primary public range s sort".split(" "),
);

/** Endings of words that are written together: `dbpassword`, `authtoken`. */
const ENDINGS: readonly (readonly [string, NamedCredential])[] = [
  ["password", PASSWORD],
  ["passwd", PASSWORD],
  ["passphrase", PASSWORD],
  ["secret", SECRET],
  ["token", TOKEN],
  ["pwd", PASSWORD],
  ["apikey", KEY],
  ["accesskey", KEY],
  ["privatekey", KEY],
  ["secretkey", KEY],
];

/** Behind the word of a credential, these make the name one of something about it. */
const ABOUT = new Set(
  [
    "arn id ids identifier name names ref reference alias label hint description",
    "path file filename dir directory location folder url uri endpoint host port region bucket table",
    "prefix suffix pattern regex format type kind scheme mode strategy algorithm alg encoding encryption",
    "length size min max minimum maximum count limit budget quota rounds cost iterations",
    "ttl expiry expiration expires expire lifetime validity age timeout duration interval",
    "seconds secs minutes hours days ms unit units",
    "policy enabled disabled required optional allowed reset history strength complexity",
    "issuer audience subject scope scopes claim claims header field parameter param column attribute",
    "property version versions stage rotation status store manager provider source backend template",
  ].flatMap((line) => line.split(" ")),
);

/** As .NET has it: `Database:Password`. Condition keys begin small: `aws:TokenIssueTime`. */
const SECTIONED = /^[A-Z]\w{0,80}(?::\w{1,80}){1,8}$/;

/** What a variable or property of this name would hold; undefined if no credential. */
export const credentialNamed = remembered((name): NamedCredential | undefined => {
  // A condition key or a host is no name of a variable: `token.actions.example.com:sub`.
  if (!/^[\w.\- ]{1,256}$/.test(name) && !SECTIONED.test(name)) return undefined;
  const words = wordsOf(name.slice(name.lastIndexOf(":") + 1));
  const at = words.findLastIndex((word, index) => kindOf(words, word, index) !== undefined);
  const word = words[at];
  if (word === undefined || words.slice(at + 1).some((later) => ABOUT.has(later))) return undefined;
  return kindOf(words, word, at);
});

/** Lower-case words of `DB_PASSWORD`, `dbPassword`, `db-password1`. */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
}

function kindOf(
  words: readonly string[],
  word: string,
  index: number,
): NamedCredential | undefined {
  if (word === "key" || word === "keys") return kindOfKey(words.slice(0, index));
  // Elsewhere than at the end `pass` is a verb: PASS_THROUGH.
  if (word === "pass") return index === words.length - 1 ? PASSWORD : undefined;
  return WORDS.get(word) ?? ENDINGS.find(([ending]) => word.endsWith(ending))?.[1];
}

function kindOfKey(before: readonly string[]): NamedCredential | undefined {
  const owner = before.at(-1) ?? "";
  if (OPEN_KEYS.has(owner)) return undefined;
  return KEY_OWNERS.has(owner) || before.includes("secret") ? KEY : RANDOM;
}

function list(kind: NamedCredential, words: string): [string, NamedCredential][] {
  return words.split(" ").map((word) => [word, kind]);
}
