import assert from "node:assert/strict";

import {
  GetBucketAclCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  type PublicAccessBlockConfiguration,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";

import { awsRefusal } from "../../support/awsClient.ts";
import { rejection } from "../shared/rejection.ts";
import { eventOf, EXEMPT, EXEMPTED, World } from "./world.ts";

const ALL = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const BUCKET = { Bucket: "amzn-s3-demo-bucket", ExpectedBucketOwner: "111122223333" };
const PUT = [{ ...BUCKET, PublicAccessBlockConfiguration: ALL }];

interface Facts {
  readonly block?: PublicAccessBlockConfiguration;
  readonly isPublic?: boolean;
  readonly grantee?: string;
  readonly tags?: { Key: string; Value: string }[];
}

/** A world with one bucket, or account, of which S3 and S3 Control answer alike. */
function worldWith({ block, isPublic, grantee, tags }: Facts, mode?: "dry-run" | "on"): World {
  const world = new World(mode);
  let current = block;
  world.aws
    .on(GetPublicAccessBlockCommand, () => {
      if (current === undefined) throw awsRefusal("NoSuchPublicAccessBlockConfiguration");
      return { PublicAccessBlockConfiguration: current };
    })
    .on(GetBucketPolicyStatusCommand, () => {
      if (isPublic === undefined) throw awsRefusal("NoSuchBucketPolicy");
      return { PolicyStatus: { IsPublic: isPublic } };
    })
    .on(GetBucketAclCommand, () => ({
      Grants: [
        { Grantee: { Type: "Group" as const, URI: grantee ?? "" }, Permission: "READ" as const },
      ],
    }))
    .on(GetBucketTaggingCommand, () => {
      if (tags === undefined) throw awsRefusal("NoSuchTagSet", "no tags", 404);
      return { TagSet: tags };
    })
    .on(PutPublicAccessBlockCommand, (input) => {
      current = input.PublicAccessBlockConfiguration;
      return {};
    });
  return world;
}

const EVERYONE = "http://acs.amazonaws.com/groups/global/AllUsers";
const ANY_ACCOUNT = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
const LOGGERS = "http://acs.amazonaws.com/groups/s3/LogDelivery";

describe("auto-remediate, when a bucket is opened", () => {
  for (const [event, facts] of [
    ["delete-bucket-public-access-block", {}],
    ["delete-bucket-public-access-block", { block: { ...ALL, BlockPublicPolicy: false } }],
    ["put-bucket-public-access-block", { block: {} }],
    ["put-bucket-policy", { isPublic: true }],
    ["put-bucket-policy", { isPublic: true, block: { ...ALL, RestrictPublicBuckets: false } }],
    ["put-bucket-acl", { isPublic: false, grantee: EVERYONE }],
    ["put-bucket-acl", { grantee: ANY_ACCOUNT }],
    ["guardduty-bucket", {}],
  ] as const) {
    it(`P-RESP: after ${event} with ${JSON.stringify(facts)} puts the block back`, async () => {
      const world = worldWith(facts);
      await world.call(eventOf(event));
      assert.deepEqual(world.aws.inputs(PutPublicAccessBlockCommand), PUT);
      const [notice] = world.notices;
      assert.deepEqual(
        [notice?.finding, notice?.severity, notice?.actions],
        ["bucket-opened", "critical", ["put the public access block of amzn-s3-demo-bucket back"]],
      );
    });
  }

  for (const [event, facts] of [
    ["delete-bucket-public-access-block", { block: ALL }],
    ["put-bucket-policy", { isPublic: true, block: ALL }],
    ["put-bucket-policy", { isPublic: false }],
    ["put-bucket-acl", {}],
    ["put-bucket-acl", { grantee: LOGGERS }],
  ] as const) {
    it(`after ${event} with ${JSON.stringify(facts)} there is nothing to do`, async () => {
      const world = worldWith(facts);
      await world.call(eventOf(event));
      assert.deepEqual(world.changes, []);
      assert.deepEqual(world.notices, []);
    });
  }

  it("P-RESP: asks only of buckets of this account, since a name can pass to another", async () => {
    const world = worldWith({ isPublic: false });
    await world.call(eventOf("put-bucket-policy"));
    assert.deepEqual(
      world.aws.calls.map(({ call, input }) => [call, input]),
      [
        ["GetPublicAccessBlock", BUCKET],
        ["GetBucketPolicyStatus", BUCKET],
        ["GetBucketAcl", BUCKET],
      ],
    );
  });

  it("P-RESP: its own call is told of too, and ends there without a single call", async () => {
    const world = worldWith({});
    await world.call(eventOf("own-put-bucket-public-access-block"));
    assert.deepEqual(world.aws.calls, []);
    assert.deepEqual(world.log[0]?.["finding"], {
      kind: "ignored",
      why: "the call closes all there is to close",
    });
  });

  it("P-RESP: in a dry run changes nothing; a repeat of a real one does nothing", async () => {
    const dry = worldWith({}, "dry-run");
    await dry.call(eventOf("delete-bucket-public-access-block"));
    assert.deepEqual([dry.changes, dry.notices.map(({ outcome }) => outcome)], [[], ["dry-run"]]);
    const world = worldWith({});
    await world.call(eventOf("delete-bucket-public-access-block"));
    world.aws.forget();
    await world.call(eventOf("delete-bucket-public-access-block"));
    assert.deepEqual([world.changes, world.notices], [[], []]);
  });

  it("P-RESP: refuses to close an exempt bucket, and tells", async () => {
    for (const mode of ["on", "dry-run"] as const) {
      const world = worldWith({ tags: [{ Key: "Team", Value: "web" }, EXEMPT] }, mode);
      await world.call(eventOf("delete-bucket-public-access-block"));
      assert.deepEqual(world.changes, []);
      assert.deepEqual(world.aws.inputs(GetBucketTaggingCommand), [BUCKET]);
      assert.deepEqual(
        world.notices.map(({ outcome, actions, refused }) => [outcome, actions, refused]),
        [["refused", [], [`put the public access block of amzn-s3-demo-bucket back: ${EXEMPTED}`]]],
      );
      assert.equal(world.log.at(-1)?.message, "refused");
    }
  });

  it("P-RESP: closes a bucket with other tags, and one that hides its tags", async () => {
    const tagged = worldWith({ tags: [{ Key: "exempt", Value: "response:exempt" }] });
    const hidden = worldWith({});
    hidden.aws.on(GetBucketTaggingCommand, () => {
      throw awsRefusal("AccessDenied", "no", 403);
    });
    for (const world of [tagged, hidden]) {
      await world.call(eventOf("delete-bucket-public-access-block"));
      assert.deepEqual(world.changes, ["PutPublicAccessBlock"]);
    }
  });

  it("P-RESP: closes nothing before it knows the tags", async () => {
    const world = worldWith({ tags: [EXEMPT] });
    world.aws.on(GetBucketTaggingCommand, () => {
      throw awsRefusal("SlowDown", "slower", 503);
    });
    assert.match(
      await rejection(world.call(eventOf("delete-bucket-public-access-block"))),
      /^SlowDown /,
    );
    assert.deepEqual(world.changes, []);
  });

  it("P-RESP: leaves a bucket of another account alone, though its own people opened it", async () => {
    const world = worldWith({});
    const resources = [
      { accountId: "999988887777", type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::x" },
    ];
    await world.call(eventOf("delete-bucket-public-access-block", { resources }));
    assert.deepEqual(world.aws.calls, []);
    assert.deepEqual(world.log[0]?.["finding"], {
      kind: "ignored",
      why: "it is about a resource of another account",
    });
  });

  it("is content when the bucket is gone, at whatever call", async () => {
    for (const command of [GetPublicAccessBlockCommand, PutPublicAccessBlockCommand]) {
      const world = worldWith({});
      world.aws.on(command, () => {
        throw awsRefusal("NoSuchBucket", "The specified bucket does not exist", 404);
      });
      await world.call(eventOf("delete-bucket-public-access-block"));
      assert.deepEqual(world.notices, []);
    }
  });

  for (const name of ["AccessDenied", "SlowDown", "OperationAborted"]) {
    it(`leaves ${name} to the queue after three tries`, async () => {
      const world = worldWith({});
      world.aws.on(PutPublicAccessBlockCommand, () => {
        throw awsRefusal(name, "no", 403);
      });
      assert.match(
        await rejection(world.call(eventOf("delete-bucket-public-access-block"))),
        new RegExp(`^${name} `),
      );
      assert.deepEqual(
        world.notices.map(({ outcome, failure }) => [outcome, failure?.split(" ")[0]]),
        [["failed", name]],
      );
    });
  }
});

describe("auto-remediate, when the account's block is opened", () => {
  for (const event of ["delete-account-public-access-block", "put-account-public-access-block"]) {
    it(`P-RESP: after ${event} puts it back, once`, async () => {
      const world = worldWith({ block: { ...ALL, RestrictPublicBuckets: false } });
      await world.call(eventOf(event));
      await world.call(eventOf(event));
      assert.deepEqual(
        world.aws.calls.filter(({ call }) => call === "PutPublicAccessBlock"),
        [
          {
            call: "PutPublicAccessBlock",
            input: { AccountId: "111122223333", PublicAccessBlockConfiguration: ALL },
          },
        ],
      );
      assert.deepEqual(
        world.notices.map(({ finding, severity, actions }) => [finding, severity, actions]),
        [
          [
            "account-opened",
            "critical",
            ["put the public access block of account 111122223333 back"],
          ],
        ],
      );
    });
  }

  it("P-RESP: the account's own closing call ends there", async () => {
    const world = worldWith({});
    const request = { PublicAccessBlockConfiguration: ALL };
    await world.call(eventOf("put-account-public-access-block", { requestParameters: request }));
    assert.deepEqual(world.aws.calls, []);
  });
});
