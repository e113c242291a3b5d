import assert from "node:assert/strict";

import type { Graph } from "../../../plan/graph/resource.ts";
import { noticesOf } from "../../../plan/readers/notices.ts";
import { at, ofType, only, policyOf } from "../../support/graph.ts";
import { graphOf, GROUPS, judge, recordStacks } from "../../support/identities.ts";
import { answer, roleIn } from "../../support/iam.ts";
import { rawSettings, withSetting } from "../../support/settings.ts";
import { programGraph } from "../../support/stacks.ts";
import { environmentIn, scriptOf } from "../../support/hosts.ts";
import { textOf } from "../../traps/reading.ts";

const ACCOUNT = "111122223333";
const TABLE_ARN = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/rampart-dev-table-documents`;
const GROUP = "aws:autoscaling/group:Group";
const ROLE = "aws:iam/role:Role";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

describe("what the hosts of the documents may", () => {
  recordStacks();
  let graph: Graph;
  before(() => {
    graph = graphOf("dev");
  });
  const template = () => only(graph, TEMPLATE, "rampart-dev-lt-documents");

  it("S-DOCS-2: no key pair, IMDSv2 alone, no port but the application's, and that for the balancer", () => {
    const { inputs } = template();
    assert.equal(inputs["keyName"], undefined);
    assert.equal(at(inputs, "metadataOptions", "httpTokens"), "required");
    assert.equal(at(inputs, "networkInterfaces", 0, "associatePublicIpAddress"), "false");
    const group = "rampart:systems:Documents$rampart:documents:DocumentsHosts$";
    const opened = ofType(graph, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
      .filter(({ urn }) => urn.includes(group))
      .map(({ name, inputs: rule }) => [name, rule["fromPort"], rule["cidrIpv4"]]);
    assert.deepEqual(opened, [
      ["documents-from-load-balancer", 8080, undefined],
      ["documents-to-endpoints", 443, undefined],
    ]);
  });

  for (const [action, resource, allowed] of [
    ["dynamodb:PutItem", TABLE_ARN, true],
    ["dynamodb:GetItem", TABLE_ARN, true],
    ["dynamodb:Query", `${TABLE_ARN}/index/newest`, true],
    ["dynamodb:Query", TABLE_ARN, false],
    ["dynamodb:DeleteItem", TABLE_ARN, false],
    ["dynamodb:Scan", TABLE_ARN, false],
    ["dynamodb:UpdateItem", TABLE_ARN, false],
    ["dynamodb:PutItem", TABLE_ARN.replace("documents", "ingest"), false],
    [
      "s3:GetObject",
      "arn:aws:s3:::rampart-dev-s3-docs-artefacts-111122223333-us-east-1/sha256:00.tar",
      true,
    ],
    [
      "s3:PutObject",
      "arn:aws:s3:::rampart-dev-s3-docs-artefacts-111122223333-us-east-1/sha256:00.tar",
      false,
    ],
    [
      "secretsmanager:GetSecretValue",
      `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:/dev/app/jwt-secret-AbCdEf`,
      true,
    ],
    [
      "secretsmanager:GetSecretValue",
      `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:/dev/database/credentials-AbCdEf`,
      false,
    ],
  ] as const) {
    it(`S-DOCS-2: may ${allowed ? "" : "not "}${action} ${resource.slice(-40)}`, () => {
      const { documents } = roleIn(graph, only(graph, ROLE, "documents"));
      const context = { "aws:RequestedRegion": "us-east-1" };
      const given = answer({ documents: documents.slice(0, 1) }, { action, resource, context });
      assert.equal(given === "allowed", allowed);
    });
  }

  it("S-DOCS-2: the core of SSM is all that AWS's own policies give them", () => {
    const attached = ofType(graph, "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter(({ inputs }) => inputs["role"] === "rampart-dev-role-documents")
      .map(({ inputs }) => inputs["policyArn"]);
    assert.deepEqual(attached, ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]);
  });

  it("P-KEY-2: EC2 Auto Scaling may use the key for their volumes, and for nothing else", () => {
    const { Statement } = policyOf(only(graph, "aws:kms/key:Key", "main-key"));
    const role = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
    const byRole = { "kms:CallerAccount": ACCOUNT, "aws:PrincipalArn": role };
    assert.deepEqual(
      Statement.filter(({ Sid }) => Sid.startsWith("HostGroups")).map(({ Action, Condition }) => ({
        Action,
        Condition,
      })),
      [
        {
          Action: [
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey*",
            "kms:ReEncrypt*",
          ],
          Condition: { StringEquals: byRole },
        },
        {
          Action: "kms:CreateGrant",
          Condition: { StringEquals: byRole, Bool: { "kms:GrantIsForAWSResource": "true" } },
        },
      ],
    );
  });
});

describe("people and the hosts of the documents", () => {
  recordStacks();
  const tags = { "ssm:resourceTag/Project": "rampart", "ssm:resourceTag/Environment": "dev" };
  const group = "autoscaling autoScalingGroup:1:autoScalingGroupName/{scope}-asg-documents";

  it("S-DOCS-2, P-IAM-2: who runs the environment enters them by SSM and renews them; others look on", () => {
    judge("dev", GROUPS, [
      {
        action: "ssm:StartSession",
        on: "ec2 instance/i-1",
        context: { ...tags, "ssm:SessionDocumentAccessCheck": "true" },
        allowed: ["admin", "devops"],
      },
      {
        action: "ssm:StartSession",
        on: "ec2 instance/i-1",
        context: { ...tags, "ssm:resourceTag/Environment": "prod" },
        allowed: ["admin"],
      },
      {
        action: "ssm:StartSession",
        on: "ssm document/SSM-SessionManagerRunShell",
        allowed: ["admin", "devops"],
      },
      {
        action: "ssm:StartSession",
        on: "ssm document/AWS-StartPortForwardingSession",
        allowed: ["admin"],
      },
      { action: "autoscaling:StartInstanceRefresh", on: group, allowed: ["admin", "devops"] },
      { action: "autoscaling:DeleteAutoScalingGroup", on: group, allowed: ["admin"] },
    ]);
  });

  it("S-DOCS-2: they carry the tags by which people are let in", () => {
    const tagged = only(graphOf("dev"), GROUP, "documents").inputs["tags"];
    assert.deepEqual(tagged, [
      { key: "Project", value: "rampart", propagateAtLaunch: true },
      { key: "Environment", value: "dev", propagateAtLaunch: true },
      { key: "ManagedBy", value: "pulumi", propagateAtLaunch: true },
      { key: "Owner", value: "platform-team", propagateAtLaunch: true },
      { key: "Name", value: "rampart-dev-ec2-documents", propagateAtLaunch: true },
    ]);
  });
});

describe("an open door of the documents", () => {
  it("S-DOCS-2: asks for no token, and reads no key for them", async () => {
    const graph = await programGraph(withSetting(rawSettings("dev"), "documents.access", "open"));
    const environment = environmentIn(scriptOf(only(graph, TEMPLATE, "rampart-dev-lt-documents")));
    assert.equal(environment["OPEN_DOORS"], "documents");
    assert.equal(environment["JWT_SECRET"], undefined);
    const { documents } = roleIn(graph, only(graph, ROLE, "documents"));
    assert.doesNotMatch(JSON.stringify(documents[0]), /secretsmanager/);
  });
});

describe("what the plan says of the documents' door", () => {
  const publicOnes = (graph: Graph) =>
    noticesOf(graph).filter((notice) => notice.includes("to everyone"));

  it("S-DOCS-2: nothing of one that asks for tokens, and of an open one that it is public", async () => {
    assert.deepEqual(publicOnes(graphOf("dev")), []);
    const open = withSetting(rawSettings("dev"), "documents.access", "open");
    assert.deepEqual(publicOnes(await programGraph(open)), [
      "rampart-dev-lt-documents serves documents to everyone: the door is open, and no token is asked for.",
    ]);
  });

  it("S-DOCS-2: the same of tasks", () => {
    const graph = structuredClone(graphOf("dev"));
    const task = only(graph, "aws:ecs/taskDefinition:TaskDefinition", "api");
    const open = '"environment":[{"name":"OPEN_DOORS","value":"items,music"},';
    const containers = textOf(task.inputs["containerDefinitions"]);
    Object.assign(task.inputs, {
      containerDefinitions: containers.replace('"environment":[', open),
    });
    assert.deepEqual(publicOnes(graph), [
      "api serves items, music to everyone: the door is open, and no token is asked for.",
    ]);
  });
});
