import * as pulumi from "@pulumi/pulumi";

import { AssumingUser } from "../components/identity/assumingUser.ts";
import { Role } from "../components/identity/role.ts";
import type { IngestSettings, OperationsSettings } from "../config/settings.ts";
import type { Alerts } from "./alerts.ts";
import type { Foundation } from "./foundation.ts";
import {
  accountTrust,
  OPERATOR_IDENTIFIER,
  operatorStatements,
  UPLOADER_IDENTIFIER,
  uploaderStatements,
} from "./ingest/access.ts";
import { IngestPipeline } from "./ingest/pipeline.ts";
import { IngestStores } from "./ingest/stores.ts";

/** What the ingest of events stands on, and what the stack file says of it. */
export interface IngestArgs {
  /** Keys, ceiling, vault and access logs. */
  readonly foundation: Foundation;
  /** Where its alarms go. */
  readonly alerts: Alerts;
  /** The stack file's `ingest` block. */
  readonly settings: IngestSettings;
  /** The `operations` block: for how long backups are kept. */
  readonly operations: OperationsSettings;
}

/**
 * Event ingest of the music catalogue (S-INGEST): whoever is let to puts JSON objects into a bucket;
 * valid ones become items of a table, others lie in quarantine, and each outcome is told. Cost: 0.40
 * USD a month for alarms, and by use that of {@link IngestStores} and {@link IngestPipeline}.
 */
export class Ingest extends pulumi.ComponentResource {
  public static readonly token = "rampart:systems:Ingest";
  /** What the command-line tools look up: names and ARNs, each known before it exists. */
  public readonly outputs: Readonly<Record<string, pulumi.Output<string> | string>>;
  /** Addresses that hear nothing before their owners confirm (T20). */
  public readonly addresses: readonly string[];

  constructor(name: string, args: IngestArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Ingest.token, name, {}, opts);
    const { foundation, alerts, settings, operations } = args;
    const { environment, boundary } = foundation;
    const parent = { parent: this };

    const stores = new IngestStores(
      "ingest-stores",
      { foundation, settings, backup: operations.backup },
      parent,
    );
    const pipeline = new IngestPipeline(
      "ingest-pipeline",
      { foundation, alerts, stores, logRetentionDays: settings.logRetentionDays },
      parent,
    );
    const role = { environment, boundary, service: accountTrust(environment) };
    const uploader = new Role(
      UPLOADER_IDENTIFIER,
      {
        ...role,
        identifier: UPLOADER_IDENTIFIER,
        policies: { upload: uploaderStatements(foundation) },
      },
      // What is put before its events are told, and taken, would never be judged.
      { ...parent, dependsOn: [stores, pipeline] },
    );
    const operator = new Role(
      OPERATOR_IDENTIFIER,
      {
        ...role,
        identifier: OPERATOR_IDENTIFIER,
        policies: { quarantine: operatorStatements(foundation) },
      },
      parent,
    );
    const user = settings.user
      ? new AssumingUser(
          UPLOADER_IDENTIFIER,
          {
            environment,
            boundary,
            identifier: UPLOADER_IDENTIFIER,
            roleIdentifier: UPLOADER_IDENTIFIER,
          },
          parent,
        )
      : undefined;

    this.addresses = settings.emails;
    this.outputs = {
      region: environment.region,
      processingBucket: stores.processing.bucketName,
      quarantineBucket: stores.quarantine.bucketName,
      table: stores.table.tableName,
      topic: stores.topic.arn,
      function: pipeline.functionName,
      uploaderRole: uploader.arn,
      operatorRole: operator.arn,
      ...(user && { user: user.userName }),
    };
    this.registerOutputs(this.outputs);
  }
}
