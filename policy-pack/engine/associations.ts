import { type Reading, Undecidable } from "./reading.ts";
import {
  isList,
  isProperties,
  isSecret,
  isUnknown,
  type PolicyResource,
  type ResourceSet,
  type Value,
} from "./resource.ts";
import { canonicalType } from "./tokens.ts";
import { type OnRead, View } from "./view.ts";

/** Inputs by which other resources name one. */
const NAMING = [
  "bucket",
  "clusterIdentifier",
  "family",
  "functionName",
  "identifier",
  "name",
  "replicationGroupId",
];

/** Types whose one name is all that others can call them by: there a known value outweighs origins. */
const NAME_IS_IDENTITY: Readonly<Record<string, string>> = { "aws:s3/bucket:Bucket": "bucket" };

/** Resources of one type by what one of their properties says. */
interface Index {
  readonly byOrigin: ReadonlyMap<string, readonly PolicyResource[]>;
  readonly byText: ReadonlyMap<string, readonly PolicyResource[]>;
  /** With an unknown value. */
  readonly unknown: readonly PolicyResource[];
}

/**
 * The stack as a control sees it, and who names whom: by a known value (name or ARN), and by the
 * origin of a value, which is known even where the value is not. Cost: one pass over a type's
 * resources for each property that is asked for, then constant time.
 */
export class StackView {
  readonly resources: ResourceSet;
  readonly #indices: Map<string, Index>;
  readonly #onRead: OnRead | undefined;

  constructor(resources: ResourceSet, onRead?: OnRead, indices = new Map<string, Index>()) {
    this.resources = resources;
    this.#onRead = onRead;
    this.#indices = indices;
  }

