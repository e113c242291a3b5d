import assert from "node:assert/strict";

import { serviceIn } from "../../../../policy-pack/controls/vpc/endpointServices.ts";
import { vpcEndpointsForUsedServices } from "../../../../policy-pack/controls/vpc/vpc-endpoints-for-used-services.ts";
import { type PolicyResource, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { gateway, linked, nat, routed, vpc } from "../../support/networks.ts";
import { changed, resource } from "../../support/resources.ts";

const network = [
  vpc,
  gateway,
  nat,
  ...routed("public", { gatewayId: gateway }),
  ...routed("private", { natGatewayId: nat }),
  ...routed("data"),
];
const named = (name: string) => {
  const found = network.find((entry) => entry.name === name);
  assert.ok(found);
  return found;
};
const table = named("private-table");
const subnet = named("private");
const s3 = linked(
  "vpcEndpoint:VpcEndpoint",
  "s3",
  { serviceName: "com.amazonaws.us-east-1.s3", vpcEndpointType: "Gateway" },
  { vpcId: vpc, routeTableIds: [table] },
);
const kms = linked(
  "vpcEndpoint:VpcEndpoint",
  "kms",
  {
    serviceName: "com.amazonaws.us-east-1.kms",
    vpcEndpointType: "Interface",
    privateDnsEnabled: true,
  },
  { vpcId: vpc, subnetIds: [subnet] },
);
const bucket = resource("aws:s3/bucket:Bucket", "bucket", {});
const key = resource("aws:kms/key:Key", "key", {});
const compliant = [...network, bucket, key, s3, kms];
const ask = (resources: readonly PolicyResource[], parameters = {}) =>
  said(
    judged(vpcEndpointsForUsedServices, resources, "vpc", {
      parameters: { "vpc-endpoints-for-used-services": parameters },
    }),
  );
const none = (service: string) => [`The VPC has no endpoint for ${service}`];
const unnamed = ["The endpoint for kms is not reached by the service's own name"];
const unrouted = ["The endpoint for s3 is not in each private route table"];
const without = (...names: string[]) => compliant.filter(({ name }) => !names.includes(name));

describe("vpc-endpoints-for-used-services", () => {
  itBehaves({
    control: vpcEndpointsForUsedServices,
    compliant,
    subject: "vpc",
    fails: [
      {
        title: "an endpoint is for another service",
        of: "s3",
        path: "serviceName",
        value: "com.amazonaws.us-east-1.s3express",
        messages: none("s3"),
      },
      {
        title: "an endpoint names no service",
        of: "kms",
        path: "serviceName",
        messages: none("kms"),
      },
      {
        title: "an endpoint is for the service of another region",
        of: "kms",
        path: "serviceRegion",
        value: "eu-west-1",
        messages: none("kms"),
      },
      {
        title: "an endpoint has no private names",
        of: "kms",
        path: "privateDnsEnabled",
        value: false,
        messages: unnamed,
      },
      {
        title: "an endpoint says nothing of private names",
        of: "kms",
        path: "privateDnsEnabled",
        messages: unnamed,
      },
      {
        title: "an endpoint has no address",
        of: "kms",
        path: "subnetIds",
        value: [],
        messages: unnamed,
      },
    ],
    accepts: [
      { title: "a gateway, which is the default", of: "s3", path: "vpcEndpointType" },
      {
        title: "its own region in words",
        of: "kms",
        path: "serviceRegion",
        value: "us-east-1",
      },
      {
        title: "the validated form of a service",
        of: "kms",
        path: "serviceName",
        value: "com.amazonaws.us-east-1.kms-fips",
      },
      {
        title: "addresses that are chosen",
        of: "kms",
        path: "subnetConfigurations",
        value: [{ ipv4: "10.0.1.7" }],
      },
    ],
    // A route that names a NAT gateway leads to one, whichever it is.
    dispensable: ["private-route: natGatewayId"],
  });

  it("fails for each service that is used and has none", () => {
    assert.deepEqual(ask(without("s3", "kms")), [...none("s3"), ...none("kms")]);
    const task = resource("aws:ecs/taskDefinition:TaskDefinition", "task", {});
    assert.deepEqual(ask([...compliant, task]), ["ecr.api", "ecr.dkr", "logs"].flatMap(none));
  });

  it("asks for no service that the stack does not use, or that is not listed", () => {
    assert.equal(ask(without("kms", "key")), "pass");
    assert.equal(ask(without("kms"), { services: ["s3", "dynamodb"] }), "pass");
  });

  it("fails where a gateway leaves a private table out, and accepts it split off", () => {
    const second = routed("other", { natGatewayId: nat });
    assert.deepEqual(ask([...compliant, ...second]), unrouted);
    const [, other] = second as [PolicyResource, PolicyResource];
    const association = linked(
      "vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
      "association",
      {},
      { vpcEndpointId: s3, routeTableId: other },
    );
    assert.equal(ask([...compliant, ...second, association]), "pass");
    const bare = {
      ...s3,
      inputs: { ...s3.inputs, routeTableIds: [] },
      propertyDependencies: { vpcId: [vpc.urn] },
    };
    assert.deepEqual(ask([...without("s3"), bare]), unrouted);
    const unknown = { ...bare, inputs: { ...s3.inputs, routeTableIds: [UNKNOWN] } };
    assert.equal(ask([...without("s3"), unknown]), "undecided");
  });

  it("needs one route table at least where no subnet calls out", () => {
    const quiet = compliant.filter(({ name }) => name !== "private-route");
    assert.equal(ask(quiet), "pass");
    assert.deepEqual(
      ask(
        changed(
          quiet.map((entry) =>
            entry.name === "s3" ? { ...entry, propertyDependencies: { vpcId: [vpc.urn] } } : entry,
          ),
          "s3",
          "routeTableIds",
          [],
        ),
      ),
      unrouted,
    );
  });

  it("accepts an interface for S3, and names or places that are split off", () => {
    const byAddress = { ...kms, urn: s3.urn, name: "s3" };
    const interfaces = changed(
      [...without("s3"), byAddress],
      "s3",
      "serviceName",
      "com.amazonaws.us-east-1.s3",
    );
    assert.equal(ask(interfaces), "pass");
    const bare = changed(changed(without(), "kms", "privateDnsEnabled"), "kms", "subnetIds", []);
    assert.deepEqual(ask(bare), unnamed);
    const names = linked(
      "aws:vpc/endpointPrivateDns:EndpointPrivateDns",
      "names",
      { privateDnsEnabled: true },
      { vpcEndpointId: kms },
    );
    const place = linked(
      "vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
      "place",
      {},
      { vpcEndpointId: kms, subnetId: subnet },
    );
    assert.deepEqual(ask([...bare, names]), unnamed);
    assert.equal(ask([...bare, names, place]), "pass");
    assert.deepEqual(
      ask(
        [
          ...changed(bare, "kms", "x", 1),
          changed([names], "names", "privateDnsEnabled", false),
          place,
        ].flat(),
      ),
      unnamed,
    );
  });

  it("takes endpoints of this VPC alone", () => {
    const elsewhere = {
      ...kms,
      inputs: { ...kms.inputs, vpcId: "vpc-2" },
      propertyDependencies: {},
    };
    assert.deepEqual(ask([...without("kms"), elsewhere]), none("kms"));
  });

  it("is undecided where an endpoint of an unknown service may be the one", () => {
    const unknown = changed(compliant, "kms", "serviceName", UNKNOWN);
    assert.equal(ask(unknown), "undecided");
    const beside = {
      ...kms,
      urn: `${kms.urn}2`,
      name: "beside",
      inputs: { ...kms.inputs, serviceName: UNKNOWN },
    };
    assert.equal(ask([...compliant, beside]), "pass");
  });

  it("does not concern a VPC whose subnets are all public, or that has none", () => {
    const open = [vpc, gateway, ...routed("public", { gatewayId: gateway }), bucket];
    assert.equal(ask(open), "notApplicable");
    assert.equal(ask([vpc, bucket]), "notApplicable");
  });

  for (const [name, service] of [
    ["com.amazonaws.us-east-1.ecr.api", "ecr.api"],
    ["com.amazonaws.eu-west-2.logs", "logs"],
    ["cn.com.amazonaws.cn-north-1.ecr.dkr", "ecr.dkr"],
    ["com.amazonaws.cn-north-1.s3", "s3"],
    ["com.amazonaws.us-east-1.s3-global.accesspoint", "s3-global.accesspoint"],
    ["com.amazonaws.us-gov-west-1.kms-fips", "kms"],
    ["", ""],
  ] as const) {
    it(`reads the service ${service || "of nothing"}`, () => {
      assert.equal(serviceIn(name), service);
    });
  }
});
