import assert from "node:assert/strict";

import {
  DescribeManagedPrefixListsCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import { PublishCommand } from "@aws-sdk/client-sns";

import { awsRefusal } from "../../support/awsClient.ts";
import { rejection } from "../shared/rejection.ts";
import {
  eventOf,
  EXEMPT,
  EXEMPTED,
  GROUP,
  openRule,
  quarantineGroup,
  TOPIC,
  World,
} from "./world.ts";

const FIRST = "sgr-0123456789abcdef0";
const SECOND = "sgr-0123456789abcdef1";
const AUTHORIZE = eventOf("authorize-security-group-ingress");

function opened(mode?: "dry-run" | "on"): World {
  const world = new World(mode);
  world.rules = [
    openRule(FIRST),
    { ...openRule(SECOND, { CidrIpv6: "::/0" }), CidrIpv4: undefined },
    openRule("sgr-0fffffffffffffff0"),
  ];
  return world;
}

describe("auto-remediate, when a security group is opened", () => {
  it("P-RESP: revokes the rules that the call made, and no others, and tells of it", async () => {
    const world = opened();
    await world.call(AUTHORIZE);
    assert.deepEqual(world.aws.inputs(RevokeSecurityGroupIngressCommand), [
      { GroupId: GROUP, SecurityGroupRuleIds: [FIRST, SECOND] },
    ]);
    assert.deepEqual(world.aws.inputs(DescribeSecurityGroupRulesCommand), [
      { Filters: [{ Name: "group-id", Values: [GROUP] }], MaxResults: 1000 },
    ]);
    assert.deepEqual(world.aws.inputs(DescribeSecurityGroupsCommand), [{ GroupIds: [GROUP] }]);
    assert.deepEqual(
      world.rules.map(({ SecurityGroupRuleId: id }) => id),
      ["sgr-0fffffffffffffff0"],
    );
    const [published] = world.aws.inputs(PublishCommand);
    assert.equal(published?.TopicArn, TOPIC);
    assert.equal(published.Subject, "Response: group-opened in 111122223333");
    assert.deepEqual(world.notices, [
      {
        source: "rampart.auto-remediate",
        finding: "group-opened",
        severity: "high",
        outcome: "done",
        refused: [],
        actions: [
          `revoke ${FIRST} (tcp 22 from 0.0.0.0/0), ${SECOND} (tcp 22 from ::/0) of ${GROUP}`,
        ],
        origin: {
          event: "7bf73129-1428-4cd3-a780-95db273d1602",
          time: "2026-11-22T09:15:02Z",
          account: "111122223333",
          region: "us-east-1",
          what: "AuthorizeSecurityGroupIngress",
          actor: "arn:aws:sts::111122223333:assumed-role/Developer/jane",
        },
      },
    ]);
  });

  it("P-RESP: revokes a rule that was changed, whether one or several were", async () => {
    for (const several of [false, true]) {
      const world = opened();
      const event = eventOf("modify-security-group-rules");
      const { ModifySecurityGroupRulesRequest: request } = event.detail["requestParameters"] as {
        ModifySecurityGroupRulesRequest: { SecurityGroupRule: unknown };
      };
      if (several) {
        request.SecurityGroupRule = [
          request.SecurityGroupRule,
          { SecurityGroupRuleId: SECOND, tag: 2 },
        ];
      }
      await world.call(event);
      assert.deepEqual(
        world.aws.inputs(RevokeSecurityGroupIngressCommand)[0]?.SecurityGroupRuleIds,
        several ? [FIRST, SECOND] : [FIRST],
      );
    }
  });

  it("P-RESP: in a dry run changes nothing, and says what it would do", async () => {
    const world = opened("dry-run");
    await world.call(AUTHORIZE);
    assert.deepEqual(world.changes, []);
    assert.equal(world.rules.length, 3);
    const [notice] = world.notices;
    assert.equal(notice?.outcome, "dry-run");
    assert.match(notice.actions.join(), /^revoke sgr-0123456789abcdef0 /);
    assert.equal(
      world.aws.inputs(PublishCommand)[0]?.Subject,
      "Dry run of a response: group-opened in 111122223333",
    );
    assert.deepEqual(
      world.log.map(({ message }) => message),
      ["would change", "would respond"],
    );
  });

  it("P-RESP: a repeat does nothing, and tells nobody", async () => {
    const world = opened();
    await world.call(AUTHORIZE);
    world.aws.forget();
    await world.call(AUTHORIZE);
    assert.deepEqual(world.changes, []);
    assert.deepEqual(world.notices, []);
    assert.equal(world.log.at(-1)?.message, "nothing to do");
  });

  it("P-DET-6: never revokes what the program declares: its group, its port, all of IPv4", async () => {
    const world = opened();
    world.groupName = "rampart-dev-sg-alb-0a1b2c3";
    world.rules = [
      openRule(FIRST, { FromPort: 443, ToPort: 443 }),
      openRule(SECOND, { FromPort: 80, ToPort: 80 }),
    ];
    await world.call(AUTHORIZE);
    assert.deepEqual(world.changes, []);
    assert.equal(world.rules.length, 2);
  });

  for (const [what, name, rule] of [
    ["another port of its group", "rampart-dev-sg-alb-0a1b2c3", { FromPort: 22, ToPort: 22 }],
    ["a range with its port", "rampart-dev-sg-alb-0a1b2c3", { FromPort: 80, ToPort: 443 }],
    [
      "its port by UDP",
      "rampart-dev-sg-alb-0a1b2c3",
      { FromPort: 443, ToPort: 443, IpProtocol: "udp" },
    ],
    ["all traffic", "rampart-dev-sg-alb-0a1b2c3", { FromPort: -1, ToPort: -1, IpProtocol: "-1" }],
    [
      "its port for IPv6",
      "rampart-dev-sg-alb-0a1b2c3",
      { FromPort: 443, ToPort: 443, CidrIpv4: undefined, CidrIpv6: "::/0" },
    ],
    [
      "a group with more to its name",
      "rampart-dev-sg-alb-admin-0a1b2c3",
      { FromPort: 443, ToPort: 443 },
    ],
    ["a group of another end", "rampart-dev-sg-alb-evil000", { FromPort: 443, ToPort: 443 }],
    ["its name alone", "rampart-dev-sg-alb", { FromPort: 443, ToPort: 443 }],
  ] as const) {
    it(`P-DET-6: revokes ${what} all the same`, async () => {
      const world = new World();
      world.groupName = name;
      world.rules = [openRule(FIRST, rule)];
      await world.call(eventOf("modify-security-group-rules"));
      assert.deepEqual(world.rules, []);
    });
  }

  for (const cidr of ["10.0.0.0/8", "10.1.0.0/16", "203.0.113.7/32", "198.18.0.0/16", "fd00::/8"]) {
    it(`leaves a rule for ${cidr} alone`, async () => {
      const world = new World();
      const family = cidr.includes(":") ? { CidrIpv6: cidr } : { CidrIpv4: cidr };
      world.rules = [{ ...openRule(FIRST), CidrIpv4: undefined, ...family }];
      await world.call(eventOf("modify-security-group-rules"));
      assert.deepEqual(world.changes, []);
    });
  }

  for (const cidr of ["0.0.0.0/1", "128.0.0.0/1", "8.0.0.0/7", "0.0.0.0/4", "2000::/3", "::/1"]) {
    it(`P-RESP: takes ${cidr} for the world, of which it is a part`, async () => {
      const world = new World();
      const family = cidr.includes(":") ? { CidrIpv6: cidr } : { CidrIpv4: cidr };
      world.rules = [{ ...openRule(FIRST), CidrIpv4: undefined, ...family }];
      await world.call(eventOf("modify-security-group-rules"));
      assert.deepEqual(world.changes, ["RevokeSecurityGroupIngress"]);
    });
  }

  it("P-RESP: refuses to revoke rules of an exempt group, and tells", async () => {
    for (const mode of ["on", "dry-run"] as const) {
      const world = opened(mode);
      world.groupTags = [{ Key: "Name", Value: "x" }, EXEMPT];
      await world.call(AUTHORIZE);
      assert.deepEqual([world.changes, world.rules.length], [[], 3]);
      assert.equal(
        world.aws.inputs(PublishCommand)[0]?.Subject,
        "Response refused: group-opened in 111122223333",
      );
      assert.deepEqual(
        world.notices.map(({ outcome, actions, refused }) => [outcome, actions, refused]),
        [
          [
            "refused",
            [],
            [
              `revoke ${FIRST} (tcp 22 from 0.0.0.0/0) of ${GROUP}: ${EXEMPTED}`,
              `revoke ${SECOND} (tcp 22 from ::/0) of ${GROUP}: ${EXEMPTED}`,
            ],
          ],
        ],
      );
    }
  });

  it("P-RESP: revokes what stands beside an exempt rule, and tells of both", async () => {
    const world = opened();
    const [first] = world.rules;
    if (first) first.Tags = [{ Key: EXEMPT.Key, Value: "" }];
    await world.call(AUTHORIZE);
    assert.deepEqual(world.aws.inputs(RevokeSecurityGroupIngressCommand), [
      { GroupId: GROUP, SecurityGroupRuleIds: [SECOND] },
    ]);
    assert.deepEqual(
      world.notices.map(({ outcome, refused }) => [outcome, refused]),
      [
        [
          "done",
          [
            `revoke ${FIRST} (tcp 22 from 0.0.0.0/0) of ${GROUP}: exempt by its tag response:exempt (no reason given)`,
          ],
        ],
      ],
    );
  });

  it("P-RESP: says once what is exempt, however often it tries the rest", async () => {
    const world = opened();
    const [first] = world.rules;
    if (first) first.Tags = [EXEMPT];
    world.aws.on(RevokeSecurityGroupIngressCommand, () => {
      throw awsRefusal("InvalidSecurityGroupRuleId.NotFound");
    });
    assert.equal(await rejection(world.call(AUTHORIZE)), `Rules of ${GROUP} are still open.`);
    assert.equal(world.notices[0]?.refused.length, 1);
  });

  it("P-RESP: does not exempt by a tag of another case or a longer name", async () => {
    const world = opened();
    world.groupTags = [
      { Key: "Response:Exempt", Value: "x" },
      { Key: "response:exempted", Value: "x" },
      { Key: "note", Value: "response:exempt" },
    ];
    await world.call(AUTHORIZE);
    assert.deepEqual(world.changes, ["RevokeSecurityGroupIngress"]);
  });

  for (const [what, PrefixLists, refused] of [
    ["somebody's own", [{ PrefixListId: "pl-0a1b", OwnerId: "111122223333" }], 1],
    ["another account's", [{ PrefixListId: "pl-0a1b", OwnerId: "999988887777" }], 1],
    ["hidden", [], 1],
    ["AWS's", [{ PrefixListId: "pl-0a1b", OwnerId: "AWS" }], 0],
  ] as const) {
    it(`P-RESP: a rule by a prefix list that is ${what} is ${refused === 0 ? "fine" : "told, and left to people"}`, async () => {
      const world = new World();
      world.rules = [
        openRule(FIRST, { CidrIpv4: undefined, PrefixListId: "pl-0a1b" }),
        openRule(SECOND),
      ];
      world.aws.on(DescribeManagedPrefixListsCommand, () => ({ PrefixLists: [...PrefixLists] }));
      await world.call(AUTHORIZE);
      assert.deepEqual(world.aws.inputs(DescribeManagedPrefixListsCommand), [
        { Filters: [{ Name: "prefix-list-id", Values: ["pl-0a1b"] }] },
      ]);
      const told = `revoke ${FIRST} (tcp 22 from pl-0a1b) of ${GROUP}: a prefix list that is not AWS's may come to hold the internet`;
      const [notice] = world.notices;
      assert.deepEqual(notice?.refused, refused === 0 ? [] : [told]);
      assert.deepEqual(
        world.rules.map(({ SecurityGroupRuleId: id }) => id),
        [FIRST],
      );
    });
  }

  it("P-RESP: revokes whatever somebody lets into the group that cuts instances off", async () => {
    const world = new World();
    const { GroupName = "", Tags = [] } = quarantineGroup();
    Object.assign(world, { groupName: GroupName, groupTags: Tags });
    world.rules = [openRule(FIRST, { CidrIpv4: "10.0.0.7/32" })];
    await world.call(AUTHORIZE);
    assert.deepEqual(world.rules, []);
    assert.match(world.notices[0]?.actions[0] ?? "", /^revoke .* \(tcp 22 from 10\.0\.0\.7\/32\)/);
  });

  it("P-DET-6: revokes nothing while EC2 does not show the group, which may be declared", async () => {
    const world = new World();
    world.groupName = "rampart-dev-sg-alb-0a1b2c3";
    world.rules = [openRule(FIRST, { FromPort: 443, ToPort: 443 })];
    let asked = 0;
    world.aws.on(DescribeSecurityGroupsCommand, () => {
      asked += 1;
      if (asked === 1) throw awsRefusal("InvalidGroup.NotFound");
      return { SecurityGroups: asked === 2 ? [] : [{ GroupName: world.groupName }] };
    });
    await world.call(eventOf("modify-security-group-rules"));
    assert.deepEqual([world.changes, asked, world.pauses], [[], 3, [1000, 2000]]);
    world.aws.on(DescribeSecurityGroupsCommand, () => ({ SecurityGroups: [] }));
    assert.equal(
      await rejection(world.call(eventOf("modify-security-group-rules"))),
      `Rules of ${GROUP} are still open.`,
    );
    assert.deepEqual(world.changes, []);
  });

  it("waits for a rule that EC2 does not show yet", async () => {
    const world = opened();
    const { rules } = world;
    world.rules = [];
    let asked = 0;
    world.aws.on(DescribeSecurityGroupRulesCommand, () => {
      asked += 1;
      if (asked === 3) world.rules = rules;
      return { SecurityGroupRules: [...world.rules] };
    });
    await world.call(AUTHORIZE);
    assert.deepEqual(world.pauses, [1000, 2000]);
    assert.equal(world.rules.length, 1);
  });

  it("reads every page of a group's rules", async () => {
    const world = opened();
    world.aws.on(DescribeSecurityGroupRulesCommand, ({ NextToken }) =>
      NextToken === undefined
        ? { SecurityGroupRules: [openRule(FIRST)], NextToken: "more" }
        : { SecurityGroupRules: [openRule(SECOND)] },
    );
    await world.call(AUTHORIZE);
    assert.deepEqual(world.aws.inputs(RevokeSecurityGroupIngressCommand)[0]?.SecurityGroupRuleIds, [
      FIRST,
      SECOND,
    ]);
  });

  it("is content when the group, or the rules, are gone", async () => {
    const world = new World();
    await world.call(AUTHORIZE);
    assert.deepEqual(world.pauses, [1000, 2000, 4000]);
    assert.equal(world.log.at(-1)?.message, "nothing to do");
  });

  it("tries the rest again when somebody revoked one of the rules meanwhile", async () => {
    const world = opened();
    let first = true;
    world.aws.on(RevokeSecurityGroupIngressCommand, ({ SecurityGroupRuleIds: ids = [] }) => {
      if (first) {
        first = false;
        world.rules = world.rules.filter(({ SecurityGroupRuleId: id }) => id !== FIRST);
        throw awsRefusal("InvalidSecurityGroupRuleId.NotFound");
      }
      world.rules = world.rules.filter(({ SecurityGroupRuleId: id = "" }) => !ids.includes(id));
      return {};
    });
    await world.call(AUTHORIZE);
    assert.deepEqual(
      world.aws
        .inputs(RevokeSecurityGroupIngressCommand)
        .map((input) => input.SecurityGroupRuleIds),
      [[FIRST, SECOND], [SECOND]],
    );
    assert.equal(world.notices.length, 1);
  });

  it("P-RESP: a rule that a lost answer revoked is told, though the SDK's next attempt was refused", async () => {
    const world = opened();
    world.aws.on(RevokeSecurityGroupIngressCommand, () => {
      world.rules = [];
      throw awsRefusal("InvalidSecurityGroupRuleId.NotFound", "gone", 400, 2);
    });
    await world.call(AUTHORIZE);
    const revoked = `revoke ${FIRST} (tcp 22 from 0.0.0.0/0), ${SECOND} (tcp 22 from ::/0) of ${GROUP}`;
    assert.deepEqual(
      world.notices.map(({ outcome, actions, refused }) => [outcome, actions, refused]),
      [["refused", [], [`${revoked}: tried, and AWS did not say how it went`]]],
    );
  });

  it("P-RESP: a rule that somebody else revoked is nothing to tell: the first attempt was refused", async () => {
    const world = opened();
    world.aws.on(RevokeSecurityGroupIngressCommand, () => {
      world.rules = [];
      throw awsRefusal("InvalidSecurityGroupRuleId.NotFound");
    });
    await world.call(AUTHORIZE);
    assert.deepEqual(world.notices, []);
    assert.equal(world.log.at(-1)?.message, "nothing to do");
  });

  it("gives up after three times four tries, so that the event ends in the queue", async () => {
    const world = opened();
    world.aws.on(RevokeSecurityGroupIngressCommand, () => {
      throw awsRefusal("InvalidPermission.NotFound");
    });
    assert.equal(await rejection(world.call(AUTHORIZE)), `Rules of ${GROUP} are still open.`);
    assert.equal(world.aws.inputs(RevokeSecurityGroupIngressCommand).length, 3 * 4);
    assert.deepEqual(
      world.notices.map(({ outcome, failure }) => [outcome, failure]),
      [["failed", `Rules of ${GROUP} are still open.`]],
    );
  });

  for (const name of ["UnauthorizedOperation", "RequestLimitExceeded", "InternalError"]) {
    it(`leaves ${name} to the queue after three tries`, async () => {
      const world = opened();
      world.aws.on(RevokeSecurityGroupIngressCommand, () => {
        throw awsRefusal(name);
      });
      assert.equal(
        await rejection(world.call(AUTHORIZE)),
        `${name} (11111111-2222-3333-4444-555555555555)`,
      );
      assert.equal(world.aws.inputs(RevokeSecurityGroupIngressCommand).length, 3);
      assert.equal(world.log.at(-1)?.level, "error");
    });
  }

  it("says so when it revoked a rule and nobody could be told", async () => {
    const world = opened();
    world.aws.on(PublishCommand, () => {
      throw awsRefusal("KMSAccessDeniedException");
    });
    const [told, notice = ""] = (await rejection(world.call(AUTHORIZE))).split(" The notice is ");
    assert.equal(
      told,
      "Nobody was told: KMSAccessDeniedException (11111111-2222-3333-4444-555555555555)",
    );
    assert.deepEqual(JSON.parse(notice), world.notices[0]);
    assert.match(String(world.log.at(-1)?.["actions"]), /^revoke /);
  });

  it("P-RESP: tries to tell three times, and is content when one gets through", async () => {
    const world = opened();
    let failures = 2;
    world.aws.on(PublishCommand, () => {
      if ((failures -= 1) >= 0) throw awsRefusal("ThrottledException", "slower", 429);
      return { MessageId: "1" };
    });
    await world.call(AUTHORIZE);
    assert.deepEqual(world.changes, ["RevokeSecurityGroupIngress"]);
    const [first, ...others] = world.notices;
    assert.match(first?.actions[0] ?? "", /^revoke /);
    assert.deepEqual(others, [first, first]);
    assert.equal(world.log.at(-1)?.level, "info");
  });

  it("P-RESP: keeps a message within the 256 KiB that SNS takes", async () => {
    const world = new World();
    const ids = Array.from({ length: 1000 }, (_, n) => `sgr-${String(n).padStart(17, "0")}`);
    const Tags = [{ Key: EXEMPT.Key, Value: "é".repeat(256) }];
    world.rules = ids.map((id) => openRule(id, { Tags }));
    const items = ids.map((id) => ({ groupId: GROUP, securityGroupRuleId: id }));
    await world.call(
      eventOf("authorize-security-group-ingress", {
        responseElements: { securityGroupRuleSet: { items } },
      }),
    );
    const [{ Message = "" } = {}] = world.aws.inputs(PublishCommand);
    assert.ok(Buffer.byteLength(Message) <= 262_144, `${Buffer.byteLength(Message)} bytes`);
    assert.equal(world.notices[0]?.refused.length, 6);
    assert.equal(world.notices[0].refused.at(-1), "… 1000 in all; the log has them whole");
    assert.equal((world.log.at(-1)?.["refused"] as string[]).length, 1000);
  });
});
