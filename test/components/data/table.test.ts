import assert from "node:assert/strict";

import { Table, type TableArgs } from "../../../components/data/table.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { only, recorded, refusal } from "../../support/graph.ts";

const TABLE = "aws:dynamodb/table:Table";
const keyArn = "arn:aws:kms:us-east-2:111122223333:key/mrk-1";

function program(
  overrides: Partial<TableArgs> = {},
  seen: (table: Table) => void = () => undefined,
) {
  return () => {
    const environment = overrides.environment ?? testEnvironment();
    const { key } = foundation(environment);
    const table = new Table("table", {
      environment,
      key,
      identifier: "catalogue",
      hashKey: { name: "ArtistID", type: "S" },
      ...overrides,
    });
    seen(table);
  };
}

describe("Table", () => {
  it("P-DATA-4, feature 34: on demand, recoverable, under the customer key; nothing that wasn't asked for", async () => {
    const graph = await recorded(program());
    const table = only(graph, TABLE);
    assert.deepEqual(table.inputs, {
      name: "rampart-dev-table-catalogue",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "ArtistID",
      attributes: [{ name: "ArtistID", type: "S" }],
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: UNKNOWN },
      deletionProtectionEnabled: false,
    });
    assert.deepEqual(table.propertyDependencies["serverSideEncryption"], [
      only(graph, "aws:kms/key:Key").urn,
    ]);
  });

  it("P-DATA-4, S-DOCS-3: takes other orders, and names each attribute of a key once", async () => {
    const { inputs } = only(
      await recorded(
        program({
          indexes: [
            {
              name: "newest",
              hashKey: { name: "shard", type: "S" },
              rangeKey: { name: "ArtistID", type: "S" },
            },
            { name: "by-year", hashKey: { name: "Year", type: "N" } },
          ],
        }),
      ),
      TABLE,
    );
    assert.deepEqual(inputs["attributes"], [
      { name: "ArtistID", type: "S" },
      { name: "shard", type: "S" },
      { name: "Year", type: "N" },
    ]);
    assert.deepEqual(inputs["globalSecondaryIndexes"], [
      {
        name: "newest",
        keySchemas: [
          { attributeName: "shard", keyType: "HASH" },
          { attributeName: "ArtistID", keyType: "RANGE" },
        ],
        projectionType: "ALL",
      },
      {
        name: "by-year",
        keySchemas: [{ attributeName: "Year", keyType: "HASH" }],
        projectionType: "ALL",
      },
    ]);
  });

  it("P-DATA-4: refuses one attribute of two types", async () => {
    const indexes = [{ name: "x", hashKey: { name: "ArtistID", type: "N" } as const }];
    assert.equal(
      await refusal(program({ indexes })),
      "Attribute ArtistID of table is S and N; allowed: one type.",
    );
  });

  it("P-DATA-4: takes a range key and lets items expire", async () => {
    const { inputs } = only(
      await recorded(
        program({ rangeKey: { name: "At", type: "N" }, expiryAttribute: "ExpiresAt" }),
      ),
      TABLE,
    );
    assert.equal(inputs["rangeKey"], "At");
    assert.deepEqual(inputs["attributes"], [
      { name: "ArtistID", type: "S" },
      { name: "At", type: "N" },
    ]);
    assert.deepEqual(inputs["ttl"], { enabled: true, attributeName: "ExpiresAt" });
  });

  it("P-DATA-4, S-INGEST-3: replicas are as safe as the table, each under a key of its region", async () => {
    const { inputs } = only(
      await recorded(program({ replicas: [{ region: "us-east-2", keyArn }] })),
      TABLE,
    );
    assert.deepEqual(inputs["replicas"], [
      {
        regionName: "us-east-2",
        kmsKeyArn: keyArn,
        pointInTimeRecovery: true,
        deletionProtectionEnabled: false,
        propagateTags: true,
      },
    ]);
    assert.equal(inputs["streamEnabled"], true);
    assert.equal(inputs["streamViewType"], "NEW_AND_OLD_IMAGES");
  });

  it("P-DATA-5: can't be deleted where data survives, nor can its replicas", async () => {
    const environment = testEnvironment({ dataProtection: "protected" });
    const replicas = [{ region: "us-east-2", keyArn }];
    const table = only(await recorded(program({ environment, replicas })), TABLE);
    assert.deepEqual([table.protect, table.retainOnDelete], [true, true]);
    assert.equal(table.deleteBeforeReplace, false);
    assert.equal(table.inputs["deletionProtectionEnabled"], true);
    assert.deepEqual(table.inputs["replicas"], [
      {
        regionName: "us-east-2",
        kmsKeyArn: keyArn,
        pointInTimeRecovery: true,
        deletionProtectionEnabled: true,
        propagateTags: true,
      },
    ]);
  });

  it("P-DATA-5: elsewhere destroy works in one go", async () => {
    const table = only(await recorded(program()), TABLE);
    assert.deepEqual([table.protect, table.retainOnDelete], [false, false]);
  });

  it("P-NAME: name and ARN are known before the table exists", async () => {
    const seen: unknown[] = [];
    const note = ({ tableName, arn }: Table) => {
      tableName.apply((name) => arn.apply((value) => seen.push(name, value)));
    };
    await recorded(program({}, note));
    assert.deepEqual(seen, [
      "rampart-dev-table-catalogue",
      "arn:aws:dynamodb:us-east-1:111122223333:table/rampart-dev-table-catalogue",
    ]);
  });

  it("runs as an update, too, where AWS has answered", async () => {
    const table = only(await recorded(program(), { mode: "update" }), TABLE);
    assert.deepEqual(table.inputs["serverSideEncryption"], {
      enabled: true,
      kmsKeyArn: "arn:aws:mock:::aws:kms/key:Key/key",
    });
  });

  it("refuses one attribute as both keys", async () => {
    assert.equal(
      await refusal(program({ rangeKey: { name: "ArtistID", type: "N" } })),
      'hashKey and rangeKey of table are both "ArtistID"; allowed: two names.',
    );
  });

  const replica = (region: string) => ({ region, keyArn });
  const twice = [
    ["us-east-1", [replica("us-east-1")]],
    ["us-east-2", [replica("us-east-2"), replica("us-east-2")]],
  ] as const;
  for (const [region, replicas] of twice) {
    it(`refuses ${region} as a replica's region when it has the table already`, async () => {
      assert.equal(
        await refusal(program({ replicas })),
        `replicas of table has ${region} twice; allowed: regions other than us-east-1, once each.`,
      );
    });
  }
});
