import { canonicalType } from "../engine/tokens.ts";
import { STACK_TYPE } from "../engine/resource.ts";
import type { Door, ReportedGap, ReportedResult } from "./report.ts";

/** Control, format and other characters that change what a person sees, or that no one sees. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * A text on one line on which nothing hides: white space is one space, and what is invisible or
 * turns the direction of writing is written out, as in `\u{202e}`.
 */
export function visible(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim().replaceAll(INVISIBLE, escaped);
}

/** JSON as other readers take it, with what is invisible inside texts as `\u202e`. */
export function visibleJson(value: unknown): string {
  const json = JSON.stringify(value, null, 2);
  return `${json.replaceAll(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu, jsonEscaped)}\n`;
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}}`;
}

function jsonEscaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) =>
    character.charCodeAt(index).toString(16).padStart(4, "0"),
  )
    .map((unit) => `\\u${unit}`)
    .join("");
}

/** What a report says of its levels, where they may be others than the run's; empty elsewhere. */
export function levelsNote(door: Door): string {
  return door === "preview"
    ? "Levels are the profile's, since the engine tells a pack no level of its configuration."
    : "";
}

/** The part of AWS that a type belongs to: `s3`; `stack` for what concerns no single resource. */
export function serviceOf(type: string): string {
  if (type === STACK_TYPE) return "stack";
  const [pkg = "", module = ""] = canonicalType(type).split(":");
  return pkg === "aws" ? (module.split("/")[0] ?? "") : pkg;
}

/** What could not be decided, as one sentence without a full stop. */
export function gapText({ property, reason }: ReportedGap): string {
  return property === "" ? reason : `${property} ${reason}`;
}

/** `index.ts:12`, or nothing where the line is not known. */
export function sourceText({ source }: Pick<ReportedResult, "source">): string {
  return source === undefined ? "" : `${source.file}:${source.line}`;
}

/** A share as a person reads it, rounded down so that only all of it is 100 %. */
export function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`;
}

/** `1 finding`, `2 findings`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Orders `CP-9` before `CP-10`, and `2.1.4` before `2.1.10`. */
export function byNumbers(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}
