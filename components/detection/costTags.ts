import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** By which tags costs can be told apart. */
export interface CostTagsArgs {
  /** Keys of tags, such as `Environment`; AWS must have seen each on a bill. */
  readonly keys: readonly string[];
}

/**
 * Tags by which bills, budgets and Cost Explorer tell costs apart (P-OBS-6). AWS refuses a key within
 * about a day of its first use, and takes this from the account that pays alone: of an organization's
 * accounts, the management account. What bears the tag counts from then on. Kept when the stack is
 * destroyed: other stacks' budgets count by the same tags. Cost: none. Source: AWS Billing guide,
 * "Organizing and tracking costs using AWS cost allocation tags".
 */
export class CostTags extends pulumi.ComponentResource {
  public static readonly token = "rampart:detection:CostTags";

  constructor(name: string, args: CostTagsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(CostTags.token, name, {}, opts);
    for (const key of args.keys) {
      new aws.costexplorer.CostAllocationTag(
        `${name}-${key}`,
        { tagKey: key, status: "Active" },
        { parent: this, retainOnDelete: true },
      );
    }
    this.registerOutputs({});
  }
}
