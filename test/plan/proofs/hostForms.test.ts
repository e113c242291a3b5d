import assert from "node:assert/strict";

import type { Graph } from "../../../plan/graph/resource.ts";
import { textOf, UNKNOWN } from "../../../plan/graph/value.ts";
import { userDataOf } from "../../../components/compute/boot/script.ts";
import { only } from "../../support/graph.ts";
import { scriptOf } from "../../support/hosts.ts";
import { systemGraph } from "../../support/stacks.ts";
import { mutant } from "../../traps/breaking.ts";
import type { MutableGraph, Mutant } from "../../traps/trap.ts";
import { type Defect, given, gone, pointed, said, T } from "./defects.ts";
import { faultsOf, planted } from "./planted.ts";

const PROFILE = "aws:iam/instanceProfile:InstanceProfile";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const ALARM = "alarm rampart-dev-alarm-music-disk";
const NAMESPACE = "rampart/dev/music";

/** Beside its own policies it has one of AWS's, which may allow what they do not. */
const UNREAD =
  "unknown: part of the policies of role rampart-dev-role-music is AWS's own, which is not read here, so it can't be shown that cloudwatch:PutMetricData passes → Build the policies of role rampart-dev-role-music from names and ARNs that are known before anything exists.";

/** Another first boot of the music's host. */
const booted = (title: string, from: string, to: string, pad = ""): Mutant =>
  mutant(
    title,
    TEMPLATE,
    (template) => {
      const script = scriptOf(template).replace(from, to);
      template.inputs["userData"] = userDataOf("music", script + pad);
    },
    ({ name }) => name === "rampart-dev-lt-music",
  );

const DEFECTS: readonly Defect[] = [
  {
    mutant: booted("a first boot that puts another metric", "DiskUsedPercent", "DiskUsed"),
    faults: [
      `stops: the first boot of host music puts no DiskUsedPercent of ${NAMESPACE}, so ${ALARM} never goes off → Let host music put it, or ${ALARM} watch a metric that is put.`,
    ],
  },
  {
    mutant: booted("one into another namespace", `'${NAMESPACE}'`, "'rampart/dev/other'"),
    faults: [
      `stops: the first boot of host music puts no DiskUsedPercent of ${NAMESPACE}, so ${ALARM} never goes off → Let host music put it, or ${ALARM} watch a metric that is put.`,
    ],
  },
  {
    mutant: booted("one by another dimension", '--dimensions "InstanceId=', '--dimensions "Host='),
    faults: [
      `stops: host music puts its metric by Host, and ${ALARM} asks for it by InstanceId → Let ${ALARM} ask for its metric by Host.`,
    ],
  },
  {
    mutant: booted(
      "one by another dimension beside it",
      '"InstanceId=${instance}"',
      '"InstanceId=${instance},Folder=/"',
    ),
    faults: [
      `stops: host music puts its metric by Folder and InstanceId, and ${ALARM} asks for it by InstanceId → Let ${ALARM} ask for its metric by Folder and InstanceId.`,
    ],
  },
  {
    mutant: given("an alarm that asks by what only AWS knows", T.alarm, "music-disk", {
      dimensions: UNKNOWN,
    }),
    faults: [
      `stops: host music puts its metric by InstanceId, and ${ALARM} asks for it by what is unknown → Let ${ALARM} ask for its metric by InstanceId.`,
    ],
  },
  {
    mutant: given("an alarm that asks by nothing", T.alarm, "music-disk", { dimensions: null }),
    faults: [
      `stops: host music puts its metric by InstanceId, and ${ALARM} asks for it by no dimension → Let ${ALARM} ask for its metric by InstanceId.`,
    ],
  },
  {
    mutant: booted(
      "one into another region",
      "put-metric-data --region 'us-east-1'",
      "put-metric-data --region 'eu-west-2'",
    ),
    faults: [
      `stops: host music tells eu-west-2 its metric, and ${ALARM} is in us-east-1, so it never goes off → Let host music tell us-east-1.`,
    ],
  },
  {
    mutant: given("a first boot that only AWS knows", TEMPLATE, "rampart-dev-lt-music", {
      userData: UNKNOWN,
    }),
    faults: [
      `unknown: what the first boot of host music does is unknown, so it can't be shown that ${ALARM} ever goes off → Build the user data of host music from values that are known before anything exists.`,
    ],
  },
  {
    mutant: said(
      "a role that may put into another namespace",
      ROLE_POLICY,
      "music-host",
      "TellDiskUse",
      { Condition: { StringEquals: { "cloudwatch:namespace": "rampart/dev/other" } } },
    ),
    faults: [UNREAD],
  },
  {
    mutant: said(
      "a role that may put nothing",
      ROLE_POLICY,
      "music-host",
      "TellDiskUse",
      undefined,
    ),
    faults: [UNREAD],
  },
  {
    mutant: gone("a profile that is away", PROFILE, "music"),
    faults: ["unknown: the role is not of this stack → Give host music a role of this stack."],
  },
  {
    mutant: pointed("an alarm that names no host", T.alarm, "music-disk", "dimensions", {
      InstanceId: "i-0123456789abcdef0",
    }),
    faults: [
      `stops: no metric filter fills DiskUsedPercent of ${NAMESPACE}, so ${ALARM} never goes off → Add a metric filter that fills it, or let ${ALARM} watch a metric that is filled.`,
    ],
  },
];

describe("metrics that a host puts", () => {
  let graph: Graph;
  before(async () => (graph = await systemGraph("dev", ["music"])));

  for (const { mutant: defect, faults } of DEFECTS) {
    it(`P-OBS-4, S-MUSIC-7: says what to change about ${defect.title}`, () => {
      assert.deepEqual(faultsOf(planted(graph, defect)), faults);
    });
  }

  it("P-OBS-4: are asked for by the host's id, which is missing until AWS tells it", () => {
    const left = given("", T.alarm, "music-disk", { dimensions: {} });
    assert.deepEqual(faultsOf(planted(graph, left)), []);
  });

  it("P-OBS-4: are read of a script that is packed, too", () => {
    // Past what EC2 takes as it is.
    const long = booted("", "first boot", "the first boot", `\n# ${"x".repeat(20_000)}\n`);
    const packed = structuredClone(graph) as MutableGraph;
    long.apply(packed);
    const data = only(packed, TEMPLATE, "rampart-dev-lt-music").inputs["userData"];
    assert.match(textOf(data), /^H4sI/);
    assert.deepEqual(faultsOf(packed), []);
  });
});
