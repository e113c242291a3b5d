import * as pulumi from "@pulumi/pulumi";

import { AMAZON_AUTHORITIES_FILE, LambdaFunction } from "../../components/compute/function.ts";
import { functionArnOf } from "../../components/compute/functionStatements.ts";
import { databaseCredentialsArnPattern } from "../../components/data/databaseCredentials.ts";
import { masterSecretStatement } from "../../components/data/postgres.ts";
import { keyUseStatement } from "../../components/keys/encryptionKey.ts";
import { SecretRotation } from "../../components/keys/secretRotation.ts";
import { Connection, type SecurityGroup } from "../../components/network/securityGroup.ts";
import type { Vpc } from "../../components/network/vpc.ts";
import type { Statement } from "../../components/shared/policy.ts";
import type { PlatformSettings } from "../../config/settings.ts";
import {
  FOLDER,
  type RotateDatabaseSecretEnvironment,
} from "../../functions/rotate-database-secret/contract.ts";
import { shareOf } from "../concurrency.ts";
import type { Foundation } from "../foundation.ts";
import { DATABASE_IDENTIFIER, type PlatformData } from "./data.ts";

/** Whose users are rotated, how often, and from where. */
export interface PlatformRotationArgs {
  /** Key and ceiling of the function. */
  readonly foundation: Pick<Foundation, "environment" | "key" | "boundary" | "lambdaConcurrency">;
  /** Of function and role; unique among all regions. @default {@link ROTATION_IDENTIFIER} */
  readonly identifier?: string | undefined;
  /** Path of the secret behind `/{env}/`. @default the platform's */
  readonly secretPath?: string | undefined;
  /** Its application tier holds the function. */
  readonly vpc: Vpc;
  /** Services that the VPC reaches privately. */
  readonly interfaceEndpoints: PlatformSettings["network"]["interfaceEndpoints"];
  /** Database and secret. */
  readonly data: Pick<PlatformData, "database" | "credentials">;
  /** What the instance is called in names. @default the platform's */
  readonly instance?: string | undefined;
  /** How often, and how long its log is kept. */
  readonly database: Pick<
    PlatformSettings["database"],
    "credentialRotationDays" | "logRetentionDays"
  >;
}

/** Identifier of the function. */
export const ROTATION_IDENTIFIER = "rotate-database-secret";

/** Seconds for one step: a new connection, or two, and a handful of statements. */
const TIMEOUT_SECONDS = 60;

const ENVIRONMENT: RotateDatabaseSecretEnvironment = {
  DATABASE_AUTHORITIES_FILE: AMAZON_AUTHORITIES_FILE,
};

/**
 * The rotation of the application's database users (P-KEY-4): the function, its two ways out, and
 * its schedule. The first run makes the users, so every stack has it; where the settings name no
 * schedule, it runs again only when people ask. Cost: well under 0.01 USD a month.
 */
export class PlatformRotation extends pulumi.ComponentResource {
  public static readonly token = "rampart:platform:PlatformRotation";
  /** What rotates, for its alarms. */
  public readonly rotate: LambdaFunction<RotateDatabaseSecretEnvironment>;

  constructor(name: string, args: PlatformRotationArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PlatformRotation.token, name, {}, opts);
    const { foundation, vpc, data, database } = args;
    const { environment, key, boundary } = foundation;
    const { identifier = ROTATION_IDENTIFIER } = args;
    const parent = { parent: this };

    this.rotate = new LambdaFunction(
      identifier,
      {
        environment,
        key,
        boundary,
        identifier,
        description: "Makes and rotates the database users of the application",
        folder: FOLDER,
        environmentVariables: ENVIRONMENT,
        statements: accessStatements(args, identifier),
        timeoutSeconds: TIMEOUT_SECONDS,
        logRetentionDays: database.logRetentionDays,
        reservedConcurrency: shareOf(FOLDER, foundation.lambdaConcurrency),
        placement: { vpcId: vpc.vpcId, subnetIds: vpc.applicationSubnetIds },
        invokers: {
          rotation: {
            service: "secretsmanager.amazonaws.com",
            sourceArn: databaseCredentialsArnPattern(environment, args.secretPath),
          },
        },
      },
      parent,
    );
    const { securityGroup } = this.rotate;
    const connections = securityGroup ? this.#connect(args, securityGroup) : [];
    new SecretRotation(
      "database-credentials",
      {
        secretArn: data.credentials.secretArn,
        functionArn: this.rotate.arn,
        days: database.credentialRotationDays,
      },
      // The first rotation starts at once: it needs the first value, the ways out and the database.
      { ...parent, dependsOn: [data.database, data.credentials, this.rotate, vpc, ...connections] },
    );
    this.registerOutputs({ functionName: this.rotate.functionName });
  }

  /** To the database, and to Secrets Manager by its endpoint where there is one. */
  #connect(
    { vpc, interfaceEndpoints, data: { database } }: PlatformRotationArgs,
    from: SecurityGroup,
  ): Connection[] {
    const parent = { parent: this };
    const endpoint = interfaceEndpoints.includes("secretsmanager") ? vpc.endpointsGroup : undefined;
    return [
      new Connection(
        "rotation-to-database",
        { from, to: database.securityGroup, port: database.port },
        parent,
      ),
      new Connection(
        "rotation-to-secrets",
        { from, to: endpoint ?? "internet", port: 443 },
        parent,
      ),
    ];
  }
}

/** The one secret that the function rotates, and the master's password by which it does. */
function accessStatements(args: PlatformRotationArgs, identifier: string): Statement[] {
  const { environment, key } = args.foundation;
  const place = { environment, identifier };
  return [
    {
      Sid: "RotateSecret",
      Effect: "Allow",
      Action: [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
      ],
      Resource: databaseCredentialsArnPattern(environment, args.secretPath),
      Condition: {
        StringEquals: { "secretsmanager:resource/AllowRotationLambdaArn": functionArnOf(place) },
      },
    },
    {
      // It has no resource to name.
      Sid: "GeneratePassword",
      Effect: "Allow",
      Action: "secretsmanager:GetRandomPassword",
      Resource: "*",
    },
    masterSecretStatement(environment, args.instance ?? DATABASE_IDENTIFIER),
    keyUseStatement(environment, key.alias, "secretsmanager", [
      "kms:Decrypt",
      "kms:GenerateDataKey",
    ]),
  ];
}
