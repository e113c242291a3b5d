import assert from "node:assert/strict";

import {
  CreateSnapshotsCommand,
  CreateTagsCommand,
  DescribeInstancesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  ModifyNetworkInterfaceAttributeCommand,
  type SecurityGroup,
} from "@aws-sdk/client-ec2";

import { awsRefusal } from "../../support/awsClient.ts";
import { rejection } from "../shared/rejection.ts";
import {
  eventOf,
  EXEMPT,
  EXEMPTED,
  FORMER,
  GROUP,
  INSTANCE,
  INTERFACE,
  QUARANTINE,
  quarantineGroup,
  World,
} from "./world.ts";

const EVENT = eventOf("guardduty-instance");
const FINDING = "16afba5c5c43e07c9e3e5e2e544e95df";
const VPC = "vpc-0123456789abcdef0";
const NONE = `There is no quarantine group in ${VPC}.`;
const VOLUMES = "vol-0123456789abcdef0 vol-0123456789abcdef1";

function state(name: "running" | "stopped" | "terminated" | "shutting-down"): World {
  const world = new World();
  if (world.instance) world.instance.State = { Name: name };
  return world;
}

describe("auto-remediate, when an instance is attacked", () => {
  it("P-RESP: cuts it off, keeps its groups in a tag and its disks as snapshots, and tells", async () => {
    const world = new World();
    await world.call(EVENT);
    assert.deepEqual(world.aws.inputs(DescribeSecurityGroupsCommand), [
      {
        Filters: [
          { Name: "vpc-id", Values: ["vpc-0123456789abcdef0"] },
          {
            Name: "group-name",
            Values: ["rampart-dev-sg-quarantine-*", "rampart-staging-sg-quarantine-*"],
          },
        ],
      },
    ]);
    assert.deepEqual(world.aws.inputs(CreateTagsCommand), [
      {
        Resources: [INSTANCE, INTERFACE],
        Tags: [
          { Key: "response:by", Value: "auto-remediate" },
          { Key: "response:finding", Value: FINDING },
          { Key: "response:former-groups", Value: `${FORMER} ${GROUP}` },
        ],
      },
    ]);
    assert.deepEqual(world.aws.inputs(ModifyNetworkInterfaceAttributeCommand), [
      { NetworkInterfaceId: INTERFACE, Groups: [QUARANTINE] },
    ]);
    assert.deepEqual(world.aws.inputs(CreateSnapshotsCommand), [
      {
        InstanceSpecification: { InstanceId: INSTANCE },
        Description: `Evidence: GuardDuty finding ${FINDING}`,
        TagSpecifications: [
          {
            ResourceType: "snapshot",
            Tags: [
              { Key: "response:by", Value: "auto-remediate" },
              { Key: "response:finding", Value: FINDING },
              { Key: "response:instance", Value: INSTANCE },
            ],
          },
        ],
      },
    ]);
    assert.deepEqual(world.changes, [
      "CreateTags",
      "ModifyNetworkInterfaceAttribute",
      "CreateSnapshots",
    ]);
    const [notice] = world.notices;
    assert.deepEqual(
      [notice?.finding, notice?.severity, notice?.outcome, notice?.origin.what],
      ["instance-compromised", "high", "done", "CryptoCurrency:EC2/BitcoinTool.B!DNS"],
    );
    assert.deepEqual(notice?.actions, [
      `move ${INTERFACE} of ${INSTANCE} from ${FORMER} ${GROUP} to ${QUARANTINE}`,
      `take snapshots of ${VOLUMES} of ${INSTANCE}`,
    ]);
  });

  it("P-RESP: refuses to cut off an exempt instance, and tells", async () => {
    const world = new World();
    if (world.instance) world.instance.Tags = [EXEMPT];
    await world.call(EVENT);
    assert.deepEqual(
      [world.changes, world.notices.map(({ outcome, refused }) => [outcome, refused])],
      [[], [["refused", [`cut ${INSTANCE} off: ${EXEMPTED}`]]]],
    );
  });

  it("P-RESP: cuts off an instance on which somebody has used up all tags", async () => {
    const world = new World();
    world.aws.on(CreateTagsCommand, () => {
      throw awsRefusal("TagLimitExceeded");
    });
    await world.call(EVENT);
    assert.deepEqual(world.changes, [
      "CreateTags",
      "ModifyNetworkInterfaceAttribute",
      "CreateSnapshots",
    ]);
    assert.ok(world.notices[0]?.actions[0]?.includes(`from ${FORMER} ${GROUP} `));
  });

  it("P-RESP: an interface that can't be cut off keeps none of the others on, nor the evidence", async () => {
    const world = new World();
    const faces = world.instance?.NetworkInterfaces ?? [];
    const VpcId = "vpc-0123456789abcdef0";
    const other = "eni-0bbbbbbbbbbbbbbbb";
    faces.push({ NetworkInterfaceId: other, VpcId, Groups: [{ GroupId: FORMER }] });
    let refuse = true;
    world.aws.on(ModifyNetworkInterfaceAttributeCommand, ({ NetworkInterfaceId: id }) => {
      if (id === INTERFACE && refuse) throw awsRefusal("OperationNotPermitted", "no", 403);
      const face = faces.find(({ NetworkInterfaceId: known }) => known === id);
      if (face) face.Groups = [{ GroupId: QUARANTINE }];
      return {};
    });
    assert.match(await rejection(world.call(EVENT)), /^OperationNotPermitted /);
    const [first] = world.notices;
    assert.deepEqual(
      [first?.outcome, first?.actions.length, first?.failure?.split(" ")[0]],
      ["done", 2, "OperationNotPermitted"],
    );
    assert.match(first?.actions[0] ?? "", new RegExp(`^move ${other} `));
    // Lambda brings the event again: only what is left is done.
    refuse = false;
    world.aws.forget();
    await world.call(EVENT);
    assert.deepEqual(world.changes, ["CreateTags", "ModifyNetworkInterfaceAttribute"]);
    assert.deepEqual(
      world.aws
        .inputs(ModifyNetworkInterfaceAttributeCommand)
        .map((input) => input.NetworkInterfaceId),
      [INTERFACE],
    );
  });

  it("is content with an interface that is gone meanwhile", async () => {
    const world = new World();
    world.aws.on(ModifyNetworkInterfaceAttributeCommand, () => {
      throw awsRefusal("InvalidNetworkInterfaceID.NotFound");
    });
    await world.call(EVENT);
    assert.deepEqual(world.notices[0]?.actions, [`take snapshots of ${VOLUMES} of ${INSTANCE}`]);
  });

  it("P-RESP: cuts off each interface that is not yet", async () => {
    const world = new World();
    const faces = world.instance?.NetworkInterfaces ?? [];
    const VpcId = "vpc-0123456789abcdef0";
    faces.push(
      { NetworkInterfaceId: "eni-0aaaaaaaaaaaaaaaa", VpcId, Groups: [{ GroupId: QUARANTINE }] },
      {
        NetworkInterfaceId: "eni-0bbbbbbbbbbbbbbbb",
        VpcId,
        Groups: [{ GroupId: FORMER }, { GroupId: QUARANTINE }],
      },
    );
    await world.call(EVENT);
    assert.deepEqual(
      world.aws
        .inputs(ModifyNetworkInterfaceAttributeCommand)
        .map(({ NetworkInterfaceId: id }) => id),
      [INTERFACE, "eni-0bbbbbbbbbbbbbbbb"],
    );
  });

  it("P-RESP: in a dry run changes nothing, and says what it would do", async () => {
    const world = new World("dry-run");
    await world.call(EVENT);
    assert.deepEqual(world.changes, []);
    assert.deepEqual(world.notices[0]?.actions.length, 2);
  });

  it("P-RESP: a finding that is told again, or another one of the same attack, changes nothing", async () => {
    const world = new World();
    await world.call(EVENT);
    world.aws.forget();
    await world.call(EVENT);
    await world.call(eventOf("guardduty-instance", { id: "another" }));
    assert.deepEqual(world.changes, []);
    assert.deepEqual(world.notices, []);
  });

  it("P-RESP: goes on where an earlier run ended before the snapshots", async () => {
    const world = new World();
    world.aws.on(CreateSnapshotsCommand, () => {
      throw awsRefusal("RequestLimitExceeded", "slower", 503);
    });
    assert.match(await rejection(world.call(EVENT)), /^RequestLimitExceeded /);
    const [notice] = world.notices;
    assert.deepEqual(
      [notice?.actions.length, notice?.failure?.split(" ")[0]],
      [1, "RequestLimitExceeded"],
    );
    world.aws.forget();
    world.aws.on(CreateSnapshotsCommand, () => ({}));
    await world.call(EVENT);
    assert.deepEqual(world.changes, ["CreateSnapshots"]);
  });

  it("P-RESP: tells both of an instance that can't be cut off and of disks that can't be kept", async () => {
    const world = new World();
    world.quarantine = [];
    world.aws.on(CreateSnapshotsCommand, () => {
      throw awsRefusal("SnapshotLimitExceeded");
    });
    const why = `${NONE}; SnapshotLimitExceeded (11111111-2222-3333-4444-555555555555)`;
    assert.equal(await rejection(world.call(EVENT)), why);
    assert.deepEqual(
      world.notices.map(({ outcome, actions, failure }) => [outcome, actions, failure]),
      [["failed", [], why]],
    );
  });

  for (const refusal of ["IncorrectState", "InvalidInstanceID.NotFound"]) {
    it(`P-RESP: tells no snapshots that ${refusal} kept it from, as of an instance that is gone`, async () => {
      const world = new World();
      world.aws.on(CreateSnapshotsCommand, () => {
        throw awsRefusal(refusal);
      });
      await world.call(EVENT);
      const [notice] = world.notices;
      assert.deepEqual(
        [notice?.outcome, notice?.actions, notice?.refused],
        [
          "done",
          [`move ${INTERFACE} of ${INSTANCE} from ${FORMER} ${GROUP} to ${QUARANTINE}`],
          [`take snapshots of ${VOLUMES} of ${INSTANCE}: the instance was ended meanwhile`],
        ],
      );
      assert.ok(!world.log.some(({ change }) => String(change).startsWith("take snapshots")));
    });
  }

  it("P-RESP: a new finding on an instance that people let out again makes new evidence", async () => {
    const world = new World();
    await world.call(EVENT);
    const [face] = world.instance?.NetworkInterfaces ?? [];
    if (face) face.Groups = [{ GroupId: FORMER }];
    world.aws.forget();
    await world.call(eventOf("guardduty-instance", { id: "another" }));
    assert.deepEqual(world.changes, [
      "CreateTags",
      "ModifyNetworkInterfaceAttribute",
      "CreateSnapshots",
    ]);
  });

  const RULES = `Quarantine group ${QUARANTINE} of ${VPC} has rules; allowed: none.`;
  const tagged = (change: Readonly<Record<string, string | undefined>>) => ({
    Tags: (quarantineGroup().Tags ?? []).flatMap(({ Key = "", Value }) =>
      Key in change
        ? change[Key] === undefined
          ? []
          : { Key, Value: change[Key] }
        : { Key, Value },
    ),
  });
  const rule = [{ IpProtocol: "-1" }];
  const quarantines: readonly (readonly [what: string, groups: SecurityGroup[], why: string])[] = [
    ["none", [], NONE],
    ["one that got a rule", [quarantineGroup({ IpPermissions: rule })], RULES],
    ["one that lets out", [quarantineGroup({ IpPermissionsEgress: rule })], RULES],
    ["one without tags", [quarantineGroup({ Tags: [] })], NONE],
    ["one of another name in the console", [quarantineGroup(tagged({ Name: "x" }))], NONE],
    ["one of another project", [quarantineGroup(tagged({ Project: "other" }))], NONE],
    ["one tagged for a neighbour", [quarantineGroup(tagged({ Environment: "staging" }))], NONE],
    ["one made by hand", [quarantineGroup(tagged({ ManagedBy: undefined }))], NONE],
    [
      "one with more to its name",
      [quarantineGroup({ GroupName: "rampart-dev-sg-quarantine-b-0a1b2c3" })],
      NONE,
    ],
    [
      "one of another end",
      [quarantineGroup({ GroupName: "rampart-dev-sg-quarantine-evil000" })],
      NONE,
    ],
    [
      "two that look alike",
      [
        quarantineGroup(),
        quarantineGroup({ GroupId: FORMER, GroupName: "rampart-dev-sg-quarantine-fffffff" }),
      ],
      `Quarantine groups of ${VPC} are ${QUARANTINE} ${FORMER}; allowed: one.`,
    ],
  ];
  for (const [what, groups, why] of quarantines) {
    it(`P-RESP: where the VPC has no quarantine group but ${what}, keeps evidence and fails`, async () => {
      const world = new World();
      world.quarantine = groups;
      assert.equal(await rejection(world.call(EVENT)), why);
      assert.deepEqual(world.changes, ["CreateSnapshots"]);
      assert.equal(world.notices[0]?.failure, why);
    });
  }

  it("P-RESP: takes the group that is the program's own among others of such a name", async () => {
    const world = new World();
    const GroupName = "rampart-dev-sg-quarantine-b-0a1b2c3";
    world.quarantine = [quarantineGroup({ GroupId: FORMER, GroupName }), quarantineGroup()];
    await world.call(EVENT);
    assert.deepEqual(world.aws.inputs(ModifyNetworkInterfaceAttributeCommand)[0]?.Groups, [
      QUARANTINE,
    ]);
  });

  it("P-RESP: cuts off a neighbour's instance by the neighbour's own group", async () => {
    const world = new World();
    world.quarantine = [
      quarantineGroup({
        GroupName: "rampart-staging-sg-quarantine-0a1b2c3",
        ...tagged({ Name: "rampart-staging-sg-quarantine", Environment: "staging" }),
      }),
    ];
    await world.call(EVENT);
    assert.ok(world.changes.includes("ModifyNetworkInterfaceAttribute"));
  });

  it("is content when the instance is gone, or going", async () => {
    const gone = new World();
    gone.instance = undefined;
    for (const world of [gone, state("terminated"), state("shutting-down")]) {
      await world.call(EVENT);
      assert.deepEqual([world.changes, world.notices], [[], []]);
    }
  });

  it("P-RESP: cuts off a stopped one, which somebody may start", async () => {
    const world = state("stopped");
    await world.call(EVENT);
    assert.ok(world.changes.includes("ModifyNetworkInterfaceAttribute"));
  });

  it("takes no snapshots where there is no disk", async () => {
    const world = new World();
    if (world.instance) world.instance.BlockDeviceMappings = [];
    await world.call(EVENT);
    assert.deepEqual(world.changes, ["CreateTags", "ModifyNetworkInterfaceAttribute"]);
    assert.deepEqual(world.aws.inputs(DescribeSnapshotsCommand), []);
  });

  it("keeps a tag within EC2's 256 characters, and all groups in the message", async () => {
    const world = new World();
    const groups = Array.from(
      { length: 16 },
      (_, index) => `sg-${String(index).padStart(17, "0")}`,
    );
    const [face] = world.instance?.NetworkInterfaces ?? [];
    if (face) face.Groups = groups.map((GroupId) => ({ GroupId }));
    await world.call(EVENT);
    const tags = world.aws.inputs(CreateTagsCommand)[0]?.Tags ?? [];
    assert.equal(tags.find(({ Key }) => Key === "response:former-groups")?.Value?.length, 256);
    assert.ok(world.notices[0]?.actions[0]?.includes(groups.join(" ")));
  });

  for (const command of [DescribeInstancesCommand, ModifyNetworkInterfaceAttributeCommand]) {
    it(`leaves a refusal of ${command.name} to the queue after three tries`, async () => {
      const world = new World();
      world.aws.on(command, () => {
        throw awsRefusal("UnauthorizedOperation", "no", 403);
      });
      assert.match(await rejection(world.call(EVENT)), /^UnauthorizedOperation /);
    });
  }
});
