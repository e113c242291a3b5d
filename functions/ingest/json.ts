/** A value of JSON. Objects keep all their members, those of one name too. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** Members in the order of the text. */
export class JsonObject {
  readonly members: readonly (readonly [name: string, value: JsonValue])[];

  constructor(members: JsonObject["members"]) {
    this.members = members;
  }
}

const EMPTY = new JsonObject([]);

/** Levels of objects and lists: DynamoDB takes 32 levels of values, each in an object of its type. */
export const MOST_LEVELS = 66;

/** Where text stops being JSON. */
export class JsonFailure extends Error {
  override readonly name = "JsonFailure";
  /** From 1. */
  readonly line: number;
  /** From 1, in characters as JavaScript counts them. */
  readonly column: number;

  constructor(problem: string, text: string, position: number) {
    super(problem);
    this.line = 1;
    let start = 0;
    for (
      let end = text.indexOf("\n");
      end !== -1 && end < position;
      end = text.indexOf("\n", start)
    ) {
      this.line += 1;
      start = end + 1;
    }
    this.column = position - start + 1;
  }
}

/** Longest name that a pointer quotes whole. */
const LONGEST_STEP = 128;

/** A pointer's next step (RFC 6901), shortened where the name is long. */
export function step(name: string | number): string {
  if (typeof name === "number") return `/${name}`;
  const short = name.length > LONGEST_STEP ? `${name.slice(0, LONGEST_STEP)}…` : name;
  return `/${short.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/**
 * Reads JSON (RFC 8259) and nothing else. JSON.parse would do, but that it tells neither repeated
 * names nor, for every failure, the place.
 *
 * @param onRepeat Hears where an object repeats a name: a JSON pointer.
 * @throws JsonFailure when it is none, or is nested too deep
 */
export function parseJson(
  text: string,
  onRepeat: (path: string) => void = () => undefined,
): JsonValue {
  return new Reader(text, onRepeat).read();
}

/** A number's whole form. */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

const ESCAPES = '"\\/bfnrt';

/** A word, to be quoted or compared; the longest that JSON has is `false`. */
const WORD = /[a-z]{1,5}/y;

class Reader {
  readonly #text: string;
  readonly #onRepeat: (path: string) => void;
  #at = 0;
  #levels = 0;

  constructor(text: string, onRepeat: (path: string) => void) {
    this.#text = text;
    this.#onRepeat = onRepeat;
  }

  read(): JsonValue {
    this.#skipSpace();
    const value = this.#value("");
    if (this.#at < this.#text.length) this.#fail("has more after its end");
    return value;
  }

  #value(path: string): JsonValue {
    const value = this.#bareValue(path);
    this.#skipSpace();
    return value;
  }

  #bareValue(path: string): JsonValue {
    switch (this.#text[this.#at]) {
      case undefined:
        return this.#fail("ends too early");
      case "{":
        return this.#nested(() => this.#object(path));
      case "[":
        return this.#nested(() => this.#list(path));
      case '"':
        return this.#string();
      default:
        return this.#word();
    }
  }

  #nested<T>(read: () => T): T {
    this.#levels += 1;
    if (this.#levels > MOST_LEVELS) this.#fail(`is nested deeper than ${MOST_LEVELS} levels`);
    this.#at += 1;
    this.#skipSpace();
    const value = read();
    this.#levels -= 1;
    return value;
  }

  #object(path: string): JsonObject {
    const members: (readonly [string, JsonValue])[] = [];
    let names: Set<string> | undefined;
    for (let more = !this.#took("}"); more; more = this.#goesOn("}")) {
      if (this.#text[this.#at] !== '"') this.#failUnlessEnded("wants a name in double quotes");
      const name = this.#string();
      const place = path + step(name);
      if (members.length > 0) {
        names ??= new Set(members.map(([first]) => first));
        if (names.has(name)) this.#onRepeat(place);
        names.add(name);
      }
      this.#skipSpace();
      if (!this.#took(":")) this.#failUnlessEnded("wants a colon");
      members.push([name, this.#value(place)]);
    }
    // Copies, here and of lists: an array that has grown has room for a dozen more, and of the largest
    // document there may be a million.
    return members.length === 0 ? EMPTY : new JsonObject(members.slice());
  }

  #list(path: string): JsonValue[] {
    const values: JsonValue[] = [];
    for (let more = !this.#took("]"); more; more = this.#goesOn("]")) {
      values.push(this.#value(path + step(values.length)));
    }
    return values.slice();
  }

  /** Whether another member follows. */
  #goesOn(end: string): boolean {
    if (this.#took(",")) return true;
    if (!this.#took(end)) this.#failUnlessEnded(`wants a comma or "${end}"`);
    // What follows the end is skipped where all that follows a value is.
    return false;
  }

  /** Whether a character stood here; it and the space behind it are then past. */
  #took(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    this.#skipSpace();
    return true;
  }

  #string(): string {
    const start = this.#at;
    let escaped = false;
    for (this.#at += 1; ; this.#at += 1) {
      const character = this.#text[this.#at];
      if (character === undefined) this.#fail("ends within a string");
      if (character === '"') break;
      if (character < " ") this.#fail("has a control character within a string");
      if (character !== "\\") continue;
      escaped = true;
      this.#escape();
    }
    this.#at += 1;
    const quoted = this.#text.slice(start, this.#at);
    return escaped ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  }

  /** Goes to the last character of what a backslash begins. */
  #escape(): void {
    const kind = this.#text[this.#at + 1];
    if (kind === undefined) this.#fail("ends within a string");
    if (kind === "u" && /^[\dA-Fa-f]{4}$/.test(this.#text.slice(this.#at + 2, this.#at + 6))) {
      this.#at += 5;
    } else if (ESCAPES.includes(kind)) {
      this.#at += 1;
    } else {
      this.#fail("has an unknown escape within a string");
    }
  }

  #word(): number | boolean | null {
    const word = this.#match(WORD);
    const value = WORDS.get(word);
    if (value !== undefined) {
      this.#at += word.length;
      return value;
    }
    const number = this.#match(NUMBER);
    if (number === "") this.#fail("has no value here");
    this.#at += number.length;
    return Number(number);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0] ?? "";
  }

  #skipSpace(): void {
    while (" \n\r\t".includes(this.#text[this.#at] ?? "x")) this.#at += 1;
  }

  #failUnlessEnded(problem: string): never {
    return this.#fail(this.#at < this.#text.length ? problem : "ends too early");
  }

  #fail(problem: string): never {
    throw new JsonFailure(problem, this.#text, this.#at);
  }
}
