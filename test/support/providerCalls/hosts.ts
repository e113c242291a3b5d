import { calls, each, key, type Calls } from "./calls.ts";

const GROUP = "autoScalingGroup:0a1b:autoScalingGroupName/{name}";
const POLICY_GROUP = "autoScalingGroup:0a1b:autoScalingGroupName/{autoscalingGroupName}";
const PROFILE = "instance-profile/{name}";
const BY_TEMPLATE =
  "@ec2:LaunchTemplate=arn:aws:ec2:us-east-1:{account}:launch-template/lt-0a1b2c3d @ec2:IsLaunchTemplateResource=true";

/** What EC2 checks whoever launches hosts against, a group of them included. */
const LAUNCH = `ec2:RunInstances ~launch-template ~security-group ~subnet #image/ami-0a1b instance/i-0a1b network-interface/eni-0a1b volume/vol-0a1b ${BY_TEMPLATE}
  ec2:CreateTags +volume @ec2:CreateAction=RunInstances
  ssm:GetParameters #parameter/aws/service/x`;

/** Of hosts, their groups and templates, and what they fetch. */
export const HOST_CALLS: Readonly<Record<string, Calls>> = {
  "aws:autoscaling/group:Group": calls(
    `${each("autoscaling", "CreateAutoScalingGroup CreateOrUpdateTags EnableMetricsCollection", GROUP)}
     ${LAUNCH}
     iam:CreateServiceLinkedRole role/aws-service-role/autoscaling.amazonaws.com/x @iam:AWSServiceName=autoscaling.amazonaws.com`,
    each(
      "autoscaling",
      "DescribeAutoScalingGroups DescribeScalingActivities DescribeInstanceRefreshes",
      "*",
    ),
    `${each(
      "autoscaling",
      "UpdateAutoScalingGroup CreateOrUpdateTags DeleteTags EnableMetricsCollection DisableMetricsCollection AttachTrafficSources DetachTrafficSources StartInstanceRefresh CancelInstanceRefresh",
      GROUP,
    )}
     ${LAUNCH}`,
    each(
      "autoscaling",
      "UpdateAutoScalingGroup SetInstanceProtection CancelInstanceRefresh DeleteAutoScalingGroup",
      GROUP,
    ),
  ),
  "aws:autoscaling/policy:Policy": calls(
    `autoscaling:PutScalingPolicy ${POLICY_GROUP}
     cloudwatch:PutMetricAlarm alarm:TargetTracking-{autoscalingGroupName}-AlarmHigh-x`,
    "autoscaling:DescribePolicies *; cloudwatch:DescribeAlarms *",
    `autoscaling:PutScalingPolicy ${POLICY_GROUP}`,
    `autoscaling:DeletePolicy ${POLICY_GROUP}
     cloudwatch:DeleteAlarms alarm:TargetTracking-{autoscalingGroupName}-AlarmHigh-x`,
  ),
  "aws:ec2/launchTemplate:LaunchTemplate": calls(
    `ec2:CreateLaunchTemplate +launch-template
     ec2:CreateTags +launch-template @ec2:CreateAction=CreateLaunchTemplate`,
    "ec2:DescribeLaunchTemplates *; ec2:DescribeLaunchTemplateVersions *",
    each(
      "ec2",
      "CreateLaunchTemplateVersion ModifyLaunchTemplate CreateTags DeleteTags",
      "~launch-template",
    ),
    "ec2:DeleteLaunchTemplate ~launch-template",
  ),
  "aws:ec2/instance:Instance": calls(
    `${LAUNCH}
     ec2:CreateTags +instance @ec2:CreateAction=RunInstances
     ${key("CreateGrant Decrypt GenerateDataKey", "ec2")}`,
    `ec2:DescribeInstances *; ec2:DescribeInstanceAttribute *; ec2:DescribeVolumes *
     ec2:DescribeInstanceTypes *; ec2:DescribeTags *; ec2:DescribeLaunchTemplateVersions *`,
    each("ec2", "ModifyInstanceAttribute CreateTags DeleteTags", "~instance"),
    each("ec2", "ModifyInstanceAttribute TerminateInstances", "~instance"),
  ),
  "aws:iam/instanceProfile:InstanceProfile": calls(
    each("iam", "CreateInstanceProfile TagInstanceProfile AddRoleToInstanceProfile", PROFILE),
    `iam:GetInstanceProfile ${PROFILE}`,
    each(
      "iam",
      "AddRoleToInstanceProfile RemoveRoleFromInstanceProfile TagInstanceProfile UntagInstanceProfile",
      PROFILE,
    ),
    each("iam", "RemoveRoleFromInstanceProfile DeleteInstanceProfile", PROFILE),
  ),
  // An archive of more than 5 MB goes up in parts.
  "aws:s3/bucketObjectv2:BucketObjectv2": calls(
    `${each("s3", "PutObject AbortMultipartUpload", "{bucket}/sha256:0a1b.tar")}
     ${key("GenerateDataKey Decrypt", "s3")}`,
    each("s3", "GetObject GetObjectTagging", "{bucket}/sha256:0a1b.tar"),
  ),
};
