import { accountInArn } from "../../engine/arn.ts";
import { defineControl } from "../../engine/control.ts";
import { each, expect, notApplicable, pass } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { binds } from "./caller.ts";

export const lambdaPermissionSourceBound = defineControl({
  id: "lambda-permission-source-bound",
  title: "AWS services call a function for a named source alone",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3", "AC-6", "SC-7"] },
  cause: "Another customer can make the service call the function with data of their choice.",
  remedy: "Set sourceArn to what calls; for a bucket, which names no account, sourceAccount too",
  types: ["aws:lambda/permission:Permission"],
  scope: "resource",
  check({ resource }) {
    const principal = resource.at("principal").text ?? "";
    if (!isService(principal)) return notApplicable;
    // Alexa sends no source: the id of the skill stands for it.
    if (principal.startsWith("alexa-")) {
      const token = resource.at("eventSourceToken");
      return expect((token.text ?? "") !== "", "eventSourceToken names no skill", token);
    }
    return each(
      [
        () => {
          const bound = isOfStack(resource) || binds(resource, "sourceArn");
          return expect(bound, "sourceArn names no source", "sourceArn");
        },
        () => {
          if (!needsAccount(resource, principal)) return pass;
          const bound = binds(resource, "sourceAccount");
          return expect(bound, "sourceAccount names no account", "sourceAccount");
        },
      ],
      (part) => part(),
    );
  },
});

/** `s3.amazonaws.com`; neither an account nor an ARN nor everyone. */
function isService(principal: string): boolean {
  return principal.includes(".") && !principal.includes(":");
}

/** Whether a source that is not known yet is a resource of this stack. */
function isOfStack(permission: View): boolean {
  const { kind } = permission.at("sourceArn");
  return kind === "unknown" && permission.origins("sourceArn").length > 0;
}

/** A bucket's ARN names no account, and its name may pass to another. */
function needsAccount(permission: View, principal: string): boolean {
  if (principal.startsWith("s3.")) return true;
  const source = permission.at("sourceArn");
  if (source.kind === "unknown" || source.text === undefined) return false;
  return accountInArn(source.text) === undefined;
}
