// How a service's tasks are replaced: what settings and components both check.

/** How the tasks of a new revision take over. */
export interface DeploymentSettings {
  /**
   * rolling: task by task. blueGreen: all new tasks stand beside the former ones, then take all
   * requests at once. canary: as blueGreen, but a share of the requests goes first.
   * @default "rolling"
   */
  readonly strategy?: "rolling" | "blueGreen" | "canary" | undefined;
  /** Share of the wanted tasks that stays healthy, percent; of rolling. @default 50 */
  readonly minimumHealthyPercent?: number | undefined;
  /** Share of the wanted tasks that may run, percent; of rolling. @default 200 */
  readonly maximumPercent?: number | undefined;
  /** Share of the requests that the new tasks get first, percent; of canary. @default 10 */
  readonly canaryPercent?: number | undefined;
  /** Minutes for which they get that share only; of canary. @default 10 */
  readonly canaryMinutes?: number | undefined;
  /**
   * Minutes for which the former tasks stay while the new ones have all requests; of blueGreen and
   * canary. @default 10
   */
  readonly bakeMinutes?: number | undefined;
}

type Field = Exclude<keyof DeploymentSettings, "strategy">;

/** Fields that say something, by strategy. */
const FIELDS: Readonly<Record<NonNullable<DeploymentSettings["strategy"]>, readonly Field[]>> = {
  rolling: ["minimumHealthyPercent", "maximumPercent"],
  blueGreen: ["bakeMinutes"],
  canary: ["canaryPercent", "canaryMinutes", "bakeMinutes"],
};

const ALL_FIELDS = [...new Set(Object.values(FIELDS).flat())];

/** Minutes that it takes an alarm to go off, at least, and that ECS waits, at most. */
const MINUTES = { least: 5, most: 1_440 } as const;

/**
 * Bounds of the fields. ECS takes 0.1–100 % and 0–1440 minutes; a canary that most requests meet is
 * none. Source: Amazon ECS API Reference, "CanaryConfiguration" and "DeploymentConfiguration".
 */
export const DEPLOYMENT_BOUNDS = {
  minimumHealthyPercent: { least: 0, most: 100 },
  maximumPercent: { least: 100, most: 200 },
  canaryPercent: { least: 1, most: 50 },
  canaryMinutes: MINUTES,
  bakeMinutes: MINUTES,
} as const satisfies Record<Field, { least: number; most: number }>;

/** Whether a deployment moves requests from one target group to another. */
export function shiftsTraffic({ strategy = "rolling" }: DeploymentSettings): boolean {
  return strategy !== "rolling";
}

/** Field that is wrong, and what it may be. */
export interface DeploymentProblem {
  /** Its key below the deployment. */
  readonly field: Field;
  /** What may stand there. */
  readonly allowed: string;
}

/** What contradicts itself in how a service is deployed. */
export function deploymentProblems(deployment: DeploymentSettings): DeploymentProblem[] {
  const { strategy = "rolling", minimumHealthyPercent = 50, maximumPercent = 200 } = deployment;
  const idle = ALL_FIELDS.filter(
    (field) => deployment[field] !== undefined && !FIELDS[strategy].includes(field),
  ).map((field) => ({
    field,
    allowed: `nothing with strategy ${strategy}, which has no use of it`,
  }));
  if (strategy !== "rolling" || minimumHealthyPercent < 100 || maximumPercent > 100) return idle;
  const allowed = "more than 100 when minimumHealthyPercent is 100";
  return [...idle, { field: "maximumPercent", allowed }];
}
