import * as pulumi from "@pulumi/pulumi";

import { BackupPlan } from "../../components/data/backupPlan.ts";
import { Table } from "../../components/data/table.ts";
import { WorkTopic } from "../../components/observability/workTopic.ts";
import { TopicSubscription } from "../../components/observability/topicSubscription.ts";
import type { Statement } from "../../components/shared/policy.ts";
import { SecureBucket } from "../../components/storage/secureBucket.ts";
import type { IngestSettings, OperationsSettings } from "../../config/settings.ts";
import type { TableKey } from "../../functions/ingest/contract.ts";
import type { Foundation } from "../foundation.ts";
import { objectsOnlyFor } from "../objectAccess.ts";
import {
  FUNCTION_IDENTIFIER,
  OPERATOR_IDENTIFIER,
  PROCESSING,
  putAsBucketSays,
  QUARANTINE,
  TABLE_IDENTIFIER,
  TOPIC_IDENTIFIER,
  UPLOADER_IDENTIFIER,
} from "./access.ts";

/** What objects, items and announcements are kept in and told by. */
export interface IngestStoresArgs {
  /** Key, vault and access logs. */
  readonly foundation: Foundation;
  /** The stack file's `ingest` block. */
  readonly settings: IngestSettings;
  /** For how long backups of the table are kept. */
  readonly backup: OperationsSettings["backup"];
}

/** Hour (UTC) of the table's backup; DynamoDB answers no slower meanwhile. */
const BACKUP_HOUR = 4;

/**
 * Where objects come in, where rejects lie, where items are, and who is told (S-INGEST-1, 3, 5).
 * Cost: that of two {@link SecureBucket}s, a {@link Table}, and a {@link WorkTopic}; 1 USD for a
 * million events that the buckets tell of.
 */
export class IngestStores extends pulumi.ComponentResource {
  public static readonly token = "rampart:ingest:IngestStores";
  /** Where objects are put. */
  public readonly processing: SecureBucket;
  /** Where rejects are moved to. */
  public readonly quarantine: SecureBucket;
  /** Valid items. */
  public readonly table: Table;
  /** Attributes of the table's key. */
  public readonly tableKey: TableKey;
  /** Tells of each outcome. */
  public readonly topic: WorkTopic;

  constructor(name: string, args: IngestStoresArgs, opts?: pulumi.ComponentResourceOptions) {
    super(IngestStores.token, name, {}, opts);
    const { environment, key } = args.foundation;
    const { emails, rangeKey, replicas } = args.settings;
    const parent = { parent: this };

    this.processing = this.#bucket(PROCESSING, args, [
      objectsOnlyFor(environment, PROCESSING, [UPLOADER_IDENTIFIER, FUNCTION_IDENTIFIER]),
      ...putAsBucketSays(environment, PROCESSING),
    ]);
    this.quarantine = this.#bucket(QUARANTINE, args, [
      objectsOnlyFor(environment, QUARANTINE, [FUNCTION_IDENTIFIER, OPERATOR_IDENTIFIER]),
    ]);
    this.table = new Table(
      "ingest-table",
      {
        environment,
        key,
        identifier: TABLE_IDENTIFIER,
        hashKey: { name: "ArtistID", type: "S" },
        rangeKey: rangeKey ? { name: "ItemID", type: "S" } : undefined,
        replicas,
      },
      parent,
    );
    this.tableKey = rangeKey ? "ArtistID,ItemID" : "ArtistID";
    this.#backUp(args);
    this.topic = new WorkTopic(
      "ingest-topic",
      { environment, key, identifier: TOPIC_IDENTIFIER },
      parent,
    );
    for (const address of emails) {
      new TopicSubscription(
        `ingest-${address}`,
        { topic: this.topic, protocol: "email", endpoint: address },
        parent,
      );
    }

    this.registerOutputs({ table: this.table.tableName, topic: this.topic.arn });
  }

  #bucket(
    identifier: string,
    { foundation, settings }: IngestStoresArgs,
    statements: readonly Statement[],
  ): SecureBucket {
    const { environment, key, accessLogs } = foundation;
    return new SecureBucket(
      identifier,
      {
        environment,
        key,
        identifier,
        role: "data",
        accessLogs,
        events: true,
        forceDestroy: settings.forceDestroy,
        statements,
      },
      { parent: this },
    );
  }

  /** Beside recovery to a point in time, which ends with the table (P-DATA-6). */
  #backUp({ foundation, backup }: IngestStoresArgs): void {
    new BackupPlan(
      "ingest-backup",
      {
        environment: foundation.environment,
        vault: foundation.backupVault,
        identifier: "ingest",
        hour: BACKUP_HOUR,
        dailyDays: backup.dailyDays,
        monthlyDays: backup.monthlyDays,
        resourceArns: [this.table.arn],
      },
      { parent: this },
    );
  }
}
