import { z } from "zod";

import { whole } from "./primitives.ts";

const threshold = (min: number, max: number, unit: string, normal: number, what: string) =>
  whole(min, max, unit)
    .default(normal)
    .meta({ description: `${what}; ${min}–${max} ${unit}. Default ${normal}.` });

const percent = (normal: number, what: string) => threshold(1, 99, "percent", normal, what);
const count = (unit: string, normal: number, what: string) =>
  threshold(0, 1_000_000, unit, normal, what);

/** When alarms go off (P-OBS-4); each is the last value that is still right. */
export const thresholdsSchema = z.strictObject({
  errorsPerMinute: count("lines a minute", 10, "Lines of level error or fatal in the log"),
  latencyMilliseconds: threshold(
    1,
    300_000,
    "milliseconds",
    2_000,
    "Time in which 99 of 100 requests are answered",
  ),
  clientErrorsPerMinute: count("answers a minute", 100, "Answers of status 4xx"),
  serverErrorsPerMinute: count("answers a minute", 10, "Answers of status 5xx"),
  distributionErrorPercent: percent(5, "Share of CloudFront's answers of status 5xx"),
  taskCpuPercent: percent(80, "Average CPU of all tasks; above what scaling aims at"),
  taskMemoryPercent: percent(85, "Average memory of all tasks; above what scaling aims at"),
  databaseCpuPercent: percent(80, "CPU of the database"),
  databaseConnectionPercent: percent(80, "Share of the connections that its class takes"),
  databaseFreeStoragePercent: threshold(
    1,
    9,
    "percent",
    5,
    "Free share of storageGiB; below the tenth at which RDS adds storage by itself, so that it tells when RDS did not",
  ),
  databaseFreeMemoryMiB: threshold(
    50,
    100_000,
    "MiB",
    500,
    "Free memory of the database, or an eighth of what its class has where that is less",
  ),
  databaseLatencyMilliseconds: threshold(
    1,
    10_000,
    "milliseconds",
    20,
    "Time of one read or write of the database's storage",
  ),
  cacheCpuPercent: percent(80, "CPU of a cache node"),
  cacheMemoryPercent: percent(80, "Memory of a cache node that holds data"),
  cacheConnections: count("connections", 1_000, "Connections to a cache node"),
  cacheHitPercent: percent(80, "Share of the keys asked for that were there"),
  cacheLagSeconds: threshold(1, 3_600, "seconds", 1, "Time by which a replica is behind"),
});
