import { readFileSync } from "node:fs";

import {
  DescribeInstancesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  EC2Client,
  type Instance,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroup,
  type SecurityGroupRule,
  type Snapshot,
  type Tag,
  CreateSnapshotsCommand,
  CreateTagsCommand,
  ModifyNetworkInterfaceAttributeCommand,
} from "@aws-sdk/client-ec2";
import { ECSClient, ListTasksCommand } from "@aws-sdk/client-ecs";
import { S3Client } from "@aws-sdk/client-s3";
import { S3ControlClient } from "@aws-sdk/client-s3-control";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

import { createHandler } from "../../../functions/auto-remediate/handler.ts";
import type { ResponseNotice } from "../../../functions/auto-remediate/notice.ts";
import type { LogRecord } from "../../../functions/shared/log.ts";
import { AwsStandIn, awsRefusal } from "../../support/awsClient.ts";

export const GROUP = "sg-0a1b2c3d4e5f67890";
export const INSTANCE = "i-0123456789abcdef0";
export const INTERFACE = "eni-0123456789abcdef0";
export const FORMER = "sg-0fedcba9876543210";
export const QUARANTINE = "sg-0aaaaaaaaaaaaaaaa";
export const NOW = Date.UTC(2026, 10, 22, 9, 16);
export const TOPIC = "arn:aws:sns:us-east-1:111122223333:dev-critical-alerts";

/** How people exempt something; ECS writes the names in lower case. */
export const EXEMPT = { Key: "response:exempt", Value: "public website, see ticket 4711" };

/** How the refusal of a change to something exempt ends. */
export const EXEMPTED = "exempt by its tag response:exempt (public website, see ticket 4711)";

/** A recorded event, with changes of its detail. */
export function eventOf(name: string, detail: Record<string, unknown> = {}) {
  const file = new URL(`events/${name}.json`, import.meta.url);
  const event = JSON.parse(readFileSync(file, "utf8")) as { detail: Record<string, unknown> };
  return { ...event, detail: { ...event.detail, ...detail } };
}

/** A rule that admits the world on a port. */
export function openRule(
  id: string,
  overrides: Partial<SecurityGroupRule> = {},
): SecurityGroupRule {
  return {
    SecurityGroupRuleId: id,
    GroupId: GROUP,
    IsEgress: false,
    IpProtocol: "tcp",
    FromPort: 22,
    ToPort: 22,
    CidrIpv4: "0.0.0.0/0",
    ...overrides,
  };
}

/** A group that cuts off, as the program makes it. */
export function quarantineGroup(overrides: Partial<SecurityGroup> = {}): SecurityGroup {
  return {
    GroupId: QUARANTINE,
    GroupName: "rampart-dev-sg-quarantine-0a1b2c3",
    IpPermissions: [],
    IpPermissionsEgress: [],
    Tags: [
      { Key: "Name", Value: "rampart-dev-sg-quarantine" },
      { Key: "Project", Value: "rampart" },
      { Key: "Environment", Value: "dev" },
      { Key: "ManagedBy", Value: "pulumi" },
      { Key: "Owner", Value: "platform" },
    ],
    ...overrides,
  };
}

/** The function with a stand-in for AWS that has a little of EC2's state. */
export class World {
  readonly aws = new AwsStandIn();
  readonly log: LogRecord[] = [];
  readonly pauses: number[] = [];
  rules: SecurityGroupRule[] = [];
  groupName = "rampart-dev-sg-app-0a1b2c3";
  groupTags: Tag[] = [];
  quarantine: SecurityGroup[] = [quarantineGroup()];
  instance: Instance | undefined = {
    InstanceId: INSTANCE,
    State: { Name: "running" },
    NetworkInterfaces: [
      {
        NetworkInterfaceId: INTERFACE,
        VpcId: "vpc-0123456789abcdef0",
        Groups: [{ GroupId: FORMER }, { GroupId: GROUP }],
      },
    ],
    BlockDeviceMappings: [
      { DeviceName: "/dev/xvda", Ebs: { VolumeId: "vol-0123456789abcdef0" } },
      { DeviceName: "/dev/sdb", Ebs: { VolumeId: "vol-0123456789abcdef1" } },
    ],
  };
  snapshots: Snapshot[] = [];
  readonly call: (event: unknown) => Promise<void>;

