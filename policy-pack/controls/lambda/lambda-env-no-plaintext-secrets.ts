import { defineControl } from "../../engine/control.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, expect, fail, pass, type Verdict } from "../../engine/verdict.ts";
import { credentialIn } from "../shared/credentials.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";

export const lambdaEnvNoPlaintextSecrets = defineControl({
  id: "lambda-env-no-plaintext-secrets",
  title: "The environment of a function holds no secret, and has a customer key",
  severity: "critical",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["IA-5(7)", "SC-28"] },
  cause: "Whoever may look at a function's settings reads the secret; it stands in the state too.",
  remedy: "Hand the function the secret's name, let it read the value, and set kmsKeyArn",
  types: ["aws:lambda/function:Function"],
  scope: "resource",
  check({ resource }) {
    const variables = () => resource.at("environment.variables").entries();
    const secrets = () => each(variables(), ([name, value]) => judged(name, value));
    const key = () => {
      const needed = variables().length > 0;
      const message = "kmsKeyArn names no customer key for the environment";
      return expect(!needed || hasCustomerKey(resource, "kmsKeyArn"), message, "kmsKeyArn");
    };
    return each([secrets, key], (part) => part());
  },
});

function judged(name: string, value: Reading): Verdict {
  // The program itself says so.
  if (value.kind === "secret") return fail(`${name} holds a secret`, value);
  const found = credentialIn(name, value.text ?? "");
  return found === undefined ? pass : fail(`${name} holds ${found}`, value);
}
