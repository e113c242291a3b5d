import assert from "node:assert/strict";

import { albOriginOnlyFromCloudfront } from "../../../../policy-pack/controls/elb/alb-origin-only-from-cloudfront.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
  type Value,
} from "../../../../policy-pack/engine/resource.ts";
import { type Case, itBehaves, judged, said } from "../../support/cases.ts";
import { changed, resource } from "../../support/resources.ts";

const SECRET = { $secret: true };
const CLOUDFRONT = "pl-3b927c52";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const from = (origins: Record<string, string[]>) => ({ propertyDependencies: origins });

const edge = resource("aws:lb/loadBalancer:LoadBalancer", "edge", {});
const group = resource("aws:ec2/securityGroup:SecurityGroup", "group", {});
const https = resource("aws:lb/listener:Listener", "https", {});

const balancer = (inputs: Properties = {}) => ({
  ...edge,
  inputs: { name: "edge", internal: false, securityGroups: [UNKNOWN], ...inputs },
  ...from({ securityGroups: [group.urn] }),
});
const listener = {
  ...https,
  inputs: { loadBalancerArn: UNKNOWN, defaultActions: [{ type: "fixed-response" }] },
  ...from({ loadBalancerArn: [edge.urn] }),
};
const rule = resource(
  "aws:lb/listenerRule:ListenerRule",
  "rule",
  {
    listenerArn: UNKNOWN,
    actions: [{ type: "forward" }],
    conditions: [
      { pathPattern: { values: ["/*"] } },
      { httpHeader: { httpHeaderName: "x-origin-guard", values: [SECRET] } },
    ],
  },
  from({ listenerArn: [https.urn] }),
);
const ingress = resource(
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "ingress",
  { securityGroupId: UNKNOWN, ipProtocol: "tcp", prefixListId: CLOUDFRONT },
  from({ securityGroupId: [group.urn] }),
);
const origin = (change: Properties = {}) => ({
  originId: "edge",
  domainName: "origin.example.com",
  customHeaders: [{ name: "X-Origin-Guard", value: SECRET }],
  ...change,
});
const front = (origins: Value = [origin()], more = {}) =>
  resource(DISTRIBUTION, "front", { origins }, more);
const alias = resource(
  "aws:route53/record:Record",
  "alias",
  { name: "origin.example.com", type: "A", aliases: [{ name: UNKNOWN, zoneId: UNKNOWN }] },
  from({ aliases: [edge.urn] }),
);

const stack = (distribution: PolicyResource = front(), inputs: Properties = {}) => [
  balancer(inputs),
  group,
  ingress,
  listener,
  rule,
  distribution,
  alias,
];
const admits = (who: string) => [`Group group admits ${who}, which is not CloudFront`];
const HEADERLESS = ["Rule rule forwards requests without a header of the distribution's"];
const PLAIN = ["Rule rule demands a header whose value is no secret"];
const verdict = (resources: readonly PolicyResource[]) =>
  said(judged(albOriginOnlyFromCloudfront, resources, "edge"));
const admitting = (title: string, of: string, path: string, value: Value, who: string): Case => ({
  title,
  of,
  path,
  value,
  messages: admits(who),
});

