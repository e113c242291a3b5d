import { calls, each, key, type Calls } from "./calls.ts";

const BOUNDED = "@iam:PermissionsBoundary={boundary}";

/** Of tasks and functions, and of their roles. */
export const COMPUTE_CALLS: Readonly<Record<string, Calls>> = {
  "aws:appautoscaling/policy:Policy": calls(
    `application-autoscaling:PutScalingPolicy ~scalable-target
     cloudwatch:PutMetricAlarm alarm:TargetTracking-service/{scope}-ecs-main/x`,
    "application-autoscaling:DescribeScalingPolicies *; cloudwatch:DescribeAlarms *",
    "application-autoscaling:PutScalingPolicy ~scalable-target",
    `application-autoscaling:DeleteScalingPolicy ~scalable-target
     cloudwatch:DeleteAlarms alarm:TargetTracking-service/{scope}-ecs-main/x`,
  ),
  "aws:appautoscaling/target:Target": calls(
    `application-autoscaling:RegisterScalableTarget +scalable-target
     application-autoscaling:TagResource !scalable-target
     iam:CreateServiceLinkedRole role/aws-service-role/ecs.application-autoscaling.amazonaws.com/x @iam:AWSServiceName=ecs.application-autoscaling.amazonaws.com`,
    `application-autoscaling:DescribeScalableTargets *
     application-autoscaling:ListTagsForResource ~scalable-target`,
    each(
      "application-autoscaling",
      "RegisterScalableTarget TagResource UntagResource",
      "~scalable-target",
    ),
    "application-autoscaling:DeregisterScalableTarget ~scalable-target",
  ),
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": calls(
    "ecr:PutLifecyclePolicy repository/{repository}",
    "ecr:GetLifecyclePolicy repository/{repository}",
    "ecr:PutLifecyclePolicy repository/{repository}",
    "ecr:DeleteLifecyclePolicy repository/{repository}",
  ),
  "aws:ecr/repository:Repository": calls(
    `${each("ecr", "CreateRepository TagResource", "repository/{name}")}
     ${key("CreateGrant RetireGrant", "ecr")}
     kms:DescribeKey ~key`,
    each("ecr", "DescribeRepositories ListTagsForResource", "repository/{name}"),
    each(
      "ecr",
      "PutImageScanningConfiguration PutImageTagMutability TagResource UntagResource",
      "repository/{name}",
    ),
    "ecr:DeleteRepository repository/{name}",
  ),
  "aws:ecr/repositoryPolicy:RepositoryPolicy": calls(
    "ecr:SetRepositoryPolicy repository/{repository}",
    "ecr:GetRepositoryPolicy repository/{repository}",
    "ecr:SetRepositoryPolicy repository/{repository}",
    "ecr:DeleteRepositoryPolicy repository/{repository}",
  ),
  "aws:ecs/cluster:Cluster": calls(
    `${each("ecs", "CreateCluster TagResource", "cluster/{name}")}
     iam:CreateServiceLinkedRole role/aws-service-role/ecs.amazonaws.com/x @iam:AWSServiceName=ecs.amazonaws.com`,
    each("ecs", "DescribeClusters ListTagsForResource", "cluster/{name}"),
    each("ecs", "UpdateCluster UpdateClusterSettings TagResource UntagResource", "cluster/{name}"),
    "ecs:DeleteCluster cluster/{name}",
  ),
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": calls(
    "ecs:PutClusterCapacityProviders cluster/{clusterName}",
    "ecs:DescribeClusters cluster/{clusterName}",
    "ecs:PutClusterCapacityProviders cluster/{clusterName}",
    "ecs:PutClusterCapacityProviders cluster/{clusterName}",
  ),
  "aws:ecs/service:Service": calls(
    each("ecs", "CreateService TagResource", "service/{cluster}/{name}"),
    `ecs:DescribeServices service/{cluster}/{name}
     ecs:ListServiceDeployments service/{cluster}/{name}
     ecs:DescribeTaskDefinition *`,
    each("ecs", "UpdateService TagResource UntagResource", "service/{cluster}/{name}"),
    "ecs:UpdateService service/{cluster}/{name}; ecs:DeleteService service/{cluster}/{name}",
  ),
  "aws:ecs/taskDefinition:TaskDefinition": calls(
    each("ecs", "RegisterTaskDefinition TagResource", "task-definition/{family}:7"),
    "ecs:DescribeTaskDefinition *",
    each("ecs", "TagResource UntagResource", "task-definition/{family}:7"),
    "ecs:DeregisterTaskDefinition *",
  ),
  "aws:iam/role:Role": calls(
    `iam:CreateRole role/{name} ${BOUNDED}
     iam:PutRolePermissionsBoundary role/{name} ${BOUNDED}
     iam:TagRole role/{name}`,
    each("iam", "GetRole ListRolePolicies ListAttachedRolePolicies", "role/{name}"),
    each(
      "iam",
      "UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription TagRole UntagRole",
      "role/{name}",
    ),
    `iam:ListInstanceProfilesForRole role/{name}; iam:DeleteRole role/{name}`,
  ),
  "aws:iam/rolePolicy:RolePolicy": calls(
    `iam:PutRolePolicy role/{role} ${BOUNDED}`,
    "iam:GetRolePolicy role/{role}",
    `iam:PutRolePolicy role/{role} ${BOUNDED}`,
    "iam:DeleteRolePolicy role/{role}",
  ),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": calls(
    `iam:AttachRolePolicy role/{role} ${BOUNDED}`,
    "iam:ListAttachedRolePolicies role/{role}",
    "",
    "iam:DetachRolePolicy role/{role}",
  ),
  "aws:lambda/function:Function": calls(
    `${each("lambda", "CreateFunction TagResource PutFunctionConcurrency", "function:{name}")}
     ${key("CreateGrant Encrypt Decrypt", "lambda")}
     ${each("ec2", "DescribeSecurityGroups DescribeSubnets DescribeVpcs", "*")}`,
    each(
      "lambda",
      "GetFunction GetFunctionCodeSigningConfig GetFunctionConfiguration ListTags ListVersionsByFunction",
      "function:{name}",
    ),
    `${each(
      "lambda",
      "UpdateFunctionCode UpdateFunctionConfiguration PutFunctionConcurrency DeleteFunctionConcurrency TagResource UntagResource",
      "function:{name}",
    )}
     ${key("CreateGrant Encrypt Decrypt", "lambda")}`,
    "lambda:DeleteFunction function:{name}",
  ),
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": calls(
    "lambda:PutFunctionEventInvokeConfig function:{functionName}",
    "lambda:GetFunctionEventInvokeConfig function:{functionName}",
    "lambda:PutFunctionEventInvokeConfig function:{functionName}",
    "lambda:DeleteFunctionEventInvokeConfig function:{functionName}",
  ),
  "aws:lambda/permission:Permission": calls(
    "lambda:AddPermission function:{function}",
    "lambda:GetPolicy function:{function}",
    "",
    "lambda:RemovePermission function:{function}",
  ),
};
