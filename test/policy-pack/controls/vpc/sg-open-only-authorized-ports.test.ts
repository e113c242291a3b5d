import assert from "node:assert/strict";

import { sgOpenOnlyAuthorizedPorts } from "../../../../policy-pack/controls/vpc/sg-open-only-authorized-ports.ts";
import { type PolicyResource, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { group, ingress, linked, spellings } from "../../support/networks.ts";
import { changed } from "../../support/resources.ts";

const reached = (ports: string) => [`The internet reaches ${ports}`];
const PLAIN = ["No load balancer redirects to HTTPS what the internet sends to TCP 80"];
const REDIRECT = {
  type: "redirect",
  redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
};
const world = { ipProtocol: "tcp", cidrIpv4: "0.0.0.0/0" };

const balancer = linked(
  "aws:lb/loadBalancer:LoadBalancer",
  "balancer",
  {},
  {
    securityGroups: [group],
  },
);
const listener = linked(
  "aws:lb/listener:Listener",
  "listener",
  { port: 80, protocol: "HTTP", defaultActions: [REDIRECT] },
  { loadBalancerArn: balancer },
);
const http = ingress("http", { ...world, fromPort: 80, toPort: 80 });
const site = [group, balancer, listener, http];

const ask = (resources: readonly PolicyResource[], subject: string, parameters = {}) =>
  said(
    judged(sgOpenOnlyAuthorizedPorts, resources, subject, {
      parameters: { "sg-open-only-authorized-ports": parameters },
    }),
  );

describe("sg-open-only-authorized-ports", () => {
  describe("of HTTPS", () => {
    itBehaves({
      control: sgOpenOnlyAuthorizedPorts,
      compliant: [group, ingress("rule", { ...world, fromPort: 443, toPort: 443 })],
      subject: "rule",
      fails: [
        { title: "it begins lower", path: "fromPort", value: 442, messages: reached("TCP 442") },
        { title: "it ends higher", path: "toPort", value: 8443, messages: reached("TCP 444-8443") },
        { title: "it is UDP", path: "ipProtocol", value: "udp", messages: reached("UDP 443") },
        {
          title: "it is everything",
          path: "ipProtocol",
          value: "all",
          messages: [...reached("TCP 0-79, 81-442, 444-65535 and UDP 0-65535"), ...PLAIN],
        },
      ],
      accepts: [
        { title: "everyone by IPv6", path: "cidrIpv6", value: "::/0" },
        { title: "an unknown source", path: "cidrIpv4", value: UNKNOWN },
        { title: "ICMP", path: "ipProtocol", value: "icmp" },
      ],
      // 443 may be open to everyone.
      dispensable: ["rule: cidrIpv4", "rule: cidrIpv6", "rule: prefixListId"],
    });
  });

  describe("of HTTP that redirects", () => {
    itBehaves({
      control: sgOpenOnlyAuthorizedPorts,
      compliant: site,
      subject: "http",
      fails: [
        {
          title: "the listener forwards",
          of: "listener",
          path: "defaultActions",
          value: [{ type: "forward" }],
          messages: PLAIN,
        },
        {
          title: "one action of two forwards",
          of: "listener",
          path: "defaultActions",
          value: [REDIRECT, { type: "forward" }],
          messages: PLAIN,
        },
        {
          title: "it redirects to plain HTTP",
          of: "listener",
          path: "defaultActions[0].redirect.protocol",
          value: "HTTP",
          messages: PLAIN,
        },
        {
          title: "it redirects to the port of the request on another host",
          of: "listener",
          path: "defaultActions[0].redirect",
          value: { protocol: "HTTPS", host: "www.example.com", statusCode: "HTTP_301" },
          messages: PLAIN,
        },
        {
          title: "the listener has no action",
          of: "listener",
          path: "defaultActions",
          messages: PLAIN,
        },
        {
          title: "nothing listens on the port",
          of: "listener",
          path: "port",
          value: 8080,
          messages: PLAIN,
        },
      ],
      accepts: [
        { title: "a lone action", of: "listener", path: "defaultActions", value: REDIRECT },
        {
          title: "a redirect to another host",
          of: "listener",
          path: "defaultActions[0].redirect.host",
          value: "www.example.com",
        },
        { title: "the port in text", of: "listener", path: "port", value: "80" },
      ],
      // 80 may be open to everyone where it redirects.
      dispensable: ["http: cidrIpv4", "http: cidrIpv6", "http: prefixListId"],
    });

    it("fails where a rule of the listener forwards", () => {
      const rule = linked(
        "aws:lb/listenerRule:ListenerRule",
        "rule",
        { actions: [{ type: "forward" }] },
        { listenerArn: listener },
      );
      assert.deepEqual(ask([...site, rule], "http"), PLAIN);
      assert.equal(ask(changed([...site, rule], "rule", "actions", [REDIRECT]), "http"), "pass");
    });

    it("fails where something else is in the group", () => {
      const host = linked("instance:Instance", "host", {}, { vpcSecurityGroupIds: [group] });
      assert.deepEqual(ask([...site, host], "http"), PLAIN);
    });

    for (const [type, property] of [
      [
        "networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment",
        "securityGroupId",
      ],
      ["spotInstanceRequest:SpotInstanceRequest", "vpcSecurityGroupIds"],
      ["launchConfiguration:LaunchConfiguration", "securityGroups"],
      ["aws:rds/instance:Instance", "vpcSecurityGroupIds"],
      ["aws:ecs/taskSet:TaskSet", "networkConfiguration"],
    ] as const) {
      it(`fails where ${type} is in the group`, () => {
        const member = linked(type, "member", {}, { [property]: [group] });
        assert.deepEqual(ask([...site, member], "http"), PLAIN);
      });
    }

    it("holds where others name the group and are not in it", () => {
      const tell = linked("aws:ssm/parameter:Parameter", "tell", {}, { value: group });
      const callee = linked("securityGroup:SecurityGroup", "callee", {});
      const call = linked(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "call",
        { ipProtocol: "tcp", fromPort: 8080, toPort: 8080 },
        { securityGroupId: callee, referencedSecurityGroupId: group },
      );
      assert.equal(ask([...site, tell, callee, call], "http"), "pass");
    });

    it("fails where no load balancer is in the group, or a second one forwards", () => {
      assert.deepEqual(ask([group, http], "http"), PLAIN);
      const second = { ...balancer, urn: `${balancer.urn}2`, name: "second" };
      assert.deepEqual(ask([...site, second], "http"), PLAIN);
    });

    it("is undecided where a second listener may be the balancer's", () => {
      const stray = { ...listener, urn: `${listener.urn}2`, propertyDependencies: {} };
      assert.equal(ask([...site, stray], "http"), "undecided");
    });

    it("is undecided where a second balancer may be in the group", () => {
      const stray = { ...balancer, urn: `${balancer.urn}2`, propertyDependencies: {} };
      assert.equal(ask([...site, stray], "http"), "undecided");
      const other = linked("securityGroup:SecurityGroup", "other", {});
      const elsewhere = linked(
        "aws:lb/loadBalancer:LoadBalancer",
        "elsewhere",
        {},
        { securityGroups: [other] },
      );
      assert.equal(ask([...site, other, elsewhere], "http"), "pass");
      const more = changed([elsewhere], "elsewhere", "securityGroups", [UNKNOWN, UNKNOWN]);
      assert.equal(ask([...site, other, ...more], "http"), "undecided");
    });

    it("goes by the ports that hold for the listener itself", () => {
      const stack = changed(site, "listener", "defaultActions[0].redirect.port", "8443");
      const verdict = (httpsPorts: readonly string[]) =>
        said(
          judged(sgOpenOnlyAuthorizedPorts, stack, "http", {
            parameters: { "alb-http-redirects-to-https": { httpsPorts } },
          }),
        );
      assert.deepEqual(ask(stack, "http"), PLAIN);
      assert.deepEqual(verdict(["443"]), PLAIN);
      assert.equal(verdict(["443", "8443"]), "pass");
    });

    it("holds for a group with the rule inside", () => {
      const inside = { protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] };
      const stack = changed([group, balancer, listener], "group", "ingress", [inside]);
      assert.equal(ask(stack, "group"), "pass");
      assert.deepEqual(ask(changed(stack, "listener", "port", 81), "group"), PLAIN);
    });
  });

  const odd = { protocol: "tcp", from: 8443, to: 8443 };
  for (const source of [{ ipv4: "0.0.0.0/0" }, { ipv6: "::/1" }]) {
    for (const { form, resources, subject } of spellings(odd, source)) {
      it(`finds 8443 open to ${Object.values(source).join()} in the form ${form}`, () => {
        assert.deepEqual(ask(resources, subject), reached("TCP 8443"));
      });
    }
  }

  it("goes by the ports that are set", () => {
    const rule = ingress("rule", { ...world, ipProtocol: "-1" });
    assert.deepEqual(
      ask([group, rule], "rule", {
        tcpPorts: ["0-79", "80-65534"],
        udpPorts: ["1-65535"],
        redirectPorts: [],
      }),
      reached("TCP 65535 and UDP 0"),
    );
    assert.equal(ask([group, http], "http", { tcpPorts: ["80"] }), "pass");
  });
});
