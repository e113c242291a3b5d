/**
 * Ways by which an identity gives itself rights that nobody gave it. Reviewed on 2026-11-22 against
 * the paths of pathfinding.cloud (state of December 2025) and the combinations that Prowler looks
 * for; the actions' names are in the Service Authorization Reference (state of April 2026).
 */
export interface Escalation {
  /** Actions that must be allowed on resources that the document does not name. */
  readonly broad: readonly string[];
  /** Actions that must be allowed besides, on anything. */
  readonly also: readonly string[];
  /** Service that gets the role, where the way is to pass it one: then `iam:PassRole` is needed. */
  readonly passedTo?: string;
}

/** Actions that suffice alone: on identities, on what others run, on who may come in. */
const ALONE = [
  // Change one's own rights, or take away what limits them.
  "iam:AddUserToGroup",
  "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:CreatePolicyVersion",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
  "iam:PutGroupPolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:PutUserPermissionsBoundary",
  "iam:PutUserPolicy",
  "iam:SetDefaultPolicyVersion",
  // Become somebody else.
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateLoginProfile",
  "sts:AssumeRole",
  // Let a provider vouch for whom one likes.
  "iam:UpdateSAMLProvider",
  "rolesanywhere:UpdateTrustAnchor",
  "sso:AttachManagedPolicyToPermissionSet",
  "sso:CreateAccountAssignment",
  "sso:PutInlinePolicyToPermissionSet",
  // Run one's own code with a role that is already there.
  "apprunner:UpdateService",
  "cloudformation:UpdateStack",
  "codebuild:StartBuild",
  "codebuild:StartBuildBatch",
  "ec2-instance-connect:SendSSHPublicKey",
  "ecs:ExecuteCommand",
  "glue:UpdateDevEndpoint",
  "lambda:UpdateFunctionCode",
  "lambda:UpdateFunctionConfiguration",
  "sagemaker:CreatePresignedDomainUrl",
  "sagemaker:CreatePresignedNotebookInstanceUrl",
  "ssm:CreateAssociation",
  "ssm:SendCommand",
  "ssm:StartSession",
  "ssm:UpdateAssociation",
];

/** The same with several actions. */
const TOGETHER = [
  ["bedrock-agentcore:InvokeCodeInterpreter", "bedrock-agentcore:StartCodeInterpreterSession"],
  ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
  ["codebuild:UpdateProject", "codebuild:StartBuild"],
  ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"],
  ["ec2:ModifyInstanceAttribute", "ec2:StartInstances", "ec2:StopInstances"],
  ["eks:AssociateAccessPolicy", "eks:CreateAccessEntry"],
  ["glue:RunStatement", "glue:GetSession"],
  ["kinesisanalytics:StartApplication", "kinesisanalytics:UpdateApplication"],
  [
    "sagemaker:CreateNotebookInstanceLifecycleConfig",
    "sagemaker:StartNotebookInstance",
    "sagemaker:StopNotebookInstance",
    "sagemaker:UpdateNotebookInstance",
  ],
  ["states:StartExecution", "states:UpdateStateMachine"],
];

