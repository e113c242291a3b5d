import assert from "node:assert/strict";

import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { SECRET, textOf, UNKNOWN } from "../../plan/graph/value.ts";
import { decide, readDocument } from "../../plan/iam/evaluate.ts";
import { noticesOf } from "../../plan/readers/notices.ts";
import { at, ofType, only, policyOf, statement, waitsFor } from "../support/graph.ts";
import { answer, roleIn } from "../support/iam.ts";
import { graphOf, recordStacks } from "../support/identities.ts";
import { scriptOf } from "../support/hosts.ts";
import { problemLines, rawSettings, withSetting } from "../support/settings.ts";
import { programGraph, STACKS, stackGraph } from "../support/stacks.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const CLIENT = "aws:cognito/userPoolClient:UserPoolClient";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const ROLE = "aws:iam/role:Role";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** What the first boot of the host reads, and goes out by. */
const FIRST_BOOT = [
  ["aws:s3/bucket:Bucket", "music-certificates"],
  ["aws:s3/bucketObjectv2:BucketObjectv2", "music-artefact"],
  ["aws:secretsmanager/secretVersion:SecretVersion", "music-host"],
  ["aws:ec2/route:Route", "music-network-public"],
] as const;

const ACCOUNT = "111122223333";
const AUDIO = `rampart-dev-s3-music-audio-${ACCOUNT}-us-east-1`;
const CERTIFICATES = `rampart-dev-s3-music-certificates-${ACCOUNT}-us-east-1`;
const PAGE = `rampart-dev-s3-music-page-${ACCOUNT}-us-east-1`;

const isOfMusic = ({ urn }: Resource): boolean => urn.includes("::rampart:systems:Music$");

/** What a stack's music consists of: `aws:s3/bucket music-audio`. */
function madeBy(graph: Graph): string[] {
  return graph.resources
    .filter((resource) => resource.custom && isOfMusic(resource))
    .map(({ type, name }) => `${type.replace(/:[^:]*$/, "")} ${name}`)
    .sort();
}

/** Whom the rules of a group let in, by port. */
function admitted(graph: Graph, group: string): string[] {
  const found = only(graph, "aws:ec2/securityGroup:SecurityGroup", group);
  return ofType(graph, INGRESS)
    .filter((rule) => rule.propertyDependencies["securityGroupId"]?.includes(found.urn))
    .map(
      ({ inputs }) =>
        `${textOf(inputs["fromPort"])} from ${textOf(inputs["cidrIpv4"] ?? inputs["prefixListId"] ?? "a group")}`,
    )
    .sort();
}

/** What a bucket's policy answers somebody of the account about an object, over TLS. */
function decideAs(
  { inputs }: Resource,
  action: string,
  stated: Readonly<Record<string, string>>,
): string {
  const value = `arn:aws:iam::${ACCOUNT}:role/somebody`;
  const context = { "aws:principalarn": value, "aws:securetransport": "true", ...stated };
  const told = Object.fromEntries(Object.entries(context).map(([key, one]) => [key, [one]]));
  return decide([readDocument(inputs["policy"], "policy")], {
    caller: { kind: "AWS", value },
    action,
    resource: `arn:aws:s3:::${textOf(inputs["bucket"])}/x`,
    context: { told, unsure: [] },
  }).answer;
}

const changed = (stack: string, ...changes: (readonly [string, unknown])[]) =>
  changes.reduce((raw, [path, value]) => withSetting(raw, path, value), rawSettings(stack));

