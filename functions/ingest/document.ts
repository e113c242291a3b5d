import { type Item, itemBytes, MOST_ITEM_BYTES, type TypedValue } from "./item.ts";
import { JsonFailure, JsonObject, parseJson, step, type JsonValue } from "./json.ts";
import { numberProblem } from "./number.ts";
import { onlyProblem, ProblemList, type Problems } from "./problems.ts";

/** Bytes of a document that are read: ten times DynamoDB's limit of an item, for types and escapes. */
export const MOST_DOCUMENT_BYTES = 4 * 1024 * 1024;

/** A valid item, or what is wrong. */
export type Judgement = { readonly item: Item } | Problems;

type Type = "S" | "N" | "L";

/** What an attribute must be. */
interface Rule {
  readonly type: Type;
  readonly required?: true;
  /** Bytes that DynamoDB takes of a key. */
  readonly mostBytes?: number;
  readonly oneOf?: readonly string[];
}

/** All attributes that a document may have (S-INGEST-4). Lists are of texts. */
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["ArtistID", { type: "S", required: true, mostBytes: 2048 }],
  ["ItemID", { type: "S", required: true, mostBytes: 1024 }],
  ["Features", { type: "L" }],
  ["Duration", { type: "N" }],
  ["Streams", { type: "N" }],
  ["EntityType", { type: "S", oneOf: ["Track", "Album"] }],
  ["Title", { type: "S" }],
  ["Year", { type: "N" }],
]);

const UNKNOWN = `is no attribute of an item; allowed: ${[...RULES.keys()].join(", ")}`;

const DYNAMODB_TYPES = new Set(["S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"]);

/**
 * Judges a document: JSON as DynamoDB types it, of the attributes of an item (S-INGEST-4). All that
 * is wrong is told at once; only what is no JSON can't be read on. An item's size is judged when
 * nothing else is wrong.
 */
export function judgeDocument(bytes: Uint8Array): Judgement {
  if (bytes.byteLength > MOST_DOCUMENT_BYTES) return oversize(bytes.byteLength);
  const text = textOf(bytes);
  if (text === undefined) return onlyProblem("is no UTF-8");
  if (text.trim() === "") return onlyProblem("is empty");
  const judge = new Judge();
  try {
    const value = parseJson(text, (path) => {
      judge.tell(path, "is there more than once");
    });
    return judge.document(value);
  } catch (error) {
    if (!(error instanceof JsonFailure)) throw error;
    const { message, line, column } = error;
    return onlyProblem(`is no JSON: it ${message}`, { line, column });
  }
}

/** The judgement of a document that is too large to be read. */
export function oversize(bytes: number): Problems {
  return onlyProblem(`has ${bytes} bytes; at most ${MOST_DOCUMENT_BYTES} are read`);
}

