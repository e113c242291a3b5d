import { arnOf, type Environment } from "../shared/environment.ts";
import type { Conditions, Statement } from "../shared/policy.ts";

/** Whoever has shown a second factor in this session. */
const WITH_MFA: Conditions = { Bool: { "aws:MultiFactorAuthPresent": "true" } };

/** An Allow that holds for people with a second factor only (P-IAM-2). */
export function withMfa(statement: Statement): Statement {
  const { Condition = {} } = statement;
  return statement.Effect === "Allow"
    ? {
        ...statement,
        Condition: { ...Condition, Bool: { ...Condition["Bool"], ...WITH_MFA["Bool"] } },
      }
    : statement;
}

/**
 * What everybody may do for a second factor, and nobody may do without one; AWS's own policies ask
 * for none. A session that knows nothing of factors, as one of a plain access key, has none.
 */
export function secondFactorStatements(environment: Environment): Statement[] {
  const own = [ownFactorOf(environment), arnOf(environment, "iam", "user/${aws:username}")];
  const without: Conditions = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } };
  const ways = [
    "iam:ChangePassword",
    "iam:CreateVirtualMFADevice",
    // One that was made and not enabled would be in the way for ever; one in use IAM keeps.
    "iam:DeleteVirtualMFADevice",
    "iam:EnableMFADevice",
    "iam:GetMFADevice",
    "iam:GetUser",
    "iam:ListMFADevices",
    "iam:ResyncMFADevice",
  ];
  return [
    { Sid: "OwnSecondFactor", Effect: "Allow", Action: ways, Resource: own },
    {
      Sid: "NothingWithoutIt",
      Effect: "Deny",
      NotAction: [...ways, "sts:GetSessionToken"],
      Resource: "*",
      Condition: without,
    },
    // An administrator could give others one, and be them.
    { Sid: "NorForOthers", Effect: "Deny", Action: ways, NotResource: own, Condition: without },
  ];
}

/** The virtual device of whoever asks, which bears his name. */
export function ownFactorOf(environment: Environment): string {
  return arnOf(environment, "iam", "mfa/${aws:username}");
}
