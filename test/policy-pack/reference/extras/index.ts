import type { PolicyResource } from "../../../../policy-pack/engine/resource.ts";
import { auditExtras } from "./audit.ts";
import { containersExtras } from "./containers.ts";
import { dataExtras } from "./data.ts";
import { deliveryExtras } from "./delivery.ts";
import { identityExtras } from "./identity.ts";
import { networkExtras } from "./network.ts";

/** What the program does not make yet, so that each control has something to judge. */
export const extras: readonly PolicyResource[] = [
  ...networkExtras,
  ...containersExtras,
  ...deliveryExtras,
  ...dataExtras,
  ...identityExtras,
  ...auditExtras,
];
