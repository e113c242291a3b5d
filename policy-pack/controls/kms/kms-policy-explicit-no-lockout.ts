import { defineControl } from "../../engine/control.ts";
import {
  coversAction,
  isEveryone,
  type Statement,
  statementOf,
  statementsOf,
} from "../../engine/policyDocument.ts";
import { each, expect, fail, pass, some, undecided } from "../../engine/verdict.ts";
import { KEY, KEY_POLICY, policiesOf } from "./keyPolicy.ts";

export const kmsPolicyExplicitNoLockout = defineControl({
  id: "kms-policy-explicit-no-lockout",
  title: "Keys have a policy of their own that keeps an administrator",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["SC-12", "CP-9"] },
  cause: "A key that nobody may manage is lost, and with it all data that it encrypts.",
  remedy: "State a policy that lets an administrator put another, with the lockout check left on",
  types: [KEY, KEY_POLICY],
  related: [KEY_POLICY],
  scope: "stack",
  check({ resource, stack }) {
    const bypass = resource.at("bypassPolicyLockoutSafetyCheck");
    const checked = () =>
      expect(bypass.flag !== true, "The check against a lockout is bypassed", bypass);
    const administered = () => {
      const policies =
        resource.type === KEY ? policiesOf(stack, resource) : [resource.at("policy")];
      if (policies.length === 0) return fail("The key has no policy of its own");
      return each(policies, (policy) => {
        const meets = (holds: (statement: Statement) => boolean) =>
          some(statementsOf(policy), (reading) => holds(statementOf(reading)));
        return expect(
          meets(keepsAdministrator) && !meets(locksOut),
          "The policy lets nobody put another",
          "policy",
        );
      });
    };
    const replaced = () =>
      resource.type === KEY ? each(stack.unplaced(resource, KEY_POLICY, "keyId"), undecided) : pass;
    return each([checked, administered, replaced], (part) => part());
  },
});

function keepsAdministrator(statement: Statement): boolean {
  const named = statement.principals.some((entry) => entry.kind === "AWS" && !isEveryone(entry));
  return statement.effect === "Allow" && named && coversAction(statement, "kms:PutKeyPolicy");
}

/** A denial outweighs whatever is allowed. */
function locksOut(statement: Statement): boolean {
  const { effect, principals, conditions } = statement;
  return (
    effect === "Deny" &&
    conditions.length === 0 &&
    principals.some(isEveryone) &&
    coversAction(statement, "kms:PutKeyPolicy")
  );
}
