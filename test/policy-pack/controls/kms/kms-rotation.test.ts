import assert from "node:assert/strict";

import { kmsRotation } from "../../../../policy-pack/controls/kms/kms-rotation.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { compliantKey } from "../../support/keys.ts";
import { changed, resource } from "../../support/resources.ts";

describe("kms-rotation", () => {
  itBehaves({
    control: kmsRotation,
    compliant: compliantKey(),
    subject: "key",
    fails: [
      {
        title: "rotation is off",
        path: "enableKeyRotation",
        value: false,
        messages: ["Key rotation is not enabled"],
      },
      {
        title: "rotation is left out",
        path: "enableKeyRotation",
        messages: ["Key rotation is not enabled"],
      },
      {
        title: "the period is two years",
        path: "rotationPeriodInDays",
        value: 730,
        messages: ["The rotation period is longer than 365 days"],
      },
    ],
    accepts: [
      { title: "a shorter period", path: "rotationPeriodInDays", value: 90 },
      {
        title: "the usual kind by its name",
        path: "customerMasterKeySpec",
        value: "SYMMETRIC_DEFAULT",
      },
    ],
  });

  it("does not concern keys that KMS can't rotate", () => {
    for (const inputs of [{ customerMasterKeySpec: "RSA_2048" }, { customKeyStoreId: "cks-1" }]) {
      const key = resource("aws:kms/key:Key", "key", inputs);
      assert.equal(said(judged(kmsRotation, [key], "key")), "notApplicable");
    }
  });

  it("takes another longest period", () => {
    const settings = { parameters: { "kms-rotation": { maximumDays: 90 } } };
    const slow = changed(compliantKey(), "key", "rotationPeriodInDays", 91);
    assert.deepEqual(said(judged(kmsRotation, slow, "key", settings)), [
      "The rotation period is longer than 90 days",
    ]);
  });
});