/** A byte order mark stays: it is no JSON. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

class Judge {
  readonly #problems = new ProblemList();

  tell(path: string, problem: string): void {
    this.#problems.tell({ path, problem });
  }

  /** Tells a problem in the place of a value. */
  #refuse(path: string, problem: string): TypedValue | undefined {
    this.tell(path, problem);
    return undefined;
  }

  document(value: JsonValue): Judgement {
    if (!(value instanceof JsonObject)) {
      this.tell("", `is ${kindOf(value)}; an object with the item's attributes is wanted`);
      return this.#problems.all;
    }
    const item = new Map<string, TypedValue>();
    for (const [name, typed] of value.members) {
      const judged = this.#attribute(name, typed);
      if (judged !== undefined) item.set(name, judged);
    }
    for (const [name, { required }] of RULES) {
      const has = value.members.some(([member]) => member === name);
      if (required && !has) this.tell(step(name), "is missing");
    }
    this.#consistent(item);
    const attributes = Object.fromEntries(item) as Item;
    if (this.#problems.isEmpty) this.#size(attributes);
    // Without a problem it has both keys, each of its type.
    return this.#problems.isEmpty ? { item: attributes } : this.#problems.all;
  }

  #attribute(name: string, value: JsonValue): TypedValue | undefined {
    const rule = RULES.get(name);
    const path = step(name);
    if (rule === undefined) return this.#refuse(path, UNKNOWN);
    const typed = this.#typed(path, value, rule.type);
    if (typed !== undefined && "S" in typed) this.#text(`${path}/S`, typed.S, rule);
    return typed;
  }

  /** The value of a type, where an object names that type alone. */
  #typed(path: string, value: JsonValue, type: Type): TypedValue | undefined {
    if (!(value instanceof JsonObject)) {
      const wanted = `an object with the one member ${type} is wanted`;
      return this.#refuse(path, `is ${kindOf(value)}; ${wanted}`);
    }
    const { members } = value;
    if (members.length === 0) return this.#refuse(path, `names no type; ${type} is wanted`);
    for (const [name] of members) {
      if (name === type) continue;
      const known = DYNAMODB_TYPES.has(name) ? `is of type ${name}` : "is no type of DynamoDB";
      this.tell(path + step(name), `${known}; ${type} is wanted`);
    }
    const inner = members.filter(([name]) => name === type).map(([, given]) => given);
    const judged = inner.map((given) => this.#ofType(`${path}/${type}`, given, type));
    return members.length === 1 ? judged[0] : undefined;
  }

  #ofType(path: string, value: JsonValue, type: Type): TypedValue | undefined {
    if (type === "L") return this.#list(path, value);
    if (typeof value !== "string") {
      const wanted = type === "N" ? "a number in a string" : "a string";
      return this.#refuse(path, `is ${kindOf(value)}; ${wanted} is wanted`);
    }
    if (type === "S") {
      // UTF-8 has no such thing: something else would be stored.
      return value.isWellFormed()
        ? { S: value }
        : this.#refuse(path, "has half of a surrogate pair");
    }
    const problem = numberProblem(value);
    return problem === undefined ? { N: value } : this.#refuse(path, problem);
  }

  #list(path: string, value: JsonValue): TypedValue | undefined {
    if (!isList(value)) return this.#refuse(path, `is ${kindOf(value)}; a list is wanted`);
    const texts: { S: string }[] = [];
    for (const [index, element] of value.entries()) {
      const typed = this.#typed(path + step(index), element, "S");
      if (typed !== undefined && "S" in typed) texts.push(typed);
    }
    return texts.length === value.length ? { L: texts } : undefined;
  }

  #text(path: string, text: string, { mostBytes, oneOf }: Rule): void {
    if (oneOf && !oneOf.includes(text)) this.tell(path, `is none of ${oneOf.join(", ")}`);
    if (mostBytes === undefined) return;
    const bytes = Buffer.byteLength(text);
    if (bytes === 0) this.tell(path, "is empty; DynamoDB takes no empty key");
    if (bytes > mostBytes) {
      this.tell(path, `has ${bytes} bytes; DynamoDB takes ${mostBytes} of this key`);
    }
  }

  /** ItemID says what the item is; the title may be there with or without white space. */
  #consistent(item: ReadonlyMap<string, TypedValue>): void {
    const [id, type, title] = ["ItemID", "EntityType", "Title"].map((name) => {
      const value = item.get(name);
      return value !== undefined && "S" in value ? value.S : undefined;
    });
    if (id === undefined || id === "") return;
    const path = "/ItemID/S";
    if (!/^(?:TRACK|ALBUM)#.*\S/su.test(id)) {
      this.tell(path, "is neither TRACK# nor ALBUM# with a title");
    } else if (type !== undefined && title !== undefined) {
      const fitting = `${type.toUpperCase()}#${title}`;
      if (withoutSpace(id) !== withoutSpace(fitting)) {
        this.tell(path, "does not fit EntityType and Title");
      }
    }
  }

  #size(item: Item): void {
    const bytes = itemBytes(item);
    if (bytes > MOST_ITEM_BYTES) {
      this.tell("", `is an item of ${bytes} bytes; at most ${MOST_ITEM_BYTES} are taken`);
    }
  }
}

function withoutSpace(text: string): string {
  return text.replaceAll(/\s+/gu, "");
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function kindOf(value: JsonValue): string {
  if (value === null) return "null";
  if (isList(value)) return "a list";
  if (value instanceof JsonObject) return "an object";
  return `a ${typeof value}`;
}
