import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { PermissionsBoundary } from "../identity/permissionsBoundary.ts";
import { Role } from "../identity/role.ts";
import { SecurityGroup } from "../network/securityGroup.ts";
import { LogGroup } from "../observability/logGroup.ts";
import { arnOf, type Environment, keepsData, nameOf } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";
import { finalSnapshotName } from "./finalSnapshot.ts";
import { type InstanceSettings, instanceSettings, POSTGRES_PORT } from "./postgresInstance.ts";
import { parameterFamily, POSTGRES_PARAMETERS } from "./postgresParameters.ts";

/** An instance's settings, and where it is placed. */
export interface PostgresArgs extends InstanceSettings {
  /** Ceiling of the role that writes Enhanced Monitoring (P-IAM-3). */
  readonly boundary: PermissionsBoundary;
  /** VPC of the subnets; the database's security group is made in it. */
  readonly vpcId: pulumi.Input<string>;
  /** Subnets without a way out, in two zones at least, even for one zone's database (T74). */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Last part of the instance's name, such as `main`. */
  readonly identifier: string;
  /** Days that the exported logs are kept; one of the values that CloudWatch Logs accepts. */
  readonly logRetentionDays: number;
}

/** Logs that go to CloudWatch; each has its group. */
const LOGS = ["postgresql", "upgrade"] as const;

/**
 * An RDS PostgreSQL instance in the data tier: encrypted, TLS only, never public, its master
 * password known to RDS alone (P-DATA-1). Every default of the provider that is unsafe is stated
 * (T62).
 *
 * Its name is fixed: log groups must exist, encrypted and with an end, before RDS would make its
 * own, and alarms, roles and backups name it. A replacement under a taken name fails at AWS and
 * leaves the database as it is, which is what should happen.
 *
 * Cost (us-east-1, a month): db.t3.micro 13.14 USD, db.t3.small 26.28, db.t3.medium 52.56, twice
 * that with `multiZone`; storage 0.115 USD a GB, twice that too; 0.40 USD for the master secret.
 * Source: Amazon RDS for PostgreSQL pricing.
 *
 * @throws Error when RDS would refuse `databaseName`, there are fewer than two subnets, `quietHour`
 *   is not 0–23, or `logRetentionDays` is none that CloudWatch Logs accepts.
 */
export class Postgres extends pulumi.ComponentResource {
  public static readonly token = "rampart:data:Postgres";
  /** Admits nobody until a connection says so. */
  public readonly securityGroup: SecurityGroup;
  /** Host name; stable across failover. */
  public readonly address: pulumi.Output<string>;
  /** PostgreSQL's own, 5432; TLS only. */
  public readonly port: number;
  /** Database that was made with the instance. */
  public readonly databaseName: string;
  /** ARN of the secret in which RDS keeps and rotates the master password. */
  public readonly masterSecretArn: pulumi.Output<string>;
  /** Physical name; known before the instance exists. */
  public readonly instanceIdentifier: pulumi.Output<string>;
  /** ARN; known before the instance exists. */
  public readonly arn: pulumi.Output<string>;
  /** RDS's own id, by which `rds-db:connect` names the instance; known once it exists. */
  public readonly resourceId: pulumi.Output<string>;

  constructor(name: string, args: PostgresArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Postgres.token, name, {}, opts);
    const { environment, identifier, engineVersion } = args;
    checkArgs(name, args);
    const keep = keepsData(environment);
    const parent = { parent: this };

    this.port = POSTGRES_PORT;
    this.databaseName = args.databaseName;
    this.securityGroup = this.#securityGroup(name, args);
    const subnets = new aws.rds.SubnetGroup(
      nameOf(environment, "database-subnets", identifier),
      { description: "Data tier", subnetIds: [...args.subnetIds] },
      parent,
    );
    const parameters = new aws.rds.ParameterGroup(
      nameOf(environment, "database-parameters", `${identifier}-${engineVersion}`),
      {
        family: parameterFamily(engineVersion),
        description: "TLS only, logging, statement statistics",
        parameters: POSTGRES_PARAMETERS.map((parameter) => ({ ...parameter })),
      },
      parent,
    );
    const logGroups = this.#logGroups(name, args);
    const monitoring = this.#monitoringRole(name, args);
    const finalSnapshot = finalSnapshotName(name, environment, identifier, this);

