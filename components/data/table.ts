import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { arnOf, type Environment, keepsData, nameOf } from "../shared/environment.ts";

/** An attribute of a table's primary key: text, number or bytes. */
export interface KeyAttribute {
  /** As items carry it; upper and lower case differ. */
  readonly name: string;
  /** `S` text, `N` number, `B` bytes. */
  readonly type: "S" | "N" | "B";
}

/** A copy of the table in another region, written to as well as read. */
export interface TableReplica {
  /** Another than the table's own, such as `eu-west-1`. */
  readonly region: string;
  /**
   * Customer key **of that region**: the table's own doesn't reach beyond its region, and without
   * one DynamoDB would take a key that nobody here governs. Changing it rebuilds the replica.
   */
  readonly keyArn: pulumi.Input<string>;
}

/** Another order of a table's items; it holds whole items. */
export interface TableIndex {
  /** What queries call it. */
  readonly name: string;
  /** Which attribute spreads the items; one without it is not in the index. */
  readonly hashKey: KeyAttribute;
  /** Which attribute orders the items of one hash key. @default none */
  readonly rangeKey?: KeyAttribute | undefined;
}

/** What a system decides of a table; billing, encryption and recovery are no choice. */
export interface TableArgs {
  /** Opens the name; where data must survive, the table can't be deleted. */
  readonly environment: Environment;
  /** Encrypts the table in its own region; replicas bring theirs. */
  readonly key: EncryptionKey;
  /** Last part of the table's name. */
  readonly identifier: string;
  /** Which attribute spreads the items. Like `rangeKey`, it can't be changed later. */
  readonly hashKey: KeyAttribute;
  /** Which attribute orders the items of one hash key. @default none */
  readonly rangeKey?: KeyAttribute | undefined;
  /** Other orders; each is paid as a table of its own. @default none */
  readonly indexes?: readonly TableIndex[] | undefined;
  /** Attribute with the second since 1970 after which an item may vanish. @default items stay */
  readonly expiryAttribute?: string | undefined;
  /**
   * Whether the table outlives the stack; its key must do so as well, or nobody can read it.
   * @default where data must survive
   */
  readonly retain?: boolean | undefined;
  /** @default none */
  readonly replicas?: readonly TableReplica[] | undefined;
}

/**
 * A DynamoDB table, paid by the request, with point-in-time recovery and a customer key (P-DATA-4).
 * Its name is fixed: roles name it before it exists, and a replacement under a taken name fails at
 * DynamoDB instead of starting empty.
 *
 * Cost (us-east-1): 0.625 USD a million writes, 0.125 a million reads, 0.25 a GB and month stored,
 * 0.20 a GB and month for recovery; replicas the same again. Source: Amazon DynamoDB pricing.
 *
 * @throws Error when both key attributes have one name, a replica's region is the table's own or
 *   comes twice, or one attribute has two types.
 */
export class Table extends pulumi.ComponentResource {
  public static readonly token = "rampart:data:Table";
  /** Physical name; known before the table exists. */
  public readonly tableName: pulumi.Output<string>;
  /** ARN; known before the table exists. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: TableArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Table.token, name, {}, opts);
    const { environment, key, hashKey, rangeKey, indexes = [], expiryAttribute } = args;
    const { replicas = [] } = args;
    checkArgs(name, args);
    const keep = keepsData(environment);

    const table = new aws.dynamodb.Table(
      name,
      {
        name: nameOf(environment, "table", args.identifier),
        billingMode: "PAY_PER_REQUEST",
        hashKey: hashKey.name,
        rangeKey: rangeKey?.name,
        attributes: attributesOf(name, args),
        ...(indexes.length > 0 ? { globalSecondaryIndexes: indexes.map(indexOf) } : {}),
        ttl: expiryAttribute ? { enabled: true, attributeName: expiryAttribute } : undefined,
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
        deletionProtectionEnabled: keep,
        // Replicas are fed from the stream; nothing else reads it.
        ...(replicas.length > 0
          ? {
              streamEnabled: true,
              streamViewType: "NEW_AND_OLD_IMAGES",
              replicas: replicas.map((replica) => replicaOf(replica, keep)),
            }
          : {}),
      },
      { parent: this, protect: keep, retainOnDelete: args.retain ?? keep },
    );

    this.tableName = table.name;
    this.arn = table.name.apply((tableName) =>
      arnOf(environment, "dynamodb", `table/${tableName}`),
    );
    this.registerOutputs({ tableName: this.tableName, arn: this.arn });
  }
}

/** Each attribute that is part of a key, once. */
function attributesOf(name: string, { hashKey, rangeKey, indexes = [] }: TableArgs) {
  const keys = [{ hashKey, rangeKey }, ...indexes].flatMap((one) => [
    one.hashKey,
    ...(one.rangeKey ? [one.rangeKey] : []),
  ]);
  const types = new Map<string, KeyAttribute["type"]>();
  for (const attribute of keys) {
    const known = types.get(attribute.name) ?? attribute.type;
    if (known !== attribute.type) {
      throw new Error(
        `Attribute ${attribute.name} of ${name} is ${known} and ${attribute.type}; allowed: one type.`,
      );
    }
    types.set(attribute.name, known);
  }
  return [...types].map(([attribute, type]) => ({ name: attribute, type }));
}

function indexOf({
  name,
  hashKey,
  rangeKey,
}: TableIndex): aws.types.input.dynamodb.TableGlobalSecondaryIndex {
  return {
    name,
    keySchemas: [
      { attributeName: hashKey.name, keyType: "HASH" },
      ...(rangeKey ? [{ attributeName: rangeKey.name, keyType: "RANGE" }] : []),
    ],
    projectionType: "ALL",
  };
}

function replicaOf(
  { region, keyArn }: TableReplica,
  keep: boolean,
): aws.types.input.dynamodb.TableReplica {
  return {
    regionName: region,
    kmsKeyArn: keyArn,
    pointInTimeRecovery: true,
    deletionProtectionEnabled: keep,
    propagateTags: true,
  };
}

function checkArgs(
  name: string,
  { environment, hashKey, rangeKey, replicas = [] }: TableArgs,
): void {
  if (hashKey.name === rangeKey?.name) {
    throw new Error(
      `hashKey and rangeKey of ${name} are both "${hashKey.name}"; allowed: two names.`,
    );
  }
  const regions = [environment.region, ...replicas.map(({ region }) => region)];
  const twice = regions.find((region, index) => regions.indexOf(region) !== index);
  if (twice !== undefined) {
    throw new Error(
      `replicas of ${name} has ${twice} twice; allowed: regions other than ${environment.region}, once each.`,
    );
  }
}
