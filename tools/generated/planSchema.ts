import { z } from "zod";

import { planDocumentSchema } from "../../plan/document.ts";

/** JSON Schema of `plan.json` and of `plan --json`. */
export function planSchema(): object {
  return {
    ...z.toJSONSchema(planDocumentSchema),
    $comment: "Generated from plan/document.ts by `npm run generate`; do not edit.",
  };
}
