/** One value or several, as IAM writes them. */
type OneOrMany = string | readonly string[];

/** Who a statement of a resource or trust policy speaks of. */
export type Principal =
  | "*"
  | {
      readonly Service?: OneOrMany;
      readonly AWS?: OneOrMany;
      readonly Federated?: OneOrMany;
    };

/** Operator → condition key → values; several operators must all hold. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>;

/** A statement of an IAM policy document, in AWS's own spelling. */
export interface Statement {
  /** Unique in its document, letters and digits only; says what the statement is for. */
  readonly Sid: string;
  /** A Deny wins over every Allow. */
  readonly Effect: "Allow" | "Deny";
  /** Who; in policies of resources and in trusts only. */
  readonly Principal?: Principal;
  /** What may or may not be done, such as `s3:GetObject`. */
  readonly Action?: OneOrMany;
  /** Everything but this, instead of `Action`. */
  readonly NotAction?: OneOrMany;
  /** ARNs, or patterns of them, that it is done to; trusts have none. */
  readonly Resource?: OneOrMany;
  /** Everything but these, instead of `Resource`. */
  readonly NotResource?: OneOrMany;
  /** When it holds. @default always */
  readonly Condition?: Conditions;
}

/** Actions of one service, of its prefix and the rest of their names. */
export function actionsOf(service: string, verbs: readonly string[]): string[] {
  return verbs.map((verb) => `${service}:${verb}`);
}

/** A statement of whoever has the policy: what it lets be done, and to what. */
export function allow(
  Sid: string,
  Action: OneOrMany,
  Resource: OneOrMany,
  Condition?: Conditions,
): Statement {
  return { Sid, Effect: "Allow", Action, Resource, ...(Condition && { Condition }) };
}

/**
 * Characters (bytes, for buckets and keys) that AWS accepts.
 *
 * Sources: IAM quotas (trust 2,048; all inline policies of a role 10,240; managed 6,144; white
 * space not counted), S3 bucket policy 20 KB, KMS key policy 32 KB (T18, T98), Secrets Manager API
 * reference, PutResourcePolicy (20,480), SQS quotas (queue policy 8,192), SNS quotas (topic policy 30 KB),
 * EFS API reference, PutFileSystemPolicy (20,000).
 */
const POLICY_LIMITS = {
  trust: 2_048,
  inline: 10_240,
  managed: 6_144,
  bucket: 20 * 1_024,
  key: 32 * 1_024,
  secret: 20_480,
  endpoint: 20_480,
  repository: 10_240,
  "file-system": 20_000,
  logs: 5_120,
  queue: 8_192,
  topic: 30 * 1_024,
} as const;

/** What a policy document is attached to; decides its greatest length. */
export type PolicyKind = keyof typeof POLICY_LIMITS;

/**
 * The document as compact JSON.
 *
 * @throws Error when two statements share a `Sid`, one has a character that IAM refuses there, or
 *   the document is longer than its kind allows.
 */
export function policyJson(kind: PolicyKind, statements: readonly Statement[]): string {
  const seen = new Set<string>();
  for (const { Sid } of statements) {
    if (!/^[A-Za-z0-9]+$/.test(Sid)) throw new Error(`Sid "${Sid}" must be letters and digits.`);
    if (seen.has(Sid)) throw new Error(`Sid "${Sid}" is used twice in one ${kind} policy.`);
    seen.add(Sid);
  }
  const json = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  checkPolicyLength(kind, [json]);
  return json;
}

/**
 * Checks documents whose lengths AWS adds up, as it does with all inline policies of a role.
 *
 * @throws Error when they are longer together than their kind allows
 */
export function checkPolicyLength(kind: PolicyKind, documents: readonly string[]): void {
  const length = documents.reduce((sum, document) => sum + document.length, 0);
  const limit = POLICY_LIMITS[kind];
  if (length <= limit) return;
  const subject = documents.length === 1 ? `A ${kind} policy has` : `All ${kind} policies have`;
  throw new Error(`${subject} ${length} characters; ${limit} are allowed.`);
}
