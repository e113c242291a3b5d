import { defineControl } from "../../engine/control.ts";
import { STACK_TYPE } from "../../engine/resource.ts";
import { expect, notApplicable, some } from "../../engine/verdict.ts";
import { regionOf } from "../shared/region.ts";
import { eachRegion } from "../shared/regions.ts";
import { switchOf } from "../shared/switches.ts";

const SETTING = "aws:ebs/encryptionByDefault:EncryptionByDefault";

export const ebsEncryptionByDefault = defineControl({
  id: "ebs-encryption-by-default",
  title: "The account encrypts every new EBS volume",
  severity: "medium",
  frameworks: {
    fsbp: ["EC2.7"],
    cis3: [],
    cis7: ["6.1.1"],
    nist: ["CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SI-7(6)"],
  },
  cause: "A volume that is made by hand, or by a service, keeps its data in clear.",
  remedy: "Add an EncryptionByDefault in each region that the stack uses",
  types: [STACK_TYPE],
  related: [SETTING, "*"],
  scope: "stack",
  check({ stack, environment }) {
    if (!environment.ownsAccountBaseline) return notApplicable;
    const settings = stack.ofType(SETTING);
    return eachRegion(stack, (region) =>
      expect(
        some(settings, (setting) => {
          const isOn = switchOf(setting.at("enabled"), true) === true;
          return isOn && regionOf(stack, setting) === region;
        }),
        `The account does not encrypt new volumes in ${region} by default`,
      ),
    );
  },
});
