import assert from "node:assert/strict";

import { controls } from "../../../policy-pack/controls/index.ts";
import type { Control } from "../../../policy-pack/engine/control.ts";
import type { Judgement, Settings } from "../../../policy-pack/engine/judge.ts";
import type { PolicyResource } from "../../../policy-pack/engine/resource.ts";
import { run } from "../../../policy-pack/engine/run.ts";
import { PROVIDER, STACK } from "./resources.ts";

/** The control of that id. */
export function controlOf(id: string): Control {
  const control = controls.find((known) => known.id === id);
  assert.ok(control, `no control ${id}`);
  return control;
}

/** What a control says of hand-made resources as a whole: the worst that it says of one. */
export function outcomeOf(
  id: string,
  resources: readonly PolicyResource[],
  settings: Settings = {},
): Judgement["outcome"] {
  const { judgements } = run([controlOf(id)], [STACK, PROVIDER, ...resources], settings);
  const outcomes = judgements.map(({ outcome }) => outcome);
  const worst = (["fail", "undecided", "pass"] as const).find((one) => outcomes.includes(one));
  return worst ?? "notApplicable";
}
