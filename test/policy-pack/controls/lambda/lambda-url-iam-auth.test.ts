import assert from "node:assert/strict";

import { lambdaUrlIamAuth } from "../../../../policy-pack/controls/lambda/lambda-url-iam-auth.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const URL = "aws:lambda/functionUrl:FunctionUrl";
const OPEN = "authorizationType is not AWS_IAM";
const CORS = "cors lets every origin send credentials";

describe("lambda-url-iam-auth", () => {
  itBehaves({
    control: lambdaUrlIamAuth,
    compliant: [
      resource(URL, "url", {
        functionName: "main",
        authorizationType: "AWS_IAM",
        cors: { allowOrigins: ["https://app.example.com"], allowCredentials: true },
      }),
    ],
    subject: "url",
    fails: [
      { title: "anyone may call", path: "authorizationType", value: "NONE", messages: [OPEN] },
      { title: "nothing is stated", path: "authorizationType", messages: [OPEN] },
      {
        title: "it is written otherwise than AWS takes it",
        path: "authorizationType",
        value: "aws_iam",
        messages: [OPEN],
      },
      {
        title: "every origin may send credentials",
        path: "cors.allowOrigins",
        value: ["*"],
        messages: [CORS],
      },
      {
        title: "one origin of several is every one",
        path: "cors.allowOrigins",
        value: ["https://app.example.com", "https://*"],
        messages: [CORS],
      },
      {
        title: "a lone origin is every one",
        path: "cors.allowOrigins",
        value: "*",
        messages: [CORS],
      },
    ],
    accepts: [
      {
        title: "every origin without credentials",
        path: "cors",
        value: { allowOrigins: ["*"], allowCredentials: false },
      },
      { title: "every origin, the rest by default", path: "cors", value: { allowOrigins: ["*"] } },
      { title: "no CORS", path: "cors" },
      { title: "no origin", path: "cors.allowOrigins" },
    ],
  });

  it("says all that is wrong, also beside something unknown", () => {
    const ask = (authorizationType: string, cors: Value) =>
      said(judged(lambdaUrlIamAuth, [resource(URL, "url", { authorizationType, cors })], "url"));
    const every = { allowOrigins: ["*"], allowCredentials: "true" };
    assert.deepEqual(ask("NONE", every), [OPEN, CORS]);
    assert.deepEqual(ask("NONE", { $unknown: true }), [OPEN]);
    assert.equal(ask("AWS_IAM", { ...every, allowCredentials: { $unknown: true } }), "undecided");
    assert.equal(ask("AWS_IAM", { $unknown: true }), "undecided");
  });
});
