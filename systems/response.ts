import * as pulumi from "@pulumi/pulumi";

import type { Environment } from "../components/shared/environment.ts";
import type { OperationsSettings } from "../config/settings.ts";
import type { DeclaredOpening } from "../functions/auto-remediate/contract.ts";
import type { Alerts } from "./alerts.ts";
import type { Foundation } from "./foundation.ts";
import { PostureReport } from "./response/postureReport.ts";
import { IDENTIFIER, Remediation } from "./response/remediation.ts";
import { SlackNotifier } from "./response/slackNotifier.ts";

/** What the response stands on, and what the stack file says of it. */
export interface ResponseArgs {
  /** Keys and ceiling. */
  readonly foundation: Foundation;
  /** Who is told. */
  readonly alerts: Alerts;
  /** The stack file's `response` block. */
  readonly settings: OperationsSettings["response"];
  /** What the stack's systems, and its neighbours, open to the world, which is never revoked. */
  readonly openings: readonly DeclaredOpening[];
  /** The environment in other regions, where systems of it are. */
  readonly elsewhere: readonly Environment[];
}

/**
 * What the environment does by itself when something is found (P-RESP), how people read of it
 * (P-OBS-7), and the weekly report (P-AUTO-2). Cost: about 1 USD a month for the alarms.
 */
export class Response extends pulumi.ComponentResource {
  public static readonly token = "rampart:systems:Response";
  /** What must know of an opening before it is made, or would revoke it. */
  public readonly guards: readonly pulumi.Resource[];
  /** ARN of what writes alerts for Slack: topics of other regions subscribe it. */
  public readonly slackArn: pulumi.Output<string>;

  constructor(name: string, args: ResponseArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Response.token, name, {}, opts);
    const { foundation, alerts, settings, openings, elsewhere } = args;
    const { mode, neighbours, report } = settings;
    const parent = { parent: this };

    const slack = new SlackNotifier("slack", { foundation, alerts, elsewhere }, parent);
    this.slackArn = slack.functionArn;
    this.guards =
      mode === "off"
        ? []
        : [
            new Remediation(
              "remediation",
              { foundation, alerts, mode, openings, neighbours },
              parent,
            ),
          ];
    if (report) new PostureReport("posture", { foundation, alerts, ...report }, parent);
    this.registerOutputs({});
  }
}

/** Identifier of the role that closes what was opened; none where nothing is done by itself. */
export function responderOf({ mode }: OperationsSettings["response"]): string | undefined {
  return mode === "on" ? IDENTIFIER : undefined;
}
