import { defineControl } from "../../engine/control.ts";
import { numberOf } from "../../engine/parameters.ts";
import { expect, notApplicable } from "../../engine/verdict.ts";
import { KEY } from "./keyPolicy.ts";

export const kmsRotation = defineControl({
  id: "kms-rotation",
  title: "Symmetric KMS keys rotate at least yearly",
  severity: "medium",
  frameworks: {
    fsbp: [],
    securityHub: ["KMS.4"],
    cis3: ["3.6"],
    cis7: ["4.6"],
    nist: ["SC-12", "SC-12(2)", "SC-28(3)"],
  },
  cause: "One leaked key opens everything that was ever encrypted with it.",
  remedy: "Set enableKeyRotation to true, and no longer period than a year",
  types: [KEY],
  parameters: {
    maximumDays: numberOf(365, "Longest time between two rotations, in days.", {
      minimum: 90,
      maximum: 2560,
    }),
  },
  scope: "resource",
  check({ resource, parameters }) {
    const spec = resource.at("customerMasterKeySpec").text ?? "SYMMETRIC_DEFAULT";
    // KMS rotates neither asymmetric keys nor keys whose material is elsewhere.
    const isElsewhere = (resource.at("customKeyStoreId").text ?? "") !== "";
    if (spec !== "SYMMETRIC_DEFAULT" || isElsewhere) {
      return notApplicable;
    }
    const rotation = resource.at("enableKeyRotation");
    const period = resource.at("rotationPeriodInDays");
    return [
      expect(rotation.flag === true, "Key rotation is not enabled", rotation),
      expect(
        (period.number ?? 365) <= parameters.maximumDays,
        `The rotation period is longer than ${parameters.maximumDays} days`,
        period,
      ),
    ];
  },
});
