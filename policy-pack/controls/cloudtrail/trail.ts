import type { Reading } from "../../engine/reading.ts";
import { every, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { switchOf } from "../shared/switches.ts";

export const TRAIL = "aws:cloudtrail/trail:Trail";

/** An event, by what selectors can ask of it. */
export interface Recorded {
  readonly category: "Management" | "Data";
  readonly access: "read" | "write";
  /** Type and ARN of what the call is about. @default none, as management events */
  readonly resource?: { readonly type: string; readonly arn: string };
}

/** Whether a trail is one that writes at all. */
export function isLogging(trail: View): boolean {
  return switchOf(trail.at("enableLogging"), true) === true;
}

/** Whether the selectors of a trail, of either kind, let an event in. */
export function records(trail: View, event: Recorded): boolean {
  const basic = trail.at("eventSelectors").items();
  const advanced = trail.at("advancedEventSelectors").items();
  // Without selectors a trail records all management events and nothing else.
  if (basic.length + advanced.length === 0) return event.category === "Management";
  return some(
    [
      ...basic.map((selector) => () => admits(selector, event)),
      ...advanced.map((selector) => () => admitsByFields(selector, event)),
    ],
    (selects) => selects(),
  );
}

const ACCESS = { read: "ReadOnly", write: "WriteOnly" } as const;

function admits(selector: Reading, { category, access, resource }: Recorded): boolean {
  const type = selector.at("readWriteType").text ?? "All";
  if (type !== "All" && type !== ACCESS[access]) return false;
  if (category === "Management") {
    const included = switchOf(selector.at("includeManagementEvents"), true) === true;
    return included && selector.at("excludeManagementEventSources").items().length === 0;
  }
  return some(selector.at("dataResources").items(), (entry) => {
    if (resource === undefined || entry.at("type").text !== resource.type) return false;
    return some(entry.at("values").items(), (value) => isWithin(resource.arn, value.text ?? ""));
  });
}

/** Whether a value of a selector covers a bucket's objects: all of S3, or this bucket to its slash. */
function isWithin(arn: string, value: string): boolean {
  const plain = inCommercial(value);
  return plain === arn || plain === "arn:aws:s3" || plain === "arn:aws:s3:::";
}

function admitsByFields(selector: Reading, event: Recorded): boolean {
  const fields = selector.at("fieldSelectors").items();
  const named = some(fields, (field) => field.at("field").text === "eventCategory");
  return named && every(fields, (field) => admitsField(field, event));
}

/** All fields of a selector must hold; one that is not about these four narrows the selection. */
function admitsField(field: Reading, { category, access, resource }: Recorded): boolean {
  const equals = (value: string) => field.at("equals").texts().includes(value);
  switch (field.at("field").text) {
    case "eventCategory":
      return equals(category);
    case "readOnly":
      return equals(String(access === "read"));
    case "resources.type":
      return resource !== undefined && equals(resource.type);
    case "resources.ARN":
      return resource !== undefined && admitsArn(field, resource.arn);
    case undefined:
    default:
      return false;
  }
}

/** Prefixes alone can cover all objects of a bucket; an excluded one must not touch it. */
function admitsArn(field: Reading, arn: string): boolean {
  const narrowing = ["equals", "notEquals", "endsWiths", "notEndsWiths"];
  if (narrowing.some((operator) => field.at(operator).items().length > 0)) return false;
  const starts = field.at("startsWiths").items();
  const excluded = field.at("notStartsWiths").items();
  const prefixes = (item: Reading) => arn.startsWith(inCommercial(item.text ?? ""));
  return (
    (starts.length === 0 || some(starts, prefixes)) &&
    every(excluded, (item) => {
      return !prefixes(item) && !inCommercial(item.text ?? "").startsWith(arn);
    })
  );
}

function inCommercial(arn: string): string {
  return arn.replace(/^arn:aws-[a-z-]+:/, "arn:aws:");
}
