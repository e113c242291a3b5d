import assert from "node:assert/strict";

import { rdsLogExports } from "../../../../policy-pack/controls/rds/rds-log-exports.ts";
import type { PolicyResource, Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { changed, resource } from "../../support/resources.ts";

const INSTANCE = "aws:rds/instance:Instance";
const CLUSTER = "aws:rds/cluster:Cluster";
const KEY = "alias/rampart-dev";
const path = "enabledCloudwatchLogsExports";

const group = (name: string, log: string, kind = "instance") =>
  resource("aws:cloudwatch/logGroup:LogGroup", name, {
    name: `/aws/rds/${kind}/main/${log}`,
    retentionInDays: 30,
    kmsKeyId: KEY,
  });
const alone = (log: string) => `No log group with a key and a retention waits for the ${log} log`;
const ask = (resources: readonly PolicyResource[]) =>
  said(judged(rdsLogExports, resources, "database"));

const COMPLIANT = [
  group("queries", "postgresql"),
  group("upgrades", "upgrade"),
  resource(INSTANCE, "database", {
    identifier: "main",
    engine: "postgres",
    enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
  }),
];

describe("rds-log-exports", () => {
  itBehaves({
    control: rdsLogExports,
    compliant: COMPLIANT,
    subject: "database",
    fails: [
      { title: "nothing is exported", path, messages: ["No log is exported"] },
      { title: "no log is listed", path, value: [], messages: ["No log is exported"] },
      {
        title: "upgrades are not exported",
        path,
        value: ["postgresql"],
        messages: ["The upgrade log is not exported"],
      },
      {
        title: "queries are not exported",
        path,
        value: ["upgrade"],
        messages: ["The postgresql log is not exported"],
      },
      {
        title: "a group has no key",
        of: "queries",
        path: "kmsKeyId",
        messages: [alone("postgresql")],
      },
      {
        title: "a group keeps its logs without anyone having said so",
        of: "upgrades",
        path: "retentionInDays",
        messages: [alone("upgrade")],
      },
      {
        title: "a group is of another database",
        of: "upgrades",
        path: "name",
        value: "/aws/rds/instance/other/upgrade",
        messages: [alone("upgrade")],
      },
      {
        title: "the database has another name",
        path: "identifier",
        value: "other",
        messages: [alone("postgresql"), alone("upgrade")],
      },
    ],
    accepts: [
      {
        title: "logs without end, where that is stated",
        of: "queries",
        path: "retentionInDays",
        value: 0,
      },
    ],
  });

  it("wants a group for every log that is exported, wanted or not", () => {
    const more = ["postgresql", "upgrade", "iam-db-auth-error"];
    assert.deepEqual(ask(changed(COMPLIANT, "database", path, more)), [alone("iam-db-auth-error")]);
  });

  it("asks Aurora for its queries alone, in groups of clusters", () => {
    const cluster = (engine: string, logs: Value) =>
      resource(CLUSTER, "database", {
        clusterIdentifier: "main",
        engine,
        enabledCloudwatchLogsExports: logs,
      });
    const queries = group("queries", "postgresql", "cluster");
    for (const engine of ["aurora-postgresql", "postgres"]) {
      const upgrades = engine === "postgres" ? ["The upgrade log is not exported"] : [];
      const said = ask([queries, cluster(engine, ["postgresql"])]);
      assert.deepEqual(said, upgrades.length > 0 ? upgrades : "pass", engine);
      assert.deepEqual(
        ask([cluster(engine, ["postgresql"])]),
        [...upgrades, alone("postgresql")],
        engine,
      );
    }
    assert.deepEqual(ask([queries, cluster("aurora-postgresql", [])]), ["No log is exported"]);
    assert.deepEqual(
      ask([...COMPLIANT.slice(0, 2), cluster("aurora-postgresql", ["postgresql"])]),
      [alone("postgresql")],
    );
  });

  it("reads an engine in whatever case it is written", () => {
    const capitals = changed(COMPLIANT, "database", "engine", "Postgres");
    assert.equal(ask(capitals), "pass");
    assert.deepEqual(ask(changed(capitals, "database", path, ["upgrade"])), [
      "The postgresql log is not exported",
    ]);
  });

  it("asks other engines for one log at least", () => {
    const database = (logs: Value) =>
      resource(INSTANCE, "database", {
        identifier: "main",
        engine: "mariadb",
        enabledCloudwatchLogsExports: logs,
      });
    assert.equal(ask([group("errors", "error"), database("error")]), "pass");
    assert.deepEqual(ask([database([])]), ["No log is exported"]);
  });

  it("asks a replica for what its source's engine has", () => {
    const replica = resource(INSTANCE, "database", {
      identifier: "main",
      replicateSourceDb: "source",
      enabledCloudwatchLogsExports: ["postgresql"],
    });
    const source = resource(INSTANCE, "source", { identifier: "source", engine: "postgres" });
    assert.deepEqual(ask([source, group("queries", "postgresql"), replica]), [
      "The upgrade log is not exported",
    ]);
  });

  it("can't find the groups of a database whose name nobody knows", () => {
    assert.equal(ask(changed(COMPLIANT, "database", "identifier")), "undecided");
  });
});
