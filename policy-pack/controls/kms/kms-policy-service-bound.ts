import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { eachStatement, titleOf } from "../../engine/policyDocument.ts";
import { expect, notApplicable, pass } from "../../engine/verdict.ts";
import { matchesAction } from "../../engine/wildcard.ts";
import { isRootOf, KEY, KEY_POLICY } from "./keyPolicy.ts";
import { grants, isForResource, isSource } from "./serviceUse.ts";

/** What a service needs to write to an encrypted topic or queue. */
const PUBLISHING = ["kms:Decrypt", "kms:GenerateDataKey*"];

export const kmsPolicyServiceBound = defineControl({
  id: "kms-policy-service-bound",
  title: "AWS services use a key only on behalf of this account",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3", "AC-6", "SC-12"] },
  cause: "Another customer can make the service use the key for them; a grant outlives its reason.",
  remedy: "Add aws:SourceAccount, kms:ViaService or an encryption context to the statement",
  types: [KEY, KEY_POLICY],
  parameters: {
    // CloudWatch and EventBridge send no source when they use a key: the topic's policy binds them.
    sourcelessServices: textsOf(
      ["cloudwatch.amazonaws.com", "events.amazonaws.com"],
      "Services that may publish to encrypted topics and queues without a source condition.",
    ),
  },
  scope: "resource",
  check({ resource, parameters, ownAccounts }) {
    const policy = resource.at("policy");
    if (policy.kind === "absent") return notApplicable;
    return eachStatement(policy, (statement) => {
      const { effect, principals, actions, conditions, path } = statement;
      if (effect !== "Allow") return pass;
      const services = principals.flatMap(({ kind, value }) => (kind === "Service" ? value : []));
      const publishes =
        actions.length > 0 &&
        actions.every((action) => PUBLISHING.some((one) => matchesAction(one, action)));
      const unbound = services.filter(
        (service) => !(publishes && parameters.sourcelessServices.includes(service)),
      );
      const names = unbound.join(", ");
      const bound = unbound.length === 0 || conditions.some((one) => isSource(one, ownAccounts));
      // The delegation to the account's own IAM is AWS's default.
      const delegates = () => principals.every(({ value }) => isRootOf(value, ownAccounts()));
      const granting = grants(statement) && !conditions.some(isForResource) && !delegates();
      return [
        expect(bound, `${titleOf(statement)} lets ${names} use the key for anyone`, path),
        expect(!granting, `${titleOf(statement)} allows grants to more than AWS resources`, path),
      ];
    });
  },
});
