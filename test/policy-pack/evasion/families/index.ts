import type { Evasion } from "../evasion.ts";
import { firewallEvasions } from "./firewall.ts";
import { identityEvasions } from "./identity.ts";
import { networkEvasions } from "./network.ts";
import { secretsEvasions } from "./secrets.ts";
import { servicesEvasions } from "./services.ts";

export const evasions: readonly Evasion[] = [
  ...networkEvasions,
  ...identityEvasions,
  ...servicesEvasions,
  ...secretsEvasions,
  ...firewallEvasions,
];
