import assert from "node:assert/strict";

import { controls } from "../../../policy-pack/controls/index.ts";
import type { Control } from "../../../policy-pack/engine/control.ts";
import { StackView } from "../../../policy-pack/engine/associations.ts";
import {
  type PolicyResource,
  ResourceSet,
  type Value,
} from "../../../policy-pack/engine/resource.ts";
import { judge, type Judgement, type Settings } from "../../../policy-pack/engine/judge.ts";
import { run } from "../../../policy-pack/engine/run.ts";
import { ProviderTypes } from "./provider.ts";
import { blinded, changed, PROVIDER, STACK } from "./resources.ts";

const provider = new ProviderTypes();

/** One change of a compliant stack, and what the control then says. */
export interface Case {
  /** Behind "fails when" or "accepts". */
  readonly title: string;
  /** Logical name of the resource that changes. @default the subject */
  readonly of?: string;
  readonly path: string;
  /** Without it the property is left out. */
  readonly value?: Value;
  /** Exact messages; none for a change that is as good. */
  readonly messages?: readonly string[];
}

/** How a control is shown to work. */
export interface Behaviour {
  readonly control: Control;
  /** A stack that complies; provider and stack resource are added. */
  readonly compliant: readonly PolicyResource[];
  /** Logical name of the resource that is judged. */
  readonly subject: string;
  readonly settings?: Settings;
  readonly fails: readonly Case[];
  readonly accepts?: readonly Case[];
  /**
   * Properties that the control reads and can do without, each of which a reviewer can explain:
   * `name: path`. All others make it undecided when they are unknown.
   */
  readonly dispensable?: readonly string[];
}

/** What a control says of one resource of a stack, by its logical name. */
export function judged(
  control: Control,
  resources: readonly PolicyResource[],
  subject: string,
  settings: Settings = {},
): Judgement {
  const { judgements } = run([control], [STACK, PROVIDER, ...resources], settings);
  const found = judgements.filter(({ urn }) => urn.split("::").at(-1) === subject);
  const [judgement, ...more] = found;
  assert.ok(judgement && more.length === 0, `${found.length} judgements of ${subject}`);
  return judgement;
}

/** The messages of a failing judgement, or its outcome if it is another. */
export function said(judgement: Judgement): readonly string[] | string {
  const { outcome, findings } = judgement;
  return outcome === "fail" ? findings.map(({ message }) => message) : outcome;
}

/** The suite that every control has; tests of what is special about one stand beside it. */
export function itBehaves(behaviour: Behaviour): void {
  const { control, compliant, subject, settings = {}, dispensable = [] } = behaviour;
  const ask = (resources: readonly PolicyResource[]) =>
    judged(control, resources, subject, settings);

  it("is in the pack", () => {
    assert.ok(controls.includes(control));
  });

  it("passes a compliant resource", () => {
    const { outcome, findings, undecided } = ask(compliant);
    assert.deepEqual(
      { outcome, findings, undecided },
      { outcome: "pass", findings: [], undecided: [] },
    );
  });

  for (const { title, of = subject, path, value, messages = [] } of behaviour.fails) {
    it(`fails when ${title}`, () => {
      assert.notEqual(messages.length, 0, "a failure has a message");
      assert.deepEqual(said(ask(changed(compliant, of, path, value))), messages);
    });
  }

  for (const { title, of = subject, path, value } of behaviour.accepts ?? []) {
    it(`accepts ${title}`, () => {
      assert.equal(said(ask(changed(compliant, of, path, value))), "pass");
    });
  }

  it("M14: reads only properties that the provider has", () => {
    const { fails, accepts = [] } = behaviour;
    const stacks = [...fails, ...accepts].map(({ of = subject, path, value }) =>
      changed(compliant, of, path, value),
    );
    const dead = [compliant, ...stacks]
      .flatMap((stack) => propertiesRead(control, stack, subject, settings))
      .filter(({ type, path }) => type.startsWith("aws:") && !provider.hasProperty(type, path));
    assert.deepEqual([...new Set(dead.map(({ type, path }) => `${type} ${path}`))], []);
  });

  it("is undecided, never silent, when a property that it reads is unknown", () => {
    const read = propertiesRead(control, compliant, subject, settings);
    assert.notEqual(read.length, 0, "it reads nothing");
    const silent = read.filter(({ urn, path }) => {
      const { outcome } = ask(blinded(compliant, urn, path));
      return outcome === "pass" || outcome === "notApplicable";
    });
    const names = silent.map(({ urn, path }) => `${urn.split("::").at(-1) ?? ""}: ${path}`);
    assert.deepEqual(names.sort(), [...dispensable].sort());
  });

  it("neither breaks nor passes by mistake on values of the wrong type", () => {
    for (const { urn, path } of propertiesRead(control, compliant, subject, settings)) {
      for (const value of [17, "nonsense", true, [], {}, [[null]], { a: { b: [1] } }]) {
        const name = urn.split("::").at(-1) ?? "";
        const { undecided } = ask(changed(compliant, name, path, value));
        const defects = undecided.filter(({ defect }) => defect);
        assert.deepEqual(defects, [], `${name}: ${path} is ${JSON.stringify(value)}`);
      }
    }
  });

  it("does not break on a resource with nothing set", () => {
    const bare = compliant.map((entry) =>
      entry.name === subject ? { ...entry, inputs: {}, propertyDependencies: {} } : entry,
    );
    assert.deepEqual(
      ask(bare).undecided.filter(({ defect }) => defect),
      [],
    );
  });
}

/** The properties that a control looks at when it judges a resource. */
function propertiesRead(
  control: Control,
  resources: readonly PolicyResource[],
  subject: string,
  settings: Settings,
): { urn: string; type: string; path: string }[] {
  const all = new ResourceSet([STACK, PROVIDER, ...resources]);
  const target = all.all.find(({ name }) => name === subject);
  assert.ok(target, `no resource ${subject}`);
  const read = new Map<string, { urn: string; type: string; path: string }>();
  const listen = (urn: string, path: string) => {
    // Nothing above the properties, and not the provider, of which a test of the engine's takes care.
    if (path !== "" && urn !== PROVIDER.urn) {
      read.set(`${urn} ${path}`, { urn, type: all.byUrn(urn)?.type ?? "", path });
    }
  };
  assert.ok(control.scope !== "run");
  judge(control, target, new StackView(all, listen), settings, listen);
  return [...read.values()];
}
