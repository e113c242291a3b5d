import type { PostgresArgs } from "../../components/data/postgres.ts";
import type { Environment } from "../../components/shared/environment.ts";
import { foundation } from "./fixtures.ts";

/** A small database, with the key and the ceiling that it stands on. */
export function testPostgresArgs(
  environment: Environment,
  { key, boundary } = foundation(environment),
): PostgresArgs {
  return {
    environment,
    key,
    boundary,
    vpcId: "vpc-1",
    subnetIds: ["subnet-a", "subnet-b"],
    identifier: "main",
    databaseName: "items",
    engineVersion: "16",
    instanceClass: "db.t3.micro",
    storageGiB: 20,
    maximumStorageGiB: 40,
    multiZone: false,
    backupDays: 7,
    insightsDays: 0,
    logRetentionDays: 30,
  };
}
