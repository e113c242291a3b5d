import { arnOf, type Environment } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";

/** Name of the account's bucket of Pulumi states, made before any stack (P-STATE-1). */
function stateBucketNameOf({ project, accountId, region }: Environment): string {
  return `${project}-state-${accountId}-${region}`;
}

/** Alias of the key that encrypts the bucket, and the secrets in states. */
export function stateKeyAliasOf({ project }: Environment): string {
  return `alias/${project}-state`;
}

/** Reading the stack's state, and its secrets; other stacks of the account have theirs beside it. */
export function readStateStatements(environment: Environment): Statement[] {
  return [...bucketStatements(environment), stateKeyStatement(environment, ["kms:Decrypt"])];
}

/** The same, and writing; states are versioned, so that nothing is lost by it. */
export function writeStateStatements(environment: Environment): Statement[] {
  return [
    ...bucketStatements(environment),
    {
      Sid: "WriteState",
      Effect: "Allow",
      Action: ["s3:DeleteObject", "s3:PutObject"],
      Resource: objectsOf(environment),
    },
    stateKeyStatement(environment, ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]),
  ];
}

function bucketStatements(environment: Environment): Statement[] {
  const bucket = bucketArnOf(environment);
  return [
    // Names only; who lists a part of them can't tell a missing state from one that is not his.
    { Sid: "ListStates", Effect: "Allow", Action: "s3:ListBucket", Resource: bucket },
    {
      Sid: "ReadState",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: [`${bucket}/.pulumi/meta.yaml`, ...objectsOf(environment)],
    },
  ];
}

function bucketArnOf(environment: Environment): string {
  return `arn:${environment.partition}:s3:::${stateBucketNameOf(environment)}`;
}

/**
 * What Pulumi keeps of a stack: `stacks/PROJECT/STACK.json`, and what `history`, `backups` and
 * `locks` have below `PROJECT/STACK/`.
 */
function objectsOf(environment: Environment): string[] {
  const { project, name } = environment;
  return [".*", "/*"].map(
    (end) => `${bucketArnOf(environment)}/.pulumi/*/${project}/${name}${end}`,
  );
}

/** Pulumi asks KMS itself for a state's secrets, and S3 for the objects: any way is right. */
function stateKeyStatement(environment: Environment, actions: readonly string[]): Statement {
  return {
    Sid: "UseStateKey",
    Effect: "Allow",
    Action: actions,
    Resource: arnOf(environment, "kms", "key/*"),
    Condition: {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": stateKeyAliasOf(environment) },
    },
  };
}
