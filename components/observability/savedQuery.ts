import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A question to logs that people ask again and again. */
export interface SavedQueryArgs {
  /** What the console lists it as; a slash opens a folder. */
  readonly title: string;
  /** Groups that are asked. */
  readonly logGroupNames: readonly pulumi.Input<string>[];
  /** In the language of Logs Insights, a command a line. */
  readonly query: readonly string[];
}

/**
 * A saved query of Logs Insights (P-OBS-2). Cost: none while it lies there; 0.005 USD a GB that it
 * reads. Source: Amazon CloudWatch pricing.
 */
export class SavedQuery extends pulumi.ComponentResource {
  public static readonly token = "rampart:observability:SavedQuery";

  constructor(name: string, args: SavedQueryArgs, opts?: pulumi.ComponentResourceOptions) {
    super(SavedQuery.token, name, {}, opts);
    new aws.cloudwatch.QueryDefinition(
      name,
      {
        name: args.title,
        logGroupNames: [...args.logGroupNames],
        queryString: queryText(args.query),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/** Commands as Logs Insights reads them. */
function queryText(commands: readonly string[]): string {
  return commands.join("\n| ");
}
