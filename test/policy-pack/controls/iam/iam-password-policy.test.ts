import { iamPasswordPolicy } from "../../../../policy-pack/controls/iam/iam-password-policy.ts";
import { itBehaves } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const FLAGS = [
  "requireLowercaseCharacters",
  "requireNumbers",
  "requireSymbols",
  "requireUppercaseCharacters",
];
const SHORT = ["minimumPasswordLength is below 14"];
const USED = ["passwordReusePrevention is below 24"];

describe("iam-password-policy", () => {
  itBehaves({
    control: iamPasswordPolicy,
    compliant: [
      resource("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", "passwords", {
        minimumPasswordLength: 14,
        passwordReusePrevention: 24,
        ...Object.fromEntries(FLAGS.map((flag) => [flag, true])),
      }),
    ],
    subject: "passwords",
    fails: [
      { title: "13 characters do", path: "minimumPasswordLength", value: 13, messages: SHORT },
      {
        title: "the length is no number",
        path: "minimumPasswordLength",
        value: "long",
        messages: SHORT,
      },
      { title: "the length is AWS's own", path: "minimumPasswordLength", messages: SHORT },
      { title: "23 are remembered", path: "passwordReusePrevention", value: 23, messages: USED },
      { title: "none is remembered", path: "passwordReusePrevention", messages: USED },
      ...FLAGS.flatMap((path) => [
        { title: `${path} is false`, path, value: false, messages: [`${path} is not true`] },
        { title: `${path} is left out`, path, messages: [`${path} is not true`] },
      ]),
    ],
    accepts: [
      { title: "more characters", path: "minimumPasswordLength", value: 20 },
      { title: "a number in text", path: "minimumPasswordLength", value: "14" },
      { title: "a flag in text", path: "requireSymbols", value: "true" },
      { title: "no word of age", path: "maxPasswordAge" },
    ],
  });
});
