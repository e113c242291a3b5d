import { controls } from "../../../policy-pack/controls/index.ts";
import { policiesOf } from "../../../policy-pack/engine/adapter.ts";
import type { PolicyResource } from "../../../policy-pack/engine/resource.ts";
import { run } from "../../../policy-pack/engine/run.ts";
import { levelOf, profileOf } from "../../../policy-pack/profiles.ts";
import { shippedResources, STACKS } from "../../support/stacks.ts";
import { planted } from "../reference/defect.ts";
import { defects } from "../reference/defects/index.ts";
import { analyzed } from "../support/analyzer.ts";
import { score, type Score } from "./line.ts";

/** So many planted defects are shown to the SDK as well; each takes a second or more. */
const SAMPLE = 20;

/** M15: what the real SDK reports against what the offline run says. The engine suite adds the state. */
export async function doorScore(reference: readonly PolicyResource[]): Promise<Score> {
  const shipped = await shippedResources();
  const step = Math.max(1, Math.floor(defects.length / SAMPLE));
  const broken = defects
    .filter((_, index) => index % step === 0)
    .map((defect) => planted(reference, defect).resources);
  let agreeing = 0;
  const stacks = [...shipped, reference, ...broken];
  for (const [index, resources] of stacks.entries()) {
    const profile = profileOf(STACKS[index] ?? "prod");
    const offline = run(controls, resources, { parameters: profile.parameters });
    const enforced = controls.map((control) => ({
      control,
      level: levelOf(profile, control),
      parameters: profile.parameters[control.id],
    }));
    const told = await analyzed(policiesOf(enforced), resources);
    const expected = [
      ...offline.findings.map(({ control, urn, message }) => `${control} ${urn} ${message}`),
      ...offline.undecided.map(({ control, urn }) => `${control} ${urn} Undecided`),
    ];
    const said = told.map(({ policy, urn, message }) => {
      const text = message.split("\n").at(-1) ?? "";
      return text.startsWith("Undecided")
        ? `${policy} ${urn} Undecided`
        : `${policy} ${urn} ${text.slice(0, text.lastIndexOf(". "))}`;
    });
    if (JSON.stringify(expected.sort()) === JSON.stringify(said.sort())) agreeing++;
  }
  return score(
    "M15",
    "stacks on which SDK and offline run agree, finding by finding",
    "all",
    `${agreeing} of ${stacks.length}`,
    agreeing === stacks.length,
  );
}
