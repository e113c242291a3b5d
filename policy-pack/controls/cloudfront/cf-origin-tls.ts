import { defineControl } from "../../engine/control.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, every, expect, notApplicable, type Verdict } from "../../engine/verdict.ts";
import { customConfigOf, DISTRIBUTIONS, eachOrigin } from "./distribution.ts";

const VPC_ORIGIN = "aws:cloudfront/vpcOrigin:VpcOrigin";
const MODERN = ["TLSv1.2", "TLSv1.3"];

export const cfOriginTls = defineControl({
  id: "cf-origin-tls",
  title: "CloudFront asks origins over TLS 1.2 alone",
  severity: "medium",
  frameworks: {
    fsbp: ["CloudFront.9", "CloudFront.10"],
    cis3: [],
    cis7: [],
    nist: ["AC-4", "AC-17(2)", "IA-5(1)", "SC-8", "SC-8(1)"],
  },
  cause: "What was encrypted up to the edge crosses the rest of the internet readable.",
  remedy: "Set originProtocolPolicy to https-only and originSslProtocols to TLSv1.2",
  types: [...DISTRIBUTIONS, VPC_ORIGIN],
  scope: "resource",
  check({ resource }) {
    if (resource.type === VPC_ORIGIN) {
      const config = resource.at("vpcOriginEndpointConfig");
      return judge(config, config.at("originSslProtocols.items"));
    }
    return eachOrigin(resource, (origin) => {
      const config = customConfigOf(resource, origin);
      return config === undefined ? notApplicable : judge(config, config.at("originSslProtocols"));
    });
  },
});

function judge(config: Reading, protocols: Reading): Verdict[] {
  const policy = config.at("originProtocolPolicy");
  const parts = [
    () => expect(policy.text === "https-only", `${config.path} may speak plain HTTP`, policy),
    () => {
      const listed = protocols.items();
      const holds =
        listed.length > 0 && every(listed, (protocol) => MODERN.includes(protocol.text ?? ""));
      return expect(holds, `${config.path} allows TLS below 1.2`, protocols);
    },
  ];
  return each(parts, (part) => part());
}
