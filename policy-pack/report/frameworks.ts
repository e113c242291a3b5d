import type { Frameworks } from "../engine/control.ts";
import { OUTCOMES } from "./reading.ts";
import type { Outcome, Report, ReportedControl } from "./report.ts";
import { byNumbers } from "./text.ts";

/** A catalogue of requirements that controls refer to. */
export interface Framework {
  readonly key: keyof Frameworks;
  /** As in a label: `CIS v3.0`. */
  readonly short: string;
  readonly name: string;
  /** @default it has none */
  readonly version?: string;
  readonly organization: string;
  readonly address: string;
}

const SECURITY_HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide";

/** In the order of the reports. */
export const FRAMEWORKS: readonly Framework[] = [
  {
    key: "nist",
    short: "NIST 800-53 r5",
    name: "NIST SP 800-53 r5",
    version: "5",
    organization: "National Institute of Standards and Technology",
    address: "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final",
  },
  {
    key: "cis3",
    short: "CIS v3.0",
    name: "CIS AWS Foundations Benchmark v3.0",
    version: "3.0",
    organization: "Center for Internet Security",
    address: "https://www.cisecurity.org/benchmark/amazon_web_services",
  },
  {
    key: "cis7",
    short: "CIS v7.0",
    name: "CIS AWS Foundations Benchmark v7.0",
    version: "7.0",
    organization: "Center for Internet Security",
    address: "https://www.cisecurity.org/benchmark/amazon_web_services",
  },
  {
    key: "fsbp",
    short: "FSBP",
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    organization: "Amazon Web Services",
    address: `${SECURITY_HUB}/fsbp-standard.html`,
  },
  {
    key: "securityHub",
    short: "Security Hub",
    name: "AWS Security Hub controls outside FSBP",
    organization: "Amazon Web Services",
    address: `${SECURITY_HUB}/securityhub-controls-reference.html`,
  },
];

/** What a control helps to meet of one framework. */
export function requirementsOf(frameworks: Frameworks, { key }: Framework): readonly string[] {
  return frameworks[key] ?? [];
}

/** Where AWS tells of the check that a control is like, if there is one: `S3.8`. */
export function addressOf({ fsbp, securityHub = [] }: Frameworks): string | undefined {
  const [id] = [...fsbp, ...securityHub];
  const [service = "", number = ""] = id?.toLowerCase().split(".") ?? [];
  return id && `${SECURITY_HUB}/${service}-controls.html#${service}-${number}`;
}

/** A requirement, the controls that help to meet it, and what they say of a stack. */
export interface MatrixRow<C extends { readonly frameworks: Frameworks } = ReportedControl> {
  readonly requirement: string;
  readonly controls: readonly C[];
}

/** Requirements of a framework that any of the controls names, in the framework's order. */
export function matrixOf<C extends { readonly frameworks: Frameworks }>(
  controls: readonly C[],
  framework: Framework,
): readonly MatrixRow<C>[] {
  const pairs = controls.flatMap((control) =>
    requirementsOf(control.frameworks, framework).map((requirement) => ({ requirement, control })),
  );
  return [...Map.groupBy(pairs, ({ requirement }) => requirement)]
    .map(([requirement, found]) => ({ requirement, controls: found.map(({ control }) => control) }))
    .sort((a, b) => byNumbers(a.requirement, b.requirement));
}

export type Counts = Readonly<Record<Outcome, number>>;

/** Numbers of results by control and outcome. */
export function countsOf(report: Report): (controls: readonly ReportedControl[]) => Counts {
  const byControl = Map.groupBy(report.results, ({ control }) => control);
  return (controls) => {
    const results = controls.flatMap(({ id }) => byControl.get(id) ?? []);
    const count = (wanted: Outcome) => results.filter(({ outcome }) => outcome === wanted).length;
    return {
      fail: count("fail"),
      undecided: count("undecided"),
      exempt: count("exempt"),
      pass: count("pass"),
    };
  };
}

/** The gravest outcome that occurs, or that there was nothing to judge. */
export function stateOf(counts: Counts): Outcome | "not judged" {
  return OUTCOMES.find((outcome) => counts[outcome] > 0) ?? "not judged";
}
