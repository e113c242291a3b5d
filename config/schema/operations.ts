import { z } from "zod";

import { alertsSchema } from "./alerts.ts";
import { timeOfDay, timeZone, whole } from "./primitives.ts";
import { responseSchema } from "./response.ts";
import { withRules } from "./rules.ts";

const time = timeOfDay("20:00");

const shutdown = z.strictObject({
  timeZone,
  down: time.meta({ description: "When it goes down, at the end of each working day." }),
  up: time.meta({ description: "When it comes up, Monday to Friday." }),
});

/** The runs of one transition go on for three hours, and the last of them may come an hour late. */
const LEAST_HOURS_APART = 4;

/** Hours between two times of day, the shorter way round. */
function hoursApart({ down, up }: { readonly down: string; readonly up: string }): number {
  const hours = (of: string) => Number(of.slice(0, 2)) + Number(of.slice(3)) / 60;
  const apart = Math.abs(hours(down) - hours(up));
  return Math.min(apart, 24 - apart);
}

const lockDays = {
  minimumDays: whole(1, 36_500, "days").meta({
    description: "Days for which a backup must be kept at least, 1–36500.",
  }),
  maximumDays: whole(1, 36_500, "days").meta({
    description: "Days for which a backup may be kept at most, 1–36500.",
  }),
};

const lock = z.discriminatedUnion("mode", [
  z.strictObject({
    mode: z.literal("governance").meta({
      description: "No one deletes a backup, but whoever IAM lets may take the lock away.",
    }),
    ...lockDays,
  }),
  z.strictObject({
    mode: z.literal("compliance").meta({
      description:
        "No one deletes a backup, and no one, AWS included, can ever take the lock away or change its days.",
    }),
    ...lockDays,
    changeableForDays: whole(3, 36_500, "days").meta({
      description: "Days in which the lock can still be taken away, 3–36500.",
    }),
  }),
]);

const backupFields = {
  // AWS advises a week or more: a snapshot that starts anew is a full one.
  dailyDays: whole(7, 36_500, "days").meta({
    description: "Days for which each day's backup is kept, 7–36500.",
  }),
  monthlyDays: whole(8, 36_500, "days").optional().meta({
    description: "Days for which the backup of the first of a month is kept. Default: dailyDays.",
  }),
  lock: lock.optional().meta({
    description: "Keeps everyone from deleting backups before their time. Default: none.",
  }),
};

const backup = withRules(z.strictObject(backupFields), [
  {
    needs: ["dailyDays", "monthlyDays"],
    check: ({ dailyDays, monthlyDays }, problem) => {
      if (monthlyDays !== undefined && monthlyDays <= dailyDays) {
        problem(["monthlyDays"], `more than ${dailyDays} (dailyDays)`);
      }
    },
  },
  {
    needs: ["dailyDays", "monthlyDays", "lock"],
    check: ({ dailyDays, monthlyDays = dailyDays, lock: held }, problem) => {
      if (held === undefined) return;
      if (held.minimumDays > dailyDays) {
        problem(["lock", "minimumDays"], `${dailyDays} (dailyDays) or less`);
      }
      if (held.maximumDays < monthlyDays) {
        problem(["lock", "maximumDays"], `${monthlyDays} or more, for which backups are kept`);
      }
    },
  },
]);

/** 100, which AWS keeps for functions without a share, and what the program's own keep. */
const LEAST_CONCURRENCY = 121;

const fields = {
  deployment: z.enum(["on-push", "after-dev", "manual-approval"]).meta({
    description: "What the pipeline waits for before it deploys this environment.",
  }),
  monthlyCostUsd: z
    .strictObject({ from: whole(1, 1_000_000, "USD"), to: whole(1, 1_000_000, "USD") })
    .meta({
      description:
        "Cost envelope of a month for the platform, the account's guards and ingest. The budget is its upper end and what the other systems may cost.",
    }),
  shutdown: shutdown.optional().meta({
    description:
      "Monday to Friday hours outside which compute and database stop; a cache can't be stopped. Default: never.",
  }),
  alerts: alertsSchema.prefault({}).meta({
    description: "When something is wrong, and who is told. Default: nobody.",
  }),
  response: responseSchema.prefault({}).meta({
    description: "What the environment does by itself when something is found. Default: nothing.",
  }),
  lambdaConcurrency: whole(LEAST_CONCURRENCY, 1_000_000, "calls at a time")
    .optional()
    .meta({
      description: `Calls at a time that Lambda gives the account in this region (quota L-B99A9384), less what others reserve. When it is stated, each function keeps a share of its own. AWS refuses that below ${LEAST_CONCURRENCY}, as in a new account, which has 10. Default: none keeps any.`,
    }),
  backup: backup.meta({ description: "AWS Backup of what holds data, beside its own backups." }),
};

/** How the environment is run. */
export const operationsSchema = withRules(z.strictObject(fields), [
  {
    needs: ["monthlyCostUsd"],
    check: ({ monthlyCostUsd: { from, to } }, problem) => {
      if (to < from) problem(["monthlyCostUsd", "to"], `${from} (from) or more`);
    },
  },
  {
    needs: ["shutdown"],
    check: ({ shutdown: hours }, problem) => {
      if (hours && hoursApart(hours) < LEAST_HOURS_APART) {
        problem(["shutdown", "up"], `${LEAST_HOURS_APART} hours or more from down, both ways`);
      }
    },
  },
  {
    needs: ["shutdown", "backup"],
    check: ({ shutdown: hours, backup: { monthlyDays } }, problem) => {
      if (hours && monthlyDays !== undefined) {
        problem(
          ["backup", "monthlyDays"],
          "nothing beside shutdown: on the first of a month the database may be stopped",
        );
      }
    },
  },
]);
