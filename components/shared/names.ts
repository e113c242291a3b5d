/**
 * The abbreviations and length limits of physical names (P-NAME).
 *
 * `autoNamed` types get seven random hex digits from Pulumi behind the name, so that a replacement
 * can exist beside its predecessor (T38, T70); their logical name is the P-NAME prefix. The others
 * have the fixed physical name, known before anything exists.
 */
interface NameRule {
  /** Stands in the name between environment and identifier. */
  readonly abbreviation: string;
  /** Characters that the service accepts. */
  readonly limit: number;
  readonly autoNamed?: true;
}

/** Limits are AWS's own; each is in the service's API reference under the create call. */
const NAME_RULES = {
  "load-balancer": { abbreviation: "alb", limit: 32, autoNamed: true },
  "target-group": { abbreviation: "tg", limit: 32, autoNamed: true },
  "security-group": { abbreviation: "sg", limit: 255, autoNamed: true },
  "launch-template": { abbreviation: "lt", limit: 128, autoNamed: true },
  "database-subnets": { abbreviation: "dbsn", limit: 255, autoNamed: true },
  "database-parameters": { abbreviation: "dbpg", limit: 255, autoNamed: true },
  "cache-subnets": { abbreviation: "csn", limit: 255, autoNamed: true },
  "cache-parameters": { abbreviation: "cpg", limit: 255, autoNamed: true },
  "memory-subnets": { abbreviation: "msn", limit: 255, autoNamed: true },
  "memory-parameters": { abbreviation: "mpg", limit: 255, autoNamed: true },
  "web-acl": { abbreviation: "waf", limit: 128, autoNamed: true },
  "origin-access": { abbreviation: "oac", limit: 64, autoNamed: true },
  "response-headers": { abbreviation: "headers", limit: 128, autoNamed: true },
  "log-delivery": { abbreviation: "delivery", limit: 60, autoNamed: true },
  "backup-plan": { abbreviation: "backup", limit: 50, autoNamed: true },
  "backup-selection": { abbreviation: "selection", limit: 50, autoNamed: true },
  role: { abbreviation: "role", limit: 64 },
  "auto-scaling-group": { abbreviation: "asg", limit: 255 },
  "instance-profile": { abbreviation: "profile", limit: 128 },
  policy: { abbreviation: "policy", limit: 128 },
  group: { abbreviation: "group", limit: 128 },
  user: { abbreviation: "user", limit: 64 },
  bucket: { abbreviation: "s3", limit: 63 },
  table: { abbreviation: "table", limit: 255 },
  repository: { abbreviation: "ecr", limit: 256 },
  cluster: { abbreviation: "ecs", limit: 255 },
  service: { abbreviation: "svc", limit: 255 },
  task: { abbreviation: "task", limit: 255 },
  database: { abbreviation: "db", limit: 63 },
  snapshot: { abbreviation: "final", limit: 255 },
  "backup-vault": { abbreviation: "vault", limit: 50 },
  cache: { abbreviation: "cache", limit: 40 },
  "memory-cluster": { abbreviation: "mdb", limit: 40 },
  "memory-acl": { abbreviation: "macl", limit: 40 },
  "memory-user": { abbreviation: "muser", limit: 40 },
  "log-policy": { abbreviation: "logs", limit: 512 },
  vpc: { abbreviation: "vpc", limit: 255 },
  subnet: { abbreviation: "subnet", limit: 255 },
  "route-table": { abbreviation: "rt", limit: 255 },
  "network-acl": { abbreviation: "nacl", limit: 255 },
  gateway: { abbreviation: "gw", limit: 255 },
  endpoint: { abbreviation: "vpce", limit: 255 },
  address: { abbreviation: "eip", limit: 255 },
  "flow-log": { abbreviation: "fl", limit: 255 },
  peering: { abbreviation: "pcx", limit: 255 },
  instance: { abbreviation: "ec2", limit: 255 },
  "file-system": { abbreviation: "efs", limit: 255 },
  function: { abbreviation: "fn", limit: 64 },
  "edge-function": { abbreviation: "cff", limit: 64 },
  "user-pool": { abbreviation: "pool", limit: 128 },
  queue: { abbreviation: "sqs", limit: 80 },
  topic: { abbreviation: "topic", limit: 256 },
  alarm: { abbreviation: "alarm", limit: 255 },
  budget: { abbreviation: "budget", limit: 100 },
  dashboard: { abbreviation: "dash", limit: 255 },
  "event-rule": { abbreviation: "rule", limit: 64 },
  schedule: { abbreviation: "schedule", limit: 64 },
  trail: { abbreviation: "trail", limit: 128 },
  analyzer: { abbreviation: "analyzer", limit: 255 },
  "config-rule": { abbreviation: "config", limit: 128 },
  "cost-anomalies": { abbreviation: "cost", limit: 1024 },
  "schedule-group": { abbreviation: "schedules", limit: 64 },
} as const satisfies Record<string, NameRule>;

/** A kind of resource that has a P-NAME name. */
export type NamedType = keyof typeof NAME_RULES;

/** Hyphen and seven hex digits that Pulumi's auto-naming appends. */
const AUTO_NAME_SUFFIX = 8;

/** Longest `project` accepted, in characters. */
export const PROJECT_NAME_LIMIT = 10;
/** Longest `environment` accepted, in characters. */
export const ENVIRONMENT_NAME_LIMIT = 8;
/**
 * Longest `project` and `environment` together: `rampart` and `staging` just fit. A load balancer's
 * 32 characters leave no more beside `-alb-main`, a hyphen and Pulumi's suffix.
 */
export const SCOPE_NAME_LIMIT = 14;

/** Every named type, for tables and tests. */
export const NAMED_TYPES = Object.keys(NAME_RULES) as readonly NamedType[];

/** Characters that a name of this type may have before Pulumi's suffix, if it gets one. */
export function nameLimit(type: NamedType): number {
  const rule: NameRule = NAME_RULES[type];
  return rule.limit - (rule.autoNamed === true ? AUTO_NAME_SUFFIX : 0);
}

/** Words that every service takes; a hyphen at an end, or two in a row, most of them refuse (T37). */
const IDENTIFIER = /^[a-z0-9]+([-.][a-z0-9]+)*$/;

/**
 * The P-NAME name `{project}-{environment}-{type}-{identifier}`.
 *
 * @throws Error when the identifier is no lower-case words joined by single hyphens or dots, or the
 *   name is longer than the type's service allows.
 */
export function physicalName(
  scope: { readonly project: string; readonly name: string },
  type: NamedType,
  identifier: string,
): string {
  if (!IDENTIFIER.test(identifier)) {
    throw new Error(
      `The ${type} identifier "${identifier}" is not allowed; allowed: lower-case letters and ` +
        "digits, joined by single hyphens or dots.",
    );
  }
  const name = [scope.project, scope.name, NAME_RULES[type].abbreviation, identifier].join("-");
  const limit = nameLimit(type);
  if (name.length > limit) {
    throw new Error(
      `The ${type} name "${name}" has ${name.length} characters; ${limit} are allowed. ` +
        `Shorten the identifier "${identifier}".`,
    );
  }
  return name;
}
