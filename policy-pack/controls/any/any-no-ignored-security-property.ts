import type { StackView } from "../../engine/associations.ts";
import {
  type Control,
  defineControl,
  type Settings,
  type StackContext,
} from "../../engine/control.ts";
import { judge } from "../../engine/judge.ts";
import { textsOf } from "../../engine/parameters.ts";
import type { ResourceSet } from "../../engine/resource.ts";
import { canonicalType } from "../../engine/tokens.ts";
import { expect, notApplicable } from "../../engine/verdict.ts";

/**
 * Made from the controls whose verdicts must stand: what a resource ignores is compared with what
 * they read of it when they judge this very stack.
 */
export function anyNoIgnoredSecurityProperty(others: readonly Control[]): Control {
  const readBy = readersAmong(others);
  return defineControl({
    id: "any-no-ignored-security-property",
    title: "No property that a control reads is left to drift",
    severity: "high",
    frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["CM-3", "CM-5", "CM-6"] },
    cause: "The program states what is safe, and what runs may be something else for ever.",
    remedy: "Take the property out of ignoreChanges",
    types: ["*"],
    parameters: {
      accepted: textsOf(
        [],
        "Types and properties that may be ignored, as aws:ecs/service:Service desiredCount; of one resource alone by its name, as aws:ecs/service:Service::api desiredCount.",
      ),
    },
    scope: "stack",
    check(context) {
      const { resource, parameters } = context;
      const { ignoreChanges, name } = resource.resource;
      const ignored = ignoreChanges.filter(
        (path) =>
          !parameters.accepted.includes(`${resource.type} ${path}`) &&
          !parameters.accepted.includes(`${resource.type}::${name} ${path}`),
      );
      if (ignored.length === 0) return notApplicable;
      const read = readBy(context);
      return ignored.map((path) => {
        const by = [...read].filter(([, paths]) => {
          const all = [...paths];
          return all.some((one) => isIgnored(path, one, all));
        });
        const names = by.map(([id]) => id).join(", ");
        return expect(
          by.length === 0,
          `ignoreChanges covers ${path}, which is read by ${names}`,
          path,
        );
      });
    },
  });
}

/** Paths that were read, by control. */
type Read = ReadonlyMap<string, Set<string>>;

/** What was read of all resources of a type that ignore anything, by URN. */
type ReadOfType = ReadonlyMap<string, Read>;

/**
 * Tells what each control reads of a resource, whichever resource it judges. What is asked of one
 * resource is kept for the others of its type in the same run.
 */
function readersAmong(controls: readonly Control[]): (context: StackContext) => Read {
  const kept = new WeakMap<ResourceSet, { settings: Settings; types: Map<string, ReadOfType> }>();
  return ({ resource, stack, settings }) => {
    const before = kept.get(stack.resources);
    const run =
      before?.settings === settings ? before : { settings, types: new Map<string, ReadOfType>() };
    kept.set(stack.resources, run);
    const read = run.types.get(resource.type) ?? readOf(resource.type, controls, stack, settings);
    run.types.set(resource.type, read);
    return read.get(resource.urn) ?? new Map<string, Set<string>>();
  };
}

function readOf(
  type: string,
  controls: readonly Control[],
  stack: StackView,
  settings: Settings,
): ReadOfType {
  const watched = stack.resources
    .ofType(type)
    .filter(({ ignoreChanges }) => ignoreChanges.length > 0);
  const read = new Map(watched.map(({ urn }) => [urn, new Map<string, Set<string>>()]));
  for (const control of controls) {
    if (control.scope === "run" || !looksAt(control, type)) continue;
    const listen = (urn: string, path: string) => {
      const byControl = path === "" ? undefined : read.get(urn);
      const paths = byControl?.get(control.id) ?? new Set<string>();
      byControl?.set(control.id, paths.add(path));
    };
    const subjects = control.types.flatMap((subject) => stack.resources.ofType(subject));
    const heard = stack.heardBy(listen);
    for (const subject of subjects) judge(control, subject, heard, settings, listen);
  }
  return read;
}

function looksAt({ types, related = [] }: Control, type: string): boolean {
  return [...types, ...related].some((one) => canonicalType(one) === type);
}

/** Whether an ignored path covers a read one; `*` stands for any step. */
function isIgnored(ignored: string, read: string, all: readonly string[]): boolean {
  const wanted = stepsOf(ignored);
  const steps = stepsOf(read);
  const shared = Math.min(wanted.length, steps.length);
  const meets = wanted
    .slice(0, shared)
    .every((step, index) => step === "*" || step === steps[index]);
  if (!meets) return false;
  // What is read as a whole holds what is ignored inside it; what is only gone through does not.
  return !all.some((other) => stepsOf(other).length > steps.length && isBelow(other, steps));
}

function isBelow(path: string, steps: readonly string[]): boolean {
  return steps.every((step, index) => stepsOf(path)[index] === step);
}

function stepsOf(path: string): string[] {
  return path.split(/[.[\]"]/).filter((step) => step !== "");
}
