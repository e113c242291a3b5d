import assert from "node:assert/strict";

import type { Graph } from "../../../plan/graph/resource.ts";
import { textOf } from "../../../plan/graph/value.ts";
import { at, ofType, only } from "../../support/graph.ts";
import { graphOf, recordStacks } from "../../support/identities.ts";
import { stackGraph } from "../../support/stacks.ts";

const CLIENT = "aws:cognito/userPoolClient:UserPoolClient";

const ACCOUNT = "111122223333";

describe("users of the music", () => {
  recordStacks();
  let dev: Graph;
  let staging: Graph;
  before(() => {
    [dev, staging] = [graphOf("dev"), graphOf("staging")];
  });

  it("S-MUSIC-5, feature 38: need a second factor and a strong password, and are invited", () => {
    const { inputs } = only(dev, "aws:cognito/userPool:UserPool", "music-users");
    assert.equal(inputs["mfaConfiguration"], "ON");
    assert.deepEqual(inputs["softwareTokenMfaConfiguration"], { enabled: true });
    assert.deepEqual(inputs["adminCreateUserConfig"], { allowAdminCreateUserOnly: true });
    assert.equal(at(inputs, "passwordPolicy", "minimumLength"), 14);
    assert.equal(inputs["userPoolTier"], "ESSENTIALS");
    assert.ok(!("userPoolAddOns" in inputs));
    const prod = only(graphOf("prod"), "aws:cognito/userPool:UserPool", "music-users");
    assert.equal(prod.inputs["userPoolTier"], "PLUS");
    assert.deepEqual(prod.inputs["userPoolAddOns"], { advancedSecurityMode: "ENFORCED" });
    assert.deepEqual([prod.protect, prod.inputs["deletionProtection"]], [true, "ACTIVE"]);
  });

  it("S-MUSIC-5: the page is a public client, and a server a confidential one", () => {
    const of = (name: string) => only(dev, CLIENT, name).inputs;
    const [page, server] = [of("music-users-page"), of("music-users-server")];
    assert.equal(page["generateSecret"], false);
    assert.deepEqual(page["callbackUrls"], ["https://music.dev.example.com/signed-in"]);
    assert.deepEqual(page["logoutUrls"], ["https://music.dev.example.com/"]);
    assert.equal(server["generateSecret"], true);
    for (const client of [page, server]) {
      assert.deepEqual(client["allowedOauthFlows"], ["code"]);
      assert.deepEqual(client["allowedOauthScopes"], ["openid", "profile"]);
      assert.deepEqual(client["explicitAuthFlows"], ["ALLOW_REFRESH_TOKEN_AUTH"]);
    }
  });

  it("S-MUSIC-5: the API takes tokens of the page alone, while no server signs anybody in", () => {
    for (const [graph, name] of [
      [dev, "music-host"],
      [staging, "music-sign-in"],
    ] as const) {
      const secret = only(graph, "aws:secretsmanager/secretVersion:SecretVersion", name);
      const read = secret.propertyDependencies["secretString"] ?? [];
      const clients = ofType(graph, CLIENT).filter(({ urn }) => read.includes(urn));
      assert.deepEqual(
        clients.map((client) => client.name),
        ["music-users-page"],
      );
    }
  });

  it("S-MUSIC-5, S-MUSIC-9: the page's settings are what the application asks for", async () => {
    const graph = await stackGraph("dev", { mode: "update" });
    const settings = at(graph.outputs, "music", "pageSettings");
    assert.deepEqual(
      [at(settings, "doors"), at(settings, "signIn", "login")],
      [["music"], `https://rampart-dev-music-${ACCOUNT}.auth.us-east-1.amazoncognito.com`],
    );
    assert.match(
      textOf(at(settings, "signIn", "issuer")),
      /^https:\/\/cognito-idp\.us-east-1\.amazonaws\.com\/./,
    );
    assert.notEqual(textOf(at(settings, "signIn", "clientId")), "");
  });
});
