import assert from "node:assert/strict";

import { iamPrivescSingleDocument } from "../../../../policy-pack/controls/iam/iam-privesc-single-document.ts";
import { ESCALATIONS } from "../../../../policy-pack/controls/iam/escalations.ts";
import { judged } from "../../support/cases.ts";
import { allBut, allow, deny, iamArn, itJudgesDocuments, policy } from "./documents.ts";

const gains = (ways: string) => [`policy lets its bearer gain rights by ${ways}`];
const APP = iamArn("role/app-*");
const BOUNDARY = { "iam:PermissionsBoundary": iamArn("policy/ceiling") };
const SELF = iamArn("user/${aws:username}");
const LAMBDA = { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } };
const RUN = ["lambda:CreateFunction", "lambda:InvokeFunction"];
const RUNS = "iam:PassRole with lambda:CreateFunction with lambda:InvokeFunction";

/** The paths that pathfinding.cloud lists, by the actions that each needs. */
const PATHS: readonly string[] = [
  "iam:PassRole apprunner:CreateService",
  "apprunner:UpdateService",
  "iam:PassRole bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter",
  "bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter",
  "iam:PassRole cloudformation:CreateStack",
  "cloudformation:UpdateStack",
  "iam:PassRole cloudformation:CreateStackSet cloudformation:CreateStackInstances",
  "iam:PassRole cloudformation:UpdateStackSet",
  "cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet",
  "iam:PassRole codebuild:CreateProject codebuild:StartBuild",
  "codebuild:StartBuild",
  "codebuild:StartBuildBatch",
  "iam:PassRole codebuild:CreateProject codebuild:StartBuildBatch",
  "iam:PassRole datapipeline:CreatePipeline datapipeline:PutPipelineDefinition datapipeline:ActivatePipeline",
  "iam:PassRole ec2:RunInstances",
  "ec2:ModifyInstanceAttribute ec2:StopInstances ec2:StartInstances",
  "iam:PassRole ec2:RequestSpotInstances",
  "ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate",
  "ec2-instance-connect:SendSSHPublicKey ec2:DescribeInstances",
  "iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:CreateService",
  "iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:RunTask",
  "iam:PassRole ecs:RegisterTaskDefinition ecs:CreateService",
  "iam:PassRole ecs:RegisterTaskDefinition ecs:RunTask",
  "iam:PassRole ecs:RegisterTaskDefinition ecs:StartTask",
  "iam:PassRole glue:CreateDevEndpoint",
  "glue:UpdateDevEndpoint",
  "iam:PassRole glue:CreateJob glue:StartJobRun",
  "iam:PassRole glue:CreateJob glue:CreateTrigger",
  "iam:PassRole glue:UpdateJob glue:StartJobRun",
  "iam:PassRole glue:UpdateJob glue:CreateTrigger",
  "iam:CreatePolicyVersion",
  "iam:CreateAccessKey",
  "iam:CreateAccessKey iam:DeleteAccessKey",
  "iam:CreateLoginProfile",
  "iam:PutRolePolicy",
  "iam:UpdateLoginProfile",
  "iam:PutUserPolicy",
  "iam:AttachUserPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachGroupPolicy",
  "iam:PutGroupPolicy",
  "iam:UpdateAssumeRolePolicy",
  "iam:AddUserToGroup",
  "iam:AttachRolePolicy sts:AssumeRole",
  "iam:AttachUserPolicy iam:CreateAccessKey",
  "iam:CreatePolicyVersion sts:AssumeRole",
  "iam:PutRolePolicy sts:AssumeRole",
  "iam:PutUserPolicy iam:CreateAccessKey",
  "iam:AttachRolePolicy iam:UpdateAssumeRolePolicy",
  "iam:CreatePolicyVersion iam:UpdateAssumeRolePolicy",
  "iam:PutRolePolicy iam:UpdateAssumeRolePolicy",
  "iam:PassRole lambda:CreateFunction lambda:InvokeFunction",
  "iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping",
  "lambda:UpdateFunctionCode",
  "lambda:UpdateFunctionCode lambda:InvokeFunction",
  "lambda:UpdateFunctionCode lambda:AddPermission",
  "iam:PassRole lambda:CreateFunction lambda:AddPermission",
  "iam:PassRole sagemaker:CreateNotebookInstance",
  "iam:PassRole sagemaker:CreateTrainingJob",
  "iam:PassRole sagemaker:CreateProcessingJob",
  "sagemaker:CreatePresignedNotebookInstanceUrl",
  "sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:StopNotebookInstance sagemaker:UpdateNotebookInstance sagemaker:StartNotebookInstance",
  "ssm:StartSession",
  "ssm:SendCommand",
  "sts:AssumeRole",
];

