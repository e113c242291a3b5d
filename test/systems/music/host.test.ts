import assert from "node:assert/strict";

import type { Graph, Resource } from "../../../plan/graph/resource.ts";
import { textOf, UNKNOWN } from "../../../plan/graph/value.ts";
import { at, ofType, only } from "../../support/graph.ts";
import { graphOf, recordStacks } from "../../support/identities.ts";
import { changed, problemLines, withSetting } from "../../support/settings.ts";
import { programGraph } from "../../support/stacks.ts";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

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

describe("the music on one instance", () => {
  recordStacks();
  let dev: Graph;
  before(() => {
    dev = graphOf("dev");
  });

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
    assert.ok(template.propertyDependencies["networkInterfaces"]?.includes(subnets[0]?.urn ?? ""));
  });

  it("S-MUSIC-1, P-NET-5: asks S3, whence its archive and its agent come, past the internet", () => {
    const [endpoint] = ofType(dev, "aws:ec2/vpcEndpoint:VpcEndpoint").filter(
      ({ name }) => name === "music-network-endpoints-s3",
    );
    const table = only(dev, "aws:ec2/routeTable:RouteTable", "music-network-public");
    assert.ok(endpoint?.propertyDependencies["routeTableIds"]?.includes(table.urn));
    const [association] = ofType(dev, "aws:ec2/routeTableAssociation:RouteTableAssociation").filter(
      ({ name }) => name === "music-network-public-use1-az1",
    );
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
});
