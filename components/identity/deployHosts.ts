import { arnOf, type Environment } from "../shared/environment.ts";
import { actionsOf, allow, type Conditions, type Statement } from "../shared/policy.ts";
import { ownTags } from "./deployBeside.ts";

/** What a group of hosts is made, changed, refreshed and ended by; it is found by its name. */
const GROUP_ACTIONS = [
  "AttachTrafficSources",
  "CancelInstanceRefresh",
  "CreateAutoScalingGroup",
  "CreateOrUpdateTags",
  "DeleteAutoScalingGroup",
  "DeletePolicy",
  "DeleteTags",
  "DetachTrafficSources",
  "DisableMetricsCollection",
  "EnableMetricsCollection",
  "PutScalingPolicy",
  "SetInstanceProtection",
  "StartInstanceRefresh",
  "UpdateAutoScalingGroup",
];

const PROFILE_ACTIONS = [
  "AddRoleToInstanceProfile",
  "CreateInstanceProfile",
  "DeleteInstanceProfile",
  "GetInstanceProfile",
  "RemoveRoleFromInstanceProfile",
  "TagInstanceProfile",
  "UntagInstanceProfile",
];

/** Of templates and machines, which AWS names. */
const CHANGES = [
  "CreateLaunchTemplateVersion",
  "DeleteLaunchTemplate",
  "ModifyInstanceAttribute",
  "ModifyLaunchTemplate",
  "TerminateInstances",
];

/**
 * What a deployment does with hosts (P-IAM-1): their groups, templates, profiles and archives. Nothing
 * is launched but by a template of the environment, in its subnets and with its groups: EC2 asks for
 * all of that whoever launches, a group of hosts included.
 */
export function deployHostsStatements(environment: Environment): Statement[] {
  const { project, name, partition, region } = environment;
  const scope = `${project}-${name}`;
  const own: Conditions = { StringEquals: ownTags(environment, "Resource") };
  const ec2 = (kind: string) => arnOf(environment, "ec2", `${kind}/*`);
  return [
    allow(
      "ChangeGroups",
      actionsOf("autoscaling", GROUP_ACTIONS),
      arnOf(environment, "autoscaling", `autoScalingGroup:*:autoScalingGroupName/${scope}-*`),
    ),
    allow("SeeGroups", ["autoscaling:Describe*"], "*"),
    allow(
      "ChangeProfiles",
      actionsOf("iam", PROFILE_ACTIONS),
      arnOf(environment, "iam", `instance-profile/${scope}-*`),
    ),
    allow("MakeTemplates", ["ec2:CreateLaunchTemplate"], ec2("launch-template"), {
      StringEquals: ownTags(environment, "Request"),
    }),
    allow("ChangeHosts", actionsOf("ec2", CHANGES), [ec2("instance"), ec2("launch-template")], own),
    allow(
      "LaunchAsTemplatesSay",
      ["ec2:RunInstances"],
      [ec2("launch-template"), ec2("security-group"), ec2("subnet")],
      own,
    ),
    allow(
      "LaunchByTemplates",
      ["ec2:RunInstances"],
      [
        `arn:${partition}:ec2:${region}::image/*`,
        ...["instance", "network-interface", "volume"].map(ec2),
      ],
      {
        ArnLike: { "ec2:LaunchTemplate": ec2("launch-template") },
        // Nothing of a template is put aside in the call.
        Bool: { "ec2:IsLaunchTemplateResource": "true" },
      },
    ),
    // Whoever launches finds the image, too.
    allow(
      "FindImages",
      ["ssm:GetParameters"],
      `arn:${partition}:ssm:${region}::parameter/aws/service/*`,
    ),
    allow(
      "UploadArtefacts",
      ["s3:AbortMultipartUpload", "s3:GetObject", "s3:GetObjectTagging", "s3:PutObject"],
      arnOf(environment, "s3", `${scope}-s3-*artefacts-*/*`),
    ),
  ];
}
