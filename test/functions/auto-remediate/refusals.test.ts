import assert from "node:assert/strict";

import { DescribeTasksCommand, StopTaskCommand } from "@aws-sdk/client-ecs";
import {
  GetBucketAclCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { PublishCommand } from "@aws-sdk/client-sns";

import type { ResponseNotice } from "../../../functions/auto-remediate/notice.ts";
import { awsRefusal } from "../../support/awsClient.ts";
import { rejection } from "../shared/rejection.ts";
import { eventOf, openRule, World } from "./world.ts";

/** Refusals of each service that pass, or that people must end. Source: each API's "Common errors". */
const EC2 = ["UnauthorizedOperation", "RequestLimitExceeded", "InternalError", "Unavailable"];
const S3 = ["SlowDown", "InternalError", "ServiceUnavailable", "OperationAborted"];
const ECS = ["AccessDeniedException", "ThrottlingException", "ServerException"];
const SNS = ["AuthorizationError", "Throttled", "InternalError", "KMSThrottling", "NotFound"];

const REFUSALS: Readonly<Record<string, readonly string[]>> = {
  DescribeSecurityGroupRules: EC2,
  DescribeSecurityGroups: EC2,
  RevokeSecurityGroupIngress: EC2,
  DescribeInstances: EC2,
  CreateTags: EC2,
  ModifyNetworkInterfaceAttribute: EC2,
  DescribeSnapshots: EC2,
  CreateSnapshots: [...EC2, "SnapshotCreationPerVolumeRateExceeded", "SnapshotLimitExceeded"],
  GetPublicAccessBlock: [...S3, "AccessDenied"],
  GetBucketPolicyStatus: [...S3, "AccessDenied"],
  GetBucketAcl: [...S3, "AccessDenied"],
  // Tags that the bucket hides exempt it from nothing.
  GetBucketTagging: S3,
  PutPublicAccessBlock: [...S3, "AccessDenied"],
  DescribeTasks: ECS,
  ListTasks: ECS,
  StopTask: ECS,
  Publish: SNS,
};

/** An account in which what the events tell of is so, and what of it shows in the end. */
function openWorld(mode?: "dry-run" | "on") {
  const world = new World(mode);
  world.rules = [openRule("sgr-0123456789abcdef0"), openRule("sgr-0123456789abcdef1")];
  const heard = new Set<string>();
  const state = { block: undefined as object | undefined, stopped: 0 };
  world.aws
    .on(GetPublicAccessBlockCommand, () => {
      if (state.block === undefined) throw awsRefusal("NoSuchPublicAccessBlockConfiguration");
      return { PublicAccessBlockConfiguration: state.block };
    })
    .on(GetBucketPolicyStatusCommand, () => ({ PolicyStatus: { IsPublic: false } }))
    .on(GetBucketAclCommand, () => ({
      Grants: [{ Grantee: { Type: "Group", URI: EVERYONE }, Permission: "READ" } as const],
    }))
    .on(GetBucketTaggingCommand, () => ({ TagSet: [] }))
    .on(PutPublicAccessBlockCommand, ({ PublicAccessBlockConfiguration: put }) => {
      state.block = put;
      return {};
    })
    .on(PublishCommand, ({ Message = "" }) => {
      const { actions } = JSON.parse(Message) as ResponseNotice;
      for (const action of actions) heard.add(action);
      return { MessageId: "1" };
    })
    .on(DescribeTasksCommand, () => ({
      tasks: [{ lastStatus: state.stopped > 0 ? "STOPPED" : "RUNNING" }],
    }))
    .on(StopTaskCommand, () => {
      state.stopped += 1;
      return {};
    });
  const shown = () => ({
    ...state,
    rules: world.rules,
    groups: world.instance?.NetworkInterfaces?.map(({ Groups }) => Groups),
    snapshots: world.snapshots,
  });
  return { world, shown, heard };
}

const EVERYONE = "http://acs.amazonaws.com/groups/global/AllUsers";

describe("auto-remediate, when AWS refuses", () => {
  for (const name of [
    "authorize-security-group-ingress",
    "put-bucket-acl",
    "delete-bucket-public-access-block",
    "put-account-public-access-block",
    "guardduty-instance",
    "guardduty-task",
  ]) {
    it(`P-RESP: any call after ${name} once, its next try ends alike, and people hear of all`, async () => {
      const undisturbed = openWorld();
      await undisturbed.world.call(eventOf(name));
      const made = undisturbed.world.aws.names;
      assert.ok(undisturbed.heard.size > 0);
      for (const [index, call] of made.entries()) {
        for (const refusal of REFUSALS[call] ?? assert.fail(call)) {
          const what = `${refusal} of ${call}, the ${index + 1}. call`;
          const { world, shown, heard } = openWorld();
          world.aws.refuse = ({ call: asked }) => {
            if (asked !== call || world.aws.calls.length !== index + 1) return;
            throw awsRefusal(refusal, "canary", 400);
          };
          await world.call(eventOf(name));
          assert.deepEqual(world.pauses, [5000], what);
          assert.deepEqual(shown(), undisturbed.shown(), what);
          assert.deepEqual(heard, undisturbed.heard, what);
        }
      }
    });

    it(`P-RESP: any call after ${name} for good, it fails, and says with the event what nobody heard`, async () => {
      const undisturbed = openWorld();
      await undisturbed.world.call(eventOf(name));
      for (const call of new Set(undisturbed.world.aws.names)) {
        const [refusal = ""] = REFUSALS[call] ?? assert.fail(call);
        const { world, heard } = openWorld();
        world.aws.refuse = ({ call: asked }) => {
          if (asked === call) throw awsRefusal(refusal, "canary", 400);
        };
        const told = await rejection(world.call(eventOf(name)));
        assert.match(told, new RegExp(`(^|: )${refusal} \\(`), call);
        assert.ok(!`${told}${JSON.stringify(world.log)}`.includes("canary"), call);
        assert.equal(world.log.at(-1)?.level, "error", call);
        assert.deepEqual(world.pauses, [5000, 20_000], call);
        if (call === "Publish") {
          assert.equal(heard.size, 0);
          const [, text = ""] = told.split(" The notice is ");
          const { actions } = JSON.parse(text) as ResponseNotice;
          assert.deepEqual(new Set(actions), undisturbed.heard);
        } else {
          const [notice] = world.notices;
          assert.match(notice?.failure ?? "", new RegExp(`^${refusal} `), call);
          assert.equal(notice?.outcome, heard.size > 0 ? "done" : "failed", call);
        }
      }
    });
  }

  it("P-RESP: what AWS did not answer may be done for all that, and people hear of it", async () => {
    const { world } = openWorld();
    let answered = false;
    world.aws.on(StopTaskCommand, () => {
      answered = true;
      throw awsRefusal("InternalFailure", "late", 500);
    });
    world.aws.on(DescribeTasksCommand, () => ({
      tasks: [{ lastStatus: answered ? "STOPPING" : "RUNNING" }],
    }));
    await world.call(eventOf("guardduty-task"));
    const [notice] = world.notices;
    assert.equal(notice?.outcome, "refused");
    assert.match(
      notice.refused[0] ?? "",
      /^stop task \S+: tried, and AWS did not say how it went$/,
    );
  });

  for (const mode of ["on", "dry-run"] as const) {
    it(`P-RESP: in mode ${mode} the log has each change before anybody is told`, async () => {
      const { world, heard } = openWorld(mode);
      let logged: unknown[] = [];
      world.aws.refuse = ({ call }) => {
        if (call === "Publish") logged = world.log.map(({ message, change }) => [message, change]);
      };
      await world.call(eventOf("guardduty-instance"));
      const message = mode === "on" ? "change" : "would change";
      assert.equal(heard.size, 2);
      assert.deepEqual(
        logged,
        [...heard].map((change) => [message, change]),
      );
    });
  }
});
