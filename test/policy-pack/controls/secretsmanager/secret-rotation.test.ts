import assert from "node:assert/strict";

import { secretRotation } from "../../../../policy-pack/controls/secretsmanager/secret-rotation.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const SECRET = resource("aws:secretsmanager/secret:Secret", "secret", { name: "/dev/token" });
const SLOW = ["The secret does not rotate within 90 days"];
const schedule = (scheduleExpression: string) => ({ scheduleExpression });

describe("secret-rotation", () => {
  itBehaves({
    control: secretRotation,
    compliant: [
      SECRET,
      resource("aws:secretsmanager/secretRotation:SecretRotation", "rotation", {
        secretId: "arn:aws:secretsmanager:us-east-1:111122223333:secret:/dev/token",
        rotationRules: { automaticallyAfterDays: 30 },
      }),
    ],
    subject: "secret",
    fails: [
      {
        title: "the rotation is another secret's",
        of: "rotation",
        path: "secretId",
        value: "/dev/other",
        messages: ["The secret does not rotate"],
      },
      {
        title: "it rotates twice a year",
        of: "rotation",
        path: "rotationRules.automaticallyAfterDays",
        value: 180,
        messages: SLOW,
      },
      { title: "no rule is set", of: "rotation", path: "rotationRules", messages: SLOW },
      ...[
        "rate(91 days)",
        "rate(0.5 years)",
        "at rate(1 day)",
        "rate(1 day) or so",
        "cron(0 4 1 1,7 ? *)",
        "cron(0 4 1 * ? 2030)",
        "cron(0 4 ? * 2#5 *)",
        "cron(0 4)",
        "cron(0 4 1 * ? * 7)",
        "at cron(0 4 1 * ? *)",
        "cron(0 4 1 * ? *) or so",
      ].map((text) => ({
        title: `the schedule is ${text}`,
        of: "rotation",
        path: "rotationRules",
        value: schedule(text),
        messages: SLOW,
      })),
    ],
    accepts: [
      "rate(90 days)",
      "rate(1 day)",
      "rate(12 hours)",
      "cron(0 4 1 * ? *)",
      "cron( 0  4 1 * ? * )",
      "cron(0 4 ? * 2#1 *)",
    ].map((text) => ({
      title: text,
      of: "rotation",
      path: "rotationRules",
      value: schedule(text),
    })),
  });

  it("takes a runbook for a rotation only where a profile says so", () => {
    const manual = { ...SECRET, inputs: { tags: { rotation: "manual" } } };
    const parameters = { "secret-rotation": { acceptManual: true } };
    const answers = [{}, { parameters }].map((settings) =>
      said(judged(secretRotation, [manual], "secret", settings)),
    );
    assert.deepEqual(answers, [["The secret does not rotate"], "notApplicable"]);
    assert.deepEqual(said(judged(secretRotation, [SECRET], "secret", { parameters })), [
      "The secret does not rotate",
    ]);
  });
});
