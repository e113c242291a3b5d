import { z } from "zod";

import { REGIONS } from "../../components/shared/regions.ts";
import { accountId, text, whole } from "./primitives.ts";
import { type Problem, withRules } from "./rules.ts";

/** Availability zones by their ids. */
export const zoneIds = z
  .array(text(/^[a-z]{2,5}\d-az\d$/, "a zone id such as use1-az1"))
  .min(2)
  .max(6);

/** Refuses zones that are not the region's, or in which Fargate does not run (T27). */
export function checkZones(
  place: { readonly region: string; readonly zoneIds: readonly string[] },
  problem: Problem,
): void {
  const known = REGIONS[place.region];
  place.zoneIds.forEach((zone, index) => {
    const inRegion = known !== undefined && zone.startsWith(`${known.zonePrefix}-`);
    if (!inRegion || (known.fargateZones !== undefined && !known.fargateZones.includes(zone))) {
      problem(
        ["zoneIds", index],
        known?.fargateZones?.join(", ") ??
          `zones ${known?.zonePrefix ?? "?"}-az… of ${place.region}`,
      );
    } else if (place.zoneIds.indexOf(zone) !== index) {
      problem(["zoneIds", index], "each zone once");
    }
  });
}

const fields = {
  accountId: accountId.meta({
    description:
      "Account that the stack may touch; the provider refuses any other. 12 digits, in quotes.",
  }),
  region: z.enum(Object.keys(REGIONS)).meta({ description: "AWS region of the environment." }),
  zoneIds: zoneIds.meta({
    description:
      "Availability zone ids, not names (names differ between accounts); one subnet of each tier in each. Two are the least that a load balancer and a database take.",
  }),
  owner: text(/^[\w .@+-]{1,64}$/, "a team or mailbox of up to 64 characters").meta({
    description: "Value of the Owner tag.",
  }),
  tags: z
    .record(
      text(/^(?!aws:)[\w .:/=+@-]{1,128}$/i, "a tag key of up to 128 characters, not aws:…"),
      text(/^[\w .:/=+@-]{0,256}$/, "a tag value of up to 256 letters, digits, spaces, _.:/=+-@"),
    )
    .refine((tags) => Object.keys(tags).length <= 40, "40 tags or fewer, of AWS's 50")
    .default({})
    .meta({ description: "More tags for every taggable resource. Default: none." }),
  dataProtection: z.enum(["disposable", "protected"]).meta({
    description:
      "protected: stateful resources are protected, retained and deletion-protected, with a final snapshot; disposable: destroy works in one go.",
  }),
  keyDeletionDays: whole(7, 30, "days").meta({
    description: "Waiting time before a deleted KMS key is gone, 7–30 days.",
  }),
  keyAdministrators: z
    .array(text(/^role\/[\w+=,.@/-]{1,512}$/, "role/NAME of this account"))
    .default([])
    .meta({
      description:
        "Roles that may manage the environment's keys but not use them. Default: none but the account's own IAM policies.",
    }),
};

/** Where the stack is and how it treats data. */
export const environmentSchema = withRules(z.strictObject(fields), [
  {
    needs: ["region", "zoneIds"],
    check: checkZones,
  },
  {
    needs: ["tags"],
    check: ({ tags }, problem) => {
      for (const reserved of ["Project", "Environment", "ManagedBy", "Owner"]) {
        if (reserved in tags)
          problem(
            ["tags", reserved],
            "any tag but Project, Environment, ManagedBy, Owner, which the program sets",
          );
      }
    },
  },
]);
