import type { Defect } from "../defect.ts";
import { auditDefects } from "./audit.ts";
import { containersDefects } from "./containers.ts";
import { dataDefects } from "./data.ts";
import { deliveryDefects } from "./delivery.ts";
import { identityDefects } from "./identity.ts";
import { networkDefects } from "./network.ts";
import { storageDefects } from "./storage.ts";

/** One defect at least for each control. */
export const defects: readonly Defect[] = [
  ...storageDefects,
  ...networkDefects,
  ...containersDefects,
  ...deliveryDefects,
  ...dataDefects,
  ...identityDefects,
  ...auditDefects,
];
