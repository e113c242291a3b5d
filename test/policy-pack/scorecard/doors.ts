import { readFileSync } from "node:fs";
import { join } from "node:path";

import { readConfiguration } from "../../../policy-pack/configuration.ts";
import { controls } from "../../../policy-pack/controls/index.ts";
import { policiesOf } from "../../../policy-pack/engine/adapter.ts";
import { type Exemption, readExemptions } from "../../../policy-pack/engine/exemptions.ts";
import type { Settings } from "../../../policy-pack/engine/judge.ts";
import {
  type PolicyResource,
  stackInUrn,
  type Value,
} from "../../../policy-pack/engine/resource.ts";
import { run } from "../../../policy-pack/engine/run.ts";
import { type Level, levelOf, profileOf } from "../../../policy-pack/profiles.ts";
import { ROOT } from "../../support/fixtures.ts";
import { shippedResources } from "../../support/stacks.ts";
import { planted } from "../reference/defect.ts";
import { defects } from "../reference/defects/index.ts";
import { analyzed, type Diagnostic } from "../support/analyzer.ts";
import { PackProcess } from "../support/packProcess.ts";
import { score, type Score } from "./line.ts";

/** So many planted defects are shown to the SDK as well; each takes a second or more. */
const SAMPLE = 20;
const DAY = 86_400_000;

type Raw = Readonly<Record<string, Value>>;

/** What a person may configure. The engine fills in the defaults of all that is not said. */
const CONFIGURED: Raw = {
  all: "advisory",
  settings: { enforcementLevel: "advisory", ownsAccountBaseline: true, undecided: "show" },
  "s3-bucket-sse-kms": { enforcementLevel: "mandatory", s3KeyRoles: [] },
  "secret-rotation": { acceptManual: false },
  "sns-kms": "disabled",
};

/**
 * M15: what the engine is told against what the offline run says, to the level and the word. The
 * engine suite adds the real engine and the state.
 */
export async function doorScores(reference: readonly PolicyResource[]): Promise<Score[]> {
  const shipped = await shippedResources();
  const step = Math.max(1, Math.floor(defects.length / SAMPLE));
  const broken = defects
    .filter((_, index) => index % step === 0)
    .map((defect) => planted(reference, defect).resources);
  const whole = [...shipped, reference];
  const inSdk = [
    ...whole.map((resources) => sdkAgrees(resources, [])),
    ...broken.map((resources) => sdkAgrees(resources, exemptionsOf(resources))),
  ];
  const inProcess = [
    ...[...whole, ...broken.slice(0, 1)].map(
      (resources) => () => processAgrees(resources, CONFIGURED),
    ),
    ...broken.slice(0, 1).map((resources) => () => processAgrees(resources, {})),
  ];
  return [
    await agreement("SDK and offline run on a stack, exemptions included", inSdk),
    await agreement("the pack's own process and offline run, configured", inProcess),
  ];
}

async function agreement(who: string, tasks: readonly (() => Promise<boolean>)[]): Promise<Score> {
  let agreeing = 0;
  // One after the other: the SDK holds one configuration.
  for (const task of tasks) if (await task()) agreeing++;
  return score(
    "M15",
    `the same resources, levels and messages: ${who}`,
    "all",
    `${agreeing} of ${tasks.length}`,
    agreeing === tasks.length,
  );
}

function sdkAgrees(
  resources: readonly PolicyResource[],
  exemptions: readonly Exemption[],
): () => Promise<boolean> {
  const profile = profileOf(stackOf(resources));
  const enforced = controls.map((control) => ({
    control,
    level: levelOf(profile, control),
    parameters: profile.parameters[control.id],
  }));
  const levels = Object.fromEntries(enforced.map(({ control, level }) => [control.id, level]));
  const { parameters } = profile;
  return async () =>
    agree(
      await analyzed(policiesOf(enforced, { exemptions }).run, resources),
      offline(resources, levels, { parameters, exemptions: dated(exemptions) }),
    );
}

async function processAgrees(
  resources: readonly PolicyResource[],
  configuration: Raw,
): Promise<boolean> {
  const stack = stackOf(resources);
  const pack = await PackProcess.start(stack);
  try {
    await pack.configure(configuration);
    const told = await pack.diagnostics(resources);
    const { levels, parameters, settings } = readConfiguration(
      configuration,
      controls,
      profileOf(stack),
    );
    const { ownAccounts, ownsAccountBaseline } = settings;
    const file = readFileSync(join(ROOT, "policy-pack/exemptions.json"), "utf8");
    const expected = offline(
      resources,
      levels,
      {
        environment: ownsAccountBaseline === undefined ? {} : { ownsAccountBaseline },
        ownAccounts,
        parameters,
        exemptions: dated(readExemptions(JSON.parse(file) as Value)),
      },
      settings.undecided !== "show",
    );
    return agree(told, expected);
  } finally {
    pack.stop();
  }
}

/** What the engine ought to be told, as `level control urn: message`. */
function offline(
  resources: readonly PolicyResource[],
  levels: Readonly<Record<string, Level>>,
  settings: Settings,
  blocks = true,
): string[] {
  const running = controls.filter(({ id }) => levels[id] !== "disabled");
  const { judgements } = run(running, resources, settings);
  return judgements.flatMap(({ control: { id }, urn, findings, undecided, exemption }) => {
    const level = levels[id] ?? "";
    return [
      ...findings.map(({ message, remedy }) =>
        exemption === undefined
          ? `${level} ${id} ${urn}: ${message}. ${remedy}`
          : `advisory ${id} ${urn}: Exempt until ${exemption.expires} ` +
            `(${exemption.owner}: ${exemption.reason}): ${message}`,
      ),
      ...undecided.map(({ property, reason, defect }) => {
        const what = property === "" ? reason : `${property} ${reason}`;
        return `${blocks || defect ? level : "advisory"} ${id} ${urn}: Undecided: ${what}`;
      }),
    ];
  });
}

function agree(told: readonly Diagnostic[], expected: readonly string[]): boolean {
  const lines = told.map(({ policy, urn, level, message }) => {
    // The SDK puts the title of the control before it.
    const said = message.slice(message.indexOf("\n") + 1);
    return `${level} ${policy} ${urn}: ${said}`;
  });
  return JSON.stringify(lines.sort()) === JSON.stringify([...expected].sort());
}

/** One that accepts the first finding it may, one that is late, and one of nothing. */
function exemptionsOf(resources: readonly PolicyResource[]): Exemption[] {
  const { parameters } = profileOf(stackOf(resources));
  const { findings } = run(controls, resources, { parameters });
  const [first, second = first] = findings;
  if (first === undefined || second === undefined) return [];
  const expires = new Date(Date.now() + 30 * DAY).toISOString().slice(0, "2026-11-22".length);
  const good = { reason: "It goes in spring, see the ticket", owner: "platform-team", expires };
  return [
    { ...good, control: first.control, urn: first.urn },
    { ...good, control: second.control, urn: second.urn, expires: "2026-01-31" },
    { ...good, control: first.control, urn: `${first.urn}-gone` },
  ];
}

function dated(all: readonly Exemption[]): Settings["exemptions"] {
  return { all, date: new Date().toISOString().slice(0, "2026-11-22".length), controls };
}

function stackOf([first]: readonly PolicyResource[]): string {
  return stackInUrn(first?.urn ?? "");
}
