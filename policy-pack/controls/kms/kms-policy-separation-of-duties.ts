import { defineControl } from "../../engine/control.ts";
import {
  coversAction,
  demanded,
  eachStatement,
  isEveryone,
  type Principal,
  type Statement,
  statementOf,
  statementsOf,
} from "../../engine/policyDocument.ts";
import { each, expect, notApplicable, pass, some } from "../../engine/verdict.ts";
import { ADMINISTRATION, USE } from "./keyActions.ts";
import { isRootOf, KEY, KEY_POLICY } from "./keyPolicy.ts";

export const kmsPolicySeparationOfDuties = defineControl({
  id: "kms-policy-separation-of-duties",
  title: "Who administers a key can't use it",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-5", "AC-6", "SC-12"] },
  cause: "One stolen identity can open the key's policy, read the data and destroy the key.",
  remedy: "Give administration and use of the key to different principals",
  types: [KEY, KEY_POLICY],
  scope: "resource",
  check({ resource, ownAccounts }) {
    const policy = resource.at("policy");
    if (policy.kind === "absent") return notApplicable;
    const statements = statementsOf(policy);
    const grants = (principal: Principal, actions: readonly string[]) =>
      some(statements, (reading) => {
        const statement = statementOf(reading);
        return isAllowed(statement, principal) && actions.some((a) => coversAction(statement, a));
      });
    return eachStatement(policy, (statement) => {
      if (statement.effect !== "Allow") return pass;
      return each(statement.principals, (principal) => {
        const { value } = principal;
        const both = grants(principal, ADMINISTRATION) && grants(principal, USE);
        // The delegation to the account's own IAM is AWS's default.
        const accepted = !both || isRootOf(value, ownAccounts());
        return expect(accepted, `${value} may both administer and use the key`, statement.path);
      });
    });
  },
});

/** By name, or with everyone; what goes through another service is that service's use. */
function isAllowed({ effect, principals, conditions }: Statement, principal: Principal): boolean {
  if (effect !== "Allow") return false;
  const wanted = identityOf(principal);
  const everyone =
    principal.kind === "AWS" &&
    demanded(conditions, "kms:ViaService").length === 0 &&
    isMeant(demanded(conditions, "aws:PrincipalArn"), principal);
  return principals.some((one) => identityOf(one) === wanted || (everyone && isEveryone(one)));
}

/** Someone whom an ARN names alone; an account, or a pattern, is more than one. */
const ONE = /^arn:[^:]+:(sts|iam)::\d{12}:(user|role|assumed-role)\/[^*?$]+$/;

/** Whether a statement for everyone is for this one: unless it names others, and them alone. */
function isMeant(named: readonly string[], principal: Principal): boolean {
  const others = [principal.value, ...named].every((arn) => ONE.test(arn));
  const wanted = identityOf(principal);
  return (
    named.length === 0 ||
    !others ||
    named.some((arn) => identityOf({ kind: "AWS", value: arn }) === wanted)
  );
}

/** A session is its role, whose name is unique whatever its path is. */
function identityOf({ value }: Principal): string {
  const form =
    /^arn:([^:]+):(?:sts|iam)::(\d{12}):(?:assumed-role\/([^/]+)\/|role\/(?:.*\/)?([^/]+)$)/;
  const [, partition, account, session, role] = form.exec(value) ?? [];
  return partition === undefined ? value : `${partition} ${account ?? ""} ${session ?? role ?? ""}`;
}
