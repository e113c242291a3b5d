import { defineControl } from "../../engine/control.ts";
import { expect, fail, some } from "../../engine/verdict.ts";

export const cognitoMfa = defineControl({
  id: "cognito-mfa",
  title: "User pools demand a second factor, and not by text message alone",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["IA-2(1)", "IA-2(2)"] },
  cause: "A guessed or leaked password is enough; a text message goes to whoever took the number.",
  remedy: "Set mfaConfiguration to ON and softwareTokenMfaConfiguration.enabled to true",
  types: ["aws:cognito/userPool:UserPool"],
  scope: "resource",
  check({ resource }) {
    const mfa = resource.at("mfaConfiguration");
    if (mfa.text === "OPTIONAL") return fail("Each user chooses whether to need more", mfa);
    if (mfa.text !== "ON") return fail("A password alone is enough", mfa);
    const others = [
      () => resource.at("softwareTokenMfaConfiguration.enabled").flag === true,
      () => resource.at("emailMfaConfiguration").items().length > 0,
    ];
    return expect(
      some(others, (other) => other()),
      "Text messages are the only second factor",
    );
  },
});
