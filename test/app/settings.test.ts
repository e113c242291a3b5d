import assert from "node:assert/strict";

import { SettingsError, settingsOf } from "../../app/settings.ts";

const ITEMS = {
  DOORS: "items",
  DATABASE_URL: "postgres://app@127.0.0.1/app",
  COGNITO_USER_POOL_ID: "us-east-1_Local0001",
  COGNITO_CLIENT_IDS: "web",
};

describe("A-COMMON: the environment of a process", () => {
  const problemsOf = (variables: Record<string, string>): string => {
    try {
      settingsOf(variables);
    } catch (error) {
      assert.ok(error instanceof SettingsError);
      return error.message;
    }
    return "";
  };

  it("has defaults for what most leave alone, and takes an empty variable for an unset one", () => {
    const settings = settingsOf({ ...ITEMS, REDIS_URL: "", METRICS_PORT: "" });
    assert.equal(settings.PORT, 8080);
    assert.equal(settings.DATABASE_CONNECTIONS, 10);
    assert.equal(settings.REDIS_URL, undefined);
    assert.equal(settings.METRICS_PORT, undefined);
    assert.deepEqual(settings.DOORS, ["items"]);
  });

  it("tells every variable that has not its form, and no value", () => {
    const text = problemsOf({
      ...ITEMS,
      DOORS: "items,cellar",
      PORT: "99999",
      DATABASE_URL: "mysql://root:secret@db/app",
    });
    assert.deepEqual(
      text.split("\n").map((line) => line.trim().split(":")[0]),
      ["The environment can't be used", "PORT", "DOORS.1", "DATABASE_URL"],
    );
    assert.ok(!text.includes("secret"));
  });

  it("tells what a door needs, all of it at once", () => {
    assert.equal(
      problemsOf({ DOORS: "items,documents,music" }),
      `The environment can't be used:
  DATABASE_SECRET or DATABASE_URL: is missing; the doors items and music keep their data in PostgreSQL
  DOCUMENTS_TABLE: is missing; the door documents keeps its data there
  AUDIO_BUCKET: is missing; the door music plays what lies there
  COGNITO_USER_POOL_ID or JWT_SECRET: is missing; the door items, documents, music asks for tokens; name it in OPEN_DOORS to let anyone in`,
    );
  });

  it("keeps the metrics off the port that the balancer reaches", () => {
    assert.equal(
      problemsOf({ ...ITEMS, PORT: "8080", METRICS_PORT: "8080" }),
      "The environment can't be used:\n  METRICS_PORT: must not be PORT",
    );
    assert.equal(problemsOf({ ...ITEMS, PORT: "0", METRICS_PORT: "0" }), "");
  });

  it("answers an upload that stalls before its connection is closed as a silent one", () => {
    const documents = { ...ITEMS, DOORS: "documents", DOCUMENTS_TABLE: "t", SILENCE_SECONDS: "30" };
    assert.equal(problemsOf(documents), "");
    assert.equal(problemsOf({ ...documents, UPLOAD_PERIOD_SECONDS: "9" }), "");
    assert.equal(
      problemsOf({ ...documents, UPLOAD_PERIOD_SECONDS: "10" }),
      "The environment can't be used:\n  UPLOAD_PERIOD_SECONDS: three of them must be shorter than SILENCE_SECONDS",
    );
    assert.equal(problemsOf({ ...ITEMS, SILENCE_SECONDS: "3" }), "");
  });

  it("refuses two sources of one thing, and an open door that is not served", () => {
    assert.equal(
      problemsOf({ ...ITEMS, OPEN_DOORS: "music", REDIS_URL: "redis://a", REDIS_SECRET: "b" }),
      `The environment can't be used:
  REDIS_SECRET and REDIS_URL: only one of them can hold
  OPEN_DOORS: music is not among DOORS`,
    );
  });
});