/** What turns a role that one may pass into its rights, by the service that gets it. */
const WITH_A_ROLE: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "airflow.amazonaws.com": [["airflow:CreateEnvironment"]],
  "apprunner.amazonaws.com": [["apprunner:CreateService"]],
  "tasks.apprunner.amazonaws.com": [["apprunner:CreateService"]],
  "batch.amazonaws.com": [["batch:RegisterJobDefinition", "batch:SubmitJob"]],
  "bedrock-agentcore.amazonaws.com": [
    [
      "bedrock-agentcore:CreateCodeInterpreter",
      "bedrock-agentcore:InvokeCodeInterpreter",
      "bedrock-agentcore:StartCodeInterpreterSession",
    ],
    ["bedrock-agentcore:CreateAgentRuntime", "bedrock-agentcore:InvokeAgentRuntime"],
  ],
  "cloudformation.amazonaws.com": [
    ["cloudformation:CreateStack"],
    ["cloudformation:UpdateStack"],
    ["cloudformation:CreateStackInstances", "cloudformation:CreateStackSet"],
    ["cloudformation:UpdateStackSet"],
    ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
  ],
  "codebuild.amazonaws.com": [
    ["codebuild:CreateProject", "codebuild:StartBuild"],
    ["codebuild:CreateProject", "codebuild:StartBuildBatch"],
    ["codebuild:StartBuild", "codebuild:UpdateProject"],
    ["codebuild:StartBuildBatch", "codebuild:UpdateProject"],
  ],
  "codepipeline.amazonaws.com": [
    ["codepipeline:CreatePipeline"],
    ["codepipeline:StartPipelineExecution", "codepipeline:UpdatePipeline"],
  ],
  "cognito-identity.amazonaws.com": [["cognito-identity:SetIdentityPoolRoles"]],
  "datapipeline.amazonaws.com": [
    [
      "datapipeline:ActivatePipeline",
      "datapipeline:CreatePipeline",
      "datapipeline:PutPipelineDefinition",
    ],
  ],
  "ec2.amazonaws.com": [
    ["ec2:RunInstances"],
    ["ec2:AssociateIamInstanceProfile"],
    ["ec2:ReplaceIamInstanceProfileAssociation"],
    ["ec2:RequestSpotInstances"],
    ["ec2:RequestSpotFleet"],
    ["ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
    ["autoscaling:CreateAutoScalingGroup", "autoscaling:CreateLaunchConfiguration"],
    ["autoscaling:CreateAutoScalingGroup", "ec2:CreateLaunchTemplate"],
    ["autoscaling:CreateLaunchConfiguration", "autoscaling:UpdateAutoScalingGroup"],
    ["iam:AddRoleToInstanceProfile"],
  ],
  "ecs-tasks.amazonaws.com": [
    ["ecs:RunTask"],
    ["ecs:StartTask"],
    ["ecs:CreateService", "ecs:RegisterTaskDefinition"],
    ["ecs:RegisterTaskDefinition", "ecs:UpdateService"],
    ["ecs:CreateTaskSet", "ecs:RegisterTaskDefinition"],
  ],
  "elasticmapreduce.amazonaws.com": [["elasticmapreduce:RunJobFlow"]],
  "emr-serverless.amazonaws.com": [["emr-serverless:StartJobRun"]],
  "events.amazonaws.com": [["events:PutRule", "events:PutTargets"]],
  "gamelift.amazonaws.com": [["gamelift:CreateBuild", "gamelift:CreateFleet"]],
  "glue.amazonaws.com": [
    ["glue:CreateDevEndpoint"],
    ["glue:CreateJob", "glue:StartJobRun"],
    ["glue:CreateJob", "glue:CreateTrigger"],
    ["glue:StartJobRun", "glue:UpdateJob"],
    ["glue:CreateTrigger", "glue:UpdateJob"],
    ["glue:CreateSession", "glue:RunStatement"],
  ],
  "imagebuilder.amazonaws.com": [
    ["imagebuilder:CreateImage", "imagebuilder:CreateInfrastructureConfiguration"],
  ],
  "kinesisanalytics.amazonaws.com": [
    ["kinesisanalytics:CreateApplication", "kinesisanalytics:StartApplication"],
  ],
  "lambda.amazonaws.com": [
    ["lambda:CreateFunction", "lambda:InvokeFunction"],
    ["lambda:CreateEventSourceMapping", "lambda:CreateFunction"],
    ["lambda:AddPermission", "lambda:CreateFunction"],
    ["lambda:CreateFunction", "lambda:CreateFunctionUrlConfig"],
    ["lambda:InvokeFunction", "lambda:UpdateFunctionConfiguration"],
  ],
  "pipes.amazonaws.com": [["pipes:CreatePipe"], ["pipes:UpdatePipe"]],
  "pods.eks.amazonaws.com": [["eks:CreatePodIdentityAssociation"]],
  "rolesanywhere.amazonaws.com": [
    ["rolesanywhere:CreateProfile", "rolesanywhere:CreateTrustAnchor"],
  ],
  "sagemaker.amazonaws.com": [
    ["sagemaker:CreateNotebookInstance"],
    ["sagemaker:CreateProcessingJob"],
    ["sagemaker:CreateTrainingJob"],
    ["sagemaker:CreateHyperParameterTuningJob"],
    ["sagemaker:CreateAutoMLJob"],
    ["sagemaker:CreatePresignedDomainUrl", "sagemaker:CreateUserProfile"],
  ],
  "scheduler.amazonaws.com": [["scheduler:CreateSchedule"], ["scheduler:UpdateSchedule"]],
  "ssm.amazonaws.com": [["ssm:StartAutomationExecution"], ["ssm:CreateActivation"]],
  "states.amazonaws.com": [
    ["states:CreateStateMachine", "states:StartExecution"],
    ["states:StartExecution", "states:UpdateStateMachine"],
    ["states:TestState"],
  ],
};

export const ESCALATIONS: readonly Escalation[] = [
  ...ALONE.map((action) => ({ broad: [action], also: [] })),
  ...TOGETHER.map((actions) => ({ broad: actions, also: [] })),
  ...Object.entries(WITH_A_ROLE).flatMap(([passedTo, ways]) =>
    ways.map((also) => ({ broad: ["iam:PassRole"], also, passedTo })),
  ),
];

/**
 * Actions that change the rights of the user who calls: to name him as `user/${aws:username}`
 * narrows nothing.
 */
export const ON_ONESELF = [
  "iam:AttachUserPolicy",
  "iam:DeleteUserPermissionsBoundary",
  "iam:PutUserPermissionsBoundary",
  "iam:PutUserPolicy",
];
