import { defineControl } from "../../engine/control.ts";
import { each, expect, fail, some } from "../../engine/verdict.ts";
import { followsTemplate, MACHINE_TYPES, SPOT_FLEET, specificationsIn } from "./machines.ts";

export const ec2Imdsv2Required = defineControl({
  id: "ec2-imdsv2-required",
  title: "Instances give their credentials to sessions alone",
  severity: "high",
  frameworks: {
    fsbp: ["EC2.8", "EC2.170", "AutoScaling.3"],
    cis3: ["5.6"],
    cis7: ["6.7"],
    nist: ["AC-3", "AC-3(7)", "AC-6"],
  },
  cause:
    "A program that fetches any URL for a stranger gives away the credentials of the instance.",
  remedy: "Set metadataOptions.httpTokens to required",
  types: MACHINE_TYPES,
  scope: "resource",
  check({ resource }) {
    if (resource.type === SPOT_FLEET) {
      return each(specificationsIn(resource), (machine) =>
        fail("A specification within a fleet can't demand sessions, as a template can", machine),
      );
    }
    const options = resource.at("metadataOptions");
    const tokens = options.at("httpTokens");
    const ways = [
      () => tokens.text === "required",
      // Without the endpoint there is nothing to get.
      () => options.at("httpEndpoint").text === "disabled",
      () => tokens.kind === "absent" && followsTemplate(resource),
    ];
    return expect(
      some(ways, (way) => way()),
      "The metadata service answers requests without a session",
      tokens,
    );
  },
});
