import { prodDiagram } from "./diagram.ts";
import { planSchema } from "./planSchema.ts";
import { requirementsPage } from "./requirements.ts";
import { stackSchema } from "./stackSchema.ts";
import { stackTrees } from "./trees.ts";

/** Every generated file by its path from the root; a test holds that they are fresh. */
export async function generatedFiles(root: string): Promise<Readonly<Record<string, string>>> {
  return {
    "config/schema/stack.schema.json": json(stackSchema("rampart")),
    "plan/plan.schema.json": json(planSchema()),
    "docs/generated/requirements.md": requirementsPage(root),
    "docs/generated/prod.svg": await prodDiagram(root),
    ...(await stackTrees(root)),
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
