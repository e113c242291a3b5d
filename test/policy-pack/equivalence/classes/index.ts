import type { Equivalence } from "../equivalence.ts";
import { identityEquivalences } from "./identity.ts";
import { networkEquivalences } from "./network.ts";
import { secretsEquivalences } from "./secrets.ts";
import { servicesEquivalences } from "./services.ts";

export const equivalences: readonly Equivalence[] = [
  ...networkEquivalences,
  ...identityEquivalences,
  ...servicesEquivalences,
  ...secretsEquivalences,
];
