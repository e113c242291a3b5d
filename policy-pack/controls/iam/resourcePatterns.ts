import { covers, hasWildcard, overlap } from "../../engine/wildcard.ts";

/** The six fields of an ARN pattern. AWS takes those that are missing for `*`, and a lone `*` for all. */
function fieldsOf(pattern: string): string[] {
  const fields = pattern.split(":");
  const resource = fields.slice(5).join(":");
  const stated = fields.length > 5 ? [...fields.slice(0, 5), resource] : fields;
  return [...stated, "*", "*", "*", "*", "*"].slice(0, 6);
}

/** Whether two ARN patterns have resources in common. */
export function meets(one: string, other: string): boolean {
  const fields = fieldsOf(other);
  return fieldsOf(one).every((field, index) => overlap(field, fields[index] ?? ""));
}

/** Services whose ARNs go straight to the name: `arn:aws:s3:::bucket/key`. */
const NAME_COMES_FIRST = ["execute-api", "s3", "sns", "sqs"];

/** Beginnings that all ids of a kind have: `instance/i-*` names no instance. */
const ID_BEGINNING =
  /^(?:ami|eipalloc|eni|fs|fsap|i|igw|lt|mi|mrk|nat|rtb|sg|snap|subnet|vol|vpc)-$/;

/** What stands between a type and a name, by service: `loadbalancer/app/name`. */
const BEFORE_NAME: Readonly<Record<string, RegExp>> = {
  autoscaling: /^[^:]*:autoScalingGroupName\//,
  elasticloadbalancing: /^(?:app|net|gwy)\//,
};

/**
 * Whether a pattern names resources, at least by how their names begin: `role/app-*` does,
 * `role/*`, `*` and `arn:aws:s3:::*` do not, however account and region are fixed; nor does one
 * letter, as of a list of all letters.
 */
export function namesResources(pattern: string): boolean {
  const [scheme, , service = "", , , resource = ""] = fieldsOf(pattern);
  if (scheme !== "arn" || hasWildcard(service)) return false;
  const name = nameIn(resource, service);
  const literal = /^[^*?]*/.exec(name)?.[0] ?? "";
  return literal === name ? name !== "" : literal.length > 1 && !ID_BEGINNING.test(literal);
}

/** The part behind the type; empty where a wildcard already covers the type. */
function nameIn(resource: string, service: string): string {
  if (NAME_COMES_FIRST.includes(service)) return resource;
  const end = resource.search(/[:/]/);
  if (end < 0) return hasWildcard(resource) ? "" : resource;
  return resource.slice(end + 1).replace(BEFORE_NAME[service] ?? "", "");
}

/** What an action works on, where that is not its own service's resources at large. */
const WORKS_ON: Readonly<Record<string, readonly string[]>> = {
  "ec2-instance-connect:sendsshpublickey": ["arn:*:ec2:*:*:instance/*"],
  "iam:passrole": ["arn:*:iam::*:role/*"],
  "ssm:sendcommand": ["arn:*:ec2:*:*:instance/*", "arn:*:ssm:*:*:managed-instance/*"],
  "ssm:startsession": ["arn:*:ec2:*:*:instance/*", "arn:*:ssm:*:*:managed-instance/*"],
  "sts:assumerole": ["arn:*:iam::*:role/*"],
};

/** Whether a resource pattern can be one of the resources that an action works on. */
export function reaches(pattern: string, action: string): boolean {
  const lower = action.toLowerCase();
  const kinds = WORKS_ON[lower] ?? [`arn:*:${lower.split(":")[0] ?? ""}`];
  return kinds.some((kind) => meets(pattern, kind));
}

/** ARNs without region or account, which patterns may leave out too. */
const GLOBAL: Readonly<Record<string, string>> = {
  iam: "arn:aws:iam::000000000000:any/thing",
  s3: "arn:aws:s3:::any/thing",
  sts: "arn:aws:sts::000000000000:any/thing",
};

/** One resource each of services whose data or rights matter most, of any account: one form suffices. */
const EVERYWHERE = ["ec2", "iam", "kms", "lambda", "s3", "secretsmanager", "sts"].map((service) => {
  const regional = `arn:aws:${service}:us-east-1:000000000000:any/thing`;
  return [regional, GLOBAL[service] ?? regional];
});

/** Whether patterns together stand for all resources of all services, also of one account only. */
export function areEverything(patterns: readonly string[]): boolean {
  const anywhere = patterns.map((pattern) =>
    fieldsOf(pattern)
      .join(":")
      .replace(/:\d{12}:/, ":*:"),
  );
  return EVERYWHERE.every((forms) =>
    forms.some((arn) => anywhere.some((pattern) => covers(pattern, arn))),
  );
}
