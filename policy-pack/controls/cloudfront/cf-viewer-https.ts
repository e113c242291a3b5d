import { defineControl } from "../../engine/control.ts";
import { expect } from "../../engine/verdict.ts";
import { DISTRIBUTIONS, eachBehaviour } from "./distribution.ts";

const ENCRYPTED = ["redirect-to-https", "https-only"];

export const cfViewerHttps = defineControl({
  id: "cf-viewer-https",
  title: "Distributions answer over HTTPS alone",
  severity: "medium",
  frameworks: {
    fsbp: ["CloudFront.3"],
    cis3: [],
    cis7: [],
    nist: ["AC-4", "AC-17(2)", "IA-5(1)", "SC-8", "SC-8(1)"],
  },
  cause: "Whoever sits between reader and edge can read what passes, and change it.",
  remedy: "Set viewerProtocolPolicy of each behaviour to redirect-to-https or https-only",
  types: DISTRIBUTIONS,
  scope: "resource",
  check: ({ resource }) =>
    eachBehaviour(resource, (behaviour) => {
      const policy = behaviour.at("viewerProtocolPolicy");
      return expect(
        ENCRYPTED.includes(policy.text ?? ""),
        `${behaviour.path} answers plain HTTP`,
        policy,
      );
    }),
});
