import assert from "node:assert/strict";

import { rdsIamAuthentication } from "../../../../policy-pack/controls/rds/rds-iam-authentication.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const INSTANCE = "aws:rds/instance:Instance";
const path = "iamDatabaseAuthenticationEnabled";
const OFF = ["iamDatabaseAuthenticationEnabled is not true"];

const answer = (type: string, inputs: Properties) =>
  said(judged(rdsIamAuthentication, [resource(type, "database", inputs)], "database"));

describe("rds-iam-authentication", () => {
  itBehaves({
    control: rdsIamAuthentication,
    compliant: [
      resource(INSTANCE, "database", {
        engine: "postgres",
        iamDatabaseAuthenticationEnabled: true,
      }),
    ],
    subject: "database",
    fails: [
      { title: "nothing is stated", path, messages: OFF },
      { title: "it is off", path, value: false, messages: OFF },
      { title: "it is off, in text", path, value: "false", messages: OFF },
      { title: "it is neither", path, value: "maybe", messages: OFF },
      { title: "it is null", path, value: null, messages: OFF },
    ],
    accepts: [
      { title: "on, in text", path, value: "true" },
      { title: "on, in a replica that names no engine", path: "engine" },
    ],
  });

  it("judges clusters and all engines that can", () => {
    for (const engine of ["aurora-postgresql", "aurora-mysql", "postgres", "mysql"]) {
      assert.deepEqual(answer("aws:rds/cluster:Cluster", { engine }), OFF, engine);
    }
    const on = { engine: "aurora-postgresql", iamDatabaseAuthenticationEnabled: true };
    assert.equal(answer("aws:rds/cluster:Cluster", on), "pass");
    assert.deepEqual(answer(INSTANCE, { engine: "mariadb" }), OFF);
  });

  it("leaves engines alone that can't", () => {
    for (const engine of [
      "oracle-se2",
      "sqlserver-web",
      "db2-ae",
      "custom-oracle-ee",
      "Oracle-EE",
    ]) {
      assert.equal(answer(INSTANCE, { engine }), "notApplicable", engine);
    }
    assert.equal(answer(INSTANCE, { engine: { $unknown: true } }), "undecided");
  });
});
