import { defineControl } from "../../engine/control.ts";
import { each, every, expect, some } from "../../engine/verdict.ts";
import { hasWildcard } from "../../engine/wildcard.ts";

export const lambdaUrlIamAuth = defineControl({
  id: "lambda-url-iam-auth",
  title: "Function URLs ask who calls",
  severity: "critical",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3", "AC-17", "SC-7"] },
  cause: "Anyone who learns the address runs the function; any page can do so in a user's name.",
  remedy: "Set authorizationType to AWS_IAM, and name the origins that may send credentials",
  types: ["aws:lambda/functionUrl:FunctionUrl"],
  scope: "resource",
  check({ resource }) {
    const authorization = resource.at("authorizationType");
    const credentials = resource.at("cors.allowCredentials");
    const origins = resource.at("cors.allowOrigins");
    const signed = () =>
      expect(authorization.text === "AWS_IAM", "authorizationType is not AWS_IAM", authorization);
    const open = () =>
      every(
        [
          () => some(origins.items(), (origin) => hasWildcard(origin.text ?? "")),
          () => credentials.flag === true,
        ],
        (question) => question(),
      );
    return each(
      [signed, () => expect(!open(), "cors lets every origin send credentials", origins)],
      (part) => part(),
    );
  },
});
