import * as pulumi from "@pulumi/pulumi";

import type { InjectedSecret } from "../../components/compute/containerDefinition.ts";
import { DatabaseCredentials } from "../../components/data/databaseCredentials.ts";
import { Postgres } from "../../components/data/postgres.ts";
import type { Vpc } from "../../components/network/vpc.ts";
import type { TrackerSettings } from "../../config/settings.ts";
import { PlatformRotation, ROTATION_IDENTIFIER } from "../platform/rotation.ts";
import { TRACKER, type TrackerBase } from "./base.ts";
import { DATABASE_NAME } from "./contract.ts";
import { injected } from "./secrets.ts";

/** How large the instance is, and how long its backups and logs are kept. */
export type RdsSettings = Extract<
  TrackerSettings["database"],
  { readonly kind: "rds" }
>["settings"];

/** Where PostgreSQL of RDS is, and how large. */
export interface TrackerManagedDatabaseArgs {
  /** Key, ceiling of roles, and place. */
  readonly base: TrackerBase;
  /** Its private tier holds instance and function. */
  readonly vpc: Vpc;
  /** Of the instance. */
  readonly settings: RdsSettings;
  /** Services that the VPC reaches privately. */
  readonly interfaceEndpoints: TrackerSettings["network"]["interfaceEndpoints"];
}

/** Path of the credentials that rotation makes, behind `/{env}/`. */
const DATABASE_CREDENTIALS_PATH = "tracker/database-credentials";

/**
 * PostgreSQL of RDS in place of the tracker's host (S-TRACKER-9). Users are made and rotated by a
 * function, so that no live password is in state. Cost: that of {@link Postgres}, 0.40 USD a month for
 * a secret, and that of {@link PlatformRotation}.
 */
export class TrackerManagedDatabase extends pulumi.ComponentResource {
  public static readonly token = "rampart:tracker:TrackerManagedDatabase";
  /** The instance. */
  public readonly database: Postgres;
  /** Its class and storage, from which alarms follow. */
  public readonly settings: RdsSettings;
  /** What rotates its users. */
  public readonly rotation: PlatformRotation;
  /** Address, name and password, as services get them. */
  public readonly secrets: Readonly<
    Record<"POSTGRES_PASSWORD" | "POSTGRES_SERVER" | "POSTGRES_USER", InjectedSecret>
  >;

  constructor(
    name: string,
    args: TrackerManagedDatabaseArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(TrackerManagedDatabase.token, name, {}, opts);
    const { base, vpc, settings, interfaceEndpoints } = args;
    const { environment, key, boundary } = base;
    const parent = { parent: this };

    this.settings = settings;
    this.database = new Postgres(
      "tracker-database",
      {
        ...settings,
        environment,
        key,
        boundary,
        identifier: TRACKER,
        databaseName: DATABASE_NAME,
        vpcId: vpc.vpcId,
        subnetIds: vpc.applicationSubnetIds,
      },
      parent,
    );
    const { database } = this;
    const credentials = new DatabaseCredentials(
      "tracker-database-credentials",
      { environment, key, database, username: DATABASE_NAME, path: DATABASE_CREDENTIALS_PATH },
      parent,
    );
    this.rotation = new PlatformRotation(
      "tracker-rotation",
      {
        foundation: base,
        identifier: `${ROTATION_IDENTIFIER}-${TRACKER}`,
        instance: TRACKER,
        secretPath: DATABASE_CREDENTIALS_PATH,
        vpc,
        interfaceEndpoints,
        data: { database, credentials },
        database: settings,
      },
      parent,
    );
    const from = (jsonKey: string) =>
      injected(environment, DATABASE_CREDENTIALS_PATH, credentials.secretName, jsonKey);
    this.secrets = {
      POSTGRES_SERVER: from("host"),
      POSTGRES_USER: from("username"),
      POSTGRES_PASSWORD: from("password"),
    };
    this.registerOutputs({ address: database.address });
  }
}
