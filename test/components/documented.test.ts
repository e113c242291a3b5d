import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

import { ROOT } from "../support/fixtures.ts";

/** Files whose members are public too, the application's contract with the infrastructure among them. */
const LIBRARIES = ["app/contract.ts", "app/logLines.ts", "components/**/*.ts", "systems/**/*.ts"];
/** Files of which only the exported declarations are public. */
const PROGRAMS = ["config/**/*.ts", "plan/**/*.ts", "tools/**/*.ts"];

/** A declaration that other files can name. */
type Declaration =
  | ts.ClassDeclaration
  | ts.FunctionDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.VariableStatement;

function isDeclaration(node: ts.Node): node is Declaration {
  return (
    ts.isClassDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isVariableStatement(node)
  );
}

function has(node: ts.Node, kind: ts.SyntaxKind): boolean {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return modifiers.some((modifier) => modifier.kind === kind);
}

function exportedFrom(source: ts.SourceFile): Declaration[] {
  return source.statements
    .filter(isDeclaration)
    .filter((declaration) => has(declaration, ts.SyntaxKind.ExportKeyword));
}

/** What a reader of the class or interface sees, but for the token, which names itself. */
function publicMembers(declaration: Declaration): ts.Node[] {
  if (ts.isInterfaceDeclaration(declaration)) return [...declaration.members];
  if (!ts.isClassDeclaration(declaration)) return [];
  return declaration.members.filter(
    (member) =>
      !ts.isConstructorDeclaration(member) &&
      !has(member, ts.SyntaxKind.PrivateKeyword) &&
      !has(member, ts.SyntaxKind.OverrideKeyword) &&
      !(member.name && ts.isPrivateIdentifier(member.name)) &&
      nameOf(member) !== "token",
  );
}

function nameOf(node: ts.Node): string {
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.map(nameOf).join(", ");
  }
  return ts.getNameOfDeclaration(node as ts.Declaration)?.getText() ?? "default";
}

function isDocumented(node: ts.Node): boolean {
  return ts.getJSDocCommentsAndTags(node).some(ts.isJSDoc);
}