describe("iam-privesc-single-document", () => {
  itJudgesDocuments({
    control: iamPrivescSingleDocument,
    good: allow(["iam:GetRole", "s3:GetObject"], "*"),
    bad: allow("iam:CreatePolicyVersion", "*"),
    message: (path) => `${path} lets its bearer gain rights by iam:CreatePolicyVersion`,
    fails: [
      ["the action is a pattern", allow("iam:CreatePolicyV*", "*")],
      ["the action is written otherwise", allow("IAM:createpolicyversion", "*")],
      ["all policies are meant", allow("iam:CreatePolicyVersion", iamArn("policy/*"))],
      [
        "all but one policy are meant",
        allow("iam:CreatePolicyVersion", [], { NotResource: iamArn("policy/a") }),
      ],
      [
        "a denial is for one policy",
        allow("iam:CreatePolicyVersion", "*"),
        deny("iam:*", iamArn("policy/a")),
      ],
      [
        "a device is asked for",
        allow("iam:CreatePolicyVersion", "*", {
          Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
        }),
      ],
      {
        row: ["a role is passed to code", allow(["iam:PassRole", ...RUN], "*")],
        messages: gains(RUNS),
      },
      {
        row: [
          "two statements make it up",
          allow("iam:PassRole", "*"),
          allow(RUN, "arn:aws:lambda:*:*:function:app-*"),
        ],
        messages: gains(RUNS),
      },
      {
        row: [
          "the service is the right one",
          allow("iam:PassRole", "*", { Condition: LAMBDA }),
          allow(RUN, "*"),
        ],
        messages: gains(RUNS),
      },
      {
        row: ["users name themselves", allow("iam:PutUserPolicy", SELF)],
        messages: gains("iam:PutUserPolicy"),
      },
      {
        row: ["all of IAM is allowed", allow("iam:*", "*")],
        messages: gains(
          "iam:AddUserToGroup; iam:AttachGroupPolicy; iam:AttachRolePolicy, and 16 more ways",
        ),
      },
      {
        row: ["all but IAM is allowed", allBut("iam:*", "*")],
        messages: gains(
          "sts:AssumeRole; rolesanywhere:UpdateTrustAnchor; sso:AttachManagedPolicyToPermissionSet, and 27 more ways",
        ),
      },
    ],
    accepts: [
      ["named policies", allow("iam:CreatePolicyVersion", iamArn("policy/app-*"))],
      [
        "named roles",
        allow(["iam:PutRolePolicy", "iam:PassRole", "sts:AssumeRole"], APP),
        allow("ecs:RunTask", "*"),
      ],
      ["keys of one's own", allow(["iam:CreateAccessKey", "iam:UpdateLoginProfile"], SELF)],
      [
        "roles under a boundary",
        allow(["iam:AttachRolePolicy", "iam:PutRolePolicy"], "*", {
          Condition: { StringEquals: BOUNDARY },
        }),
      ],
      [
        "roles under a boundary that a denial demands",
        allow(["iam:AttachRolePolicy", "iam:PutRolePolicy"], "*"),
        deny("iam:*", "*", { Condition: { StringNotEquals: BOUNDARY } }),
      ],
      ["half of a way", allow(["iam:PassRole", "lambda:CreateFunction"], "*")],
      ["the other half", allow(RUN, "*")],
      [
        "another service",
        allow("iam:PassRole", "*", { Condition: LAMBDA }),
        allow("ecs:RunTask", "*"),
      ],
      ["a denial of one half", allow(["iam:PassRole", ...RUN], "*"), deny("lambda:Create*", "*")],
      ["a denial of the rest", allow("iam:*", "*"), deny([], "*", { NotAction: "iam:Get*" })],
      ["all of a bucket", allow("*", "arn:aws:s3:::app/*")],
      ["all of S3", allow("*", "arn:aws:s3:::*")],
      [
        "commands to tagged hosts",
        allow("ssm:SendCommand", "*", {
          Condition: { StringEquals: { "ssm:resourceTag/app": "x" } },
        }),
      ],
      [
        "commands to one host",
        allow("ssm:SendCommand", ["arn:aws:ec2:*:*:instance/i-0abc", "arn:aws:ssm:*:*:document/*"]),
      ],
      ["a denial", deny("iam:*", "*")],
    ],
  });

  for (const path of PATHS) {
    it(`knows ${path}`, () => {
      const { outcome } = judged(
        iamPrivescSingleDocument,
        [policy(allow(path.split(" "), "*"))],
        "policy",
      );
      assert.equal(outcome, "fail");
    });
  }

  it("finds every way of its table, alone in a document", () => {
    const missed = ESCALATIONS.filter(({ broad, also }) => {
      const only = policy(allow([...broad, ...also], "*"));
      return judged(iamPrivescSingleDocument, [only], "policy").outcome !== "fail";
    });
    assert.deepEqual(missed, []);
    assert.ok(ESCALATIONS.length >= 101, String(ESCALATIONS.length));
  });

  it("does not take a part of a way for the whole", () => {
    const alone = new Set(
      ESCALATIONS.flatMap(({ broad, also }) => (broad.length + also.length === 1 ? broad : [])),
    );
    const longer = ESCALATIONS.filter(({ broad, also }) => broad.length + also.length > 1);
    const parts = longer.map(({ broad, also }) => [...broad, ...also].slice(1));
    for (const part of parts.filter((actions) => !actions.some((one) => alone.has(one)))) {
      const whole = ESCALATIONS.some((way) =>
        [...way.broad, ...way.also].every((one) => part.includes(one)),
      );
      const { outcome } = judged(iamPrivescSingleDocument, [policy(allow(part, "*"))], "policy");
      assert.equal(outcome, whole ? "fail" : "pass", part.join(" "));
    }
  });
});
