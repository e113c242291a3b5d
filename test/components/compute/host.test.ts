import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import { Host, type HostArgs } from "../../../components/compute/host.ts";
import type { Graph } from "../../../plan/graph/resource.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { at, ofType, only, policyOf, recorded, refusal, waitsFor } from "../../support/graph.ts";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const INSTANCE = "aws:ec2/instance:Instance";
const AL2023 = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default";

describe("Host", () => {
  const build = (overrides: Partial<HostArgs> = {}) => {
    const environment = overrides.environment ?? testEnvironment();
    const { key, boundary } = foundation(environment);
    return new Host("database", {
      environment,
      key,
      boundary,
      identifier: "database",
      vpcId: "vpc-1",
      subnetId: "subnet-1",
      instanceType: "t3.medium",
      rootGiB: 50,
      holdsData: true,
      ...overrides,
    });
  };
  const graphOf = (overrides: Partial<HostArgs> = {}): Promise<Graph> =>
    recorded(() => void build(overrides));

  it("P-RUN-6: IMDSv2 only, encrypted gp3, monitored, private, and no key pair", async () => {
    const template = only(await graphOf(), TEMPLATE);
    assert.equal(template.name, "rampart-dev-lt-database");
    assert.deepEqual(template.inputs, {
      imageId: `resolve:ssm:${AL2023}-x86_64`,
      instanceType: "t3.medium",
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
      },
      monitoring: { enabled: true },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            volumeType: "gp3",
            volumeSize: 50,
            encrypted: "true",
            kmsKeyId: { $unknown: true },
            deleteOnTermination: "true",
          },
        },
      ],
      tagSpecifications: [
        {
          resourceType: "volume",
          tags: {
            Project: "rampart",
            Environment: "dev",
            Name: "rampart-dev-ec2-database",
          },
        },
      ],
      iamInstanceProfile: { name: "rampart-dev-profile-database" },
      networkInterfaces: [
        {
          deviceIndex: 0,
          securityGroups: [{ $unknown: true }],
          associatePublicIpAddress: "false",
          deleteOnTermination: "true",
          subnetId: "subnet-1",
        },
      ],
      updateDefaultVersion: true,
    });
  });

  it("P-RUN-6: the instance takes all from the newest version of its template", async () => {
    const graph = await graphOf();
    assert.deepEqual(only(graph, INSTANCE).inputs, {
      launchTemplate: { id: { $unknown: true }, version: { $unknown: true } },
      disableApiTermination: false,
      tags: { Name: "rampart-dev-ec2-database" },
    });
  });

  it("P-RUN-6: is managed by SSM alone, with a role that EC2 may take", async () => {
    const graph = await graphOf();
    const attachment = only(graph, "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    assert.equal(
      attachment.inputs["policyArn"],
      "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    );
    assert.deepEqual(
      at(
        policyOf(only(graph, "aws:iam/role:Role"), "assumeRolePolicy") as never,
        "Statement",
        0,
        "Principal",
      ),
      { Service: "ec2.amazonaws.com" },
    );
    assert.deepEqual(ofType(graph, "aws:iam/rolePolicy:RolePolicy"), []);
    assert.deepEqual(ofType(graph, "aws:ec2/keyPair:KeyPair"), []);
    assert.ok(waitsFor(graph, only(graph, INSTANCE), attachment));
  });

  it("P-RUN-6: calls out on 443 before its first boot, and nobody calls it", async () => {
    const graph = await graphOf();
    const out = only(graph, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
    assert.deepEqual([out.inputs["fromPort"], out.inputs["cidrIpv4"]], [443, "0.0.0.0/0"]);
    assert.deepEqual(
      ofType(graph, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
      [],
    );
    assert.ok(waitsFor(graph, only(graph, INSTANCE), out));
  });

  it("P-RUN-6: image, hop limit, public address, rights and first boot are what a stack says", async () => {
    const read = {
      Sid: "Read",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::audio/*",
    } as const;
    const graph = await graphOf({
      image: "debian-12",
      metadataHopLimit: 2,
      publicIp: true,
      userData: pulumi.output("#!/bin/sh\n"),
      statements: [read],
    });
    const { inputs } = only(graph, TEMPLATE);
    assert.equal(inputs["imageId"], "resolve:ssm:/aws/service/debian/release/12/latest/amd64");
    assert.equal(at(inputs, "metadataOptions", "httpPutResponseHopLimit"), 2);
    assert.equal(at(inputs, "networkInterfaces", 0, "associatePublicIpAddress"), "true");
    assert.equal(inputs["userData"], "IyEvYmluL3NoCg==");
    assert.deepEqual(policyOf(only(graph, "aws:iam/rolePolicy:RolePolicy")).Statement, [read]);
  });

  for (const [dataProtection, holdsData, kept] of [
    ["protected", true, true],
    ["protected", false, false],
    ["disposable", true, false],
  ] as const) {
    it(`P-DATA-5: ${dataProtection} with${holdsData ? "" : "out"} data ${kept ? "keeps" : "loses"} host and volume`, async () => {
      const environment = testEnvironment({ dataProtection });
      const graph = await graphOf({ environment, holdsData });
      const instance = only(graph, INSTANCE);
      const volume = at(only(graph, TEMPLATE).inputs, "blockDeviceMappings", 0, "ebs");
      assert.deepEqual(
        {
          protect: instance.protect,
          retain: instance.retainOnDelete,
          termination: instance.inputs["disableApiTermination"],
          volume: at(volume, "deleteOnTermination"),
        },
        { protect: kept, retain: kept, termination: kept, volume: String(!kept) },
      );
    });
  }

  it("S-MUSIC-1: has an address that stays, and coarse measures, where a stack says so", async () => {
    const graph = await graphOf({ elasticIp: true, detailedMonitoring: false });
    const address = only(graph, "aws:ec2/eip:Eip");
    assert.equal(address.inputs["domain"], "vpc");
    assert.deepEqual(address.inputs["tags"], { Name: "rampart-dev-eip-database" });
    assert.deepEqual(address.propertyDependencies["instance"], [only(graph, INSTANCE).urn]);
    // EC2 would give another one at the launch, and take it back.
    const template = only(graph, TEMPLATE);
    assert.equal(at(template.inputs, "networkInterfaces", 0, "associatePublicIpAddress"), "false");
    assert.deepEqual(template.inputs["monitoring"], { enabled: false });
    assert.equal(ofType(await graphOf(), "aws:ec2/eip:Eip").length, 0);
  });

  it("refuses a volume smaller than the image", async () => {
    assert.equal(
      await refusal(() => build({ rootGiB: 7 })),
      "rootGiB of database is 7; allowed: 8 or more.",
    );
  });

  it("refuses user data that EC2 refuses", async () => {
    const userData = randomBytes(16_384).toString("hex");
    assert.match(
      await refusal(() => build({ userData })),
      /^userData of database has 32768 bytes, \d+ when packed; allowed: 16384 at most\.$/,
    );
  });

  it("P-RUN-6: refuses Debian without the first boot that installs the SSM agent", async () => {
    assert.equal(
      await refusal(() => build({ image: "debian-12" })),
      "userData of database is missing; debian-12 needs it to install the SSM agent.",
    );
  });

  const DEBIAN = "/aws/service/debian/release/12/latest";
  for (const [image, instanceType, parameter] of [
    ["amazon-linux-2023", "t3.micro", `${AL2023}-x86_64`],
    ["amazon-linux-2023", "m7i-flex.large", `${AL2023}-x86_64`],
    ["amazon-linux-2023", "g5.xlarge", `${AL2023}-x86_64`],
    ["amazon-linux-2023", "t4g.nano", `${AL2023}-arm64`],
    ["amazon-linux-2023", "c7gn.large", `${AL2023}-arm64`],
    ["amazon-linux-2023", "x2gd.medium", `${AL2023}-arm64`],
    ["debian-12", "a1.medium", `${DEBIAN}/arm64`],
    ["debian-12", "t3.micro", `${DEBIAN}/amd64`],
    ["debian-12", "t4g.nano", `${DEBIAN}/arm64`],
  ] as const) {
    it(`P-RUN-6: ${image} on ${instanceType} boots ${parameter}, its root encrypted`, async () => {
      const graph = await graphOf({ image, instanceType, userData: "#!/bin/sh\n" });
      const { inputs } = only(graph, TEMPLATE);
      assert.equal(inputs["imageId"], `resolve:ssm:${parameter}`);
      assert.equal(at(inputs, "blockDeviceMappings", 0, "deviceName"), "/dev/xvda");
      assert.equal(at(inputs, "blockDeviceMappings", 0, "ebs", "encrypted"), "true");
    });
  }
});
