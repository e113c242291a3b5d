import { z } from "zod";

import { logRetention, oneOf, text, whole } from "./primitives.ts";
import { withRules } from "./rules.ts";

const databaseFields = {
  engineVersion: z.enum(["15", "16", "17"]).default("16").meta({
    description: "PostgreSQL major version; minor versions come by themselves. Default 16.",
  }),
  // db.t2 can't be encrypted (T65); older families can't be ordered for these versions.
  instanceClass: text(
    /^db\.(t3|t4g|m5|m6g|m6i|m7g|m7i|r5|r6g|r6i|r7g|r7i)\.(micro|small|medium|large|(2|4|8|12|16|24)?xlarge)$/,
    "a class of the families t3, t4g, m5–m7, r5–r7, such as db.t3.micro",
  ),
  storageGiB: whole(20, 65536, "GiB"),
  maximumStorageGiB: whole(20, 65536, "GiB").meta({
    description: "Storage grows up to this by itself; at least 10 % above storageGiB.",
  }),
  multiZone: z.boolean().meta({
    description: "Whether a standby in another zone takes over; doubles the price.",
  }),
  backupDays: whole(1, 35, "days"),
  insightsDays: oneOf([0, 7], "days").meta({
    description: "Performance Insights: 7 days (free of charge), or 0 for off.",
  }),
  logRetentionDays: logRetention.default(30).meta({ description: "Days; default 30." }),
  credentialRotationDays: whole(1, 1000, "days").optional().meta({
    description:
      "Days between two rotations of the application's users, 1–1000. Default: once at the start, then only when people ask.",
  }),
  quietHour: whole(0, 23, "hour UTC").default(7).meta({
    description:
      "Hour (UTC) of the daily backup; Tuesday's maintenance follows. RDS does neither while it is stopped. Default 7.",
  }),
};

/** RDS for PostgreSQL. */
export const databaseSchema = withRules(z.strictObject(databaseFields), [
  {
    needs: ["storageGiB", "maximumStorageGiB"],
    check: ({ storageGiB, maximumStorageGiB }, problem) => {
      const least = Math.ceil(storageGiB * 1.1);
      if (maximumStorageGiB < least) problem(["maximumStorageGiB"], `${least} or more`);
    },
  },
  {
    needs: ["instanceClass"],
    check: ({ instanceClass }, problem) => {
      const [, family = "", size = ""] = instanceClass.split(".");
      const burstable = family.startsWith("t");
      const small = ["micro", "small", "medium"].includes(size);
      if (burstable && !small && !["large", "xlarge", "2xlarge"].includes(size)) {
        problem(["instanceClass"], `micro to 2xlarge for db.${family}`);
      }
      if (!burstable && small) problem(["instanceClass"], `large or larger for db.${family}`);
    },
  },
]);

const cacheFields = {
  kind: z.enum(["elasticache", "memorydb"]).default("elasticache").meta({
    description: "memorydb keeps every write in a multi-zone log, at about twice the price.",
  }),
  engine: z.enum(["valkey", "redis"]).default("valkey").meta({
    description: "Valkey 8, or Redis 7 at a quarter more. Default valkey.",
  }),
  nodeType: text(
    /^(cache|db)\.(t3|t4g|m5|m6g|m7g|r5|r6g|r6gd|r7g)\.(micro|small|medium|(2|4|8|12|16|24)?x?large)$/,
    "a node type such as cache.t3.micro, or db.t4g.small for memorydb",
  ),
  replicas: whole(0, 5, "replicas"),
  snapshotDays: whole(0, 35, "days").meta({ description: "Days kept; 0 for none." }),
  logRetentionDays: logRetention
    .default(30)
    .meta({ description: "Days; ElastiCache only. Default 30." }),
};

/** ElastiCache or MemoryDB. */
export const cacheSchema = withRules(z.strictObject(cacheFields), [
  {
    needs: ["kind", "nodeType"],
    check: ({ kind, nodeType }, problem) => {
      const prefix = kind === "elasticache" ? "cache." : "db.";
      if (!nodeType.startsWith(prefix)) problem(["nodeType"], `a type that starts with ${prefix}`);
      const offered = /^db\.(t4g\.(small|medium)|(r6g|r6gd|r7g)\.\w+)$/.test(nodeType);
      if (kind === "memorydb" && !offered) {
        problem(["nodeType"], "db.t4g.small, db.t4g.medium, or a size of r6g, r6gd, r7g");
      }
    },
  },
  {
    needs: ["kind", "engine"],
    check: ({ kind, engine }, problem) => {
      if (kind === "memorydb" && engine !== "valkey") problem(["engine"], "valkey with memorydb");
    },
  },
  {
    needs: ["nodeType"],
    check: ({ nodeType }, problem) => {
      const [, family = "", size = ""] = nodeType.split(".");
      const small = ["micro", "small", "medium"].includes(size);
      if (family.startsWith("t") !== small) {
        problem(
          ["nodeType"],
          family.startsWith("t") ? "micro, small or medium" : "large or larger",
        );
      }
    },
  },
]);
