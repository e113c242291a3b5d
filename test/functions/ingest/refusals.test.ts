import assert from "node:assert/strict";

import { awsRefusal } from "../../support/awsClient.ts";
import { track } from "./documents.ts";
import { eventOf, PROCESSING, World } from "./world.ts";

describe("ingest, refused by AWS", () => {
  let world: World;

  beforeEach(() => {
    world = new World();
  });

  for (const [call, input] of [
    ["GetObject", track("a", "One")],
    ["PutItem", track("a", "One")],
    ["DeleteObject", track("a", "One")],
    ["HeadObject", "bad"],
    ["CopyObject", "bad"],
  ] as const) {
    it(`S-INGEST-5: tells that ${call} was refused, and lets Lambda try again`, async () => {
      const version = world.upload("one", input);
      world.aws.refuse = (made) => {
        // An answer to HEAD has no body that could name it.
        const name = call === "HeadObject" ? "Unknown" : "AccessDenied";
        if (made.call === call) throw awsRefusal(name, "of key arn:aws:kms:secret", 403);
      };
      const ended = await world.run(eventOf("one", version));
      const request = "11111111-2222-3333-4444-555555555555";
      const failure =
        call === "HeadObject" ? `Unknown (403, ${request})` : `AccessDenied (${request})`;
      assert.ok(ended instanceof Error);
      assert.equal(ended.message, failure);
      const { outcome, detail } = world.messages.at(-1) ?? {};
      assert.deepEqual([outcome, detail], ["failed", failure]);
      assert.equal(world.log.at(-1)?.["failure"], failure);
      world.aws.refuse = () => undefined;
      assert.equal(await world.run(eventOf("one", version)), "done");
      assert.deepEqual(world.s3.all(PROCESSING), []);
    });
  }

  it("S-INGEST-5: keeps the object when nobody can be told, and says so", async () => {
    const version = world.upload("one", track("a", "One"));
    world.aws.refuse = ({ call }) => {
      if (call === "Publish") throw awsRefusal("KMSAccessDenied");
    };
    const ended = await world.run(eventOf("one", version));
    assert.ok(ended instanceof Error);
    assert.match(ended.message, /^KMSAccessDenied \(.*\) Nobody was told: KMSAccessDenied \(.*\)$/);
    assert.equal(world.s3.all(PROCESSING).length, 1);
  });

  it("S-INGEST-4: gives up where the table's item or the copy comes and goes", async () => {
    const version = world.upload("one", track("a", "One"));
    world.aws.refuse = ({ call }) => {
      if (call === "PutItem") throw awsRefusal("ConditionalCheckFailedException");
      if (call === "CopyObject") throw awsRefusal("ConditionalRequestConflict", undefined, 409);
    };
    const bad = world.upload("two", "bad");
    const ended = [await world.run(eventOf("one", version)), await world.run(eventOf("two", bad))];
    assert.deepEqual(
      ended.map((one) => one instanceof Error && one.message),
      ["The table's item of that key comes and goes.", "The copy in quarantine comes and goes."],
    );
    assert.equal(world.s3.all(PROCESSING).length, 2);
  });

  it("writes a line for each run, and nothing of a content", async () => {
    const secret = "hush";
    await world.ingest("one", track(secret, secret));
    await world.ingest("two", JSON.stringify({ [secret]: { S: secret } }));
    await world.run(eventOf("three", world.upload("three", track(secret, secret))), {
      kind: "refuse",
      call: 1,
      when: "before",
    });
    assert.deepEqual(
      world.log.map(({ level, message, problems }) => [level, message, problems]),
      [
        ["info", "stored", undefined],
        ["info", "invalid", 3],
        ["error", "failed", undefined],
      ],
    );
    assert.doesNotMatch(JSON.stringify(world.log), /hush/);
    for (const { bucket, durationMs } of world.log.map((record) => ({ ...record }))) {
      assert.equal(bucket, PROCESSING);
      assert.ok(Number.isInteger(durationMs));
    }
  });

  it("asks each bucket by the account that must own it", async () => {
    await world.ingest("one", "bad");
    for (const { call, input } of world.aws.calls) {
      if (call === "Publish") continue;
      assert.equal((input as { ExpectedBucketOwner?: string }).ExpectedBucketOwner, "111122223333");
    }
  });
});
