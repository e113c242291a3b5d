import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

import { canonicalType, twinsOf } from "../../../policy-pack/engine/tokens.ts";
import { ROOT } from "../../support/fixtures.ts";

/** Members of an interface by name. */
type Members = ReadonlyMap<string, ts.TypeNode>;

/** What the typings of a version of `@pulumi/aws` say of resources and their inputs. */
export class ProviderTypes {
  readonly #root: string;
  readonly #arguments = new Map<string, Members | undefined>();
  #nested: ReadonlyMap<string, Members> | undefined;

  constructor(root: string = join(ROOT, "node_modules/@pulumi/aws")) {
    this.#root = root;
  }

  /** Whether the provider has a resource of that type, or of a twin of it. */
  hasType(token: string): boolean {
    return twinsOf(canonicalType(token)).some((twin) => this.#argumentsOf(twin) !== undefined);
  }

  /**
   * Whether a resource of that type or of a twin has the input, as `rules[0].bucketKeyEnabled`.
   * Below a text or a map anything may stand.
   */
  hasProperty(token: string, path: string): boolean {
    const steps = path.replaceAll(/\[\d+\]/g, "").split(".");
    return twinsOf(canonicalType(token)).some((twin) => {
      const members = this.#argumentsOf(twin);
      return members !== undefined && this.#leadsSomewhere(members, steps);
    });
  }

  #leadsSomewhere(members: Members, [step = "", ...rest]: readonly string[]): boolean {
    const type = members.get(step);
    if (type === undefined) return false;
    if (rest.length === 0) return true;
    const { refersTo, isOpen } = shapeOf(type);
    if (isOpen) return true;
    return refersTo.some((name) => {
      const below = this.#types().get(name);
      return below !== undefined && this.#leadsSomewhere(below, rest);
    });
  }

  /** Inputs of a resource: the interface `XArgs` beside its class. */
  #argumentsOf(token: string): Members | undefined {
    if (this.#arguments.has(token)) return this.#arguments.get(token);
    const [, place = "", name = ""] = token.split(":");
    const file = join(this.#root, `${place}.d.ts`);
    let found: Members | undefined;
    if (token.startsWith("aws:") && existsSync(file)) {
      for (const [interfaceName, members] of interfacesIn(parsed(file), "")) {
        if (interfaceName === `${name}Args`) found = members;
      }
    }
    this.#arguments.set(token, found);
    return found;
  }

  /** Interfaces of `inputs.*`, by their qualified names. */
  #types(): ReadonlyMap<string, Members> {
    return (this.#nested ??= new Map(
      interfacesIn(parsed(join(this.#root, "types/input.d.ts")), "inputs."),
    ));
  }
}

function parsed(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
}

function* interfacesIn(
  node: ts.SourceFile | ts.ModuleBlock,
  prefix: string,
): Generator<[string, Members]> {
  for (const statement of node.statements) {
    if (ts.isInterfaceDeclaration(statement)) {
      const members = statement.members.flatMap((member): [string, ts.TypeNode][] =>
        ts.isPropertySignature(member) && ts.isIdentifier(member.name) && member.type !== undefined
          ? [[member.name.text, member.type]]
          : [],
      );
      yield [prefix + statement.name.text, new Map(members)];
    } else if (
      ts.isModuleDeclaration(statement) &&
      statement.body !== undefined &&
      ts.isModuleBlock(statement.body)
    ) {
      yield* interfacesIn(statement.body, `${prefix}${statement.name.text}.`);
    }
  }
}

/** The nested types that a property may hold, and whether it may hold something without a type. */
function shapeOf(type: ts.TypeNode): { refersTo: string[]; isOpen: boolean } {
  const refersTo: string[] = [];
  let isOpen = false;
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.StringKeyword || node.kind === ts.SyntaxKind.AnyKeyword) {
      isOpen = true;
    }
    if (ts.isTypeReferenceNode(node)) {
      const name = nameOf(node.typeName);
      if (name.startsWith("inputs.")) refersTo.push(name);
    }
    ts.forEachChild(node, visit);
  };
  visit(type);
  return { refersTo, isOpen };
}

function nameOf(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : `${nameOf(name.left)}.${name.right.text}`;
}