describe("music", () => {
  recordStacks();
  let dev: Graph;
  let staging: Graph;
  before(() => {
    [dev, staging] = [graphOf("dev"), graphOf("staging")];
  });

  it("S-MUSIC-1, S-MUSIC-2: runs on one instance in dev, and on Fargate in staging and prod", () => {
    for (const stack of STACKS) {
      const made = madeBy(graphOf(stack));
      assert.equal(made.includes("aws:ec2/instance music"), stack === "dev", stack);
      assert.equal(made.includes("aws:ecs/service music"), stack !== "dev", stack);
      assert.ok(made.includes("aws:cloudfront/distribution music-distribution"), stack);
    }
  });

  for (const value of [undefined, { mode: "off" }]) {
    it(`S-MUSIC: leaves nothing where its block is ${JSON.stringify(value)}`, async () => {
      const without = await programGraph(withSetting(rawSettings("dev"), "music", value));
      assert.deepEqual(madeBy(without), []);
      assert.ok(!("music" in without.outputs));
      assert.ok(!without.resources.some(({ name }) => name === "aws-music"));
    });
  }

  describe("on one instance", () => {
    it("S-MUSIC-1: is a t3.micro with 20 GB in a VPC of its own, measured each five minutes", () => {
      const vpc = only(dev, "aws:ec2/vpc:Vpc", "music-network");
      assert.equal(vpc.inputs["cidrBlock"], "10.0.0.0/16");
      const { inputs } = only(dev, TEMPLATE, "rampart-dev-lt-music");
      assert.equal(inputs["instanceType"], "t3.micro");
      assert.deepEqual(inputs["monitoring"], { enabled: false });
      assert.equal(at(inputs, "metadataOptions", "httpTokens"), "required");
      assert.equal(inputs["keyName"], undefined);
      const { kmsKeyId, ...disk } = at(inputs, "blockDeviceMappings", 0, "ebs") as Record<
        string,
        unknown
      >;
      assert.deepEqual(
        [disk, kmsKeyId],
        [
          { volumeType: "gp3", volumeSize: 20, encrypted: "true", deleteOnTermination: "true" },
          UNKNOWN,
        ],
      );
      const subnets = ofType(dev, "aws:ec2/subnet:Subnet").filter(
        ({ name }) => name === "music-network-public-use1-az1",
      );
      const [face] = at(inputs, "networkInterfaces") as { subnetId: unknown }[];
      assert.deepEqual(face?.subnetId, UNKNOWN);
      assert.equal(subnets.length, 1);
      const template = only(dev, TEMPLATE, "rampart-dev-lt-music");
      assert.ok(
        template.propertyDependencies["networkInterfaces"]?.includes(subnets[0]?.urn ?? ""),
      );
    });

    it("S-MUSIC-1, P-NET-5: asks S3, whence its archive and its agent come, past the internet", () => {
      const [endpoint] = ofType(dev, "aws:ec2/vpcEndpoint:VpcEndpoint").filter(
        ({ name }) => name === "music-network-endpoints-s3",
      );
      const table = only(dev, "aws:ec2/routeTable:RouteTable", "music-network-public");
      assert.ok(endpoint?.propertyDependencies["routeTableIds"]?.includes(table.urn));
      const [association] = ofType(
        dev,
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
      ).filter(({ name }) => name === "music-network-public-use1-az1");
      assert.deepEqual(association?.propertyDependencies["routeTableId"], [table.urn]);
    });

    it("S-MUSIC-1: keeps an address, by which CloudFront finds it", () => {
      const host = only(dev, "aws:ec2/instance:Instance", "music");
      const address = only(dev, "aws:ec2/eip:Eip", "music");
      assert.deepEqual(address.propertyDependencies["instance"], [host.urn]);
      const record = only(dev, "aws:route53/record:Record", "music-origin");
      assert.equal(record.inputs["name"], "music-origin.dev.example.com");
      assert.deepEqual(record.propertyDependencies["records"], [address.urn]);
    });

    it("S-MUSIC-1: admits CloudFront, and to PostgreSQL the VPC alone", () => {
      assert.deepEqual(admitted(dev, "rampart-dev-sg-music"), [
        "443 from pl-3b927c52",
        "5432 from 10.0.0.0/16",
      ]);
    });

    it("S-MUSIC-1: admits one address to SSH where a stack says so, through the network's ACL too", async () => {
      const key = `ssh-ed25519 ${"A".repeat(68)}`;
      const raw = changed("dev", ["music.ssh", { from: "198.51.100.7/32", publicKey: key }]);
      const graph = await programGraph(raw);
      assert.deepEqual(admitted(graph, "rampart-dev-sg-music"), [
        "22 from 198.51.100.7/32",
        "443 from pl-3b927c52",
        "5432 from 10.0.0.0/16",
      ]);
      const acl = only(graph, "aws:ec2/networkAcl:NetworkAcl", "music-network-public");
      const rules = acl.inputs["ingress"] as { fromPort: number; cidrBlock: string }[];
      const ssh = rules.filter(({ fromPort }) => fromPort === 22);
      assert.deepEqual(
        ssh.map(({ cidrBlock }) => cidrBlock),
        ["198.51.100.7/32"],
      );
      assert.deepEqual(problemLines(withSetting(raw, "music.ssh.from", "198.51.100.0/24")), [
        'rampart:music.ssh.from is "198.51.100.0/24"; allowed: one address such as 198.51.100.7/32',
      ]);
    });

    it("S-MUSIC-1: stands in the platform's network where a stack says so", async () => {
      const graph = await programGraph(changed("dev", ["music.network", { mode: "platform" }]));
      assert.ok(!madeBy(graph).some((name) => name.startsWith("aws:ec2/vpc ")));
      const template = only(graph, TEMPLATE, "rampart-dev-lt-music");
      const subnet = only(graph, "aws:ec2/subnet:Subnet", "network-public-use1-az1");
      assert.ok(template.propertyDependencies["networkInterfaces"]?.includes(subnet.urn));
    });

    it("S-MUSIC-1: in its cheapest form is a t4g.nano with 8 GB and no firewall", async () => {
      const graph = await programGraph(
        changed(
          "dev",
          ["music.instanceType", "t4g.nano"],
          ["music.storageGiB", 8],
          ["music.firewall", false],
        ),
      );
      const { inputs } = only(graph, TEMPLATE, "rampart-dev-lt-music");
      assert.equal(inputs["instanceType"], "t4g.nano");
      assert.equal(at(inputs, "blockDeviceMappings", 0, "ebs", "volumeSize"), 8);
      assert.match(textOf(inputs["imageId"]), /arm64$/);
      assert.ok(!("webAclId" in only(graph, DISTRIBUTION, "music-distribution").inputs));
      assert.ok(!madeBy(graph).some((name) => name.startsWith("aws:wafv2/")));
    });

    it("does what its boot and its API need, and nothing else", () => {
      const role = roleIn(dev, only(dev, ROLE, "music"));
      const allowed = (
        action: string,
        resource: string,
        context: Readonly<Record<string, string | string[]>> = {},
      ) =>
        answer(role, {
          action,
          resource,
          context: { "aws:RequestedRegion": "us-east-1", ...context },
        }) === "allowed";
      const zone = "arn:aws:route53:::hostedzone/Z1";
      const names = "route53:ChangeResourceRecordSetsNormalizedRecordNames";
      const types = "route53:ChangeResourceRecordSetsRecordTypes";
      const own = {
        [names]: ["_acme-challenge.music-origin.dev.example.com"],
        [types]: ["TXT"],
      };
      const change = "route53:ChangeResourceRecordSets";
      assert.ok(allowed(change, zone, own));
      assert.ok(!allowed(change, zone, { ...own, [names]: ["api.dev.example.com"] }));
      assert.ok(!allowed(change, zone, { ...own, [types]: ["A"] }));
      assert.ok(!allowed(change, zone));
      const secret = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:/dev`;
      assert.ok(allowed("secretsmanager:GetSecretValue", `${secret}/music/host-AbCdEf`));
      assert.ok(!allowed("secretsmanager:GetSecretValue", `${secret}/database/credentials-AbCdEf`));
      assert.ok(allowed("s3:GetObject", `arn:aws:s3:::${AUDIO}/seed/1.ogg`));
      assert.ok(!allowed("s3:PutObject", `arn:aws:s3:::${AUDIO}/seed/1.ogg`));
      assert.ok(!allowed("s3:ListBucket", `arn:aws:s3:::${AUDIO}`));
      const certificate = `arn:aws:s3:::${CERTIFICATES}/letsencrypt.tar`;
      for (const action of ["s3:GetObject", "s3:PutObject"]) {
        assert.ok(allowed(action, certificate), action);
        assert.ok(!allowed(action, `arn:aws:s3:::${CERTIFICATES}/other`), action);
      }
      assert.ok(!allowed("s3:DeleteObject", certificate));
    });

    it("S-MUSIC-1: its certificate outlives it, for a name gets five a week, and is nobody else's", () => {
      const bucket = only(dev, "aws:s3/bucket:Bucket", "music-certificates");
      assert.equal(bucket.inputs["bucket"], CERTIFICATES);
      assert.equal(
        at(
          only(
            dev,
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "music-certificates",
          ).inputs,
          "rules",
          0,
          "applyServerSideEncryptionByDefault",
          "sseAlgorithm",
        ),
        "aws:kms",
      );
      const policy = only(dev, BUCKET_POLICY, "music-certificates");
      for (const [role, answers] of [
        ["music", "not allowed"],
        ["deploy", "denied"],
        ["documents", "denied"],
      ] as const) {
        const as = { "aws:principalarn": `arn:aws:iam::${ACCOUNT}:role/rampart-dev-role-${role}` };
        for (const action of ["s3:GetObject", "s3:PutObject"]) {
          assert.equal(decideAs(policy, action, as), answers, `${role} ${action}`);
        }
      }
      const host = only(dev, "aws:ec2/instance:Instance", "music");
      for (const [type, name] of FIRST_BOOT) {
        assert.ok(waitsFor(dev, host, only(dev, type, name)), name);
      }
      const script = scriptOf(only(dev, TEMPLATE, "rampart-dev-lt-music"));
      assert.ok(script.includes(`s3://${CERTIFICATES}/letsencrypt.tar`));
    });
  });

  describe("on Fargate", () => {
    it("S-MUSIC-2: is a service of the platform's cluster, behind its balancer and on its database", () => {
      const service = only(staging, "aws:ecs/service:Service", "music");
      assert.match(textOf(service.inputs["cluster"]), /cluster\/rampart-staging-ecs-main$/);
      const rule = only(staging, "aws:lb/listenerRule:ListenerRule", "music-route");
      assert.equal(rule.inputs["priority"], 50);
      assert.deepEqual(at(rule.inputs, "conditions", 0), { pathPattern: { values: ["/api/*"] } });
      // Behind CloudFront the balancer demands its header on this path, too.
      assert.equal(
        at(rule.inputs, "conditions", 1, "httpHeader", "httpHeaderName"),
        "X-Origin-Guard",
      );
      assert.ok(waitsFor(staging, service, rule));
      assert.deepEqual(admitted(staging, "rampart-staging-sg-db-main").length, 3);
    });

    it("S-MUSIC-2: its task is known before the pool is, and gets the pool's ids when it starts", () => {
      const task = only(staging, TASK, "music");
      const [container] = JSON.parse(textOf(task.inputs["containerDefinitions"])) as {
        environment: { name: string; value: string }[];
        secrets: { name: string; valueFrom: string }[];
      }[];
      const variables = Object.fromEntries(
        (container?.environment ?? []).map(({ name, value }) => [name, value]),
      );
      assert.deepEqual(variables, {
        AUDIO_BUCKET: "rampart-staging-s3-music-audio-444455556666-us-east-1",
        AWS_REGION: "us-east-1",
        DATABASE_SECRET: "/staging/database/credentials",
        DOORS: "music",
        KEEP_ALIVE_SECONDS: "65",
        NODE_ENV: "production",
        PORT: "8000",
        TRUSTED_PROXIES: "2",
      });
      const secret = "arn:aws:secretsmanager:us-east-1:444455556666:secret:/staging/music/sign-in";
      assert.deepEqual(container?.secrets, [
        { name: "COGNITO_CLIENT_IDS", valueFrom: `${secret}:clientIds::` },
        { name: "COGNITO_USER_POOL_ID", valueFrom: `${secret}:userPoolId::` },
      ]);
    });

    it("is refused without what it stands on, each with its reason", () => {
      const reason =
        "allowed: one with an originHost, since music.mode is fargate: only CloudFront may reach its balancer";
      assert.deepEqual(
        problemLines(changed("staging", ["platform.edge.distribution", undefined])),
        [`rampart:platform.edge.distribution is missing; ${reason}`],
      );
      const elsewhere = problemLines(changed("staging", ["music.host", "music.example.net"]));
      assert.deepEqual(elsewhere, [
        'rampart:music.host is "music.example.net"; allowed: a name under staging.example.com',
      ]);
    });
  });

  describe("files", () => {
    it("S-MUSIC-3: tracks are private, versioned, read by the page's origin, and encrypted by S3", () => {
      const target = { bucket: AUDIO };
      assert.deepEqual(
        only(dev, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", "music-audio").inputs,
        {
          ...target,
          corsRules: [
            { allowedMethods: ["GET", "HEAD"], allowedOrigins: ["https://music.dev.example.com"] },
          ],
        },
      );
      const policy = only(dev, BUCKET_POLICY, "music-audio");
      assert.deepEqual(
        policyOf(policy).Statement.map(({ Sid, Effect }) => `${Effect} ${Sid}`),
        [
          "Deny TlsOnly",
          "Deny EncryptedByS3Alone",
          "Deny NoKeyOfTheSender",
          "Deny ObjectsOnlyForRoles",
        ],
      );
    });

    it("S-MUSIC-3: an ordinary upload of a track is taken, and none with a key of KMS or of the sender's", () => {
      const encryption = "s3:x-amz-server-side-encryption";
      const answers = (stated: Readonly<Record<string, string>>) =>
        decideAs(only(dev, BUCKET_POLICY, "music-audio"), "s3:PutObject", stated);
      // What a policy does not deny, IAM decides.
      assert.equal(answers({}), "not allowed");
      assert.equal(answers({ [encryption]: "AES256" }), "not allowed");
      assert.equal(answers({ [encryption]: "aws:kms" }), "denied");
      assert.equal(answers({ [`${encryption}-customer-algorithm`]: "AES256" }), "denied");
      assert.equal(answers({ "aws:securetransport": "false" }), "denied");
    });

    it("S-MUSIC-6: nobody reads a track but who signs its address", () => {
      for (const [stack, signer] of [
        ["dev", `arn:aws:iam::${ACCOUNT}:role/rampart-dev-role-music`],
        ["staging", "arn:aws:iam::444455556666:role/rampart-staging-role-music-task"],
      ] as const) {
        const { Action, Condition } = statement(
          only(graphOf(stack), BUCKET_POLICY, "music-audio"),
          "ObjectsOnlyForRoles",
        );
        assert.deepEqual(Action, ["s3:GetObject", "s3:GetObjectVersion"]);
        const stackName = stack === "dev" ? "rampart-dev" : "rampart-staging";
        const glass = signer.replace(/role\/.*$/, `role/${stackName}-role-break-glass`);
        assert.deepEqual(Condition, { ArnNotEquals: { "aws:PrincipalArn": [signer, glass] } });
      }
    });

    it("S-MUSIC-4: one distribution reads the page, and none while a stack knows none", async () => {
      const { Statement } = policyOf(only(dev, BUCKET_POLICY, "music-page"));
      assert.deepEqual(
        Statement.filter(({ Effect }) => Effect === "Allow"),
        [
          {
            Sid: "OneDistributionReads",
            Effect: "Allow",
            Principal: { Service: "cloudfront.amazonaws.com" },
            Action: "s3:GetObject",
            Resource: `arn:aws:s3:::${PAGE}/*`,
            Condition: {
              StringEquals: {
                "aws:SourceArn": `arn:aws:cloudfront::${ACCOUNT}:distribution/E1EXAMPLEDEV01`,
              },
            },
          },
        ],
      );
      const first = await programGraph(changed("dev", ["music.distributionId", undefined]));
      const { Statement: others } = policyOf(only(first, BUCKET_POLICY, "music-page"));
      assert.ok(others.every(({ Effect }) => Effect === "Deny"));
    });
  });

  describe("page", () => {
    it("S-MUSIC-4, feature 15: comes from its bucket, and what is below /api from the API, uncached", () => {
      const { inputs } = only(dev, DISTRIBUTION, "music-distribution");
      assert.deepEqual(inputs["aliases"], ["music.dev.example.com"]);
      assert.equal(inputs["priceClass"], "PriceClass_100");
      assert.equal(at(inputs, "viewerCertificate", "minimumProtocolVersion"), "TLSv1.2_2021");
      assert.deepEqual(
        at(inputs, "origins", 0, "domainName"),
        `${PAGE}.s3.us-east-1.amazonaws.com`,
      );
      assert.deepEqual(at(inputs, "origins", 1, "domainName"), "music-origin.dev.example.com");
      assert.deepEqual(at(inputs, "origins", 1, "customHeaders"), [
        { name: "X-Origin-Guard", value: SECRET },
      ]);
      assert.deepEqual(at(inputs, "orderedCacheBehaviors", 0, "pathPattern"), "/api/*");
      assert.deepEqual(
        [
          at(inputs, "orderedCacheBehaviors", 0, "cachePolicyId"),
          at(inputs, "orderedCacheBehaviors", 0, "originRequestPolicyId"),
        ],
        // CachingDisabled, AllViewerExceptHostHeader.
        ["4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "b689b0a8-53d0-40ab-baf2-68738e2966ac"],
      );
    });

    it("S-MUSIC-4, P-IAM-1: is put by the release role, which takes nothing away and puts no track", () => {
      for (const stack of STACKS) {
        const graph = graphOf(stack);
        const role = roleIn(graph, only(graph, ROLE, "release"));
        const bucketOf = (name: string) =>
          textOf(only(graph, "aws:s3/bucket:Bucket", name).inputs["bucket"]);
        const may = (action: string, bucket: string) =>
          answer(role, {
            action,
            resource: `arn:aws:s3:::${bucketOf(bucket)}/index.html`,
            context: { "aws:RequestedRegion": "us-east-1" },
          });
        assert.deepEqual(
          [
            may("s3:PutObject", "music-page"),
            may("s3:DeleteObject", "music-page"),
            may("s3:PutObject", "music-audio"),
          ],
          ["allowed", "not allowed", "not allowed"],
          stack,
        );
      }
    });

    it("S-MUSIC-4: on Fargate asks the balancer by the name of its certificate", () => {
      const { inputs } = only(staging, DISTRIBUTION, "music-distribution");
      assert.equal(at(inputs, "origins", 1, "domainName"), "origin.staging.example.com");
      const certificate = only(staging, "aws:acm/certificate:Certificate", "certificate");
      assert.equal(certificate.inputs["domainName"], "origin.staging.example.com");
    });

    it("S-MUSIC-4, S-MUSIC-6: may load its own files, images too, tokens of the login, and tracks by the address that S3's client signs", async () => {
      const headers = only(
        dev,
        "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
        "rampart-dev-headers-music",
      );
      const policy = textOf(
        at(
          headers.inputs,
          "securityHeadersConfig",
          "contentSecurityPolicy",
          "contentSecurityPolicy",
        ),
      );
      assert.equal(
        policy,
        "default-src 'self'; " +
          `connect-src 'self' https://rampart-dev-music-${ACCOUNT}.auth.us-east-1.amazoncognito.com; ` +
          `media-src 'self' https://${AUDIO}.s3.us-east-1.amazonaws.com; ` +
          "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
      );
      const client = new S3Client({
        region: "us-east-1",
        credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
      });
      const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: AUDIO, Key: "a.ogg" }));
      assert.ok(policy.includes(`media-src 'self' ${new URL(url).origin};`), url);
    });
  });

  describe("users", () => {
    it("S-MUSIC-5, feature 38: need a second factor and a strong password, and are invited", () => {
      const { inputs } = only(dev, "aws:cognito/userPool:UserPool", "music-users");
      assert.equal(inputs["mfaConfiguration"], "ON");
      assert.deepEqual(inputs["softwareTokenMfaConfiguration"], { enabled: true });
      assert.deepEqual(inputs["adminCreateUserConfig"], { allowAdminCreateUserOnly: true });
      assert.equal(at(inputs, "passwordPolicy", "minimumLength"), 14);
      assert.equal(inputs["userPoolTier"], "ESSENTIALS");
      assert.ok(!("userPoolAddOns" in inputs));
      const prod = only(graphOf("prod"), "aws:cognito/userPool:UserPool", "music-users");
      assert.equal(prod.inputs["userPoolTier"], "PLUS");
      assert.deepEqual(prod.inputs["userPoolAddOns"], { advancedSecurityMode: "ENFORCED" });
      assert.deepEqual([prod.protect, prod.inputs["deletionProtection"]], [true, "ACTIVE"]);
    });

    it("S-MUSIC-5: the page is a public client, and a server a confidential one", () => {
      const of = (name: string) => only(dev, CLIENT, name).inputs;
      const [page, server] = [of("music-users-page"), of("music-users-server")];
      assert.equal(page["generateSecret"], false);
      assert.deepEqual(page["callbackUrls"], ["https://music.dev.example.com/signed-in"]);
      assert.deepEqual(page["logoutUrls"], ["https://music.dev.example.com/"]);
      assert.equal(server["generateSecret"], true);
      for (const client of [page, server]) {
        assert.deepEqual(client["allowedOauthFlows"], ["code"]);
        assert.deepEqual(client["allowedOauthScopes"], ["openid", "profile"]);
        assert.deepEqual(client["explicitAuthFlows"], ["ALLOW_REFRESH_TOKEN_AUTH"]);
      }
    });

    it("S-MUSIC-5: the API takes tokens of the page alone, while no server signs anybody in", () => {
      for (const [graph, name] of [
        [dev, "music-host"],
        [staging, "music-sign-in"],
      ] as const) {
        const secret = only(graph, "aws:secretsmanager/secretVersion:SecretVersion", name);
        const read = secret.propertyDependencies["secretString"] ?? [];
        const clients = ofType(graph, CLIENT).filter(({ urn }) => read.includes(urn));
        assert.deepEqual(
          clients.map((client) => client.name),
          ["music-users-page"],
        );
      }
    });

    it("S-MUSIC-5, S-MUSIC-9: the page's settings are what the application asks for", async () => {
      const graph = await stackGraph("dev", { mode: "update" });
      const settings = at(graph.outputs, "music", "pageSettings");
      assert.deepEqual(
        [at(settings, "doors"), at(settings, "signIn", "login")],
        [["music"], `https://rampart-dev-music-${ACCOUNT}.auth.us-east-1.amazoncognito.com`],
      );
      assert.match(
        textOf(at(settings, "signIn", "issuer")),
        /^https:\/\/cognito-idp\.us-east-1\.amazonaws\.com\/./,
      );
      assert.notEqual(textOf(at(settings, "signIn", "clientId")), "");
    });
  });

  describe("costs", () => {
    it("S-MUSIC-7: a budget of the music's own tag tells at 80, 100 and 150 %", () => {
      const { inputs } = only(dev, "aws:budgets/budget:Budget", "music-budget");
      assert.equal(inputs["limitAmount"], "30");
      assert.deepEqual(inputs["costFilters"], [
        { name: "TagKeyValue", values: ["user:System$music"] },
      ]);
      const steps = inputs["notifications"] as { threshold: number; notificationType: string }[];
      assert.deepEqual(
        steps.map(({ threshold, notificationType }) => `${notificationType} ${threshold}`),
        ["ACTUAL 80", "ACTUAL 100", "ACTUAL 150"],
      );
      const provider = dev.resources.find(({ name }) => name === "aws-music");
      assert.match(JSON.stringify(provider?.inputs["defaultTags"]), /"System.{1,6}music/);
      for (const made of dev.resources.filter((one) => one.custom && isOfMusic(one))) {
        if (made.type.startsWith("aws:")) assert.equal(made.provider, provider?.urn, made.name);
      }
    });

    it("S-MUSIC-7: the plan says that the budget counts nothing, until its tag is switched on", async () => {
      const told = (graph: Graph) => noticesOf(graph).filter((one) => one.startsWith("Budget "));
      assert.deepEqual(told(dev), [
        "Budget rampart-dev-budget-music counts nothing until System is among account.costAllocationTags of the account that pays; AWS takes it about a day after the first `up`.",
      ]);
      const counted = changed("dev", ["account.costAllocationTags", ["System"]]);
      assert.deepEqual(told(await programGraph(counted)), []);
    });

    it("S-MUSIC-7: alone in its account, the bill's alarms go off at 10 and 20 USD, and the budget is 10", async () => {
      const graph = await programGraph(changed("dev", ["music.costs", { besideUsd: 0 }]));
      const of = (name: string) => only(graph, ALARM, name).inputs;
      assert.deepEqual(
        ["music-billing-10", "music-billing-20"].map((name) => of(name)["threshold"]),
        [10, 20],
      );
      assert.equal(of("music-billing-10")["metricName"], "EstimatedCharges");
      assert.deepEqual(of("music-billing-10")["dimensions"], { Currency: "USD" });
      assert.equal(
        only(graph, "aws:budgets/budget:Budget", "music-budget").inputs["limitAmount"],
        "10",
      );
      // The shipped stacks share theirs with all other systems, which may cost 460 in dev.
      assert.equal(only(dev, ALARM, "music-billing-10").inputs["threshold"], 470);
    });

    it("S-MUSIC-7: an alarm tells of a processor above 80 %, on a host and on Fargate", () => {
      for (const [graph, namespace] of [
        [dev, "AWS/EC2"],
        [staging, "AWS/ECS"],
      ] as const) {
        const { inputs } = only(graph, ALARM, "music-cpu");
        assert.deepEqual(
          [inputs["namespace"], inputs["metricName"], inputs["threshold"]],
          [namespace, "CPUUtilization", 80],
        );
        assert.match(textOf(at(inputs, "alarmActions", 0)), /-warning-alerts$/);
      }
    });
  });

  it("S-MUSIC-8: stands below the boundary, and in an account whose guards are on", () => {
    for (const role of ofType(dev, ROLE).filter(isOfMusic)) {
      assert.match(textOf(role.inputs["permissionsBoundary"]), /policy-boundary$/);
    }
    assert.ok(ofType(dev, "aws:cfg/rule:Rule").length >= 4);
  });
});
