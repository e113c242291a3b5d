import assert from "node:assert/strict";

import { cognitoClientHardened } from "../../../../policy-pack/controls/cognito/cognito-client-hardened.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const FLOW = "A flow other than code is allowed";
const ERRORS = "Errors tell which users exist";
const REVOCATION = "Tokens can't be revoked";
const UNKNOWN = { $unknown: true } as const;

const CLIENT = {
  userPoolId: UNKNOWN,
  allowedOauthFlowsUserPoolClient: true,
  allowedOauthFlows: ["code"],
  allowedOauthScopes: ["openid"],
  callbackUrls: ["https://app.example.com/callback"],
  preventUserExistenceErrors: "ENABLED",
  enableTokenRevocation: true,
  accessTokenValidity: 30,
  idTokenValidity: 30,
  refreshTokenValidity: 7,
  tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
} as const;

/** What a client says but for one thing. */
function without(property: keyof typeof CLIENT): Properties {
  return Object.fromEntries(Object.entries(CLIENT).filter(([name]) => name !== property));
}

/** The verdict on a client, or on one that another service made. */
function told(inputs: Properties, settings = {}, type = "userPoolClient:UserPoolClient") {
  const client = resource(`aws:cognito/${type}`, "client", inputs);
  const parameters = { "cognito-client-hardened": settings };
  return said(judged(cognitoClientHardened, [client], "client", { parameters }));
}

describe("cognito-client-hardened", () => {
  itBehaves({
    control: cognitoClientHardened,
    compliant: [resource("aws:cognito/userPoolClient:UserPoolClient", "client", CLIENT)],
    subject: "client",
    fails: [
      {
        title: "tokens come in the address",
        path: "allowedOauthFlows",
        value: ["implicit"],
        messages: [FLOW],
      },
      {
        title: "the implicit flow stands beside the code flow",
        path: "allowedOauthFlows",
        value: ["code", "implicit"],
        messages: [FLOW],
      },
      {
        title: "a lone flow is another",
        path: "allowedOauthFlows",
        value: "implicit",
        messages: [FLOW],
      },
      {
        title: "it is a machine's",
        path: "allowedOauthFlows",
        value: ["client_credentials"],
        messages: [FLOW],
      },
      ...[
        "http://app.example.com/callback",
        "http://localhost:3000",
        "myapp://callback",
        "app",
      ].map((value) => ({
        title: `it calls back ${value}`,
        path: "callbackUrls",
        value: ["https://app.example.com", value],
        messages: ["callbackUrls[1] is no https address"],
      })),
      {
        title: "an address only begins like https",
        path: "callbackUrls",
        value: "httpsx://app.example.com",
        messages: ["callbackUrls is no https address"],
      },
      {
        title: "errors are as they were of old",
        path: "preventUserExistenceErrors",
        value: "LEGACY",
        messages: [ERRORS],
      },
      { title: "errors are left out", path: "preventUserExistenceErrors", messages: [ERRORS] },
      {
        title: "tokens can't be revoked",
        path: "enableTokenRevocation",
        value: false,
        messages: [REVOCATION],
      },
      {
        title: "tokens can't be revoked, in text",
        path: "enableTokenRevocation",
        value: "false",
        messages: [REVOCATION],
      },
      {
        title: "access tokens live 61 minutes",
        path: "accessTokenValidity",
        value: 61,
        messages: ["access tokens are good for more than 60 minutes"],
      },
      {
        title: "access tokens live 30 hours, for no unit is named",
        path: "tokenValidityUnits.accessToken",
        messages: ["access tokens are good for more than 60 minutes"],
      },
      {
        title: "id tokens live a day",
        path: "idTokenValidity",
        value: "1440",
        messages: ["id tokens are good for more than 60 minutes"],
      },
      {
        title: "the life of id tokens is no number",
        path: "idTokenValidity",
        value: "short",
        messages: ["id tokens are good for more than 60 minutes"],
      },
      {
        title: "the unit is none",
        path: "tokenValidityUnits.idToken",
        value: "fortnights",
        messages: ["id tokens are good for more than 60 minutes"],
      },
      {
        title: "refresh tokens live 31 days",
        path: "refreshTokenValidity",
        value: 31,
        messages: ["refresh tokens are good for more than 30 days"],
      },
      {
        title: "no unit is named",
        path: "tokenValidityUnits",
        messages: [
          "access tokens are good for more than 60 minutes",
          "id tokens are good for more than 60 minutes",
        ],
      },
    ],
    accepts: [
      { title: "no flow at all", path: "allowedOauthFlows" },
      { title: "no callbacks", path: "callbackUrls", value: [] },
      { title: "revocation as Cognito has it", path: "enableTokenRevocation" },
      { title: "lives as Cognito has them", path: "refreshTokenValidity" },
      { title: "0, which Cognito takes for its own", path: "refreshTokenValidity", value: 0 },
      { title: "an hour in minutes", path: "accessTokenValidity", value: 60 },
      {
        title: "other units",
        path: "tokenValidityUnits",
        value: [{ accessToken: "seconds", idToken: "minutes", refreshToken: "hours" }],
      },
    ],
  });

  it("tells all that is wrong, also beside something unknown", () => {
    const wrong = { ...CLIENT, allowedOauthFlows: [UNKNOWN, "implicit"], callbackUrls: UNKNOWN };
    assert.deepEqual(told(wrong), [FLOW]);
    assert.deepEqual(told({}), [ERRORS]);
  });

  it("takes other lives", () => {
    const shorter = { maximumMinutes: 15, maximumRefreshDays: 1 };
    assert.deepEqual(told(CLIENT, shorter), [
      "access tokens are good for more than 15 minutes",
      "id tokens are good for more than 15 minutes",
      "refresh tokens are good for more than 1 days",
    ]);
    assert.deepEqual(told(without("refreshTokenValidity"), { maximumRefreshDays: 29 }), [
      "refresh tokens are good for more than 29 days",
    ]);
  });

  it("lets machines in where that is said, with a secret and by their own flow alone", () => {
    const machine = { ...CLIENT, allowedOauthFlows: ["client_credentials"], generateSecret: true };
    const machineClients = true;
    assert.deepEqual(told(machine), [FLOW]);
    assert.equal(told(machine, { machineClients }), "pass");
    assert.deepEqual(told({ ...machine, generateSecret: false }, { machineClients }), [FLOW]);
    assert.deepEqual(
      told(
        { ...machine, allowedOauthFlows: ["client_credentials", "implicit"] },
        { machineClients },
      ),
      [FLOW, FLOW],
    );
    assert.equal(told({ ...machine, generateSecret: UNKNOWN }, { machineClients }), "undecided");
  });

  it("does not guess what a client that another service made has had before", () => {
    const type = "managedUserPoolClient:ManagedUserPoolClient";
    assert.equal(told(CLIENT, {}, type), "pass");
    for (const property of [
      "allowedOauthFlows",
      "callbackUrls",
      "enableTokenRevocation",
      "refreshTokenValidity",
      "tokenValidityUnits",
    ] as const) {
      assert.equal(told(without(property), {}, type), "undecided", property);
    }
    assert.deepEqual(told({ ...CLIENT, allowedOauthFlows: ["implicit"] }, {}, type), [FLOW]);
  });
});
