import type { StackView } from "../../engine/associations.ts";
import type { View } from "../../engine/view.ts";
import { isNamed } from "./naming.ts";

export const INSTANCE = "aws:rds/instance:Instance";
export const CLUSTER = "aws:rds/cluster:Cluster";
export const CLUSTER_INSTANCE = "aws:rds/clusterInstance:ClusterInstance";

const SOURCE = "replicateSourceDb";

/** Whether a database is an instance that only copies another: its data outlives it there. */
export function isReplica(database: View): boolean {
  return database.type === INSTANCE && isNamed(database, SOURCE, INSTANCE);
}

/**
 * The engine of a database, in lower case, as the provider reads it; a replica has its source's.
 * Undefined where nothing here says it.
 */
export function engineOf(stack: StackView, database: View): string | undefined {
  const stated = statedEngine(database);
  if (stated !== undefined || !isReplica(database)) return stated;
  const [source] = stack.references(database, SOURCE, INSTANCE);
  return source && statedEngine(source);
}

/** The engine that a database states itself, in lower case. */
export function statedEngine(database: View): string | undefined {
  return database.at("engine").text?.toLowerCase();
}
