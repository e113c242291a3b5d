import assert from "node:assert/strict";

import { DescribeTasksCommand, StopTaskCommand } from "@aws-sdk/client-ecs";
import {
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";

import { WATCHED_CALLS } from "../../../functions/auto-remediate/contract.ts";
import { type AwsCall, awsRefusal } from "../../support/awsClient.ts";
import { eventOf, openRule, World } from "./world.ts";

/** An account in which everything is open, or attacked. */
function worstWorld(): World {
  const world = new World();
  world.rules = [openRule("sgr-0123456789abcdef0"), openRule("sgr-0123456789abcdef1")];
  let block: object | undefined;
  let isRunning = true;
  world.aws
    .on(GetPublicAccessBlockCommand, () => {
      if (block === undefined) throw awsRefusal("NoSuchPublicAccessBlockConfiguration");
      return { PublicAccessBlockConfiguration: block };
    })
    .on(GetBucketTaggingCommand, () => ({ TagSet: [] }))
    .on(PutPublicAccessBlockCommand, ({ PublicAccessBlockConfiguration: put }) => {
      block = put;
      return {};
    })
    .on(DescribeTasksCommand, () => ({
      tasks: [{ lastStatus: isRunning ? "RUNNING" : "STOPPED" }],
    }))
    .on(StopTaskCommand, () => {
      isRunning = false;
      return {};
    });
  return world;
}

/** What CloudTrail calls a call, which for S3 is not what its API does. */
function trailNameOf({ call, input }: AwsCall): string {
  if (call !== "PutPublicAccessBlock") return call;
  return "Bucket" in input ? "PutBucketPublicAccessBlock" : "PutAccountPublicAccessBlock";
}

/** The event that CloudTrail makes of a call, if a rule takes it. */
function eventOfCall(made: AwsCall): object | undefined {
  const eventName = trailNameOf(made);
  if (!Object.values<readonly string[]>(WATCHED_CALLS).flat().includes(eventName)) return undefined;
  const { Bucket: bucketName, PublicAccessBlockConfiguration } = made.input as Record<
    string,
    unknown
  >;
  const requestParameters = { bucketName, publicAccessBlock: "", PublicAccessBlockConfiguration };
  return eventOf("own-put-bucket-public-access-block", { eventName, requestParameters });
}

const READING = /^(Describe|Get|List|Publish$)/;

describe("auto-remediate, and what its own changes lead to", () => {
  for (const name of [
    "authorize-security-group-ingress",
    "modify-security-group-rules",
    "delete-bucket-public-access-block",
    "put-bucket-public-access-block",
    "delete-account-public-access-block",
    "put-account-public-access-block",
    "guardduty-bucket",
    "guardduty-instance",
    "guardduty-task",
  ]) {
    it(`P-RESP: after ${name} its own calls come back to it, and it does nothing more`, async () => {
      const world = worstWorld();
      await world.call(eventOf(name));
      const made = world.aws.calls.filter(({ call }) => !READING.test(call));
      assert.ok(made.length > 0, "it changed something");
      world.aws.forget();
      for (const event of made.map(eventOfCall).filter((told) => told !== undefined)) {
        await world.call(event);
      }
      assert.deepEqual(world.aws.calls, []);
    });
  }
});
