import { isDeepStrictEqual } from "node:util";

import { controls } from "../../../policy-pack/controls/index.ts";
import { planned } from "../../../policy-pack/controls/planned.ts";
import type { Judgement } from "../../../policy-pack/engine/judge.ts";
import type { PolicyResource } from "../../../policy-pack/engine/resource.ts";
import { run } from "../../../policy-pack/engine/run.ts";
import { profileOf } from "../../../policy-pack/profiles.ts";
import { shippedResources, STACKS } from "../../support/stacks.ts";
import { equivalences } from "../equivalence/classes/index.ts";
import { evasions } from "../evasion/families/index.ts";
import { planted } from "../reference/defect.ts";
import { defects } from "../reference/defects/index.ts";
import { REFERENCE_SETTINGS } from "../reference/reference.ts";
import { silenceOf } from "../reference/silence.ts";
import { controlOf, outcomeOf } from "../support/outcome.ts";
import { score, type Score } from "./line.ts";

const CONTROLS = 124;
const WHOLE_CATALOGUE = 130;
const CLASSES = 40;
const SPELLINGS = 120;
const FAMILIES = 12;
const DECIDED = 0.98;

/** M1: how much of the catalogue there is. */
export function catalogueScore(): Score {
  const there = controls.length;
  const said = `${there}, ${planned.length} planned`;
  const met = there >= CONTROLS && there + planned.length === WHOLE_CATALOGUE;
  return score("M1", "controls", `${CONTROLS} of ${WHOLE_CATALOGUE}`, said, met);
}

/** M2: verdicts at a first preview, when nothing that AWS computes is known. */
export async function decidedScores(reference: readonly PolicyResource[]): Promise<Score[]> {
  const graphs = await shippedResources();
  const asked = [...graphs, reference].map((resources, index) => {
    const stack = STACKS[index];
    const settings =
      stack === undefined ? REFERENCE_SETTINGS : { parameters: profileOf(stack).parameters };
    const { judgements } = run(controls, resources, settings);
    return judgements.filter(({ outcome }) => outcome !== "notApplicable");
  });
  // A control of every type judges every resource, and would alone outweigh the others.
  const particular = asked.map((judgements) =>
    judgements.filter(({ control }) => !control.types.includes("*")),
  );
  const stacks = [...STACKS, "reference"].join(", ");
  return [
    decidedScore(`decided at a first preview: ${stacks}`, asked),
    decidedScore("the same without the controls of every type", particular),
  ];
}

function decidedScore(target: string, stacks: readonly (readonly Judgement[])[]): Score {
  const shares = stacks.map(
    (judgements) =>
      judgements.filter(({ outcome }) => outcome !== "undecided").length / judgements.length,
  );
  const said = shares.map((share) => `${(share * 100).toFixed(1)} %`).join(", ");
  const met = shares.every((share) => share >= DECIDED);
  return score("M2", target, `≥ ${DECIDED * 100} %`, said, met);
}

/** M3: what a failing control reads made unknown: in turn, by property, by resource, and all of it. */
export function silenceScore(reference: readonly PolicyResource[]): Score {
  let tried = 0;
  let silent = 0;
  for (const defect of defects) {
    const { resources, urn } = planted(reference, defect);
    const control = controlOf(defect.control);
    if (control.scope === "run") continue;
    const silence = silenceOf(control, resources, urn);
    tried += silence.tried;
    silent += silence.silent.length;
  }
  const said = `${silent} of ${tried}`;
  return score("M3", "findings silenced by an unknown", "0", said, silent === 0 && tried > 0);
}

/** M4: one meaning, one answer. */
export function equivalenceScore(): Score {
  const agreeing = equivalences.filter(({ control, outcome, forms, settings }) =>
    Object.values(forms).every((resources) => outcomeOf(control, resources, settings) === outcome),
  ).length;
  const said = `${agreeing} of ${equivalences.length}`;
  const met = agreeing === equivalences.length && agreeing >= CLASSES;
  return score("M4", "classes of spellings with one answer", `all of ≥ ${CLASSES}`, said, met);
}

/** M5: spellings that try to slip through, and their harmless twins. */
export function evasionScore(): Score {
  const families = new Set(evasions.map(({ family }) => family)).size;
  const escaped = evasions.filter(
    ({ control, evil, settings }) => outcomeOf(control, evil, settings) !== "fail",
  ).length;
  const alarms = evasions.filter(({ control, benign, settings }) =>
    ["fail", "undecided"].includes(outcomeOf(control, benign, settings)),
  ).length;
  return score(
    "M5",
    "evasions",
    `≥ ${SPELLINGS} in ≥ ${FAMILIES} families, 0 escapes, 0 false alarms`,
    `${evasions.length} in ${families}, ${escaped} escapes, ${alarms} false alarms`,
    evasions.length >= SPELLINGS && families >= FAMILIES && escaped + alarms === 0,
  );
}

/** M6: planted defects, and who notices what. */
export function defectScore(reference: readonly PolicyResource[]): Score {
  const clean = run(controls, reference, REFERENCE_SETTINGS);
  let found = 0;
  let astray = 0;
  for (const defect of defects) {
    const { resources, urn } = planted(reference, defect);
    const { findings } = run(controls, resources, REFERENCE_SETTINGS);
    if (findings.some((one) => one.control === defect.control && one.urn === urn)) found++;
    const others = findings.filter((one) => one.control !== defect.control || one.urn !== urn);
    const noticing = [...new Set(others.map(({ control: id }) => id))].sort();
    // An overlap that was reviewed and is gone is a fault too.
    if (!isDeepStrictEqual(noticing, Object.keys(defect.also ?? {}).sort())) astray++;
  }
  // The control of the exemptions judges no resource; its own test plants bad exemptions.
  const judging = controls.filter(({ scope }) => scope !== "run");
  const tried = new Set(defects.map(({ control }) => control)).size;
  return score(
    "M6",
    "planted defects noticed where they are, and by nobody else",
    "all, one a control at least, nothing on the clean stack",
    `${found} of ${defects.length} over ${tried} controls, ${astray} astray, ${clean.findings.length} findings when clean`,
    found === defects.length &&
      astray === 0 &&
      clean.findings.length === 0 &&
      tried === judging.length,
  );
}