    const instance = new aws.rds.Instance(
      name,
      {
        identifier: nameOf(environment, "database", identifier),
        ...instanceSettings(args, finalSnapshot),
        dbSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: [this.securityGroup.id],
        parameterGroupName: parameters.name,
        enabledCloudwatchLogsExports: [...LOGS],
        monitoringInterval: 60,
        monitoringRoleArn: monitoring.arn,
      },
      // RDS tries the role at once, and makes log groups that it finds missing: plain, for ever.
      { ...parent, protect: keep, retainOnDelete: keep, dependsOn: [...logGroups, monitoring] },
    );

    this.address = instance.address;
    this.masterSecretArn = instance.masterUserSecrets.apply(masterSecretArnOf);
    this.instanceIdentifier = instance.identifier;
    this.arn = instance.identifier.apply((id) => arnOf(environment, "rds", `db:${id}`));
    this.resourceId = instance.resourceId;
    this.registerOutputs({
      securityGroupId: this.securityGroup.id,
      address: this.address,
      port: this.port,
      databaseName: this.databaseName,
      masterSecretArn: this.masterSecretArn,
      instanceIdentifier: this.instanceIdentifier,
      arn: this.arn,
      resourceId: this.resourceId,
    });
  }

  #securityGroup(name: string, { environment, vpcId, identifier }: PostgresArgs): SecurityGroup {
    return new SecurityGroup(
      name,
      { environment, vpcId, identifier: `db-${identifier}`, description: "PostgreSQL database" },
      { parent: this },
    );
  }

  #logGroups(name: string, args: PostgresArgs): LogGroup[] {
    const { environment, key, logRetentionDays: retentionDays } = args;
    const path = `/aws/rds/instance/${nameOf(environment, "database", args.identifier)}`;
    return LOGS.map(
      (log) =>
        new LogGroup(
          `${name}-${log}`,
          { environment, key, logGroupName: `${path}/${log}`, retentionDays },
          { parent: this },
        ),
    );
  }

  #monitoringRole(name: string, { environment, boundary, identifier }: PostgresArgs): Role {
    return new Role(
      `${name}-monitoring`,
      {
        environment,
        boundary,
        identifier: `db-${identifier}-monitoring`,
        service: "monitoring.rds.amazonaws.com",
        sourceArn: databaseArnOf(environment, identifier),
        managedPolicies: ["service-role/AmazonRDSEnhancedMonitoringRole"],
      },
      { parent: this },
    );
  }
}

/** ARN of an instance, known from its identifier alone. */
function databaseArnOf(environment: Environment, identifier: string): string {
  return arnOf(environment, "rds", `db:${nameOf(environment, "database", identifier)}`);
}

/**
 * Lets a role read the master's password of one instance. RDS gives its secret a random name, but
 * tags it with the instance, which is known before either exists. Source: RDS guide, "Password
 * management with Amazon RDS and AWS Secrets Manager".
 */
export function masterSecretStatement(environment: Environment, identifier: string): Statement {
  return {
    Sid: "ReadMasterSecret",
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: arnOf(environment, "secretsmanager", "secret:rds!db-*"),
    Condition: {
      StringEquals: {
        "secretsmanager:ResourceTag/aws:rds:primaryDBInstanceArn": databaseArnOf(
          environment,
          identifier,
        ),
      },
    },
  };
}

function checkArgs(name: string, { databaseName, subnetIds }: PostgresArgs): void {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(databaseName)) {
    throw new Error(
      `databaseName of ${name} is "${databaseName}"; allowed: a lower-case letter, then letters, ` +
        "digits and underscores, at most 63.",
    );
  }
  if (subnetIds.length < 2) {
    throw new Error(
      `subnetIds of ${name} has ${subnetIds.length}; allowed: 2 or more, in different zones.`,
    );
  }
}

/** RDS answers with exactly one secret; only a run without AWS answers with none. */
function masterSecretArnOf(secrets: readonly { readonly secretArn: string }[] | undefined): string {
  return secrets?.[0]?.secretArn ?? "";
}
