import assert from "node:assert/strict";

import { loginOf, UserPool, type UserPoolArgs } from "../../../components/identity/userPool.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { namesOf, ofType, only, recorded, refusal } from "../../support/graph.ts";
import { FIXED } from "../../traps/music.ts";

const POOL = "aws:cognito/userPool:UserPool";
const CLIENT = "aws:cognito/userPoolClient:UserPoolClient";
const DOMAIN = "aws:cognito/userPoolDomain:UserPoolDomain";
const STYLE = "aws:cognito/managedLoginBranding:ManagedLoginBranding";

type Variation = Partial<UserPoolArgs<"page">>;

const made = (args: Variation = {}) =>
  new UserPool("users", {
    environment: testEnvironment(),
    identifier: "music",
    signUp: "invited",
    tier: "essentials",
    clients: {
      page: {
        kind: "public",
        callbackUrls: ["https://music.example.com/signed-in"],
        logoutUrls: ["https://music.example.com/"],
      },
    },
    ...args,
  });

describe("UserPool", () => {
  it("S-MUSIC-5, T80: is what it should be, to the last setting", async () => {
    const graph = await recorded(() => void made());
    assert.deepEqual(only(graph, POOL).inputs, {
      name: "rampart-dev-pool-music",
      deletionProtection: "INACTIVE",
      ...FIXED,
      autoVerifiedAttributes: ["email"],
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
      accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
      mfaConfiguration: "ON",
      softwareTokenMfaConfiguration: { enabled: true },
      passwordPolicy: {
        minimumLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: 3,
      },
      userPoolTier: "ESSENTIALS",
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
    });
    assert.equal(only(graph, POOL).protect, false);
  });

  for (const mode of ["preview", "update"] as const) {
    it(`S-MUSIC-5: its clients use codes alone and never see a password, at ${mode}`, async () => {
      const graph = await recorded(() => void made(), { mode });
      const { inputs, propertyDependencies } = only(graph, CLIENT);
      assert.deepEqual(propertyDependencies["userPoolId"], [only(graph, POOL).urn]);
      const client = Object.fromEntries(
        Object.entries(inputs).filter(([name]) => name !== "userPoolId"),
      );
      assert.deepEqual(client, {
        name: "users-page",
        generateSecret: false,
        supportedIdentityProviders: ["COGNITO"],
        allowedOauthFlowsUserPoolClient: true,
        allowedOauthFlows: ["code"],
        allowedOauthScopes: ["openid", "profile"],
        callbackUrls: ["https://music.example.com/signed-in"],
        logoutUrls: ["https://music.example.com/"],
        explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
        preventUserExistenceErrors: "ENABLED",
        enableTokenRevocation: true,
        accessTokenValidity: 15,
        idTokenValidity: 15,
        refreshTokenValidity: 7,
        tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
      });
      assert.deepEqual(namesOf(graph, STYLE), ["users-page"]);
    });
  }

  it("T81: knows its login before it exists, under a name with its account", async () => {
    let login = "";
    const graph = await recorded(() => {
      ({ login } = made());
    });
    const prefix = "rampart-dev-music-111122223333";
    assert.equal(login, `https://${prefix}.auth.us-east-1.amazoncognito.com`);
    const { domain, managedLoginVersion } = only(graph, DOMAIN).inputs;
    assert.deepEqual([domain, managedLoginVersion], [prefix, 2]);
    assert.throws(
      () => loginOf({ environment: testEnvironment({ project: "amazonas" }), identifier: "music" }),
      {
        message:
          'The login of music would be at "amazonas-dev-music-111122223333"; allowed: up to 63 characters without aws, amazon or cognito.',
      },
    );
  });

  it("S-MUSIC-5: blocks attacks where its plan has that, and lets people in who are not invited", async () => {
    const graph = await recorded(() => void made({ tier: "plus", signUp: "open" }));
    const { userPoolTier, userPoolAddOns, adminCreateUserConfig } = only(graph, POOL).inputs;
    assert.deepEqual(
      [userPoolTier, userPoolAddOns, adminCreateUserConfig],
      ["PLUS", { advancedSecurityMode: "ENFORCED" }, { allowAdminCreateUserOnly: false }],
    );
  });

  it("P-DATA-5: keeps its users where data must survive", async () => {
    const environment = testEnvironment({ dataProtection: "protected" });
    const graph = await recorded(() => void made({ environment }));
    const pool = only(graph, POOL);
    assert.deepEqual(
      [pool.protect, pool.retainOnDelete, pool.inputs["deletionProtection"]],
      [true, true, "ACTIVE"],
    );
    for (const type of [CLIENT, DOMAIN, STYLE]) {
      assert.ok(
        ofType(graph, type).every(({ retainOnDelete }) => retainOnDelete),
        type,
      );
    }
  });

  it("S-MUSIC-5: gives a server a secret", async () => {
    const callbackUrls = ["https://a.example.com/x"];
    const clients = { page: { kind: "confidential", callbackUrls } } as const;
    const graph = await recorded(() => void made({ clients }));
    assert.equal(only(graph, CLIENT).inputs["generateSecret"], true);
    assert.deepEqual(only(graph, CLIENT).inputs["logoutUrls"], []);
  });

  it("refuses a callback without TLS", async () => {
    const clients = { page: { kind: "public", callbackUrls: ["http://a.example.com/x"] } } as const;
    assert.equal(
      await refusal(() => made({ clients })),
      "callbackUrls of users.page has http://a.example.com/x; allowed: https addresses.",
    );
  });
});
