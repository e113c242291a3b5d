import { defineControl } from "../../engine/control.ts";
import { each, expect } from "../../engine/verdict.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";

export const efsEncrypted = defineControl({
  id: "efs-encrypted",
  title: "File systems are encrypted with a customer key",
  severity: "high",
  frameworks: {
    fsbp: ["EFS.1", "EFS.8"],
    cis3: ["2.4.1"],
    cis7: ["3.3.1"],
    nist: ["CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SI-7(6)"],
  },
  cause: "Files and their backups can be read without a key; it can't be changed later.",
  remedy: "Set encrypted to true and kmsKeyId to the environment's key",
  types: ["aws:efs/fileSystem:FileSystem"],
  scope: "resource",
  check({ resource }) {
    const encrypted = resource.at("encrypted");
    return each(
      [
        () => expect(encrypted.flag === true, "encrypted is not true", encrypted),
        () =>
          expect(
            hasCustomerKey(resource, "kmsKeyId"),
            "kmsKeyId names no customer key",
            "kmsKeyId",
          ),
      ],
      (part) => part(),
    );
  },
});
