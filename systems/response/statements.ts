import { keyUseStatement } from "../../components/keys/encryptionKey.ts";
import { topicArnOf, type Severity } from "../../components/observability/topic.ts";
import { arnOf, type Environment } from "../../components/shared/environment.ts";
import type { Statement } from "../../components/shared/policy.ts";
import { MARK, TAGS } from "../../functions/auto-remediate/contract.ts";
import type { Foundation } from "../foundation.ts";
import { quarantineGroupName } from "./quarantine.ts";

/** Publishing to one topic, whose key is the alerts key. */
export function publishStatements(
  { environment, alertsKey }: Foundation,
  severity: Severity,
): Statement[] {
  return [
    {
      Sid: "TellPeople",
      Effect: "Allow",
      Action: "sns:Publish",
      Resource: topicArnOf(environment, severity),
    },
    keyUseStatement(environment, alertsKey.alias, "sns", ["kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}

/**
 * What the response may do, in its own environment and those beside it. It is for whatever was
 * opened or attacked in the account, so most of it has no name that is known before; each action
 * only closes, marks, copies or stops.
 */
export function responseStatements(
  environments: readonly [Environment, ...Environment[]],
): Statement[] {
  const [environment] = environments;
  return [
    {
      // None of these has a resource to name.
      Sid: "LookAround",
      Effect: "Allow",
      Action: [
        "ec2:DescribeInstances",
        "ec2:DescribeManagedPrefixLists",
        "ec2:DescribeSecurityGroupRules",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSnapshots",
      ],
      Resource: "*",
    },
    {
      Sid: "RevokeRules",
      Effect: "Allow",
      Action: "ec2:RevokeSecurityGroupIngress",
      Resource: arnOf(environment, "ec2", "security-group/*"),
    },
    ...bucketStatements(environment),
    ...instanceStatements(environments),
    ...taskStatements(environments),
  ];
}

function taskStatements(environments: readonly Environment[]): Statement[] {
  const clusters = (kind: string, end = "") =>
    environments.map((environment) => {
      const { project, name } = environment;
      return arnOf(environment, "ecs", `${kind}/${project}-${name}-ecs-*${end}`);
    });
  return [
    {
      Sid: "StopTasks",
      Effect: "Allow",
      Action: ["ecs:DescribeTasks", "ecs:StopTask"],
      Resource: clusters("task", "/*"),
    },
    {
      // ECS asks for it on everything; only the cluster tells where.
      Sid: "FindStopped",
      Effect: "Allow",
      Action: "ecs:ListTasks",
      Resource: "*",
      Condition: { ArnLike: { "ecs:cluster": clusters("cluster") } },
    },
  ];
}

function bucketStatements({ accountId, partition }: Environment): Statement[] {
  const ownAccount = { StringEquals: { "aws:ResourceAccount": accountId } };
  return [
    {
      Sid: "CloseBuckets",
      Effect: "Allow",
      Action: [
        "s3:GetBucketAcl",
        "s3:GetBucketPolicyStatus",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketTagging",
        "s3:PutBucketPublicAccessBlock",
      ],
      Resource: `arn:${partition}:s3:::*`,
      Condition: ownAccount,
    },
    {
      // They have no resource to name.
      Sid: "CloseAccount",
      Effect: "Allow",
      Action: ["s3:GetAccountPublicAccessBlock", "s3:PutAccountPublicAccessBlock"],
      Resource: "*",
    },
  ];
}

function instanceStatements(environments: readonly [Environment, ...Environment[]]): Statement[] {
  const [environment] = environments;
  const { partition, region, project } = environment;
  const any = (kind: string) => arnOf(environment, "ec2", `${kind}/*`);
  // The ARN of a snapshot has no account.
  const snapshots = `arn:${partition}:ec2:${region}::snapshot/*`;
  const marked = { StringEquals: { [`aws:RequestTag/${MARK.key}`]: MARK.value } };
  return [
    {
      Sid: "CutOffInterfaces",
      Effect: "Allow",
      Action: "ec2:ModifyNetworkInterfaceAttribute",
      Resource: [any("instance"), any("network-interface")],
    },
    {
      // To the group without rules that the program made, and to no other.
      Sid: "IntoQuarantine",
      Effect: "Allow",
      Action: "ec2:ModifyNetworkInterfaceAttribute",
      Resource: any("security-group"),
      Condition: {
        StringEquals: {
          "aws:ResourceTag/Name": environments.map(quarantineGroupName),
          "aws:ResourceTag/Project": project,
          "aws:ResourceTag/Environment": environments.map(({ name }) => name),
          "aws:ResourceTag/ManagedBy": "pulumi",
        },
      },
    },
    {
      Sid: "MarkSuspects",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: [any("instance"), any("network-interface")],
      Condition: {
        ...marked,
        "ForAllValues:StringEquals": { "aws:TagKeys": [MARK.key, ...Object.values(TAGS)] },
      },
    },
    {
      Sid: "CopyDisks",
      Effect: "Allow",
      Action: "ec2:CreateSnapshots",
      Resource: [any("instance"), any("volume")],
    },
    {
      Sid: "CopyDisksMarked",
      Effect: "Allow",
      Action: "ec2:CreateSnapshots",
      Resource: snapshots,
      Condition: marked,
    },
    {
      Sid: "MarkCopies",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: snapshots,
      Condition: { StringEquals: { "ec2:CreateAction": "CreateSnapshots" } },
    },
  ];
}
