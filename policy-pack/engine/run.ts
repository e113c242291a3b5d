import { StackView } from "./associations.ts";
import type { Control, RunControl } from "./control.ts";
import { Exemptions, type JudgedExemption } from "./exemptions.ts";
import {
  answer,
  type Finding,
  judge,
  type Judgement,
  type Settings,
  type Undecided,
} from "./judge.ts";
import {
  type PolicyResource,
  projectInUrn,
  ResourceSet,
  STACK_TYPE,
  stackInUrn,
} from "./resource.ts";

/** All judgements of a run. */
export interface Result {
  readonly judgements: readonly Judgement[];
  /** What is wrong and not exempt. */
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  /** The exemptions of this stack, and what became of each. */
  readonly exemptions: readonly JudgedExemption[];
}

type OnControlRead = (control: Control, urn: string, path: string) => void;

/** Judges every resource of a stack by every control that concerns it. */
export function run(
  controls: readonly Control[],
  resources: readonly PolicyResource[],
  settings: Settings = {},
  onRead?: OnControlRead,
): Result {
  const stack = new StackView(new ResourceSet(resources));
  const judged = controls.flatMap((control) => judgeAll(control, stack, settings, onRead));
  return settle(controls, judged, stack, settings);
}

/**
 * All that one control says of a stack; nothing yet if it judges the run itself.
 *
 * @param known What it said of a resource before and would say again.
 */
export function judgeAll(
  control: Control,
  stack: StackView,
  settings: Settings,
  onRead?: OnControlRead,
  known: (urn: string) => Judgement | undefined = () => undefined,
): readonly Judgement[] {
  if (control.scope === "run") return [];
  const listen =
    onRead &&
    ((urn: string, path: string) => {
      onRead(control, urn, path);
    });
  return subjectsOf(control, stack.resources).map(
    (resource) =>
      known(resource.urn) ?? judge(control, resource, stack.heardBy(listen), settings, listen),
  );
}

/** Applies the exemptions to what the controls said, and then judges the exemptions. */
export function settle(
  controls: readonly Control[],
  judged: readonly Judgement[],
  stack: StackView,
  settings: Settings,
): Result {
  const exemptions = exemptionsOf(controls, stack, settings);
  const settled = judged.map((judgement) => exempted(judgement, exemptions));
  const used = exemptions.judged();
  const judgements = [
    ...settled,
    ...controls.flatMap((control) =>
      control.scope === "run" ? judgeRun(control, stack.resources, used) : [],
    ),
  ];
  return {
    judgements,
    findings: judgements.flatMap(({ findings, exemption }) => (exemption ? [] : findings)),
    undecided: judgements.flatMap(({ undecided }) => undecided),
    exemptions: used,
  };
}

/** The exemptions that belong to a stack. */
export function exemptionsOf(
  controls: readonly Control[],
  { resources }: StackView,
  { exemptions }: Settings,
): Exemptions {
  const { all, date, controls: known = controls } = exemptions ?? { all: [], date: "" };
  const urn = resources.all[0]?.urn ?? "";
  const severities = new Map(known.map(({ id, severity }) => [id, severity]));
  return new Exemptions(all, severities, {
    project: projectInUrn(urn),
    stack: stackInUrn(urn),
    date,
  });
}

/** The judgement, its failure accepted if an exemption says so. */
export function exempted(judgement: Judgement, exemptions: Exemptions): Judgement {
  const { control, urn, outcome, undecided } = judgement;
  const exemption = outcome === "fail" ? exemptions.of(control.id, urn) : undefined;
  if (exemption === undefined) return judgement;
  return { ...judgement, exemption, outcome: undecided.length > 0 ? "undecided" : "exempt" };
}

function judgeRun(
  control: RunControl,
  resources: ResourceSet,
  exemptions: readonly JudgedExemption[],
): readonly Judgement[] {
  return resources
    .ofType(STACK_TYPE)
    .map(({ urn }) => answer(control, urn, () => control.check({ exemptions })));
}

/** The resources that get a verdict of a control. */
export function subjectsOf(control: Control, resources: ResourceSet): readonly PolicyResource[] {
  return control.types.flatMap((type) => resources.ofType(type));
}
