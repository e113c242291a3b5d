import assert from "node:assert/strict";

import type { Graph } from "../../plan/graph/resource.ts";
import { noticesOf } from "../../plan/readers/notices.ts";
import { at, ofType, only, statement, waitsFor } from "../support/graph.ts";
import { STACKS, systemGraph } from "../support/stacks.ts";

const FUNCTION = "aws:lambda/function:Function";
const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const NAME = "rotate-database-secret";

describe("the rotation of the database's users", () => {
  const graphs: Record<string, Graph> = {};
  before(async () => {
    for (const stack of STACKS) graphs[stack] = await systemGraph(stack, ["ingest"]);
  });
  const graphOf = (stack: string): Graph => graphs[stack] ?? assert.fail(stack);

  it("P-KEY-4: is by schedule in prod, every 30 days, and on demand elsewhere", () => {
    const facts = STACKS.map((stack) => {
      const graph = graphOf(stack);
      const { inputs } = only(graph, ROTATION);
      const secret = only(graph, "aws:secretsmanager/secret:Secret", "database-credentials");
      return [
        at(inputs, "rotationRules", "automaticallyAfterDays"),
        inputs["rotateImmediately"],
        at(secret.inputs, "tags", "rotation"),
      ];
    });
    assert.deepEqual(facts, [
      [1000, true, "manual"],
      [1000, true, "manual"],
      [30, true, undefined],
    ]);
  });

  for (const stack of STACKS) {
    it(`P-KEY-4: in ${stack} the first run waits for all that it needs`, () => {
      const graph = graphOf(stack);
      const rotation = only(graph, ROTATION);
      const needed = [
        only(graph, FUNCTION, NAME),
        only(graph, "aws:lambda/permission:Permission", `${NAME}-rotation`),
        only(graph, "aws:rds/instance:Instance"),
        only(graph, "aws:secretsmanager/secretVersion:SecretVersion", "database-credentials"),
        ...ofType(graph, "aws:iam/rolePolicy:RolePolicy").filter(({ name }) =>
          name.startsWith(NAME),
        ),
        ...ofType(graph, EGRESS).filter(({ name }) => name.startsWith("rotation-to-")),
        ...ofType(graph, INGRESS).filter(({ name }) => name.startsWith("rotation-to-")),
        ...ofType(graph, "aws:ec2/natGateway:NatGateway"),
        ...ofType(graph, "aws:ec2/vpcEndpoint:VpcEndpoint"),
      ];
      assert.ok(needed.length >= 10);
      for (const earlier of needed) {
        assert.ok(waitsFor(graph, rotation, earlier), `not for ${earlier.type} ${earlier.name}`);
      }
      assert.deepEqual(rotation.propertyDependencies["secretId"], [
        only(graph, "aws:secretsmanager/secret:Secret", "database-credentials").urn,
      ]);
    });

    it(`P-KEY-4: in ${stack} no notice tells of a secret that waits`, () => {
      assert.deepEqual(
        noticesOf(graphOf(stack)).filter((notice) => notice.startsWith("Secret ")),
        [],
      );
    });

    it(`P-NET-7: in ${stack} the function reaches the database, Secrets Manager, and nothing else`, () => {
      const graph = graphOf(stack);
      const group = only(
        graph,
        "aws:ec2/securityGroup:SecurityGroup",
        `rampart-${stack}-sg-${NAME}`,
      );
      const rules = ofType(graph, EGRESS).filter(({ propertyDependencies }) =>
        propertyDependencies["securityGroupId"]?.includes(group.urn),
      );
      const told = rules.map(({ inputs }) => inputs["description"]);
      const secrets = stack === "prod" ? "main-endpoints" : "internet";
      assert.deepEqual(told.sort(), [`${NAME} to db-main on 5432`, `${NAME} to ${secrets} on 443`]);
      const { propertyDependencies } = only(graph, FUNCTION, NAME);
      const subnets = propertyDependencies["vpcConfig"]?.filter((urn) => urn.includes("subnet:"));
      assert.equal(subnets?.length, 3);
      assert.ok(
        subnets.every((urn) => /::network-application-/.test(urn)),
        subnets.join(),
      );
    });
  }

  it("P-KEY-4: the function may rotate its one secret, and read the master's of its one database", () => {
    const policy = only(graphOf("prod"), "aws:iam/rolePolicy:RolePolicy", `${NAME}-access`);
    const ours = "us-east-1:777788889999";
    assert.deepEqual(statement(policy, "RotateSecret"), {
      Sid: "RotateSecret",
      Effect: "Allow",
      Action: [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
      ],
      Resource: `arn:aws:secretsmanager:${ours}:secret:/prod/database/credentials-??????`,
      Condition: {
        StringEquals: {
          "secretsmanager:resource/AllowRotationLambdaArn": `arn:aws:lambda:${ours}:function:rampart-prod-fn-${NAME}`,
        },
      },
    });
    assert.deepEqual(statement(policy, "ReadMasterSecret"), {
      Sid: "ReadMasterSecret",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: `arn:aws:secretsmanager:${ours}:secret:rds!db-*`,
      Condition: {
        StringEquals: {
          "secretsmanager:ResourceTag/aws:rds:primaryDBInstanceArn": `arn:aws:rds:${ours}:db:rampart-prod-db-main`,
        },
      },
    });
    const [database] = ofType(graphOf("prod"), "aws:rds/instance:Instance");
    assert.equal(database?.inputs["identifier"], "rampart-prod-db-main");
  });

  it("T69: the function trusts Amazon's own authorities, which Lambda has in a file", () => {
    assert.deepEqual(only(graphOf("dev"), FUNCTION, NAME).inputs["environment"], {
      variables: { DATABASE_AUTHORITIES_FILE: "/var/runtime/ca-cert.pem" },
    });
  });
});
