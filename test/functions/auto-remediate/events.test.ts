import assert from "node:assert/strict";

import { PublishCommand } from "@aws-sdk/client-sns";

import { openingsText, WATCHED_CALLS } from "../../../functions/auto-remediate/contract.ts";
import { parseEvent } from "../../../functions/auto-remediate/event.ts";
import { readMode, readOpenings } from "../../../functions/auto-remediate/settings.ts";
import { eventOf, World } from "./world.ts";

const ignored = (why: string) => ({ kind: "ignored", why });

describe("auto-remediate, and what it is sent", () => {
  for (const [name, detail, why] of [
    [
      "authorize-security-group-ingress",
      { errorCode: "Client.UnauthorizedOperation" },
      "the call was refused",
    ],
    ["delete-bucket-public-access-block", { errorCode: "AccessDenied" }, "the call was refused"],
    ["put-bucket-policy", { eventName: "PutBucketTagging" }, "PutBucketTagging opens nothing"],
    ["put-bucket-policy", { eventName: "toString" }, "toString opens nothing"],
    ["guardduty-instance", { severity: 6.9 }, "severity 6.9 is below 7"],
    ["guardduty-instance", { service: { archived: true } }, "the finding is archived"],
    [
      "guardduty-instance",
      { service: { additionalInfo: { sample: true } } },
      "the finding is a sample",
    ],
    ["guardduty-bucket", { type: "Discovery:S3/TorIPCaller" }, "it is left to people"],
    ["guardduty-access-key", {}, "it is left to people"],
    [
      "guardduty-task",
      { resource: { resourceType: "ECSCluster", ecsClusterDetails: { arn: "arn:x" } } },
      "the finding names no task",
    ],
  ] as const) {
    it(`P-RESP: does nothing about ${name} when ${why}`, async () => {
      const world = new World();
      await world.call(eventOf(name, detail));
      assert.deepEqual(world.aws.calls, []);
      assert.deepEqual(
        world.log.map(({ level, message, finding }) => [level, message, finding]),
        [["info", "nothing to do", ignored(why)]],
      );
    });
  }

  for (const [what, event, message] of [
    ["nothing", undefined, "The event is of no known shape."],
    ["a text", "x", "The event is of no known shape."],
    ["a list", [], "The event is of no known shape."],
    [
      "an empty object",
      {},
      "The event has no usable id, time, account, region, detail-type, detail.",
    ],
    [
      "an account that is none",
      { ...eventOf("put-bucket-acl"), account: "*" },
      "The event has no usable account.",
    ],
  ] as const) {
    it(`P-RESP: logs ${what}, takes it as done with, and asks and tells nobody`, async () => {
      const world = new World();
      await world.call(event);
      assert.deepEqual(world.aws.calls, []);
      assert.deepEqual(world.log, [{ level: "error", message, mode: "on" }]);
    });
  }

  for (const [what, event, why] of [
    [
      "another kind of event",
      { ...eventOf("put-bucket-acl"), "detail-type": "Scheduled Event" },
      "there is no response to its kind",
    ],
    [
      "an event of another account",
      { ...eventOf("delete-account-public-access-block"), account: "999988887777" },
      "it is of another account or region",
    ],
    [
      "an event of another region",
      { ...eventOf("authorize-security-group-ingress"), region: "eu-west-1" },
      "it is of another account or region",
    ],
    [
      "a finding about a member account",
      eventOf("guardduty-instance", { accountId: "999988887777" }),
      "it is of another account or region",
    ],
    [
      "a finding about another region",
      eventOf("guardduty-task", { region: "eu-west-1" }),
      "it is of another account or region",
    ],
  ] as const) {
    it(`P-RESP: does nothing about ${what}`, async () => {
      const world = new World();
      await world.call(event);
      assert.deepEqual(world.aws.calls, []);
      assert.deepEqual(
        world.log.map(({ level, finding }) => [level, finding]),
        [["info", ignored(why)]],
      );
    });
  }

  for (const [what, event, why] of [
    [
      "a call without a name",
      eventOf("put-bucket-acl", { eventName: 7 }),
      "The call has no usable eventName.",
    ],
    [
      "rules without ids",
      eventOf("authorize-security-group-ingress", { responseElements: { _return: true } }),
      "The answer to the call has no usable securityGroupRuleSet.",
    ],
    [
      "a group that is none",
      eventOf("modify-security-group-rules", {
        requestParameters: {
          ModifySecurityGroupRulesRequest: { GroupId: "'; --", SecurityGroupRule: [] },
        },
      }),
      "The call's request has no usable ModifySecurityGroupRulesRequest.GroupId, ModifySecurityGroupRulesRequest.SecurityGroupRule.",
    ],
    [
      "no bucket",
      eventOf("put-bucket-acl", { requestParameters: null }),
      "The call's request is of no known shape.",
    ],
    [
      "a finding without severity",
      eventOf("guardduty-instance", { severity: "8" }),
      "The finding has no usable severity.",
    ],
    [
      "an instance without id",
      eventOf("guardduty-instance", {
        resource: { resourceType: "Instance", instanceDetails: {} },
      }),
      "The finding's resource has no usable instanceDetails.instanceId.",
    ],
  ] as const) {
    it(`P-RESP: tells people of ${what}, quotes nothing, and does not try it again`, async () => {
      const world = new World();
      await world.call(event);
      assert.deepEqual(world.aws.names, ["Publish"]);
      assert.equal(
        world.aws.inputs(PublishCommand)[0]?.Subject,
        "No response: unreadable in 111122223333",
      );
      assert.deepEqual(
        world.notices.map(({ outcome, actions, failure }) => [outcome, actions, failure]),
        [["unread", [], why]],
      );
      assert.deepEqual(
        world.log.map(({ level, message, finding }) => [level, message, finding]),
        [["error", why, { kind: "unreadable", why }]],
      );
    });
  }

  it("P-RESP: writes one line an event: what was found, where, what was done, how long", async () => {
    const world = new World();
    await world.call(eventOf("guardduty-access-key"));
    assert.equal(world.log.length, 1);
    const { durationMs, ...line } = world.log[0] ?? assert.fail("no line");
    assert.ok(Number(durationMs) >= 0);
    assert.deepEqual(line, {
      level: "info",
      message: "nothing to do",
      mode: "on",
      finding: ignored("it is left to people"),
      origin: {
        event: "c8c4daa7-a20c-2f03-0070-b7393dd542ad",
        time: "2026-11-22T09:15:00Z",
        account: "111122223333",
        region: "us-east-1",
        what: "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
        actor: undefined,
      },
      actions: [],
      refused: [],
    });
  });

  it("P-DET-6: knows every call that the rules send", () => {
    const home = { account: "111122223333", region: "us-east-1" };
    for (const eventName of Object.values(WATCHED_CALLS).flat()) {
      const requestParameters = { bucketName: "amzn-s3-demo-bucket" };
      const names = { eventName, requestParameters };
      const { kind } = parseEvent(eventOf("put-bucket-acl", names), home).finding;
      const wanted = /Bucket/.test(eventName)
        ? "bucket-opened"
        : /Account/.test(eventName)
          ? "account-opened"
          : "unreadable";
      assert.equal(kind, wanted, eventName);
    }
  });
});

describe("auto-remediate, and its settings", () => {
  it("P-DET-6: reads the openings that the program writes", () => {
    const openings = [{ group: "rampart-dev-sg-alb", port: 443 }];
    assert.deepEqual(readOpenings(openingsText(openings)), openings);
    assert.deepEqual(readOpenings("[]"), []);
  });

  for (const text of [
    "",
    "{}",
    '[{"group":"x"}]',
    '[{"group":"","port":443}]',
    '[{"group":"x","port":"443"}]',
  ]) {
    it(`P-DET-6: does not start with the openings ${JSON.stringify(text)}`, () => {
      assert.throws(() => readOpenings(text));
    });
  }

  it("P-RESP: does not start in a mode that it does not know", () => {
    assert.deepEqual(["dry-run", "on"].map(readMode), ["dry-run", "on"]);
    for (const mode of ["off", "ON", ""]) {
      assert.throws(() => readMode(mode), { message: "The MODE is of no known shape." });
    }
  });
});
