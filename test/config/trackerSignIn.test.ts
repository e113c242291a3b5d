import assert from "node:assert/strict";

import { checkSettings, type RawSettings } from "../../config/load.ts";
import { problemLines, rawSettings, withSetting } from "../support/settings.ts";
import { SIGN_IN, SIGN_IN_SECRET } from "../support/signIn.ts";

const ON = {
  mode: "on",
  host: "tracker.dev.example.com",
  certificate: { mode: "pending" },
};

const rawWith = (changes: object): RawSettings =>
  withSetting(rawSettings("dev"), "tracker", { ...ON, ...changes });

/** What is wrong with a provider. */
const refused = (signIn: object): string[] =>
  problemLines(rawWith({ signIn })).map((line) => line.replace("rampart:tracker.", ""));

describe("settings of the tracker's sign-in", () => {
  it("feature 39: asks nobody to sign in unless told whom to ask; then for a working day, with a secret", () => {
    const silent = checkSettings("rampart", rawWith({})).settings?.tracker;
    assert.ok(silent?.mode === "on" && !("signIn" in silent));
    const raw = rawWith({ signIn: SIGN_IN });
    assert.deepEqual(problemLines(raw), [
      "rampart:trackerSignInSecret is missing; allowed: a secret, set with: pulumi config set --secret rampart:trackerSignInSecret",
    ]);
    const { settings } = checkSettings("rampart", { ...raw, trackerSignInSecret: SIGN_IN_SECRET });
    assert.ok(settings?.tracker.mode === "on");
    assert.deepEqual(settings.tracker.signIn, {
      ...SIGN_IN,
      sessionSeconds: 28_800,
      scope: "openid",
    });
    assert.ok(!JSON.stringify(settings).includes(SIGN_IN_SECRET));
  });

  it("feature 39: refuses all that is wrong with a provider at once, and says why", () => {
    const address = (key: string, shown: string, example: string) =>
      `signIn.${key} is ${shown}; allowed: an https address on port 443 with a domain name${example === "" ? "" : ", a path"} and no query, such as https://login.example.com/${example}`;
    const wrong = {
      issuer: "login.example.com",
      authorizationEndpoint: "http://login.example.com/authorize",
      tokenEndpoint: "https://login.example.com:8443/token",
      userInfoEndpoint: "https://10.0.0.1/userinfo",
      clientId: "",
      sessionSeconds: 604_801,
      scope: "email",
    };
    assert.deepEqual(
      refused(wrong).filter((line) => line.startsWith("signIn.")),
      [
        address("issuer", JSON.stringify(wrong.issuer), ""),
        address("authorizationEndpoint", JSON.stringify(wrong.authorizationEndpoint), "authorize"),
        // What is called a token may be one.
        address("tokenEndpoint", "[hidden]", "token"),
        address("userInfoEndpoint", JSON.stringify(wrong.userInfoEndpoint), "userinfo"),
        'signIn.clientId is ""; allowed: an id of 1–255 characters without spaces',
        "signIn.sessionSeconds is 604801; allowed: 604800 or fewer",
        'signIn.scope is "email"; allowed: scopes parted by spaces with openid among them, such as openid email',
      ],
    );
  });

  for (const [key, value, isAccepted] of [
    ["issuer", "https://accounts.example.com", true],
    ["issuer", "https://login.example.com:443/tenant/v2.0", true],
    ["issuer", "https://user@login.example.com/", false],
    ["issuer", "https://login.example.com/?tenant=1", false],
    ["tokenEndpoint", "https://login.example.com/token#x", false],
    ["tokenEndpoint", "https://localhost/token", false],
    // Elastic Load Balancing asks for a path where it, or a browser, goes.
    ["authorizationEndpoint", "https://login.example.com", false],
    ["tokenEndpoint", "https://login.example.com", false],
    ["userInfoEndpoint", "https://login.example.com:443", false],
    ["userInfoEndpoint", "https://login.example.com/", true],
    ["scope", "openid", true],
    ["scope", "email openid profile", true],
    ["scope", "openidx", false],
    ["scope", "openid  email", false],
    ["scope", " openid", false],
    ["clientId", "0oa1b2c3.apps.example.com", true],
    ["clientId", "two words", false],
    ["sessionSeconds", 1, true],
    ["sessionSeconds", 604_800, true],
    ["sessionSeconds", 0, false],
    ["clientSecret", "in clear", false],
  ] as const) {
    it(`feature 39: ${isAccepted ? "takes" : "refuses"} ${key} ${JSON.stringify(value)}`, () => {
      const lines = refused({ ...SIGN_IN, [key]: value });
      assert.equal(
        lines.filter((line) => line.startsWith(`signIn.${key} `)).length,
        isAccepted ? 0 : 1,
      );
    });
  }
});