/** Names that the node calls as plain functions, and whether it throws by itself. */
function conduct(root: ts.Node): { throws: boolean; calls: ReadonlySet<string> } {
  const calls = new Set<string>();
  let throws = false;
  const visit = (node: ts.Node): void => {
    if (ts.isThrowStatement(node)) throws = true;
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      calls.add(node.expression.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return { throws, calls };
}

/** Whether a throw is in the declaration, in a function of its file that it calls, or in a check. */
function throws(declaration: Declaration, source: ts.SourceFile): boolean {
  const functions = new Map(
    source.statements
      .filter(ts.isFunctionDeclaration)
      .map((statement) => [nameOf(statement), conduct(statement)]),
  );
  const seen = new Set<string>();
  const open = [conduct(declaration)];
  for (let here = open.pop(); here; here = open.pop()) {
    if (here.throws) return true;
    for (const name of here.calls) {
      const local = functions.get(name);
      // A check from another file is there to throw.
      if (local === undefined && /^check[A-Z]/.test(name)) return true;
      if (local && !seen.has(name)) open.push(local);
      seen.add(name);
    }
  }
  return false;
}

function saysWhatItCosts(node: ts.Node): boolean {
  return ts.getJSDocCommentsAndTags(node).some((doc) => /\bCost\b/.test(doc.getText()));
}

function saysWhatItThrows(node: ts.Node): boolean {
  return ts
    .getJSDocTags(node)
    .some(
      (tag) =>
        tag.tagName.text === "throws" &&
        /^\w*Error \w+/.test(ts.getTextOfJSDocComment(tag.comment) ?? ""),
    );
}

interface Finding {
  readonly place: string;
  readonly name: string;
}

/** Declarations, and members of what is exported, for which `isFine` does not hold. */
function findings(
  source: ts.SourceFile,
  nodes: readonly ts.Node[],
  isFine: (node: ts.Node) => boolean,
): Finding[] {
  return nodes
    .filter((node) => !isFine(node))
    .map((node) => {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      return { place: `${source.fileName}:${line + 1}`, name: nameOf(node) };
    });
}

function parse(fileName: string, text: string): ts.SourceFile {
  return ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
}

function filesOf(patterns: readonly string[]): ts.SourceFile[] {
  return patterns
    .flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
    .filter((file) => !file.endsWith(".test.ts"))
    .sort()
    .map((file) => parse(file, readFileSync(join(ROOT, file), "utf8")));
}

function undocumented(source: ts.SourceFile, members: boolean): Finding[] {
  const nodes = exportedFrom(source).flatMap((declaration) =>
    members ? [declaration, ...publicMembers(declaration)] : [declaration],
  );
  return findings(source, nodes, isDocumented);
}

function silentThrows(source: ts.SourceFile): Finding[] {
  const thrower = exportedFrom(source).filter(
    (declaration) =>
      (ts.isClassDeclaration(declaration) || ts.isFunctionDeclaration(declaration)) &&
      throws(declaration, source),
  );
  return findings(source, thrower, saysWhatItThrows);
}

const listed = (found: readonly Finding[]): string[] =>
  found.map(({ place, name }) => `${place} ${name}`);

describe("doc comments", () => {
  const libraries = filesOf(LIBRARIES);

  it("stand on every export of a component or system, and on its members", () => {
    assert.ok(libraries.length > 60);
    assert.deepEqual(listed(libraries.flatMap((source) => undocumented(source, true))), []);
  });

  it("stand on every export of settings, plan and tools", () => {
    const programs = filesOf(PROGRAMS);
    assert.ok(programs.length > 30);
    assert.deepEqual(listed(programs.flatMap((source) => undocumented(source, false))), []);
  });

  it("say what each component or system costs", () => {
    const silent = libraries.flatMap((source) =>
      findings(source, exportedFrom(source).filter(ts.isClassDeclaration), saysWhatItCosts),
    );
    assert.deepEqual(listed(silent), []);
  });

  it("say when a component, system or function throws", () => {
    assert.deepEqual(listed(libraries.flatMap(silentThrows)), []);
  });
});

describe("the reading of doc comments", () => {
  it("finds what has none, and lets tokens, constructors and private members be", () => {
    const source = parse(
      "a.ts",
      `const inner = 1;
export const outer = 1;
export type Kind = "a";
export interface Args { readonly size: number;
  /** Hops. */
  readonly hops: number }
/** Does something. */
export class Thing extends Base {
  static readonly token = "x";
  readonly size: number;
  #secret = 1;
  private hidden = 2;
  constructor() { super(); }
  override toString() { return ""; }
  grow() {}
}
export default function () {}`,
    );
    assert.deepEqual(listed(undocumented(source, true)), [
      "a.ts:2 outer",
      "a.ts:3 Kind",
      "a.ts:4 Args",
      "a.ts:4 size",
      "a.ts:10 size",
      "a.ts:15 grow",
      "a.ts:17 default",
    ]);
    assert.deepEqual(
      undocumented(source, false).map(({ name }) => name),
      ["outer", "Kind", "Args", "default"],
    );
  });

  it("follows a throw through functions of the file, and into checks of others", () => {
    const source = parse(
      "a.ts",
      `function inner() { throw new Error("no"); }
function middle() { inner(); middle(); }
export class Direct { constructor() { if (x) throw new Error("no"); } }
export function through() { return [1].map(() => middle()); }
export const checked = 1;
export function elsewhere() { checkReplicas(3); }
export function harmless() { nameOf(3); }
/** @throws Error when it is late. */
export function told() { inner(); }
/** @throws */
export function mute() { inner(); }`,
    );
    assert.deepEqual(
      silentThrows(source).map(({ name }) => name),
      ["Direct", "through", "elsewhere", "mute"],
    );
  });
});
