import assert from "node:assert/strict";

import { nameOf } from "../../../app/web/src/session/name.ts";

const ID = "0B7B8C3E-6a52-4f0e-9a57-0d5f2c1be111";

describe("S-MUSIC-9: the user's name on the page", () => {
  const cases: readonly (readonly [claims: Readonly<Record<string, unknown>>, name: string])[] = [
    [{ name: "Ada", preferred_username: "lovelace", "cognito:username": ID }, "Ada"],
    [{ preferred_username: "lovelace", "cognito:username": "ada" }, "lovelace"],
    [{ "cognito:username": "ada" }, "ada"],
    [{ "cognito:username": ID }, "Someone"],
    [{ name: 7, sub: ID }, "Someone"],
    [{ name: "", preferred_username: " \u200b", "cognito:username": "ada" }, "ada"],
    [{ "cognito:username": "Google_103412345678" }, "Someone"],
    [{ "cognito:username": `${ID} ` }, "Someone"],
    [{ name: "R2_D2", "cognito:username": "SignInWithApple_000123" }, "R2_D2"],
  ];
  for (const [claims, name] of cases) {
    it(`is ${name} by ${JSON.stringify(claims)}`, () => {
      assert.equal(nameOf(claims), name);
    });
  }
});
