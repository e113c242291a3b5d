import { defineControl } from "../../engine/control.ts";
import { each, expect } from "../../engine/verdict.ts";

/** Least values; AWS remembers 24 passwords at most. */
const AT_LEAST = { minimumPasswordLength: 14, passwordReusePrevention: 24 };

/** Kinds of characters, none of which AWS asks for by itself. */
const REQUIRED = [
  "requireLowercaseCharacters",
  "requireNumbers",
  "requireSymbols",
  "requireUppercaseCharacters",
];

export const iamPasswordPolicy = defineControl({
  id: "iam-password-policy",
  title: "Passwords of IAM users are long, mixed and new",
  severity: "medium",
  frameworks: {
    fsbp: ["IAM.7"],
    cis3: ["1.8", "1.9"],
    cis7: ["2.8", "2.9"],
    nist: ["AC-2(1)", "IA-5(1)", "AC-2(3)"],
  },
  cause: "Short or used passwords are guessed, or known from elsewhere.",
  remedy: "Ask for 14 characters of all four kinds, and remember 24 passwords",
  types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
  scope: "resource",
  check: ({ resource }) => [
    ...each(Object.entries(AT_LEAST), ([name, least]) => {
      const reading = resource.at(name);
      return expect((reading.number ?? 0) >= least, `${name} is below ${least}`, reading);
    }),
    ...each(REQUIRED, (name) => {
      const reading = resource.at(name);
      return expect(reading.flag === true, `${name} is not true`, reading);
    }),
  ],
});
