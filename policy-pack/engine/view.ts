import { Reading } from "./reading.ts";
import { isList, isUnknown, type PolicyResource, typeInUrn } from "./resource.ts";
import { canonicalType } from "./tokens.ts";

/** Told of each property that a control looks at. */
export type OnRead = (urn: string, path: string) => void;

/** A resource as a control sees it: nothing unknown can be taken for something else. */
export class View {
  readonly resource: PolicyResource;
  /** Canonical, so that twins need no thought. */
  readonly type: string;
  readonly #root: Reading;

  constructor(resource: PolicyResource, onRead?: OnRead) {
    this.resource = resource;
    this.type = canonicalType(resource.type);
    const { urn, inputs } = resource;
    const tell =
      onRead &&
      ((path: string) => {
        onRead(urn, path);
      });
    this.#root = new Reading({ urn, onRead: tell }, "", inputs);
  }

  get urn(): string {
    return this.resource.urn;
  }

  /** Logical name. */
  get name(): string {
    return this.resource.name;
  }

  /** A property, as `versioningConfiguration.status`. */
  at(path: string): Reading {
    return this.#root.at(path);
  }

  /** The first of several spellings of one property that is there; the first one if none is. */
  either(path: string, ...others: string[]): Reading {
    const readings = [path, ...others].map((spelling) => this.at(spelling));
    return readings.find(({ kind }) => kind !== "absent") ?? this.at(path);
  }

  /** All top-level properties. */
  entries(): [key: string, value: Reading][] {
    return this.#root.entries();
  }

  /**
   * Whether a property's value came from a resource of one of these types, which is known even
   * where the value is not. Only on the second look at a resource: see the README.
   */
  comesFrom(path: string, ...types: string[]): boolean {
    const wanted = types.map(canonicalType);
    return this.origins(path).some((urn) => wanted.includes(canonicalType(typeInUrn(urn))));
  }

  /**
   * Whether all that is unknown in a property came from resources of these types, as far as its
   * origins tell: in a list with more unknown elements than those, one may be anybody's.
   */
  comesOnlyFrom(path: string, ...types: string[]): boolean {
    const wanted = types.map(canonicalType);
    const origins = this.origins(path).filter((urn) =>
      wanted.includes(canonicalType(typeInUrn(urn))),
    );
    const { raw } = this.at(path);
    const unknown = isList(raw) ? raw.filter(isUnknown).length : 1;
    return origins.length >= Math.max(unknown, 1);
  }

  /** URNs that a property's value came from. */
  origins(path: string): readonly string[] {
    const [property = ""] = path.split(/[.[]/);
    const origins = this.resource.propertyDependencies;
    return (Object.hasOwn(origins, property) ? origins[property] : undefined) ?? [];
  }
}
