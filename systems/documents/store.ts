import * as pulumi from "@pulumi/pulumi";

import { DOCUMENTS_TABLE } from "../../app/contract.ts";
import { BackupPlan } from "../../components/data/backupPlan.ts";
import { Table } from "../../components/data/table.ts";
import type { DocumentsSettings, OperationsSettings } from "../../config/settings.ts";
import type { Foundation } from "../foundation.ts";
import { IDENTIFIER } from "./access.ts";

/** What documents are kept in. */
export interface DocumentsStoreArgs {
  /** Its key and vault. */
  readonly foundation: Foundation;
  /** Whether the table stays whatever the environment does with data. */
  readonly settings: Pick<DocumentsSettings, "keepsTable">;
  /** For how long backups are kept. */
  readonly backup: OperationsSettings["backup"];
}

/** Hour (UTC) of the table's backup; DynamoDB answers no slower meanwhile. */
const BACKUP_HOUR = 4;

/**
 * Metadata of documents (S-DOCS-3), in the form that the application's contract asks for. The
 * table outlives the stack, unless the stack file says otherwise where data may be lost. Cost: that of {@link Table}, its index the same again.
 */
export class DocumentsStore extends pulumi.ComponentResource {
  public static readonly token = "rampart:documents:DocumentsStore";
  /** Who has which document. */
  public readonly table: Table;

  constructor(name: string, args: DocumentsStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super(DocumentsStore.token, name, {}, opts);
    const { foundation, settings, backup } = args;
    const { environment, key } = foundation;
    const { attributes, hashKey, index, timeToLiveAttribute } = DOCUMENTS_TABLE;
    const keyOf = (attribute: keyof typeof attributes) => ({
      name: attribute,
      type: attributes[attribute],
    });

    this.table = new Table(
      "documents-table",
      {
        environment,
        key,
        identifier: IDENTIFIER,
        hashKey: keyOf(hashKey),
        indexes: [
          { name: index.name, hashKey: keyOf(index.hashKey), rangeKey: keyOf(index.rangeKey) },
        ],
        expiryAttribute: timeToLiveAttribute,
        retain: settings.keepsTable,
      },
      { parent: this },
    );
    // Beside recovery to a point in time, which ends with the table (P-DATA-6).
    new BackupPlan(
      "documents-backup",
      {
        environment,
        vault: foundation.backupVault,
        identifier: IDENTIFIER,
        hour: BACKUP_HOUR,
        dailyDays: backup.dailyDays,
        monthlyDays: backup.monthlyDays,
        resourceArns: [this.table.arn],
      },
      { parent: this },
    );

    this.registerOutputs({ table: this.table.tableName });
  }
}
