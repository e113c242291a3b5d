import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { type Environment, keepsData, nameOf } from "../shared/environment.ts";

/**
 * Name of the snapshot that AWS takes of a store before deleting it; undefined where data may be
 * lost. A fixed name would collide when the store is deleted a second time, which AWS tells only
 * then; it ends in random digits instead, kept in state for as long as the store (T73).
 *
 * @param name logical name of the store, which the digits share
 * @param identifier what the snapshot is of, such as `main`
 * @param parent the component that owns the store
 */
export function finalSnapshotName(
  name: string,
  environment: Environment,
  identifier: string,
  parent: pulumi.Resource,
): pulumi.Output<string> | undefined {
  if (!keepsData(environment)) return undefined;
  const digits = new random.RandomId(`${name}-final-snapshot`, { byteLength: 4 }, { parent });
  const prefix = nameOf(environment, "snapshot", identifier);
  return digits.hex.apply((hex) => `${prefix}-${hex}`);
}
