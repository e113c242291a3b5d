import assert from "node:assert/strict";

import { routePrivateSubnetNoIgw } from "../../../../policy-pack/controls/vpc/route-private-subnet-no-igw.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { gateway, linked, nat, routed, vpc } from "../../support/networks.ts";
import { blinded, changed } from "../../support/resources.ts";

const LEADS = ["private-table leads the private subnet to an internet gateway"];
const network = [vpc, gateway, nat];
const ask = (resources: readonly PolicyResource[], subject = "private", parameters = {}) =>
  said(
    judged(routePrivateSubnetNoIgw, resources, subject, {
      parameters: { "route-private-subnet-no-igw": parameters },
    }),
  );
const toGateway = (destination: Properties) => [
  ...network,
  ...routed("private", { gatewayId: gateway }, destination),
];
/** The private subnet, its table with these routes inside, and where they come from. */
const inline = (routes: Properties[], ...origins: PolicyResource[]) =>
  [...network, ...origins, ...routed("private")].map((entry) =>
    entry.name === "private-table"
      ? {
          ...entry,
          inputs: { ...entry.inputs, routes },
          propertyDependencies: { routes: origins.map(({ urn }) => urn) },
        }
      : entry,
  );

describe("route-private-subnet-no-igw", () => {
  itBehaves({
    control: routePrivateSubnetNoIgw,
    compliant: [...network, ...routed("private", { natGatewayId: nat })],
    subject: "private",
    fails: [
      {
        title: "the route leads to a gateway",
        of: "private-route",
        path: "gatewayId",
        value: "igw-0123456789abcdef0",
        messages: LEADS,
      },
    ],
    accepts: [
      { title: "a private gateway", of: "private-route", path: "gatewayId", value: "vgw-1" },
      { title: "an endpoint", of: "private-route", path: "gatewayId", value: "vpce-1" },
      { title: "the VPC itself", of: "private-route", path: "gatewayId", value: "local" },
      { title: "no tags", path: "tags" },
    ],
  });

  for (const destination of [
    { destinationCidrBlock: "0.0.0.0/0" },
    { destinationIpv6CidrBlock: "::/0" },
    { destinationCidrBlock: "0.0.0.0/1" },
    { destinationCidrBlock: "1.2.3.4/0" },
    { destinationIpv6CidrBlock: "2000::/3" },
  ]) {
    it(`fails for a route of its own to ${Object.values(destination).join()}`, () => {
      assert.deepEqual(ask(toGateway(destination)), LEADS);
    });
  }

  for (const route of [
    { cidrBlock: "0.0.0.0/0", gatewayId: UNKNOWN },
    { ipv6CidrBlock: "::/0", gatewayId: UNKNOWN },
    { cidrBlock: "128.0.0.0/1", gatewayId: UNKNOWN },
  ]) {
    it(`fails for a route in the table: ${JSON.stringify(route)}`, () => {
      assert.deepEqual(
        ask(inline([{ cidrBlock: "0.0.0.0/0", natGatewayId: UNKNOWN }, route], gateway, nat)),
        LEADS,
      );
    });
  }

  it("accepts a route to chosen addresses, and one of IPv6 that only goes out", () => {
    assert.equal(ask(toGateway({ destinationCidrBlock: "8.8.0.0/16" })), "pass");
    assert.equal(ask(inline([{ ipv6CidrBlock: "::/0", egressOnlyGatewayId: "eigw-1" }])), "pass");
  });

  it("adds up the routes to internet gateways", () => {
    const over = (...blocks: string[]) =>
      ask(
        inline(
          blocks.map((cidrBlock) => ({ cidrBlock, gatewayId: UNKNOWN })),
          gateway,
        ),
      );
    assert.equal(over("8.8.0.0/16", "10.0.0.0/8"), "pass");
    assert.equal(over("8.8.0.0/17", "8.8.128.0/17"), "pass");
    assert.deepEqual(over("8.8.0.0/16", "8.9.0.0/16"), LEADS);
    const stray = { cidrBlock: "8.9.0.0/16", gatewayId: UNKNOWN };
    assert.equal(ask(inline([{ ...stray, cidrBlock: "8.8.0.0/16" }, stray])), "undecided");
    assert.equal(ask(inline([{ ...stray, cidrBlock: "10.0.0.0/8" }])), "pass");
  });

  it("takes empty text for what is not there, as in a state", () => {
    const route = { cidrBlock: "0.0.0.0/0", ipv6CidrBlock: "", destinationPrefixListId: "" };
    assert.equal(ask(inline([{ ...route, gatewayId: "", natGatewayId: "nat-1" }])), "pass");
    assert.deepEqual(ask(inline([{ ...route, gatewayId: "igw-1", natGatewayId: "" }])), LEADS);
  });

  it("sees what is in a prefix list", () => {
    const list = (cidr: string) =>
      linked("managedPrefixList:ManagedPrefixList", "list", { entries: [{ cidr }] });
    const to = (cidr: string) => [
      ...network,
      list(cidr),
      ...routed("private", { gatewayId: gateway, destinationPrefixListId: list(cidr) }, {}),
    ];
    assert.deepEqual(ask(to("0.0.0.0/0")), LEADS);
    assert.equal(ask(to("8.8.8.0/24")), "pass");
    assert.equal(ask(toGateway({ destinationPrefixListId: "pl-0" })), "undecided");
  });

  it("tells gateways of a table by what they come from", () => {
    const vpn = linked("vpnGateway:VpnGateway", "vpn", {});
    const route = { cidrBlock: "0.0.0.0/0", gatewayId: UNKNOWN };
    assert.equal(ask(inline([route], vpn)), "pass");
    assert.equal(ask(inline([route], vpn, { ...gateway, urn: `${gateway.urn}2` })), "undecided");
    assert.equal(ask(inline([route], nat)), "undecided");
    const attachment = linked(
      "internetGatewayAttachment:InternetGatewayAttachment",
      "attached",
      {},
    );
    assert.deepEqual(ask(inline([route], attachment)), LEADS);
  });

  describe("the table of a subnet without one of its own", () => {
    const [subnet] = routed("private") as [PolicyResource];
    const main = linked(
      "defaultRouteTable:DefaultRouteTable",
      "main",
      { routes: [] },
      { defaultRouteTableId: vpc },
    );
    const open = (table: PolicyResource) =>
      linked(
        "route:Route",
        "open",
        { destinationCidrBlock: "0.0.0.0/0" },
        { routeTableId: table, gatewayId: gateway },
      );
    const led = (name: string) => [`${name} leads the private subnet to an internet gateway`];

    it("is the VPC's main one", () => {
      assert.equal(ask([...network, subnet]), "pass");
      assert.equal(ask([...network, subnet, main]), "pass");
      assert.deepEqual(ask([...network, subnet, main, open(main)]), led("main"));
      assert.deepEqual(ask([...network, subnet, open(vpc)]), led("vpc"));
      assert.deepEqual(ask([...network, subnet, main, open(vpc)]), led("vpc"));
    });

    it("is another one that was made the main one", () => {
      const [, table] = routed("other") as [PolicyResource, PolicyResource];
      const chosen = linked(
        "mainRouteTableAssociation:MainRouteTableAssociation",
        "chosen",
        {},
        { vpcId: vpc, routeTableId: table },
      );
      assert.deepEqual(ask([...network, subnet, table, chosen, open(table)]), led("other-table"));
      assert.equal(ask([...network, subnet, table, chosen, main, open(main)]), "pass");
    });

    it("leads to a gateway in a default VPC, unless somebody took it over", () => {
      const lone = linked("defaultVpc:DefaultVpc", "lone", {});
      const within = linked("subnet:Subnet", "private", {}, { vpcId: lone });
      const emptied = linked(
        "defaultRouteTable:DefaultRouteTable",
        "emptied",
        { routes: [] },
        { defaultRouteTableId: lone },
      );
      assert.deepEqual(ask([lone, within]), led("lone"));
      assert.equal(ask([lone, within, emptied]), "pass");
      const own = linked("defaultSubnet:DefaultSubnet", "private", {});
      assert.deepEqual(ask([lone, own]), led("lone"));
      assert.equal(ask([lone, own, emptied]), "pass");
      const far = { ...lone, inputs: { region: "eu-west-1" } };
      assert.equal(ask([far, own]), "undecided");
    });

    it("is not known for a VPC of another stack", () => {
      assert.equal(
        ask(changed(blinded([subnet], subnet.urn, "vpcId"), "private", "vpcId", "vpc-1")),
        "undecided",
      );
    });

    it("is the main one, too, where an association names it by the VPC's output", () => {
      const association = linked(
        "routeTableAssociation:RouteTableAssociation",
        "association",
        {},
        { subnetId: subnet, routeTableId: vpc },
      );
      assert.deepEqual(ask([...network, subnet, association, open(vpc)]), led("vpc"));
    });
  });

  it("is undecided while a route may be the table's, though others are placed", () => {
    const stack = [...network, ...routed("private", { natGatewayId: nat })];
    const stray = linked(
      "route:Route",
      "stray",
      { destinationCidrBlock: "0.0.0.0/0", routeTableId: UNKNOWN },
      { gatewayId: gateway },
    );
    assert.equal(ask([...stack, stray]), "undecided");
  });

  describe("what is declared private", () => {
    const open = (name: string, tags: Properties = {}) =>
      changed([...network, ...routed(name, { gatewayId: gateway })], name, "tags", tags);
    const cases: readonly (readonly [string, PolicyResource[], string, boolean])[] = [
      ["a subnet by its logical name", open("net-database-1"), "net-database-1", true],
      ["a subnet by its Name", open("one", { Name: "shop-app-a" }), "one", true],
      [
        "a subnet by its tier",
        open("public", { tier: "isolated", Name: "public" }),
        "public",
        true,
      ],
      ["a subnet by CDK's tag", open("one", { "aws-cdk:subnet-type": "Private" }), "one", true],
      ["a subnet in camel case", open("netPrivateA"), "netPrivateA", true],
      ["a subnet with a number behind the word", open("private1"), "private1", true],
      ["a subnet by a short word before another", open("DBSubnet"), "DBSubnet", true],
      ["a subnet by a tag in capitals", open("one", { TIER: "private" }), "one", true],
      ["a public subnet in camel case", open("appPublicA"), "appPublicA", false],
      ["a subnet whose word only begins alike", open("appliances"), "appliances", false],
      ["a public subnet by its name", open("net-public-1"), "net-public-1", false],
      ["a public subnet of an application", open("one", { Name: "app-public-a" }), "one", false],
      ["a subnet that says nothing", open("one"), "one", false],
    ];
    for (const [title, stack, subject, judges] of cases) {
      it(`${judges ? "is" : "is not"} ${title}`, () => {
        const said = ask(stack, subject);
        assert.deepEqual(
          said,
          judges
            ? [`${subject}-table leads the private subnet to an internet gateway`]
            : "notApplicable",
        );
      });
    }

    it("is a subnet in which a data store stands", () => {
      const stack = open("one");
      const [, , , subnet] = stack as [
        PolicyResource,
        PolicyResource,
        PolicyResource,
        PolicyResource,
      ];
      const stores = linked(
        "aws:rds/subnetGroup:SubnetGroup",
        "stores",
        {},
        { subnetIds: [subnet] },
      );
      assert.deepEqual(ask([...stack, stores], "one"), [
        "one-table leads the private subnet to an internet gateway",
      ]);
    });

    it("goes by the words that are set", () => {
      const words = { innerWords: ["vault"], outerWords: ["door"] };
      assert.equal(ask(open("net-vault"), "net-vault", words).length, 1);
      assert.equal(ask(open("door-vault"), "door-vault", words), "notApplicable");
    });
  });
});
