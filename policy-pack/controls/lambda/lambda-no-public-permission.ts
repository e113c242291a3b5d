import { defineControl } from "../../engine/control.ts";
import { isEveryone } from "../../engine/policyDocument.ts";
import { expect, pass, some } from "../../engine/verdict.ts";
import { type Binding, binds } from "./caller.ts";

const BINDINGS: readonly Binding[] = ["principalOrgId", "sourceAccount", "sourceArn"];

export const lambdaNoPublicPermission = defineControl({
  id: "lambda-no-public-permission",
  title: "No function can be called by everyone",
  severity: "critical",
  frameworks: {
    fsbp: ["Lambda.1"],
    cis3: [],
    cis7: ["2.21"],
    nist: ["AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6"],
  },
  cause: "Anyone with an AWS account, or a browser, runs the function with its role.",
  remedy: "Name the service, account or role that calls, or add principalOrgId",
  types: ["aws:lambda/permission:Permission"],
  scope: "resource",
  check({ resource }) {
    const principal = resource.at("principal");
    if (!isEveryone({ kind: "AWS", value: principal.text ?? "" })) return pass;
    const bound = some(BINDINGS, (property) => binds(resource, property));
    return expect(bound, "The permission admits everyone", principal);
  },
});
