import { UNKNOWN, type Value } from "../../../policy-pack/engine/resource.ts";
import type { Random } from "./random.ts";

const LONG = 20_000;
const DEEP = 300;
const DEEPEST_BRANCH = 4;

const SECRET = { $secret: true } as const;

/** Numbers at the edges of what AWS, JSON and JavaScript take. */
const NUMBERS = [0, -1, 1, 22, 65_535, 65_536, 2 ** 31, 2 ** 53, 1e308, -0.5];

/** Texts that parsers stumble over, and near misses of what controls look for. */
const TEXTS = [
  "",
  " ",
  "*",
  "null",
  "true",
  "-1",
  "0.0.0.0/0",
  "0.0.0.0/-1",
  "::/0",
  "::/129",
  "999.1.1.1/8",
  "1.2.3",
  "arn:aws:",
  "arn:aws:s3:::",
  "arn:::::",
  "urn:pulumi:dev::x::y::z",
  "{",
  "[]",
  "{}",
  '"text"',
  '{"Statement":{}}',
  '{"Statement":[null,7,"x",{"Effect":{}}]}',
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}}',
  '{"Statement":[{"Effect":"Allow","Action":[["s3:*"]],"Condition":{"StringEquals":[]}}]}',
  "__proto__",
  "constructor",
  "\u0000",
  "\ud800",
  "\u202eevil",
  "ACTIVE",
  "Enabled",
  "-----BEGIN PRIVATE KEY-----",
  "IyEvYmluL3NoCg==",
  "cron(* * * * ? *)",
];

/** Builds something that may stand where a control expects something else. */
export function hostileValue(random: Random, depth = 0): Value {
  switch (random.integer(depth < DEEPEST_BRANCH ? 14 : 8)) {
    case 0:
      return null;
    case 1:
      return random.integer(2) === 0;
    case 2:
      return random.pick(NUMBERS);
    case 3:
    case 4:
      return random.pick(TEXTS);
    case 5:
      return random.pick([UNKNOWN, SECRET]);
    case 6:
      return random.pick(["a", "*", "{", "[", "0."]).repeat(random.pick([3, 100, LONG]));
    case 7:
      return randomText(random);
    case 8:
    case 9:
    case 10:
      return Array.from({ length: random.integer(4) }, () => hostileValue(random, depth + 1));
    case 11:
      return nested(random.pick(["[", "{"]), DEEP);
    default:
      return Object.fromEntries(
        Array.from({ length: random.integer(4) }, () => [
          random.pick(KEYS),
          hostileValue(random, depth + 1),
        ]),
      );
  }
}

const KEYS = [
  "0",
  "Statement",
  "Effect",
  "Action",
  "Principal",
  "AWS",
  "Condition",
  "name",
  "value",
  "rules",
  "__proto__",
  "constructor",
  "toString",
  "$unknown",
];

function randomText(random: Random): string {
  return Array.from({ length: random.integer(40) }, () =>
    String.fromCharCode(random.integer(random.pick([128, 65_536]))),
  ).join("");
}

function nested(kind: "[" | "{", depth: number): Value {
  let value: Value = "core";
  for (let level = 0; level < depth; level++) value = kind === "[" ? [value] : { a: value };
  return value;
}
