import type { PlanDocument } from "../../document.ts";
import type { Graph } from "../../graph/resource.ts";
import { Inventory } from "../inventory.ts";
import { CHECKED, QUOTAS } from "./table.ts";

/** What a stack needs of a limit that AWS sets on a new account. */
export type Quota = PlanDocument["quotas"][number];

/**
 * What the stack needs, against AWS's default quotas, in the order of the table; quotas that it
 * doesn't touch are left out. Other stacks of the account need their own share on top.
 */
export function quotasOf(graph: Graph): Quota[] {
  const inventory = new Inventory(graph);
  return Object.values(QUOTAS).flatMap(({ title, limit, source, count }) => {
    const needed = count(inventory);
    return needed > 0 ? [{ quota: title, needed, default: limit, source, checked: CHECKED }] : [];
  });
}
