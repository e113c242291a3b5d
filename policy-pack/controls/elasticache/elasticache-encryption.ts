import { defineControl } from "../../engine/control.ts";
import { flagOf } from "../../engine/parameters.ts";
import { each, expect } from "../../engine/verdict.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";
import { isNamed } from "../shared/naming.ts";
import { switchOf } from "../shared/switches.ts";
import { REPLICATION_GROUP, SERVERLESS } from "./cache.ts";

const GLOBAL_GROUP = "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup";

export const elasticacheEncryption = defineControl({
  id: "elasticache-encryption",
  title: "Caches encrypt what they hold and what they say",
  severity: "medium",
  frameworks: {
    fsbp: ["ElastiCache.4", "ElastiCache.5"],
    cis3: [],
    cis7: [],
    nist: ["AC-4", "AC-17(2)", "CM-3(6)", "IA-5(1)", "SC-8"],
  },
  cause: "Sessions and tokens can be read on their way, or from a snapshot.",
  remedy: "Turn on both encryptions, with the environment's key and transitEncryptionMode required",
  types: [REPLICATION_GROUP, SERVERLESS],
  parameters: {
    requireCustomerKey: flagOf(true, "Whether the key must be a customer's, and not AWS's own."),
  },
  scope: "resource",
  check({ resource, parameters }) {
    const key = () =>
      expect(
        !parameters.requireCustomerKey || hasCustomerKey(resource, "kmsKeyId"),
        "kmsKeyId names no customer key",
        "kmsKeyId",
      );
    // A serverless cache has both encryptions always.
    if (resource.type === SERVERLESS) return each([key], (part) => part());
    const rest = resource.at("atRestEncryptionEnabled");
    const transit = resource.at("transitEncryptionEnabled");
    const mode = resource.at("transitEncryptionMode");
    // A second group of a global store can't state its encryption: it has the first one's.
    const isSecond = () => isNamed(resource, "globalReplicationGroupId", GLOBAL_GROUP);
    const parts = [
      () => {
        // The provider's own default differs.
        const byDefault =
          rest.kind === "absent" && resource.at("engine").text?.toLowerCase() === "valkey";
        const holds = switchOf(rest, byDefault) === true || isSecond();
        return expect(holds, "atRestEncryptionEnabled is not true", rest);
      },
      () =>
        expect(
          transit.flag === true || isSecond(),
          "transitEncryptionEnabled is not true",
          transit,
        ),
      () =>
        // ElastiCache requires TLS unless told to prefer it.
        expect(
          mode.kind === "absent" || mode.text === "required",
          "transitEncryptionMode admits clients without TLS",
          mode,
        ),
      key,
    ];
    return each(parts, (part) => part());
  },
});
