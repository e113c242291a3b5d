import type { Control } from "../../engine/control.ts";
import { cloudtrailBucketHardened } from "./cloudtrail-bucket-hardened.ts";
import { cloudtrailDataEvents } from "./cloudtrail-data-events.ts";
import { cloudtrailEncryptedValidated } from "./cloudtrail-encrypted-validated.ts";
import { cloudtrailMultiRegion } from "./cloudtrail-multi-region.ts";

export const cloudtrailControls: readonly Control[] = [
  cloudtrailMultiRegion,
  cloudtrailEncryptedValidated,
  cloudtrailBucketHardened,
  cloudtrailDataEvents,
];
