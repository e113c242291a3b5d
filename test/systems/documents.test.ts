import assert from "node:assert/strict";

import { DOCUMENTS_NODE_OPTIONS, DOCUMENTS_TABLE } from "../../app/contract.ts";
import { settingsOf } from "../../app/settings.ts";
import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { noticesOf } from "../../plan/readers/notices.ts";
import { at, ofType, only, policyOf, waitsFor } from "../support/graph.ts";
import { graphOf, GROUPS, judge, recordStacks } from "../support/identities.ts";
import { answer, roleIn } from "../support/iam.ts";
import { problemLines, rawSettings, withSetting } from "../support/settings.ts";
import { programGraph, STACKS } from "../support/stacks.ts";
import { environmentIn, scriptOf } from "../support/hosts.ts";
import { textOf } from "../traps/reading.ts";

const ACCOUNT = "111122223333";
const TABLE_ARN = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/rampart-dev-table-documents`;

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const GROUP = "aws:autoscaling/group:Group";
const LISTENER = "aws:lb/listener:Listener";
const ROLE = "aws:iam/role:Role";
const TABLE = "aws:dynamodb/table:Table";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const WEB_ACL = "aws:wafv2/webAcl:WebAcl";

/** Routes of the table that a subnet is associated with. */
function routesOf(graph: Graph, subnet: Resource): Resource[] {
  const isOf = (property: string, urn: string) => (resource: Resource) =>
    resource.propertyDependencies[property]?.includes(urn);
  const tables = ofType(graph, "aws:ec2/routeTableAssociation:RouteTableAssociation")
    .filter(isOf("subnetId", subnet.urn))
    .flatMap(({ propertyDependencies }) => propertyDependencies["routeTableId"] ?? []);
  return tables.flatMap((table) =>
    ofType(graph, "aws:ec2/route:Route").filter(isOf("routeTableId", table)),
  );
}

/** What a stack's documents consist of: `aws:s3/bucket docs-artefacts`. */
function madeBy(graph: Graph): string[] {
  const isOfDocuments = (urn: string) => urn.includes("::rampart:systems:Documents$");
  return graph.resources
    .filter(({ urn, custom }) => custom && isOfDocuments(urn))
    .map(({ type, name }) => `${type.replace(/:[^:]*$/, "")} ${name}`)
    .sort();
}

describe("the documents", () => {
  recordStacks();
  let graph: Graph;
  before(() => {
    graph = graphOf("dev");
  });
  const hosts = () => only(graph, GROUP, "documents");
  const template = () => only(graph, TEMPLATE, "rampart-dev-lt-documents");

  it("S-DOCS: are on in the three stacks", () => {
    for (const stack of STACKS) {
      const made = madeBy(graphOf(stack));
      assert.ok(made.includes("aws:autoscaling/group documents"), stack);
      assert.ok(made.includes("aws:dynamodb/table documents-table"), stack);
    }
  });

  for (const value of [undefined, { mode: "off" }]) {
    it(`S-DOCS: leave nothing where their block is ${JSON.stringify(value)}`, async () => {
      const without = await programGraph(withSetting(rawSettings("dev"), "documents", value));
      assert.deepEqual(madeBy(without), []);
      assert.equal(without.outputs["documents"], undefined);
      const key = policyOf(only(without, "aws:kms/key:Key", "main-key"));
      assert.ok(!key.Statement.some(({ Sid }) => Sid.startsWith("HostGroups")));
    });
  }

  describe("hosts", () => {
    it("S-DOCS-1: one from the template, protected from scaling in; two to four in prod", () => {
      const { inputs } = hosts();
      assert.deepEqual([inputs["minSize"], inputs["maxSize"]], [1, 1]);
      assert.equal(inputs["protectFromScaleIn"], true);
      const prod = only(graphOf("prod"), GROUP, "documents").inputs;
      assert.deepEqual([prod["minSize"], prod["maxSize"]], [2, 4]);
    });

    it("S-DOCS-1: each of their subnets is private: its way out is a NAT gateway, and nobody gets a public address", () => {
      for (const stack of STACKS) {
        const made = graphOf(stack);
        const group = only(made, GROUP, "documents");
        const subnets = ofType(made, "aws:ec2/subnet:Subnet").filter(({ urn }) =>
          group.propertyDependencies["vpcZoneIdentifiers"]?.includes(urn),
        );
        assert.deepEqual(
          subnets.map(({ name }) => name).sort(),
          ["use1-az1", "use1-az2", "use1-az4"].map((zone) => `network-application-${zone}`),
        );
        for (const subnet of subnets) {
          assert.notEqual(subnet.inputs["mapPublicIpOnLaunch"], true, subnet.name);
          const ways = routesOf(made, subnet).filter(
            ({ inputs }) => inputs["destinationCidrBlock"] === "0.0.0.0/0",
          );
          assert.deepEqual(
            ways.map(({ inputs }) => ["natGatewayId" in inputs, "gatewayId" in inputs]),
            [[true, false]],
            subnet.name,
          );
        }
        const face = only(made, TEMPLATE, `rampart-${stack}-lt-documents`).inputs;
        assert.equal(at(face, "networkInterfaces", 0, "associatePublicIpAddress"), "false");
        assert.equal(at(face, "networkInterfaces", 0, "subnetId"), undefined);
      }
    });

    it("S-DOCS-1: more of them are made by themselves and none is ended, which somebody is told after a day", () => {
      const prod = graphOf("prod");
      const policy = only(prod, "aws:autoscaling/policy:Policy", "documents");
      assert.equal(at(policy.inputs, "targetTrackingConfiguration", "disableScaleIn"), true);
      const { inputs } = only(prod, ALARM, "documents-surplus-hosts");
      assert.deepEqual(
        ["metricName", "dimensions", "statistic", "comparisonOperator", "threshold"].map(
          (name) => inputs[name],
        ),
        [
          "GroupInServiceInstances",
          { AutoScalingGroupName: "rampart-prod-asg-documents" },
          "Minimum",
          "GreaterThanThreshold",
          2,
        ],
      );
      assert.deepEqual([inputs["period"], inputs["evaluationPeriods"]], [3600, 24]);
      assert.ok(!ofType(graph, ALARM).some(({ name }) => name === "documents-surplus-hosts"));
    });

    it("S-DOCS-1: the balancer asks them for /status on 8080, every ten seconds and often enough", () => {
      const { inputs } = only(graph, TARGET_GROUP, "rampart-dev-tg-docs");
      assert.deepEqual([inputs["port"], inputs["targetType"]], [8080, "instance"]);
      assert.deepEqual(inputs["healthCheck"], {
        enabled: true,
        protocol: "HTTP",
        port: "traffic-port",
        path: "/status",
        matcher: "200",
        healthyThreshold: 2,
        unhealthyThreshold: 3,
        timeout: 5,
        interval: 10,
      });
      assert.equal(hosts().inputs["healthCheckGracePeriod"], 300);
    });

    it("S-DOCS-1: a new archive or a new template replaces them one by one, unless alarms object", () => {
      const { inputs } = hosts();
      assert.deepEqual(at(inputs, "instanceRefresh", "preferences"), {
        minHealthyPercentage: 100,
        maxHealthyPercentage: 110,
        scaleInProtectedInstances: "Refresh",
        // Not latency, which the balancer measures from an upload's first byte to its answer.
        alarmSpecification: { alarms: ["rampart-dev-alarm-documents-5xx"] },
      });
      // The archive's name is in the script, the script in the template, its version in the group.
      const { inputs: object } = only(
        graph,
        "aws:s3/bucketObjectv2:BucketObjectv2",
        "documents-artefacts",
      );
      assert.match(textOf(object["key"]), /^sha256:[0-9a-f]{64}\.tar$/);
      assert.ok(scriptOf(template()).includes(textOf(object["key"])));
      assert.ok(hosts().propertyDependencies["launchTemplate"]?.includes(template().urn));
    });

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

    it("S-DOCS-2, S-DOCS-5: the process knows its region, its port and its table, and how to take uploads", () => {
      const environment = environmentIn(scriptOf(template()));
      assert.deepEqual(environment, {
        NODE_ENV: "production",
        NODE_OPTIONS: DOCUMENTS_NODE_OPTIONS,
        AWS_REGION: "us-east-1",
        PORT: "8080",
        KEEP_ALIVE_SECONDS: "65",
        DOORS: "documents",
        DOCUMENTS_TABLE: "rampart-dev-table-documents",
        UPLOAD_BYTES: "10485760000",
        JWT_SECRET: "/dev/app/jwt-secret",
        JWT_ISSUER: "rampart-dev",
        JWT_AUDIENCE: "documents",
      });
      const settings = settingsOf(environment);
      assert.deepEqual([settings.HOST, settings.PORT], ["0.0.0.0", 8080]);
      assert.equal(settings.OPEN_DOORS, undefined);
    });

    it("S-DOCS-5: its output is one file, rotated each day, kept for a week, packed", () => {
      const script = scriptOf(template());
      assert.match(script, /^StandardOutput=append:\/var\/log\/app\/document-service\.log$/m);
      const rule =
        /^\/var\/log\/app\/document-service\.log \{\n {4}daily\n {4}rotate 7\n {4}compress$/m;
      assert.match(script, rule);
      assert.match(script, /^install -m 0640 \/dev\/null \/var\/log\/app\/document-service\.log$/m);
      assert.match(script, /^User=documents$/m);
      assert.deepEqual(
        ofType(graph, "aws:cloudwatch/logGroup:LogGroup").filter(({ urn }) =>
          urn.includes("DocumentsHosts"),
        ),
        [],
      );
    });

    it("S-DOCS-5: archive, table, token key and network are there before the first boot", () => {
      for (const [type, name] of [
        ["aws:s3/bucketObjectv2:BucketObjectv2", "documents-artefacts"],
        [TABLE, "documents-table"],
        ["aws:secretsmanager/secret:Secret", "jwt-secret"],
        ["aws:iam/rolePolicy:RolePolicy", "documents-host"],
      ] as const) {
        assert.ok(waitsFor(graph, hosts(), only(graph, type, name)), name);
      }
    });

    it("P-KEY-2: EC2 Auto Scaling may use the key for their volumes, and for nothing else", () => {
      const { Statement } = policyOf(only(graph, "aws:kms/key:Key", "main-key"));
      const role = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
      const byRole = { "kms:CallerAccount": ACCOUNT, "aws:PrincipalArn": role };
      assert.deepEqual(
        Statement.filter(({ Sid }) => Sid.startsWith("HostGroups")).map(
          ({ Action, Condition }) => ({ Action, Condition }),
        ),
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

  describe("table", () => {
    it("S-DOCS-3: on demand, recoverable, under the customer key, as the application needs it", () => {
      const { inputs } = only(graph, TABLE, "documents-table");
      const { index, attributes } = DOCUMENTS_TABLE;
      assert.equal(inputs["billingMode"], "PAY_PER_REQUEST");
      assert.deepEqual(inputs["pointInTimeRecovery"], { enabled: true });
      assert.equal(at(inputs, "serverSideEncryption", "enabled"), true);
      assert.deepEqual(
        inputs["attributes"],
        Object.entries(attributes).map(([name, type]) => ({ name, type })),
      );
      assert.deepEqual(inputs["globalSecondaryIndexes"], [
        {
          name: index.name,
          keySchemas: [
            { attributeName: index.hashKey, keyType: "HASH" },
            { attributeName: index.rangeKey, keyType: "RANGE" },
          ],
          projectionType: index.projection,
        },
      ]);
      assert.deepEqual(inputs["ttl"], { enabled: true, attributeName: "expires_at" });
    });

    for (const [stack, guarded, kept] of [
      ["prod", true, true],
      ["staging", false, true],
      ["dev", false, false],
    ] as const) {
      it(`S-DOCS-3, P-DATA-5: ${kept ? "outlives" : "goes with"} ${stack}, as does the key that opens it`, () => {
        const made = graphOf(stack);
        const table = only(made, TABLE, "documents-table");
        assert.deepEqual(
          [table.protect, table.retainOnDelete, table.inputs["deletionProtectionEnabled"]],
          [guarded, kept, guarded],
        );
        const key = only(made, "aws:kms/key:Key", "main-key");
        assert.deepEqual(table.propertyDependencies["serverSideEncryption"], [key.urn]);
        assert.deepEqual([key.protect, key.retainOnDelete], [guarded, kept]);
        assert.equal(only(made, "aws:s3/bucket:Bucket", "backups").retainOnDelete, guarded);
      });
    }

    it("S-DOCS-3: stays by default, and always where data is protected", async () => {
      const unsaid = await programGraph(
        withSetting(rawSettings("dev"), "documents.keepsTable", undefined),
      );
      assert.ok(only(unsaid, TABLE, "documents-table").retainOnDelete);
      assert.ok(only(unsaid, "aws:kms/key:Key", "main-key").retainOnDelete);
      assert.deepEqual(
        problemLines(withSetting(rawSettings("prod"), "documents.keepsTable", false)),
        [
          "rampart:documents.keepsTable is false; allowed: true while environment.dataProtection is protected",
        ],
      );
    });
  });

  describe("edge", () => {
    it("S-DOCS-1: HTTPS alone reaches hosts, under the name that the settings say", () => {
      const name = "documents-load-balancer-https";
      assert.equal(only(graph, LISTENER, name).inputs["port"], 443);
      const http = only(graph, LISTENER, "documents-load-balancer-http");
      assert.equal(at(http.inputs, "defaultActions", 0, "redirect", "statusCode"), "HTTP_301");
      const record = only(graph, "aws:route53/record:Record", "documents-host-a");
      assert.equal(record.inputs["name"], "documents.dev.example.com");
      assert.equal(at(graph.outputs, "documents", "url"), "https://documents.dev.example.com");
    });

    it("P-EDGE-3, T34: a firewall stands before it, and lets large bodies pass to /upload alone", () => {
      const rules = JSON.stringify(
        only(graph, WEB_ACL, "rampart-dev-waf-documents").inputs["rules"],
      );
      assert.match(rules, /"searchString":"\/upload"/);
      assert.match(rules, /AWSManagedRulesCommonRuleSet/);
      const association = only(
        graph,
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        "documents-firewall",
      );
      const balancer = only(graph, "aws:lb/loadBalancer:LoadBalancer", "rampart-dev-alb-docs");
      assert.deepEqual(association.propertyDependencies["resourceArn"], [balancer.urn]);
    });

    it("the response to open groups knows its two openings, its neighbours' too", () => {
      const responder = ofType(graph, "aws:lambda/function:Function").find(({ name }) =>
        name.includes("auto-remediate"),
      );
      const variables = JSON.stringify(responder?.inputs["environment"]);
      assert.match(variables, /rampart-dev-sg-alb-docs/);
    });
  });

  describe("watch", () => {
    it("P-OBS-4: alarms tell of answers, hosts and table, and none of how long uploads take", () => {
      const alarms = ofType(graph, ALARM)
        .filter(({ urn }) => urn.includes("systems:Documents$"))
        .map(({ inputs }) => [
          textOf(inputs["name"]).replace("rampart-dev-alarm-documents-", ""),
          inputs["metricName"],
          inputs["threshold"],
          inputs["treatMissingData"],
        ]);
      const wanted = [
        ["5xx", "HTTPCode_Target_5XX_Count", 10, "notBreaching"],
        ["balancer-5xx", "HTTPCode_ELB_5XX_Count", 10, "notBreaching"],
        ["4xx", "HTTPCode_Target_4XX_Count", 100, "notBreaching"],
        ["unhealthy-hosts", "UnHealthyHostCount", 0, "notBreaching"],
        ["healthy-hosts", "HealthyHostCount", 1, "breaching"],
        ["cpu", "CPUUtilization", 80, "notBreaching"],
        ["table-throttles", "ThrottledRequests", 0, "notBreaching"],
        ["table-errors", "SystemErrors", 0, "notBreaching"],
      ];
      assert.deepEqual(alarms.sort(), wanted.sort());
    });

    it("S-DOCS-4: the dashboard shows what crosses NAT", () => {
      const board = only(graph, "aws:cloudwatch/dashboard:Dashboard", "documents-dashboard");
      const body = textOf(board.inputs["dashboardBody"]);
      for (const metric of ["BytesOutToDestination", "BytesInFromDestination"]) {
        const search = `SEARCH('{AWS/NATGateway,NatGatewayId} MetricName="${metric}"', 'Sum', 300)`;
        assert.ok(body.includes(JSON.stringify(search)), metric);
      }
    });
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

describe("documents whose certificate is pending", () => {
  it("T43: hosts run, and nobody is led to them", async () => {
    const pending = withSetting(rawSettings("dev"), "documents.certificate", { mode: "pending" });
    const graph = await programGraph(pending);
    assert.equal(only(graph, GROUP, "documents").inputs["healthCheckType"], "EC2");
    assert.ok(!madeBy(graph).some((one) => one.startsWith("aws:lb/targetGroup")));
    assert.notEqual(at(graph.outputs, "documents", "validationRecords"), undefined);
  });
});
