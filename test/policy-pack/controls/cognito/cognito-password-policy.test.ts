import assert from "node:assert/strict";

import { cognitoPasswordPolicy } from "../../../../policy-pack/controls/cognito/cognito-password-policy.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const SHORT = "Passwords may have fewer than 12 characters";
const LONG_LIVED = "Temporary passwords are good for more than 7 days";
const CLASSES = ["requireLowercase", "requireUppercase", "requireNumbers", "requireSymbols"];
const POLICY = {
  minimumLength: 14,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
  temporaryPasswordValidityDays: 3,
};

const pool = (inputs: Properties) => resource("aws:cognito/userPool:UserPool", "pool", inputs);
const told = (inputs: Properties) => said(judged(cognitoPasswordPolicy, [pool(inputs)], "pool"));

describe("cognito-password-policy", () => {
  itBehaves({
    control: cognitoPasswordPolicy,
    compliant: [pool({ passwordPolicy: POLICY })],
    subject: "pool",
    fails: [
      ...[8, 11, "11", "long"].map((value) => ({
        title: `the minimum is ${value}`,
        path: "passwordPolicy.minimumLength",
        value,
        messages: [SHORT],
      })),
      { title: "no minimum is set", path: "passwordPolicy.minimumLength", messages: [SHORT] },
      ...CLASSES.flatMap((name) => [
        {
          title: `${name} is off`,
          path: `passwordPolicy.${name}`,
          value: false,
          messages: [`${name} is not true`],
        },
        {
          title: `${name} is left out`,
          path: `passwordPolicy.${name}`,
          messages: [`${name} is not true`],
        },
      ]),
      ...[8, 365, "30", "a week"].map((value) => ({
        title: `temporary passwords are good for ${value} days`,
        path: "passwordPolicy.temporaryPasswordValidityDays",
        value,
        messages: [LONG_LIVED],
      })),
      {
        title: "there is no policy: Cognito's own asks for 8 characters",
        path: "passwordPolicy",
        messages: [SHORT],
      },
    ],
    accepts: [
      { title: "12 characters", path: "passwordPolicy.minimumLength", value: 12 },
      { title: "a number in text", path: "passwordPolicy.minimumLength", value: "12" },
      {
        title: "a week, Cognito's standard",
        path: "passwordPolicy.temporaryPasswordValidityDays",
      },
      {
        title: "a week",
        path: "passwordPolicy.temporaryPasswordValidityDays",
        value: 7,
      },
      { title: "a list of one", path: "passwordPolicy", value: [POLICY] },
    ],
  });

  it("tells all that is wrong, also beside something unknown", () => {
    const weak = { minimumLength: { $unknown: true }, temporaryPasswordValidityDays: 30 };
    assert.deepEqual(told({ passwordPolicy: { ...POLICY, ...weak } }), [LONG_LIVED]);
    assert.deepEqual(told({ passwordPolicy: {} }), [
      SHORT,
      ...CLASSES.map((name) => `${name} is not true`),
    ]);
    assert.equal(told({ passwordPolicy: { $unknown: true } }), "undecided");
  });
});