describe("alb-origin-only-from-cloudfront", () => {
  itBehaves({
    control: albOriginOnlyFromCloudfront,
    compliant: stack(),
    subject: "edge",
    fails: [
      admitting("everyone is admitted", "ingress", "cidrIpv4", "0.0.0.0/0", "0.0.0.0/0"),
      admitting("everyone is admitted by IPv6", "ingress", "cidrIpv6", "::/0", "::/0"),
      admitting(
        "half of everyone is admitted",
        "ingress",
        "cidrIpv4",
        "128.0.0.0/1",
        "128.0.0.0/1",
      ),
      admitting("another list is admitted", "ingress", "prefixListId", "pl-1", "pl-1"),
      admitting(
        "a rule of the group's own admits everyone",
        "group",
        "ingress",
        [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
        "0.0.0.0/0",
      ),
      admitting(
        "a lone rule of the group's own admits everyone",
        "group",
        "ingress",
        { protocol: "tcp", prefixListIds: [CLOUDFRONT], ipv6CidrBlocks: ["::/0"] },
        "::/0",
      ),
      {
        title: "there is no group",
        path: "securityGroups",
        messages: ["The load balancer has no security group"],
      },
      {
        title: "the listener forwards by itself",
        of: "https",
        path: "defaultActions",
        value: [{ type: "forward" }],
        messages: ["Listener https forwards requests without a header of the distribution's"],
      },
      {
        title: "the rule demands no header",
        of: "rule",
        path: "conditions",
        value: [{ pathPattern: { values: ["/*"] } }],
        messages: HEADERLESS,
      },
      {
        title: "the distribution sends another header",
        of: "front",
        path: "origins[0].customHeaders[0].name",
        value: "X-Other",
        messages: HEADERLESS,
      },
      {
        title: "the value is written in the program",
        of: "rule",
        path: "conditions[1].httpHeader.values[0]",
        value: "open sesame",
        messages: PLAIN,
      },
      {
        title: "there is no value",
        of: "rule",
        path: "conditions[1].httpHeader.values",
        value: [],
        messages: PLAIN,
      },
      {
        title: "one of two values is written in the program",
        of: "rule",
        path: "conditions[1].httpHeader.values",
        value: [SECRET, "open sesame"],
        messages: PLAIN,
      },
      {
        title: "everyone is admitted, and the list is unknown",
        of: "ingress",
        path: "cidrIpv4",
        value: "0.0.0.0/0",
        messages: admits("0.0.0.0/0"),
      },
      {
        title: "any value will do",
        of: "rule",
        path: "conditions[1].httpHeader.values",
        value: [SECRET, "*"],
        messages: PLAIN,
      },
    ],
    accepts: [
      {
        title: "a rule of the group's own",
        of: "group",
        path: "ingress",
        value: [{ protocol: "tcp", prefixListIds: [CLOUDFRONT] }],
      },
      {
        title: "callers of a group",
        of: "group",
        path: "ingress",
        value: [{ protocol: "tcp", securityGroups: ["sg-1"] }],
      },
      {
        title: "a redirect",
        of: "rule",
        path: "actions",
        value: [{ type: "redirect", redirect: { protocol: "HTTPS" } }],
      },
      {
        title: "a secret list of values",
        of: "rule",
        path: "conditions[1].httpHeader.values",
        value: SECRET,
      },
      { title: "a record without the zone's name", of: "alias", path: "name", value: "origin" },
    ],
  });

  it("knows the older rule resource", () => {
    const older = resource(
      "aws:ec2/securityGroupRule:SecurityGroupRule",
      "older",
      { type: "ingress", securityGroupId: UNKNOWN, cidrBlocks: ["0.0.0.0/0"] },
      from({ securityGroupId: [group.urn] }),
    );
    assert.deepEqual(verdict([...stack(), older]), admits("0.0.0.0/0"));
    assert.equal(verdict([...stack(), ...changed([older], "older", "type", "egress")]), "pass");
  });

  it("knows the balancer by its own host name, known or not", () => {
    const open = changed(stack(), "ingress", "cidrIpv4", "0.0.0.0/0").filter(
      ({ name }) => name !== "front" && name !== "alias",
    );
    const host = "dualstack.edge-123.us-east-1.elb.amazonaws.com";
    assert.deepEqual(
      verdict([...open, front([origin({ domainName: host })])]),
      admits("0.0.0.0/0"),
    );
    const unknown = [origin({ domainName: UNKNOWN })];
    const given = front(unknown, from({ origins: [edge.urn] }));
    assert.deepEqual(verdict([...open, given]), admits("0.0.0.0/0"));
    assert.equal(verdict([...open, front(unknown)]), "undecided");
    const byRecord = front(unknown, from({ origins: [alias.urn] }));
    assert.deepEqual(verdict([...open, alias, byRecord]), admits("0.0.0.0/0"));
  });

  describe("tells the balancer's own hosts from others'", () => {
    const ELB = "us-east-1.elb.amazonaws.com";
    const open = (inputs: Properties = {}) =>
      changed(stack(front(), inputs), "ingress", "cidrIpv4", "0.0.0.0/0").filter(
        ({ name }) => name !== "front" && name !== "alias",
      );
    const record = (inputs: Properties, more = {}) =>
      resource("aws:route53/record:Record", "record", { type: "A", ...inputs }, more);
    const ORIGIN = { name: "origin.example.com" };

    for (const host of [`edge-1.${ELB}`, `internal-edge-1.${ELB}`, `Dualstack.EDGE-1.${ELB}`]) {
      it(`${host} is its own`, () => {
        const known = front([origin({ domainName: host })]);
        assert.deepEqual(verdict([...open(), known]), admits("0.0.0.0/0"));
      });
    }

    for (const host of [
      `other-1.${ELB}`,
      `edgewise-1.${ELB}`,
      `my.internal-edge-1.${ELB}`,
      "edge-1.example.com",
    ]) {
      it(`${host} is not`, () => {
        const known = front([origin({ domainName: host })]);
        assert.equal(verdict([...open(), known]), "notApplicable");
      });
    }

    it("a balancer that has no name of its own has no known host", () => {
      const known = front([origin({ domainName: `edge-1.${ELB}` })]);
      assert.equal(verdict([...open({ name: null }), known]), "notApplicable");
    });

    for (const [title, inputs] of [
      ["an alias", { ...ORIGIN, aliases: [{ name: `dualstack.edge-1.${ELB}` }] }],
      ["a CNAME", { ...ORIGIN, records: [`edge-1.${ELB}`] }],
      ["a name with a dot at its end", { name: "Origin.example.com.", records: [`edge-1.${ELB}`] }],
    ] as const) {
      it(`knows a record by ${title}`, () => {
        assert.deepEqual(verdict([...open(), front(), record(inputs)]), admits("0.0.0.0/0"));
      });
    }

    for (const [title, inputs] of [
      ["an alias of another", { ...ORIGIN, aliases: [{ name: `other-1.${ELB}` }] }],
      ["another's of unknown name", { name: UNKNOWN, records: [`other-1.${ELB}`] }],
      ["another name", { name: "other.example.com", records: [`edge-1.${ELB}`] }],
      ["no name", { name: "", records: [`edge-1.${ELB}`] }],
    ] as const) {
      it(`leaves a record alone that has ${title}`, () => {
        assert.equal(verdict([...open(), front(), record(inputs)]), "notApplicable");
      });
    }

    it("is undecided about a record of unknown name", () => {
      const found = record({ name: UNKNOWN, records: [`edge-1.${ELB}`] });
      assert.equal(verdict([...open(), front(), found]), "undecided");
    });

    it("goes by the origin of an unknown host, and by nothing else", () => {
      const unknown = [origin({ domainName: UNKNOWN })];
      const other = record({ ...ORIGIN, aliases: [{ name: `other-1.${ELB}` }] });
      for (const urn of [group.urn, other.urn]) {
        const given = front(unknown, from({ origins: [urn] }));
        assert.equal(verdict([...open(), alias, other, given]), "notApplicable");
      }
    });
  });

  it("takes a value of a random password for a secret, before and after it is made", () => {
    const password = resource("random:index/randomPassword:RandomPassword", "password", {});
    for (const value of [UNKNOWN, "x7Gq2LmZ9vRt4KpW"]) {
      const resources = changed(stack(), "rule", "conditions[1].httpHeader.values", [value]).map(
        (entry) =>
          entry.name === "rule"
            ? {
                ...entry,
                ...from({ listenerArn: [https.urn], conditions: [password.urn] }),
              }
            : entry,
      );
      assert.equal(verdict([...resources, password]), "pass");
    }
  });

  describe("through the VPC", () => {
    const vpcOrigin = resource(
      "aws:cloudfront/vpcOrigin:VpcOrigin",
      "private",
      { vpcOriginEndpointConfig: { name: "edge", arn: UNKNOWN, httpsPort: 443 } },
      from({ vpcOriginEndpointConfig: [edge.urn] }),
    );
    const through = (inputs: Properties) => [
      balancer({ ...inputs, securityGroups: [] }),
      vpcOrigin,
      front(
        [origin({ domainName: "edge.internal", vpcOriginConfig: { vpcOriginId: UNKNOWN } })],
        from({ origins: [vpcOrigin.urn] }),
      ),
    ];

    it("needs no more of a balancer inside", () => {
      assert.equal(verdict(through({ internal: true })), "pass");
      assert.deepEqual(verdict(through({ internal: false })), [
        "The load balancer has no security group",
      ]);
    });

    it("knows the balancer by its ARN", () => {
      const ask = (name: string) => {
        const arn = `arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/${name}/50dc`;
        const known = {
          ...vpcOrigin,
          inputs: { vpcOriginEndpointConfig: { name: "private", arn, httpsPort: 443 } },
          propertyDependencies: {},
        };
        return verdict(
          through({ internal: true }).map((one) => (one.name === "private" ? known : one)),
        );
      };
      assert.equal(ask("edge"), "pass");
      assert.equal(ask("other"), "notApplicable");
    });

    it("is undecided when the VPC origin is unknown", () => {
      const lost = through({ internal: true }).map((one) => ({ ...one, propertyDependencies: {} }));
      assert.equal(verdict(lost), "undecided");
    });
  });

  it("knows a distribution of many tenants, whose headers are spelled otherwise", () => {
    const header = { headerName: "X-Origin-Guard", headerValue: SECRET };
    const many = (customHeaders: Value) => ({
      ...front([{ id: "edge", domainName: "origin.example.com", customHeaders }]),
      type: "aws:cloudfront/multitenantDistribution:MultitenantDistribution",
    });
    assert.equal(verdict(stack(many([header]))), "pass");
    assert.deepEqual(verdict(stack(many([]))), HEADERLESS);
  });

  it("is undecided about a rule that may be of its listener, beside those that are", () => {
    const open = { ...rule, name: "open", urn: `${rule.urn}-open`, propertyDependencies: {} };
    assert.equal(verdict([...stack(front()), open]), "undecided");
    const bare = { ...rule, inputs: { ...rule.inputs, conditions: [] } };
    const failing = stack(front()).map((one) => (one.name === "rule" ? bare : one));
    assert.deepEqual(verdict([...failing, open]), HEADERLESS);
  });

  it("is undecided about a security group of another stack", () => {
    const away = stack(front(), { securityGroups: [UNKNOWN, "sg-1"] });
    assert.equal(verdict(away), "undecided");
  });

  it("does not concern a balancer that is no origin", () => {
    assert.equal(verdict([balancer()]), "notApplicable");
    const elsewhere = front([origin({ domainName: "other.example.com" })]);
    assert.equal(verdict(stack(elsewhere)), "notApplicable");
  });
});
