import { defineControl } from "../../engine/control.ts";
import { each, expect } from "../../engine/verdict.ts";

const MINIMUM_LENGTH = 12;
const MAXIMUM_DAYS = 7;

const CLASSES = ["requireLowercase", "requireUppercase", "requireNumbers", "requireSymbols"];

export const cognitoPasswordPolicy = defineControl({
  id: "cognito-password-policy",
  title: "User pools accept only strong passwords",
  severity: "medium",
  frameworks: {
    fsbp: ["Cognito.3"],
    cis3: [],
    cis7: [],
    nist: ["AC-2(1)", "IA-5(1)", "AC-2(3)"],
  },
  cause: "Passwords can be guessed, and invitations that nobody took up stay open.",
  remedy:
    "Ask for 12 characters or more of all four classes, and end temporary passwords within 7 days",
  types: ["aws:cognito/userPool:UserPool"],
  scope: "resource",
  check({ resource }) {
    const policy = resource.at("passwordPolicy");
    const parts = [
      () => {
        const length = policy.at("minimumLength");
        const holds = (length.number ?? 0) >= MINIMUM_LENGTH;
        return expect(holds, `Passwords may have fewer than ${MINIMUM_LENGTH} characters`, length);
      },
      ...CLASSES.map((name) => () => {
        const required = policy.at(name);
        // Without a policy of the pool's own Cognito asks for all four; with one, for what it says.
        const holds = policy.present ? required.flag === true : true;
        return expect(holds, `${name} is not true`, required);
      }),
      () => {
        const days = policy.at("temporaryPasswordValidityDays");
        const valid = days.present ? (days.number ?? Infinity) : MAXIMUM_DAYS;
        const message = `Temporary passwords are good for more than ${MAXIMUM_DAYS} days`;
        return expect(valid <= MAXIMUM_DAYS, message, days);
      },
    ];
    return each(parts, (part) => part());
  },
});
