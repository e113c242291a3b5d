import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import type { DataRecord } from "./data.ts";
import { factsOf } from "./types.ts";
import { madeUpOutputs } from "./typings.ts";

/** A resource that exists in the cloud. */
interface Thing {
  readonly urn: string;
  inputs: DataRecord;
  outputs: DataRecord;
}

/** What a provider answers about two versions of a resource's inputs. */
export interface Difference {
  readonly changed: readonly string[];
  /** Those of `changed` that need a new resource. */
  readonly replacing: readonly string[];
}

/**
 * A cloud in memory, which makes whatever it is asked to make: it echoes the inputs, adds what AWS
 * would compute, and remembers. Everything in it follows from the order of the calls for each
 * resource alone, never from a clock or chance.
 */
export class Cloud {
  readonly #things = new Map<string, Thing>();
  readonly #births = new Map<string, number>();
  readonly #refusals = new Set<string>();

  /** URNs of what exists, sorted. */
  get urns(): string[] {
    return [...this.#things.values()].map(({ urn }) => urn).sort();
  }

  /** Makes the next creation of the resource fail, once. */
  refuseOnce(urn: string): void {
    this.#refusals.add(urn);
  }

  /** Changes a resource behind the program's back, as a hand in the console does. */
  tamper(urn: string, changes: DataRecord): void {
    const thing = [...this.#things.values()].find((candidate) => candidate.urn === urn);
    if (thing === undefined) throw new Error(`There is no ${urn} to change.`);
    thing.inputs = { ...thing.inputs, ...changes };
    thing.outputs = { ...thing.outputs, ...changes };
  }

  /** The inputs as the provider will use them: with a name, where it would make one up. */
  check(
    type: string,
    name: string,
    seed: Uint8Array,
    inputs: DataRecord,
    old: DataRecord,
  ): DataRecord {
    if (factsOf(type).autoNamed !== true || "name" in inputs || "namePrefix" in inputs) {
      return inputs;
    }
    const suffix = createHash("sha256").update(name).update(seed).digest("hex").slice(0, 7);
    return { ...inputs, name: old["name"] ?? `${name}-${suffix}` };
  }

  diff(type: string, old: DataRecord, now: DataRecord): Difference {
    const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])]
      .filter((key) => !isDeepStrictEqual(old[key], now[key]))
      .sort();
    const { replacedBy = [] } = factsOf(type);
    return { changed, replacing: changed.filter((key) => replacedBy.includes(key)) };
  }

  /** @throws Error when {@link refuseOnce} asked for it. */
  create(urn: string, type: string, inputs: DataRecord): { id: string; outputs: DataRecord } {
    if (this.#refusals.delete(urn)) throw new Error("ThrottlingException: Rate exceeded");
    const birth = (this.#births.get(urn) ?? 0) + 1;
    this.#births.set(urn, birth);
    const id = createHash("sha256").update(`${urn}#${birth}`).digest("hex").slice(0, 17);
    const service = type.split(/[:/]/)[1] ?? type;
    const arn = `arn:aws:${service}:us-east-1:111122223333:${id}`;
    const outputs = { ...computedOutputs(type, id, arn, inputs), ...inputs };
    this.#things.set(id, { urn, inputs, outputs });
    return { id, outputs };
  }

  /** Undefined when it is gone. */
  read(id: string): Readonly<Thing> | undefined {
    return this.#things.get(id);
  }

  /** @throws Error when it is gone. */
  update(id: string, inputs: DataRecord): DataRecord {
    const thing = this.#things.get(id);
    if (thing === undefined) throw new Error(`ResourceNotFoundException: ${id}`);
    thing.outputs = afterUpdate(thing.inputs, thing.outputs, inputs);
    thing.inputs = inputs;
    return thing.outputs;
  }

  delete(id: string): void {
    this.#things.delete(id);
  }
}

/** What AWS would compute for a resource that was just made. */
export function computedOutputs(
  type: string,
  id: string,
  arn: string,
  inputs: DataRecord,
): DataRecord {
  return { ...madeUpOutputs(type, id), arn, ...factsOf(type).computed?.({ arn, inputs }) };
}

/** What is computed stays; an input that is no longer set is gone. */
export function afterUpdate(
  oldInputs: DataRecord,
  outputs: DataRecord,
  inputs: DataRecord,
): DataRecord {
  const computed = Object.entries(outputs).filter(([key]) => !(key in oldInputs));
  return { ...Object.fromEntries(computed), ...inputs };
}