  constructor(mode: "dry-run" | "on" = "on") {
    const region = { region: "us-east-1" };
    this.#answerRules();
    this.#answerInstances();
    this.aws
      .on(PublishCommand, () => ({ MessageId: "1" }))
      .on(ListTasksCommand, () => ({ taskArns: [] }));
    this.call = createHandler({
      ec2: this.aws.answers(new EC2Client(region)),
      ecs: this.aws.answers(new ECSClient(region)),
      s3: this.aws.answers(new S3Client(region)),
      s3Control: this.aws.answers(new S3ControlClient(region)),
      sns: this.aws.answers(new SNSClient(region)),
      mode,
      alertTopic: TOPIC,
      quarantineGroups: ["rampart-dev-sg-quarantine", "rampart-staging-sg-quarantine"],
      declared: [
        { group: "rampart-dev-sg-alb", port: 443 },
        { group: "rampart-dev-sg-alb", port: 80 },
      ],
      pause: (milliseconds) => {
        this.pauses.push(milliseconds);
        return Promise.resolve();
      },
      now: () => NOW,
      log: (record) => this.log.push(record),
    });
  }

  /** What people were told. */
  get notices(): ResponseNotice[] {
    return this.aws
      .inputs(PublishCommand)
      .map(({ Message }) => JSON.parse(Message ?? "") as ResponseNotice);
  }

  /** Calls that change something; telling people is none. */
  get changes(): string[] {
    return this.aws.names.filter((name) => !/^(Describe|Get|List|Publish$)/.test(name));
  }

  #answerRules(): void {
    this.aws
      .on(DescribeSecurityGroupRulesCommand, () => ({
        SecurityGroupRules: this.rules.map((rule) => ({ ...rule })),
      }))
      .on(RevokeSecurityGroupIngressCommand, ({ SecurityGroupRuleIds: ids = [] }) => {
        const known = this.rules.map(({ SecurityGroupRuleId: id }) => id);
        if (!ids.every((id) => known.includes(id))) {
          throw awsRefusal("InvalidSecurityGroupRuleId.NotFound");
        }
        this.rules = this.rules.filter(({ SecurityGroupRuleId: id = "" }) => !ids.includes(id));
        return { Return: true };
      })
      .on(DescribeSecurityGroupsCommand, ({ Filters }) => ({
        SecurityGroups: Filters
          ? this.quarantine
          : [{ GroupName: this.groupName, Tags: this.groupTags }],
      }));
  }

  #answerInstances(): void {
    this.aws
      .on(DescribeInstancesCommand, () => {
        if (this.instance === undefined) throw awsRefusal("InvalidInstanceID.NotFound");
        return { Reservations: [{ Instances: [this.instance] }] };
      })
      .on(DescribeSnapshotsCommand, () => ({ Snapshots: this.snapshots }))
      .on(CreateTagsCommand, () => ({}))
      .on(ModifyNetworkInterfaceAttributeCommand, ({ NetworkInterfaceId: id, Groups = [] }) => {
        for (const face of this.instance?.NetworkInterfaces ?? []) {
          if (face.NetworkInterfaceId === id) {
            face.Groups = Groups.map((GroupId) => ({ GroupId }));
          }
        }
        return {};
      })
      .on(CreateSnapshotsCommand, ({ TagSpecifications }) => {
        const [tags] = TagSpecifications ?? [];
        this.snapshots = [{ SnapshotId: "snap-1", Tags: tags?.Tags ?? [] }];
        return { Snapshots: [{ SnapshotId: "snap-1" }] };
      });
  }
}
