import { controls } from "../../policy-pack/controls/index.ts";
import { planned } from "../../policy-pack/controls/planned.ts";
import { prodDiagram } from "./diagram.ts";
import { compliancePage } from "./compliancePage.ts";
import { musicCostsPage } from "./musicCosts.ts";
import { planSchema } from "./planSchema.ts";
import { reportSchema } from "./policyReport.ts";
import { requirementsPage } from "./requirements.ts";
import { rulesPage } from "./rulesPage.ts";
import { stackSchema } from "./stackSchema.ts";
import { stackTrees } from "./trees.ts";

const RULES = "policy-pack/RULES.md";

/** Every generated file by its path from the root; a test holds that they are fresh. */
export async function generatedFiles(root: string): Promise<Readonly<Record<string, string>>> {
  return {
    "config/schema/stack.schema.json": json(stackSchema("rampart")),
    "plan/plan.schema.json": json(planSchema()),
    "policy-pack/report/report.schema.json": json(reportSchema()),
    [RULES]: await rulesPage(root, RULES, controls),
    "docs/generated/compliance.md": compliancePage(controls, planned),
    "docs/generated/requirements.md": requirementsPage(root),
    "docs/generated/music-costs.md": await musicCostsPage(root),
    "docs/generated/prod.svg": await prodDiagram(root),
    ...(await stackTrees(root)),
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
