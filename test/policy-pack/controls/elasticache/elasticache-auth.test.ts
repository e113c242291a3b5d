import assert from "node:assert/strict";

import { elasticacheAuth } from "../../../../policy-pack/controls/elasticache/elasticache-auth.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const SERVERLESS = "aws:elasticache/serverlessCache:ServerlessCache";
const USER = "aws:elasticache/user:User";
const USERS = "aws:elasticache/userGroup:UserGroup";
const MEMBERSHIP = "aws:elasticache/userGroupAssociation:UserGroupAssociation";
const OPEN = ["The cache has neither a user group nor a token"];

const answer = (type: string, inputs: Properties) =>
  said(judged(elasticacheAuth, [resource(type, "one", inputs)], "one"));

describe("elasticache-auth of a cache", () => {
  itBehaves({
    control: elasticacheAuth,
    compliant: [resource(GROUP, "cache", { authToken: { $secret: true } })],
    subject: "cache",
    fails: [
      { title: "there is no token", path: "authToken", messages: OPEN },
      { title: "the token is empty", path: "authToken", value: "", messages: OPEN },
    ],
    accepts: [
      { title: "a token in plain text, which others judge", path: "authToken", value: "x" },
    ],
  });

  it("accepts a token that is written and not kept, or users instead", () => {
    assert.equal(answer(GROUP, { authTokenWo: { $secret: true } }), "pass");
    assert.equal(answer(GROUP, { userGroupIds: ["app"] }), "pass");
    assert.equal(answer(GROUP, { userGroupIds: "app" }), "pass");
    assert.deepEqual(answer(GROUP, { userGroupIds: [] }), OPEN);
    assert.deepEqual(answer(GROUP, { userGroupIds: [""] }), OPEN);
    assert.equal(answer(GROUP, { userGroupIds: { $unknown: true } }), "undecided");
  });

  it("knows a token and a group that are not made yet by where they come from", () => {
    const password = resource("random:index/randomPassword:RandomPassword", "token", {});
    const group = resource(USERS, "users", { userGroupId: "app", userIds: ["app"] });
    const unknown = { $unknown: true } as const;
    const ask = (path: string, origin: string) => {
      const cache = resource(
        GROUP,
        "one",
        { [path]: path === "userGroupIds" ? [unknown] : unknown },
        { propertyDependencies: { [path]: [origin] } },
      );
      return said(judged(elasticacheAuth, [password, group, cache], "one"));
    };
    assert.equal(ask("authToken", password.urn), "pass");
    assert.equal(ask("userGroupIds", group.urn), "pass");
    assert.equal(ask("authToken", group.urn), "undecided");
    assert.equal(ask("userGroupIds", password.urn), "undecided");
  });

  it("asks a serverless cache for users, where its engine has them", () => {
    assert.deepEqual(answer(SERVERLESS, { engine: "valkey" }), OPEN);
    assert.equal(answer(SERVERLESS, { engine: "valkey", userGroupId: "app" }), "pass");
    assert.equal(answer(SERVERLESS, { engine: "memcached" }), "notApplicable");
  });
});

describe("elasticache-auth of a user group", () => {
  itBehaves({
    control: elasticacheAuth,
    compliant: [resource(USERS, "users", { engine: "valkey", userIds: ["app", "default-off"] })],
    subject: "users",
    fails: [
      {
        title: "AWS's own user is in it",
        path: "userIds",
        value: ["app", "default"],
        messages: ["userIds admits AWS's own user, who needs no password"],
      },
      {
        title: "AWS's own user is alone in it",
        path: "userIds",
        value: "default",
        messages: ["userIds admits AWS's own user, who needs no password"],
      },
    ],
    accepts: [{ title: "a group of nobody", path: "userIds", value: [] }],
  });

  it("judges a membership alike, and sees the wrong member beside an unknown one", () => {
    const message = ["userId admits AWS's own user, who needs no password"];
    assert.deepEqual(answer(MEMBERSHIP, { userGroupId: "app", userId: "default" }), message);
    assert.equal(answer(MEMBERSHIP, { userGroupId: "app", userId: "app" }), "pass");
    assert.equal(answer(MEMBERSHIP, { userId: { $unknown: true } }), "undecided");
    assert.deepEqual(answer(USERS, { userIds: [{ $unknown: true }, "default"] }), [
      "userIds admits AWS's own user, who needs no password",
    ]);
  });
});

describe("elasticache-auth of a user", () => {
  itBehaves({
    control: elasticacheAuth,
    compliant: [
      resource(USER, "app", {
        userName: "app",
        accessString: "on ~* +@all -@dangerous",
        authenticationMode: { type: "iam" },
      }),
    ],
    subject: "app",
    fails: [
      {
        title: "it needs no password",
        path: "noPasswordRequired",
        value: true,
        messages: ["The user needs no password"],
      },
      {
        title: "it needs no password, in the newer spelling",
        path: "authenticationMode.type",
        value: "no-password-required",
        messages: ["The user needs no password"],
      },
      {
        title: "its rights give the password up",
        path: "accessString",
        value: "on nopass ~* +@all",
        messages: ["The user needs no password"],
      },
      {
        title: "it is the one of clients without a name",
        path: "userName",
        value: "default",
        messages: ["The default user is not off"],
      },
    ],
    accepts: [
      { title: "passwords", path: "authenticationMode", value: { type: "password" } },
      { title: "a user that is off", path: "accessString", value: "off nopass -@all" },
    ],
  });

  it("accepts a default user that is off, with or without a password", () => {
    const user = (accessString: string) =>
      answer(USER, { userName: "default", accessString, noPasswordRequired: true });
    assert.equal(user("off ~keys* -@all +get"), "pass");
    assert.equal(user("on ~* off"), "pass");
    assert.deepEqual(user("off ~* on +@all"), [
      "The default user is not off",
      "The user needs no password",
    ]);
    assert.deepEqual(answer(USER, { userName: "default", passwords: [{ $secret: true }] }), [
      "The default user is not off",
    ]);
  });
});
