import { resourceInArn } from "../../engine/arn.ts";
import { defineControl } from "../../engine/control.ts";
import { STACK_TYPE } from "../../engine/resource.ts";
import { each, expect, fail, notApplicable, some } from "../../engine/verdict.ts";
import { switchOf } from "../shared/switches.ts";

const ACCOUNT = "aws:securityhub/account:Account";
const SUBSCRIPTION = "aws:securityhub/standardsSubscription:StandardsSubscription";

/** Standards by the name in their ARNs. Both also come with an account's default standards. */
const STANDARDS = {
  "aws-foundational-security-best-practices": "AWS Foundational Security Best Practices",
  "cis-aws-foundations-benchmark": "a CIS AWS Foundations Benchmark",
} as const;

export const securityhubEnabledStandards = defineControl({
  id: "securityhub-enabled-standards",
  title: "Security Hub checks the account against FSBP and a CIS benchmark",
  severity: "medium",
  frameworks: { fsbp: [], cis3: ["4.16"], cis7: ["5.16"], nist: ["CA-7", "RA-5", "SI-4"] },
  cause: "Settings that drift after the deployment are seen by nobody.",
  remedy: "Add a Security Hub account and a StandardsSubscription for each of the two standards",
  types: [STACK_TYPE],
  related: [ACCOUNT, SUBSCRIPTION],
  scope: "stack",
  check({ stack, environment }) {
    if (!environment.ownsAccountBaseline) return notApplicable;
    const accounts = stack.ofType(ACCOUNT);
    if (accounts.length === 0) return fail("Security Hub is not enabled");
    const subscriptions = stack.ofType(SUBSCRIPTION);
    return each(Object.entries(STANDARDS), ([standard, title]) => {
      const ways = [
        ...accounts.map((account) => () => switchOf(account.at("enableDefaultStandards"), true)),
        ...subscriptions.map(
          (entry) => () => standardOf(entry.at("standardsArn").text) === standard,
        ),
      ];
      return expect(
        some(ways, (way) => way() === true),
        `Security Hub has no subscription to ${title}`,
      );
    });
  },
});

/** The name in `…:standards/name/v/1.0.0`, or in the older `…:ruleset/name/v/1.2.0`. */
function standardOf(arn = ""): string | undefined {
  return resourceInArn(arn).split("/")[1];
}
