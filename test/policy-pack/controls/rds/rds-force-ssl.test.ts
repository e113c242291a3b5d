import assert from "node:assert/strict";

import { rdsForceSsl } from "../../../../policy-pack/controls/rds/rds-force-ssl.ts";
import type { PolicyResource, Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { changed, resource } from "../../support/resources.ts";

const INSTANCE = "aws:rds/instance:Instance";
const GROUP = "aws:rds/parameterGroup:ParameterGroup";
const NOT_SET = ["The parameter group does not set rds.force_ssl to 1"];
const parameter = (name: string, value: Value) => ({ name, value, applyMethod: "immediate" });

const GROUP_16 = resource(GROUP, "group", {
  name: "tls",
  family: "postgres16",
  parameters: [parameter("log_connections", "1"), parameter("rds.force_ssl", "1")],
});
const DATABASE = resource(INSTANCE, "database", { engine: "postgres", parameterGroupName: "tls" });

const none = (property: string, name: string) => [
  `${property} names no group of this stack, but ${name}`,
];
const ask = (resources: readonly PolicyResource[]) =>
  said(judged(rdsForceSsl, resources, "database"));

describe("rds-force-ssl", () => {
  itBehaves({
    control: rdsForceSsl,
    compliant: [GROUP_16, DATABASE],
    subject: "database",
    fails: [
      {
        title: "no group is named, whatever the engine's default",
        path: "parameterGroupName",
        messages: none("parameterGroupName", "none"),
      },
      {
        title: "the group is AWS's",
        path: "parameterGroupName",
        value: "default.postgres16",
        messages: none("parameterGroupName", "default.postgres16"),
      },
      {
        title: "the group turns it off",
        of: "group",
        path: "parameters[1].value",
        value: "0",
        messages: NOT_SET,
      },
      {
        title: "the group sets something else",
        of: "group",
        path: "parameters[1].name",
        value: "ssl",
        messages: NOT_SET,
      },
      { title: "the group sets nothing", of: "group", path: "parameters", messages: NOT_SET },
      {
        title: "the group sets it twice, and once to off",
        of: "group",
        path: "parameters[0]",
        value: parameter("rds.force_ssl", "0"),
        messages: NOT_SET,
      },
      {
        title: "the group sets what another engine wants",
        of: "group",
        path: "parameters[1]",
        value: parameter("require_secure_transport", "1"),
        messages: NOT_SET,
      },
      {
        title: "the engine wants something else",
        path: "engine",
        value: "mysql",
        messages: ["The parameter group does not set require_secure_transport to 1"],
      },
      {
        title: "the engine wants something else, in capitals",
        path: "engine",
        value: "MySQL",
        messages: ["The parameter group does not set require_secure_transport to 1"],
      },
    ],
    accepts: [
      { title: "a number", of: "group", path: "parameters[1].value", value: 1 },
      {
        title: "a lone parameter",
        of: "group",
        path: "parameters",
        value: parameter("rds.force_ssl", "1"),
      },
      {
        title: "a name in capitals, as the provider reads it",
        of: "group",
        path: "parameters[1].name",
        value: "RDS.Force_SSL",
      },
      { title: "SQL Server, which has the same parameter", path: "engine", value: "sqlserver-ex" },
    ],
  });

  it("finds a group that has no name yet by where the value comes from", () => {
    const unnamed = { ...GROUP_16, inputs: { parameters: [parameter("rds.force_ssl", "1")] } };
    const database = (origins: readonly string[]) => ({
      ...DATABASE,
      inputs: { engine: "postgres", parameterGroupName: { $unknown: true } as const },
      propertyDependencies: { parameterGroupName: origins },
    });
    assert.equal(ask([unnamed, database([unnamed.urn])]), "pass");
    assert.equal(ask([unnamed, database([])]), "undecided");
    const open = changed([unnamed], "group", "parameters", []);
    assert.deepEqual(ask([...open, database([unnamed.urn])]), NOT_SET);
  });

  it("judges clusters by the group of the cluster", () => {
    const cluster = (engine: string, name: string, value: Value) => [
      resource("aws:rds/clusterParameterGroup:ClusterParameterGroup", "group", {
        name: "tls",
        parameters: [parameter(name, value)],
      }),
      resource("aws:rds/cluster:Cluster", "database", {
        engine,
        dbClusterParameterGroupName: "tls",
      }),
    ];
    assert.equal(ask(cluster("aurora-postgresql", "rds.force_ssl", "1")), "pass");
    assert.deepEqual(ask(cluster("aurora-postgresql", "rds.force_ssl", "0")), NOT_SET);
    assert.equal(ask(cluster("aurora-mysql", "require_secure_transport", "ON")), "pass");
    assert.deepEqual(ask(cluster("aurora-mysql", "require_secure_transport", "OFF")), [
      "The parameter group does not set require_secure_transport to 1",
    ]);
    const bare = resource("aws:rds/cluster:Cluster", "database", { engine: "aurora-postgresql" });
    assert.deepEqual(ask([bare]), none("dbClusterParameterGroupName", "none"));
    // An instance's group does not count for a cluster.
    const borrowed = changed([bare], "database", "dbClusterParameterGroupName", "tls");
    assert.deepEqual(ask([GROUP_16, ...borrowed]), none("dbClusterParameterGroupName", "tls"));
  });

  it("judges a replica by its source's engine, and one restored from anywhere by both", () => {
    const source = resource(INSTANCE, "source", { identifier: "main", engine: "mariadb" });
    const mysql = changed(
      [GROUP_16],
      "group",
      "parameters",
      parameter("require_secure_transport", "1"),
    );
    const replica = resource(INSTANCE, "database", {
      replicateSourceDb: "main",
      parameterGroupName: "tls",
    });
    assert.equal(ask([source, ...mysql, replica]), "pass");
    assert.deepEqual(ask([source, GROUP_16, replica]), [
      "The parameter group does not set require_secure_transport to 1",
    ]);
    const restored = resource(INSTANCE, "database", { parameterGroupName: "tls" });
    assert.equal(ask([GROUP_16, restored]), "pass");
    assert.deepEqual(ask([...changed([GROUP_16], "group", "parameters", []), restored]), [
      "The parameter group does not set rds.force_ssl or require_secure_transport to 1",
    ]);
  });

  it("leaves engines alone that no parameter can make refuse", () => {
    for (const engine of ["oracle-ee", "db2-se", "custom-sqlserver-ee"]) {
      assert.equal(ask([resource(INSTANCE, "database", { engine })]), "notApplicable", engine);
    }
  });
});
