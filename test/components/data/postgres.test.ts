import assert from "node:assert/strict";

import { Postgres, type PostgresArgs } from "../../../components/data/postgres.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { testPostgresArgs } from "../../support/database.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import {
  at,
  namesOf,
  ofType,
  only,
  recorded,
  refusal,
  statement,
  waitsFor,
} from "../../support/graph.ts";

const INSTANCE = "aws:rds/instance:Instance";
const SUBNETS = "aws:rds/subnetGroup:SubnetGroup";
const PARAMETERS = "aws:rds/parameterGroup:ParameterGroup";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const RANDOM = "random:index/randomId:RandomId";

const disposable = testEnvironment();
const kept = testEnvironment({ dataProtection: "protected" });

function program(
  overrides: Partial<PostgresArgs> = {},
  seen: (database: Postgres) => void = () => undefined,
) {
  return () => {
    const environment = overrides.environment ?? disposable;
    const database = new Postgres("database", { ...testPostgresArgs(environment), ...overrides });
    seen(database);
  };
}

describe("Postgres", () => {
  it("P-DATA-1, T62, T64, T72, feature 29: states every input, safe in the smallest environment too", async () => {
    const graph = await recorded(program());
    assert.deepEqual(only(graph, INSTANCE).inputs, {
      identifier: "rampart-dev-db-main",
      engine: "postgres",
      engineVersion: "16",
      autoMinorVersionUpgrade: true,
      allowMajorVersionUpgrade: false,
      applyImmediately: false,
      instanceClass: "db.t3.micro",
      multiAz: false,
      dbName: "items",
      port: 5432,
      publiclyAccessible: false,
      username: "platform_admin",
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: UNKNOWN,
      iamDatabaseAuthenticationEnabled: true,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      storageType: "gp3",
      allocatedStorage: 20,
      maxAllocatedStorage: 40,
      storageEncrypted: true,
      kmsKeyId: UNKNOWN,
      backupRetentionPeriod: 7,
      backupWindow: "07:00-08:00",
      maintenanceWindow: "tue:08:00-tue:09:00",
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: true,
      deletionProtection: false,
      skipFinalSnapshot: true,
      databaseInsightsMode: "standard",
      performanceInsightsEnabled: false,
      dbSubnetGroupName: UNKNOWN,
      vpcSecurityGroupIds: [UNKNOWN],
      parameterGroupName: UNKNOWN,
      enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
      monitoringInterval: 60,
      monitoringRoleArn: "arn:aws:iam::111122223333:role/rampart-dev-role-db-main-monitoring",
    });
  });

  it("T68, feature 30: has no password of any kind in its inputs", async () => {
    const { inputs } = only(await recorded(program()), INSTANCE);
    const passwords = Object.keys(inputs).filter((input) => /^password/.test(input));
    assert.deepEqual(passwords, []);
  });

  it("P-KEY-2, feature 29: storage, master secret and insights use the environment's key", async () => {
    const graph = await recorded(program({ insightsDays: 7 }));
    const key = only(graph, "aws:kms/key:Key");
    const { propertyDependencies } = only(graph, INSTANCE);
    for (const input of ["kmsKeyId", "masterUserSecretKmsKeyId", "performanceInsightsKmsKeyId"]) {
      assert.deepEqual(propertyDependencies[input], [key.urn], input);
    }
  });

  it("T63: Performance Insights, where on, are kept 7 days under the key", async () => {
    const { inputs } = only(await recorded(program({ insightsDays: 7 })), INSTANCE);
    assert.equal(inputs["performanceInsightsEnabled"], true);
    assert.equal(inputs["performanceInsightsRetentionPeriod"], 7);
    assert.deepEqual(inputs["performanceInsightsKmsKeyId"], UNKNOWN);
    assert.equal(inputs["databaseInsightsMode"], "standard");
  });

  it("P-DATA-1, T69, feature 31: forces TLS, logs, and counts statements after a reboot", async () => {
    const { inputs } = only(await recorded(program()), PARAMETERS);
    assert.deepEqual(inputs["parameters"], [
      { name: "rds.force_ssl", value: "1", applyMethod: "immediate" },
      { name: "log_connections", value: "1", applyMethod: "immediate" },
      { name: "log_disconnections", value: "1", applyMethod: "immediate" },
      { name: "log_lock_waits", value: "1", applyMethod: "immediate" },
      { name: "log_min_duration_statement", value: "1000", applyMethod: "immediate" },
      {
        name: "shared_preload_libraries",
        value: "pg_stat_statements",
        applyMethod: "pending-reboot",
      },
    ]);
  });

  for (const version of ["15", "16", "17"] as const) {
    it(`T70: version ${version} has a parameter group of its own family and name`, async () => {
      const graph = await recorded(program({ engineVersion: version }));
      const group = only(graph, PARAMETERS);
      assert.equal(group.name, `rampart-dev-dbpg-main-${version}`);
      assert.equal(group.inputs["family"], `postgres${version}`);
      assert.equal(group.inputs["name"], undefined);
      assert.equal(only(graph, INSTANCE).inputs["engineVersion"], version);
    });
  }

  it("P-NET-2, T74: stands in the given subnets, in a group that Pulumi names", async () => {
    const group = only(await recorded(program()), SUBNETS);
    assert.equal(group.name, "rampart-dev-dbsn-main");
    assert.deepEqual(group.inputs, {
      description: "Data tier",
      subnetIds: ["subnet-a", "subnet-b"],
    });
  });

  it("P-NET-7: has a security group of its own, without a rule", async () => {
    const graph = await recorded(program());
    const group = only(graph, "aws:ec2/securityGroup:SecurityGroup");
    assert.equal(group.name, "rampart-dev-sg-db-main");
    assert.equal(group.inputs["vpcId"], "vpc-1");
    assert.deepEqual(only(graph, INSTANCE).propertyDependencies["vpcSecurityGroupIds"], [
      group.urn,
    ]);
    const rules = graph.resources.filter(({ type }) => /SecurityGroup\w*Rule$/.test(type));
    assert.deepEqual(rules, []);
  });

  it("P-OBS-1: both log groups exist, encrypted and with an end, before RDS makes its own", async () => {
    const graph = await recorded(program());
    const instance = only(graph, INSTANCE);
    const groups = ofType(graph, LOG_GROUP);
    assert.deepEqual(
      groups
        .map(({ inputs }) => inputs)
        .map(({ name }) => name)
        .sort(),
      [
        "/aws/rds/instance/rampart-dev-db-main/postgresql",
        "/aws/rds/instance/rampart-dev-db-main/upgrade",
      ],
    );
    for (const group of groups) {
      assert.equal(group.inputs["retentionInDays"], 30);
      assert.deepEqual(group.inputs["kmsKeyId"], UNKNOWN);
      assert.ok(waitsFor(graph, instance, group), group.name);
    }
  });

  it("P-DATA-1: the monitoring role is RDS's for this instance alone, and complete first", async () => {
    const graph = await recorded(program());
    const role = only(graph, "aws:iam/role:Role");
    const trust = statement(role, "TrustService", "assumeRolePolicy");
    assert.deepEqual(trust["Principal"], { Service: "monitoring.rds.amazonaws.com" });
    assert.deepEqual(trust["Condition"], {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: { "aws:SourceArn": "arn:aws:rds:us-east-1:111122223333:db:rampart-dev-db-main" },
    });
    const attachment = only(graph, "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    assert.equal(
      attachment.inputs["policyArn"],
      "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    );
    assert.ok(waitsFor(graph, only(graph, INSTANCE), attachment));
  });

  it("P-DATA-5, T73, feature 32: where data survives, nothing is deleted without a snapshot", async () => {
    const graph = await recorded(program({ environment: kept }));
    const instance = only(graph, INSTANCE);
    const { inputs } = instance;
    assert.deepEqual([instance.protect, instance.retainOnDelete], [true, true]);
    assert.equal(instance.deleteBeforeReplace, false);
    assert.equal(inputs["deletionProtection"], true);
    assert.equal(inputs["skipFinalSnapshot"], false);
    assert.equal(inputs["deleteAutomatedBackups"], false);
    assert.deepEqual(instance.propertyDependencies["finalSnapshotIdentifier"], [
      only(graph, RANDOM).urn,
    ]);
  });

  it("P-DATA-5, feature 32: elsewhere destroy works in one go", async () => {
    const graph = await recorded(program());
    const instance = only(graph, INSTANCE);
    assert.deepEqual([instance.protect, instance.retainOnDelete], [false, false]);
    assert.equal(instance.inputs["finalSnapshotIdentifier"], undefined);
    assert.deepEqual(namesOf(graph, RANDOM), []);
  });

  it("T71: no change of an input is hidden or deletes before it replaces", async () => {
    const graph = await recorded(program({ environment: kept }));
    const hidden = graph.resources.filter(
      ({ ignoreChanges, deleteBeforeReplace }) => ignoreChanges.length > 0 || deleteBeforeReplace,
    );
    assert.deepEqual(hidden, []);
  });

  it("takes the choices of a large environment as they are", async () => {
    const graph = await recorded(
      program({
        instanceClass: "db.r7g.large",
        storageGiB: 500,
        maximumStorageGiB: 1000,
        multiZone: true,
        backupDays: 30,
        logRetentionDays: 90,
        quietHour: 16,
      }),
    );
    const { inputs } = only(graph, INSTANCE);
    assert.equal(inputs["instanceClass"], "db.r7g.large");
    assert.equal(inputs["allocatedStorage"], 500);
    assert.equal(inputs["maxAllocatedStorage"], 1000);
    assert.equal(inputs["iops"], undefined);
    assert.equal(inputs["storageThroughput"], undefined);
    assert.equal(inputs["multiAz"], true);
    assert.equal(inputs["backupRetentionPeriod"], 30);
    assert.equal(inputs["backupWindow"], "16:00-17:00");
    assert.equal(inputs["maintenanceWindow"], "tue:17:00-tue:18:00");
    assert.deepEqual(
      ofType(graph, LOG_GROUP).map((group) => group.inputs["retentionInDays"]),
      [90, 90],
    );
  });

  it("tells its name, port and database before it exists, and the rest afterwards", async () => {
    const seen: unknown[] = [];
    const note = ({ instanceIdentifier, arn, port, databaseName, masterSecretArn }: Postgres) => {
      arn.apply((known) => seen.push(known));
      instanceIdentifier.apply((name) => seen.push([name, port, databaseName]));
      masterSecretArn.apply((secretArn) => seen.push(secretArn));
    };
    await recorded(program({}, note));
    assert.deepEqual(seen, [
      ["rampart-dev-db-main", 5432, "items"],
      "arn:aws:rds:us-east-1:111122223333:db:rampart-dev-db-main",
    ]);
  });

  it("runs as an update, too, where AWS has answered", async () => {
    const graph = await recorded(program({ environment: kept }), { mode: "update" });
    assert.equal(
      at(only(graph, INSTANCE).inputs, "kmsKeyId"),
      "arn:aws:mock:::aws:kms/key:Key/key",
    );
  });

  it("is named by its ARN in any partition", async () => {
    const environment = testEnvironment({ region: "us-gov-west-1" });
    const trust = statement(
      only(await recorded(program({ environment })), "aws:iam/role:Role"),
      "TrustService",
      "assumeRolePolicy",
    );
    assert.deepEqual(trust["Condition"], {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: {
        "aws:SourceArn": "arn:aws-us-gov:rds:us-gov-west-1:111122223333:db:rampart-dev-db-main",
      },
    });
  });

  for (const databaseName of ["Items", "1items", "", "my-items", "a".repeat(64)]) {
    it(`refuses the database name "${databaseName}"`, async () => {
      assert.equal(
        await refusal(program({ databaseName })),
        `databaseName of database is "${databaseName}"; allowed: a lower-case letter, then ` +
          "letters, digits and underscores, at most 63.",
      );
    });
  }

  it("T74: refuses a single subnet", async () => {
    assert.equal(
      await refusal(program({ subnetIds: ["subnet-a"] })),
      "subnetIds of database has 1; allowed: 2 or more, in different zones.",
    );
  });

  it("refuses a quiet hour that no day has", async () => {
    assert.equal(
      await refusal(program({ quietHour: 24 })),
      "quietHour is 24; allowed: whole hours 0–23.",
    );
  });
});
