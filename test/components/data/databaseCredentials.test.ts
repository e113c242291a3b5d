import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import {
  DatabaseCredentials,
  databaseCredentialsArnPattern,
  firstCredentials,
} from "../../../components/data/databaseCredentials.ts";
import { Postgres } from "../../../components/data/postgres.ts";
import { SECRET } from "../../../plan/graph/value.ts";
import { testPostgresArgs } from "../../support/database.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { only, recorded, refusal, waitsFor } from "../../support/graph.ts";

const environment = testEnvironment();

function program(username = "items", rotatesBySchedule = true) {
  return () => {
    const args = testPostgresArgs(environment);
    const database = new Postgres("database", args);
    new DatabaseCredentials("credentials", {
      environment,
      key: args.key,
      database,
      username,
      rotatesBySchedule,
    });
  };
}

describe("DatabaseCredentials", () => {
  it("P-KEY-3: is the secret that the application asks for by name", async () => {
    const secret = only(await recorded(program()), "aws:secretsmanager/secret:Secret");
    assert.equal(secret.inputs["name"], "/dev/database/credentials");
    assert.equal(secret.inputs["tags"], undefined, "rotated secrets carry no rotation tag");
  });

  it("P-KEY-4: says that people ask for its rotation where no schedule does", async () => {
    const graph = await recorded(program("items", false));
    const secret = only(graph, "aws:secretsmanager/secret:Secret");
    assert.deepEqual(secret.inputs["tags"], { rotation: "manual" });
    const version = only(graph, "aws:secretsmanager/secretVersion:SecretVersion");
    assert.deepEqual(version.ignoreChanges, ["secretString", "versionStages"]);
  });

  it("P-KEY-4, feature 30: leaves the value to its rotation once it exists", async () => {
    const graph = await recorded(program());
    const version = only(graph, "aws:secretsmanager/secretVersion:SecretVersion");
    assert.deepEqual(version.inputs["secretString"], SECRET);
    assert.deepEqual(version.ignoreChanges, ["secretString", "versionStages"]);
    assert.ok(waitsFor(graph, version, only(graph, "aws:rds/instance:Instance")));
  });

  it("P-KEY-3: starts with all that a client and the rotation need, and no usable password", async () => {
    const json = firstCredentials("items", {
      address: pulumi.output("db.example"),
      port: 5432,
      databaseName: "items",
      masterSecretArn: pulumi.output("arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!x"),
    });
    const text = await new Promise<string>((resolve) => json.apply(resolve));
    assert.deepEqual(JSON.parse(text), {
      engine: "postgres",
      username: "items",
      password: "",
      host: "db.example",
      port: 5432,
      dbname: "items",
      masterarn: "arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!x",
    });
  });

  it("T56: is named in policies before it exists", () => {
    assert.equal(
      databaseCredentialsArnPattern(environment),
      "arn:aws:secretsmanager:us-east-1:111122223333:secret:/dev/database/credentials-??????",
    );
  });

  for (const username of ["pg_items", "Items", "", "my-app", "a".repeat(58)]) {
    it(`T67: refuses the user name "${username}"`, async () => {
      assert.equal(
        await refusal(program(username)),
        `username of credentials is "${username}"; allowed: a lower-case letter, then letters, ` +
          "digits and underscores, at most 57, not pg_….",
      );
    });
  }

  it("takes the longest name that leaves room for its twin", async () => {
    await recorded(program("a".repeat(57)));
  });

  it("runs as an update, too, where AWS has answered", async () => {
    const graph = await recorded(program(), { mode: "update" });
    const version = only(graph, "aws:secretsmanager/secretVersion:SecretVersion");
    assert.equal(version.inputs["secretId"], "credentials-id");
  });
});
