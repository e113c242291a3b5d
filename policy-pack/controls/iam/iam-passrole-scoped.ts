import { defineControl } from "../../engine/control.ts";
import { eachStatement, titleOf } from "../../engine/policyDocument.ts";
import { expect, pass } from "../../engine/verdict.ts";
import { DOCUMENT_TYPES, judgeDocuments, RELATED_TYPES } from "./documents.ts";
import { denialsOf, grantOf } from "./grants.ts";
import { passedTo } from "./passRole.ts";
import { namesResources, reaches } from "./resourcePatterns.ts";

const PASS = "iam:PassRole";

export const iamPassroleScoped = defineControl({
  id: "iam-passrole-scoped",
  title: "Who passes roles passes named ones to named services",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3", "AC-6"] },
  cause: "A role with more rights can be handed to something that the identity controls.",
  remedy: "Name the roles, at least how they begin, and set iam:PassedToService to the services",
  types: DOCUMENT_TYPES,
  related: RELATED_TYPES,
  scope: "stack",
  check: (context) =>
    judgeDocuments(context, (document) => {
      const denials = denialsOf(document);
      return eachStatement(document, (statement) => {
        const grant = grantOf(statement, PASS, denials);
        const roles = grant?.resources.filter((resource) => reaches(resource, PASS)) ?? [];
        if (grant === undefined || roles.length === 0) return pass;
        const services = passedTo(grant.conditions);
        return [
          expect(
            roles.every(namesResources),
            `${titleOf(statement)} lets any role be passed`,
            statement.path,
          ),
          expect(
            services.length > 0 && services.every((service) => !/^[^*?]{0,2}[*?]/.test(service)),
            `${titleOf(statement)} lets roles be passed to any service`,
            statement.path,
          ),
        ];
      });
    }),
});
