import { defineControl } from "../../engine/control.ts";
import { each, expect } from "../../engine/verdict.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";
import { TRAIL } from "./trail.ts";

export const cloudtrailEncryptedValidated = defineControl({
  id: "cloudtrail-encrypted-validated",
  title: "Trails encrypt their logs with a customer key and sign them",
  severity: "high",
  frameworks: {
    fsbp: ["CloudTrail.2", "CloudTrail.4"],
    cis3: ["3.5", "3.2"],
    cis7: ["4.5", "4.2"],
    nist: ["AU-9", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)"],
  },
  cause: "Whoever reaches the bucket can read who does what, or change it unnoticed.",
  remedy: "Set kmsKeyId to a customer key and enableLogFileValidation to true",
  types: [TRAIL],
  scope: "resource",
  check({ resource }) {
    const validation = resource.at("enableLogFileValidation");
    const parts = [
      () =>
        expect(hasCustomerKey(resource, "kmsKeyId"), "kmsKeyId names no customer key", "kmsKeyId"),
      () => expect(validation.flag === true, "Log files are not validated", validation),
    ];
    return each(parts, (part) => part());
  },
});
