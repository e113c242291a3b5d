/** A log event in JSON; of CloudTrail's only these kinds of values matter here. */
export interface LogEvent {
  readonly [field: string]: string | boolean | LogEvent;
}
export type Matcher = (event: LogEvent) => boolean;

/** CloudWatch Logs refuses longer ones. */
const LONGEST = 1024;
const TOKEN = /\s*(&&|\|\||!=|<=|>=|[{}()=<>]|"(?:[^"\\]|\\.)*"|[^\s{}()&|!=<>"]+)/y;

/**
 * What a metric filter's pattern for JSON events means, `{ ($.eventName = "A*") && … }`; undefined
 * if it is none. Numbers and regular expressions in it match nothing: no pattern that the pack looks
 * for needs them. Source: CloudWatch Logs user guide, "Filter and pattern syntax", checked 2026-11.
 */
export function matcherOf(pattern: string): Matcher | undefined {
  const tokens = pattern.length > LONGEST ? undefined : tokensOf(pattern);
  if (tokens?.[0] !== "{" || tokens.at(-1) !== "}") return undefined;
  const parser = new Parser(tokens.slice(1, -1));
  return parser.whole();
}

function tokensOf(pattern: string): string[] | undefined {
  const tokens: string[] = [];
  const text = pattern.trim();
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const [, token] = TOKEN.exec(text) ?? [];
    if (token === undefined) return undefined;
    tokens.push(token);
    at = TOKEN.lastIndex;
  }
  return tokens;
}

/** Parentheses bind before `&&`, and that before `||`. Undefined stands for a syntax error. */
class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  whole(): Matcher | undefined {
    const matcher = this.#anyOf();
    return this.#at === this.#tokens.length ? matcher : undefined;
  }

  #anyOf(): Matcher | undefined {
    const parts = this.#parts("||", () => this.#allOf());
    return parts && ((event) => parts.some((part) => part(event)));
  }

  #allOf(): Matcher | undefined {
    const parts = this.#parts("&&", () => this.#unit());
    return parts && ((event) => parts.every((part) => part(event)));
  }

  #parts(separator: string, read: () => Matcher | undefined): Matcher[] | undefined {
    const parts: Matcher[] = [];
    do {
      const part = read();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.#take(separator));
    return parts;
  }

  #unit(): Matcher | undefined {
    if (!this.#take("(")) return this.#comparison();
    const inner = this.#anyOf();
    return this.#take(")") ? inner : undefined;
  }

  #comparison(): Matcher | undefined {
    const [selector = "", operator = "", operand] = this.#tokens.slice(this.#at, this.#at + 3);
    if (!selector.startsWith("$.") || operand === undefined) return undefined;
    this.#at += 3;
    const path = selector.slice(2).split(".");
    const compare = COMPARISONS.get(operator);
    return compare && ((event) => compare(valueAt(event, path), operand));
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}

type Field = LogEvent[string] | undefined;

const NEVER = () => false;

/** A comparison with a field that the event does not have never holds, `!=` included. */
const COMPARISONS = new Map<string, (field: Field, operand: string) => boolean>([
  ["=", (field, operand) => typeof field === "string" && isLike(field, operand)],
  ["!=", (field, operand) => typeof field === "string" && !isLike(field, operand)],
  ["NOT", (field, operand) => operand === "EXISTS" && field === undefined],
  ["IS", (field, operand) => typeof field === "boolean" && operand === (field ? "TRUE" : "FALSE")],
  ...["<", "<=", ">", ">="].map((operator) => [operator, NEVER] as const),
]);

function valueAt(event: LogEvent, path: readonly string[]): Field {
  return path.reduce<Field>(
    (value, step) =>
      typeof value === "object" && Object.hasOwn(value, step) ? value[step] : undefined,
    event,
  );
}

/** `*` stands for anything at either end, in quotes or not; between them it is a plain sign. */
function isLike(text: string, operand: string): boolean {
  // No token has but one quote.
  const pattern = operand.startsWith('"')
    ? operand.slice(1, -1).replaceAll(/\\(.)/g, "$1")
    : operand;
  const opens = pattern.startsWith("*");
  const closes = pattern.endsWith("*");
  const core = pattern.slice(opens ? 1 : 0, closes ? -1 : undefined);
  if (opens && closes) return text.includes(core);
  if (opens) return text.endsWith(core);
  return closes ? text.startsWith(core) : text === core;
}
