import { z } from "zod";

import { text, whole } from "./primitives.ts";
import { withRules } from "./rules.ts";

const time = text(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day such as 20:00");

const shutdown = z.strictObject({
  timeZone: z
    .string()
    .refine(
      (zone) => Intl.supportedValuesOf("timeZone").includes(zone) || zone === "UTC",
      "an IANA time zone such as America/New_York",
    )
    .meta({ description: "IANA time zone; daylight saving is its business." }),
  down: time,
  up: time,
});

const fields = {
  deployment: z.enum(["on-push", "after-dev", "manual-approval"]).meta({
    description: "What the pipeline waits for before it deploys this environment.",
  }),
  monthlyCostUsd: z
    .strictObject({ from: whole(1, 1_000_000, "USD"), to: whole(1, 1_000_000, "USD") })
    .meta({ description: "Cost envelope of a month; the budget is its upper end." }),
  shutdown: shutdown.optional().meta({
    description: "Monday to Friday hours outside which compute and database stop. Default: never.",
  }),
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
      if (hours && hours.up === hours.down) problem(["shutdown", "up"], "another time than down");
    },
  },
]);
