import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse, type ScalarTag } from "yaml";

import type { Graph } from "../../plan/graph/resource.ts";
import { at, ofType, only, policyOf } from "../support/graph.ts";
import { ROOT } from "../support/fixtures.ts";
import { graphOf, recordStacks } from "../support/identities.ts";
import { itWith, run } from "../support/tools.ts";

const FOLDER = join(ROOT, "docs/cloudformation");
const NAMES = ["vpc", "s3"] as const;

interface Made {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** What the templates' references stand for in dev. */
const VALUES: Readonly<Record<string, string>> = {
  Environment: "dev",
  PageHost: "music.dev.example.com",
  OriginPrefixList: "pl-3b927c52",
  SignerRoleArn: "arn:aws:iam::111122223333:role/rampart-dev-role-music",
  BreakGlassRoleArn: "arn:aws:iam::111122223333:role/rampart-dev-role-break-glass",
  "AWS::AccountId": "111122223333",
  "AWS::Region": "us-east-1",
  Tracks: "rampart-dev-s3-music-audio-111122223333-us-east-1",
  "Tracks.Arn": "arn:aws:s3:::rampart-dev-s3-music-audio-111122223333-us-east-1",
};

const valueOf = (name: string): string => VALUES[name] ?? name;

const TAGS: ScalarTag[] = [
  { tag: "!Ref", resolve: valueOf },
  { tag: "!GetAtt", resolve: valueOf },
  {
    tag: "!Sub",
    resolve: (text) => text.replace(/\$\{([^}]+)\}/g, (_, name: string) => valueOf(name)),
  },
];

/** Resources of a template, with dev's values in place of its references. */
function template(name: (typeof NAMES)[number]): Readonly<Record<string, Made>> {
  const text = readFileSync(join(FOLDER, `${name}.yaml`), "utf8");
  return (parse(text, { customTags: TAGS }) as { Resources: Record<string, Made> }).Resources;
}

const typed = (name: (typeof NAMES)[number], type: string) =>
  Object.values(template(name))
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);

/** Properties of one of a type; fails when there are none or several. */
function single(name: (typeof NAMES)[number], type: string): Readonly<Record<string, unknown>> {
  const [found, ...more] = typed(name, type);
  assert.ok(found && more.length === 0, type);
  return found;
}

describe("the CloudFormation templates", () => {
  recordStacks();
  let dev: Graph;
  before(() => {
    dev = graphOf("dev");
  });

  itWith([["cfn-lint"]], "S-MUSIC-10: are what cfn-lint has nothing against", () => {
    const { code, out } = run(
      "cfn-lint",
      NAMES.map((name) => join(FOLDER, `${name}.yaml`)),
    );
    assert.equal(code, 0, out);
  });

  it("S-MUSIC-10: the bucket's policy is the program's, statement by statement", () => {
    const { PolicyDocument } = single("s3", "AWS::S3::BucketPolicy");
    const own = policyOf(only(dev, "aws:s3/bucketPolicy:BucketPolicy", "music-audio"));
    assert.deepEqual((PolicyDocument as { Statement: unknown }).Statement, own.Statement);
  });

  it("S-MUSIC-10: the bucket has the program's name, tag, CORS and lifecycle", () => {
    const bucket = single("s3", "AWS::S3::Bucket");
    const of = (kind: string) => only(dev, `aws:s3/${kind}`, "music-audio").inputs;
    assert.equal(bucket["BucketName"], of("bucket:Bucket")["bucket"]);
    assert.deepEqual(bucket["Tags"], [{ Key: "bucket-role", Value: "media" }]);
    const [cors] = (bucket["CorsConfiguration"] as { CorsRules: Record<string, unknown>[] })
      .CorsRules;
    const rule = at(of("bucketCorsConfiguration:BucketCorsConfiguration"), "corsRules", 0);
    assert.deepEqual(
      [cors?.["AllowedMethods"], cors?.["AllowedOrigins"]],
      [at(rule, "allowedMethods"), at(rule, "allowedOrigins")],
    );
    const [lifecycle] = (
      bucket["LifecycleConfiguration"] as { Rules: Record<string, Record<string, unknown>>[] }
    ).Rules;
    const own = at(of("bucketLifecycleConfiguration:BucketLifecycleConfiguration"), "rules", 0);
    assert.equal(lifecycle?.["Id"], at(own, "id"));
    assert.equal(
      lifecycle?.["NoncurrentVersionExpiration"]?.["NoncurrentDays"],
      at(own, "noncurrentVersionExpiration", "noncurrentDays"),
    );
  });

  it("S-MUSIC-10: the network has the program's blocks, and its public tier's rules", () => {
    const vpc = only(dev, "aws:ec2/vpc:Vpc", "music-network");
    assert.equal(single("vpc", "AWS::EC2::VPC")["CidrBlock"], vpc.inputs["cidrBlock"]);
    const blocks = ofType(dev, "aws:ec2/subnet:Subnet")
      .filter(({ name }) => name.startsWith("music-network-public-"))
      .map(({ inputs }) => [inputs["cidrBlock"], inputs["availabilityZoneId"]]);
    assert.deepEqual(
      typed("vpc", "AWS::EC2::Subnet").map((subnet) => [
        subnet["CidrBlock"],
        subnet["AvailabilityZoneId"],
      ]),
      blocks,
    );
    const acl = only(dev, "aws:ec2/networkAcl:NetworkAcl", "music-network-public");
    const entries = typed("vpc", "AWS::EC2::NetworkAclEntry");
    for (const [direction, egress] of [
      ["ingress", false],
      ["egress", true],
    ] as const) {
      const written = entries
        .filter((entry) => (entry["Egress"] ?? false) === egress)
        .map((entry) => {
          const ports = (entry["PortRange"] ?? { From: 0, To: 0 }) as { From: number; To: number };
          return {
            ruleNo: entry["RuleNumber"],
            action: entry["RuleAction"],
            protocol: entry["Protocol"] === 6 ? "tcp" : String(entry["Protocol"]),
            cidrBlock: entry["CidrBlock"],
            fromPort: ports.From,
            toPort: ports.To,
          };
        });
      assert.deepEqual(written, acl.inputs[direction], direction);
    }
  });

  it("S-MUSIC-10: the host's group lets the same in and out", () => {
    const group = single("vpc", "AWS::EC2::SecurityGroup");
    const found = only(dev, "aws:ec2/securityGroup:SecurityGroup", "rampart-dev-sg-music");
    assert.equal(group["GroupDescription"], found.inputs["description"]);
    for (const [key, type] of [
      ["SecurityGroupIngress", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"],
      ["SecurityGroupEgress", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"],
    ] as const) {
      const written = (group[key] as Record<string, unknown>[]).map((rule) => [
        rule["FromPort"],
        rule["CidrIp"] ?? rule["SourcePrefixListId"],
      ]);
      const own = ofType(dev, type)
        .filter((rule) => rule.propertyDependencies["securityGroupId"]?.includes(found.urn))
        .map(({ inputs }) => [inputs["fromPort"], inputs["cidrIpv4"] ?? inputs["prefixListId"]]);
      assert.deepEqual(written.map(String).sort(), own.map(String).sort(), key);
    }
  });
});
