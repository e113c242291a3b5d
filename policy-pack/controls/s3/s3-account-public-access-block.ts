import { defineControl } from "../../engine/control.ts";
import { STACK_TYPE } from "../../engine/resource.ts";
import { each, fail, notApplicable } from "../../engine/verdict.ts";
import { accountsOf } from "../shared/accountsOf.ts";
import { judgeBlock } from "./publicAccessBlock.ts";

const BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";

export const s3AccountPublicAccessBlock = defineControl({
  id: "s3-account-public-access-block",
  title: "The account blocks public access to all S3 buckets",
  severity: "medium",
  frameworks: {
    fsbp: ["S3.1"],
    cis3: ["2.1.4"],
    cis7: ["3.1.4"],
    nist: ["AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6"],
  },
  cause: "A bucket made by hand, or by another stack, can be opened to the internet.",
  remedy: "Add an AccountPublicAccessBlock with all four flags true",
  types: [STACK_TYPE],
  related: [BLOCK],
  scope: "stack",
  check({ stack, environment, ownAccounts }) {
    if (!environment.ownsAccountBaseline) return notApplicable;
    const verdicts = each(stack.ofType(BLOCK), (block) => {
      const account = block.at("accountId");
      // The provider's own account, unless it says another.
      const isOwn =
        account.kind === "absent" ||
        accountsOf(stack, block, ownAccounts).includes(account.text ?? "");
      return isOwn ? judgeBlock(block) : [];
    });
    return verdicts.length > 0 ? verdicts : fail("The account has no public access block");
  },
});
