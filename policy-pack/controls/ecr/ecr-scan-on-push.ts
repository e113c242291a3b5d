import { defineControl } from "../../engine/control.ts";
import { expect, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { regionOf } from "../shared/region.ts";
import { scans } from "./scanningRule.ts";

const REGISTRY = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration";

export const ecrScanOnPush = defineControl({
  id: "ecr-scan-on-push",
  title: "Images are scanned when they are pushed",
  severity: "high",
  frameworks: { fsbp: ["ECR.1"], cis3: [], cis7: [], nist: ["RA-5"] },
  cause: "An image with known holes runs, and nobody was told.",
  remedy: "Set scanOnPush to true, or let a rule of the registry's scanning cover the repository",
  types: ["aws:ecr/repository:Repository"],
  related: [REGISTRY],
  scope: "stack",
  check({ resource, stack }) {
    const registries = stack
      .ofType(REGISTRY)
      .filter((registry) => regionOf(stack, registry) === regionOf(stack, resource));
    const covered = () =>
      some(registries, (registry) =>
        some(registry.at("rules").items(), (rule) => scans(rule, resource)),
      );
    // With enhanced scanning, what the repository says itself does not count any more.
    if (some(registries, isEnhanced)) {
      return expect(covered(), "The registry's enhanced scanning leaves the repository out");
    }
    const scanOnPush = resource.at("imageScanningConfiguration.scanOnPush");
    const ways = [() => scanOnPush.flag === true, covered];
    return expect(
      some(ways, (way) => way()),
      "Pushed images are not scanned",
      scanOnPush,
    );
  },
});

function isEnhanced(registry: View): boolean {
  return registry.at("scanType").text === "ENHANCED";
}
