import { each, expect, type Verdict } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";

const FLAGS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** Whether all four flags of a public access block, of a bucket or of the account, are on. */
export function judgeBlock(block: View): Verdict[] {
  return each(FLAGS, (flag) =>
    expect(block.at(flag).flag === true, `${flag} of ${block.name} is not true`),
  );
}
