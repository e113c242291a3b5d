import assert from "node:assert/strict";

import { cognitoMfa } from "../../../../policy-pack/controls/cognito/cognito-mfa.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const NONE = "A password alone is enough";
const SMS_ONLY = "Text messages are the only second factor";
const UNKNOWN = { $unknown: true } as const;
const SMS = { externalId: "rampart", snsCallerArn: "arn:aws:iam::111122223333:role/sms" };

const pool = (inputs: Properties) => resource("aws:cognito/userPool:UserPool", "pool", inputs);
const told = (inputs: Properties) => said(judged(cognitoMfa, [pool(inputs)], "pool"));

describe("cognito-mfa", () => {
  itBehaves({
    control: cognitoMfa,
    compliant: [pool({ mfaConfiguration: "ON", softwareTokenMfaConfiguration: { enabled: true } })],
    subject: "pool",
    fails: [
      { title: "it is off", path: "mfaConfiguration", value: "OFF", messages: [NONE] },
      { title: "it is left out", path: "mfaConfiguration", messages: [NONE] },
      { title: "it is misspelt", path: "mfaConfiguration", value: "on", messages: [NONE] },
      {
        title: "users choose",
        path: "mfaConfiguration",
        value: "OPTIONAL",
        messages: ["Each user chooses whether to need more"],
      },
      {
        title: "authenticators are off",
        path: "softwareTokenMfaConfiguration.enabled",
        value: false,
        messages: [SMS_ONLY],
      },
      {
        title: "authenticators are off in text",
        path: "softwareTokenMfaConfiguration.enabled",
        value: "false",
        messages: [SMS_ONLY],
      },
      {
        title: "authenticators are left out",
        path: "softwareTokenMfaConfiguration",
        messages: [SMS_ONLY],
      },
    ],
    accepts: [
      { title: "text messages beside authenticators", path: "smsConfiguration", value: SMS },
      {
        title: "authenticators in a list of one",
        path: "softwareTokenMfaConfiguration",
        value: [{ enabled: true }],
      },
      {
        title: "text",
        path: "softwareTokenMfaConfiguration.enabled",
        value: "true",
      },
    ],
  });

  it("takes mail for something else than text messages", () => {
    const both = { mfaConfiguration: "ON", smsConfiguration: SMS };
    assert.deepEqual(told(both), [SMS_ONLY]);
    assert.equal(told({ ...both, emailMfaConfiguration: { subject: "Your code" } }), "pass");
    assert.equal(told({ ...both, emailMfaConfiguration: UNKNOWN }), "undecided");
    assert.deepEqual(told({ ...both, emailMfaConfiguration: [] }), [SMS_ONLY]);
  });

  it("needs only one other factor to be sure", () => {
    const mail = { mfaConfiguration: "ON", emailMfaConfiguration: {} };
    assert.equal(told({ ...mail, softwareTokenMfaConfiguration: UNKNOWN }), "pass");
  });

  it("says that it is off although the factors are unknown", () => {
    assert.deepEqual(told({ softwareTokenMfaConfiguration: UNKNOWN }), [NONE]);
  });
});