  /** The same stack with another listener; what was indexed stays. */
  heardBy(onRead: OnRead | undefined): StackView {
    return new StackView(this.resources, onRead, this.#indices);
  }

  ofType(...types: string[]): View[] {
    return types.flatMap((type) => this.resources.ofType(type).map((found) => this.#view(found)));
  }

  byUrn(urn: string): View | undefined {
    const found = this.resources.byUrn(urn);
    return found && this.#view(found);
  }

  /**
   * Resources of a type that name the target in a property or below it: the policies of a bucket
   * are `related(bucket, "aws:s3/bucketPolicy:BucketPolicy", "bucket")`.
   *
   * @throws Undecidable when none is found, but one names something unknown that may be the target.
   */
  related(target: View, type: string, property: string): View[] {
    const index = this.#index(canonicalType(type), property);
    const found = new Set(index.byOrigin.get(target.urn));
    for (const name of namesOf(target.resource)) {
      for (const resource of index.byText.get(name) ?? []) found.add(resource);
    }
    const related = [...found]
      .filter((resource) => !namesAnother(resource, property, target.resource))
      .map((resource) => this.#view(resource));
    for (const view of related) this.#onRead?.(view.urn, property);
    if (related.length > 0) return related;

    const open = index.unknown.find((resource) => !this.#isPlaced(resource, property, target.type));
    if (open !== undefined) {
      this.#onRead?.(open.urn, property);
      throw new Undecidable(property, open.urn, "is unknown");
    }
    return [];
  }

  /**
   * The property of each resource of a type that says by an unknown value whom it belongs to, and may
   * belong to the target: for a control that judges all of the target's, beside those of {@link related}.
   */
  unplaced(target: View, type: string, property: string): Reading[] {
    return this.#index(canonicalType(type), property)
      .unknown.filter((resource) => !this.#isPlaced(resource, property, target.type))
      .map((resource) => this.#view(resource).at(property));
  }

  /**
   * Resources of a type that the source names in a property: the key of a bucket's encryption is
   * `references(encryption, "rules", "aws:kms/key:Key")`. Empty when it names something outside the
   * stack, or something unknown: ask the property itself which.
   */
  references(source: View, property: string, type: string): View[] {
    this.#onRead?.(source.urn, property);
    const found = new Set<PolicyResource>();
    for (const urn of source.origins(property)) {
      const origin = this.resources.byUrn(urn);
      if (origin !== undefined && canonicalType(origin.type) === canonicalType(type)) {
        found.add(origin);
      }
    }
    const names = this.#names(canonicalType(type));
    for (const text of textsIn(source.at(property).raw)) {
      for (const name of spellings(text)) {
        for (const resource of names.get(name) ?? []) found.add(resource);
      }
    }
    return [...found]
      .filter((resource) => !namesAnother(source.resource, property, resource))
      .map((resource) => this.#view(resource));
  }

  #view(resource: PolicyResource): View {
    return new View(resource, this.#onRead);
  }

  /** Whether an unknown value surely names some resource of the type, this one or another. */
  #isPlaced(resource: PolicyResource, property: string, type: string): boolean {
    return new View(resource).comesOnlyFrom(property, type);
  }

  /** Resources of a type by their own names. */
  #names(type: string): Index["byText"] {
    const key = `${type} by name`;
    const known = this.#indices.get(key);
    if (known !== undefined) return known.byText;
    const byText = new Map<string, PolicyResource[]>();
    for (const resource of this.resources.ofType(type)) {
      for (const name of new Set(namesOf(resource))) add(byText, name, resource);
    }
    this.#indices.set(key, { byOrigin: new Map(), byText, unknown: [] });
    return byText;
  }

  #index(type: string, property: string): Index {
    const key = `${type} ${property}`;
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    const byOrigin = new Map<string, PolicyResource[]>();
    const byText = new Map<string, PolicyResource[]>();
    const unknown: PolicyResource[] = [];
    for (const resource of this.resources.ofType(type)) {
      const value = new View(resource).at(property).raw;
      for (const urn of originsOf(resource, property)) add(byOrigin, urn, resource);
      for (const name of new Set(textsIn(value).flatMap(spellings))) add(byText, name, resource);
      if (hasHidden(value)) unknown.push(resource);
    }
    const index = { byOrigin, byText, unknown };
    this.#indices.set(key, index);
    return index;
  }
}

function originsOf(resource: PolicyResource, property: string): readonly string[] {
  return new View(resource).origins(property);
}

function add<T>(map: Map<string, T[]>, key: string, entry: T): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [entry]);
  else found.push(entry);
}

/** Whether a known value names another resource than its origin suggests. */
function namesAnother(source: PolicyResource, property: string, target: PolicyResource): boolean {
  const identity = NAME_IS_IDENTITY[canonicalType(target.type)];
  const name = identity === undefined ? undefined : target.inputs[identity];
  const value = new View(source).at(property).raw;
  if (typeof name !== "string" || hasHidden(value)) return false;
  const texts = textsIn(value);
  return texts.length > 0 && !texts.flatMap(spellings).includes(name);
}

function namesOf(resource: PolicyResource): string[] {
  return NAMING.flatMap((property) => {
    const name = resource.inputs[property];
    return typeof name === "string" && name !== "" ? [name] : [];
  });
}

/** What a text may name: itself, and if it is an ARN its resource part in the usual shortenings. */
function spellings(text: string): string[] {
  if (!text.startsWith("arn:")) return [text];
  const resource = text.split(":").slice(5).join(":");
  const afterType = resource.slice(resource.search(/[:/]/) + 1);
  return [text, resource, afterType, resource.slice(resource.lastIndexOf("/") + 1)];
}

/** All known texts at or below a value. */
function textsIn(value: Value | undefined): string[] {
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap(textsIn);
  return isProperties(value) ? Object.values(value).flatMap(textsIn) : [];
}

function hasHidden(value: Value | undefined): boolean {
  if (isUnknown(value) || isSecret(value)) return true;
  if (isList(value)) return value.some(hasHidden);
  return isProperties(value) && Object.values(value).some(hasHidden);
}
