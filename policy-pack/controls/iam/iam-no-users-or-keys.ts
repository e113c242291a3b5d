import { defineControl } from "../../engine/control.ts";
import { fail } from "../../engine/verdict.ts";
import { USER } from "./documents.ts";

/** What is made, as a message calls it. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  [USER]: "an IAM user",
  "aws:iam/accessKey:AccessKey": "a long-lived access key",
  "aws:iam/userLoginProfile:UserLoginProfile": "a console password",
};

export const iamNoUsersOrKeys = defineControl({
  id: "iam-no-users-or-keys",
  title: "The stack makes no IAM users, access keys or console passwords",
  severity: "high",
  frameworks: { fsbp: [], cis3: ["1.21"], cis7: ["2.19"], nist: ["AC-2", "IA-2", "IA-5"] },
  cause: "Such credentials do not expire, get copied, and lie in the state in plain sight.",
  remedy: "Let people and programs assume roles, by identity federation or as an AWS service",
  types: Object.keys(FORBIDDEN),
  scope: "resource",
  check: ({ resource }) => fail(`The stack makes ${FORBIDDEN[resource.type] ?? "a credential"}`),
});
