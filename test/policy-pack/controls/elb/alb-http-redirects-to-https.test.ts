import assert from "node:assert/strict";

import { albHttpRedirectsToHttps } from "../../../../policy-pack/controls/elb/alb-http-redirects-to-https.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const REDIRECT = {
  type: "redirect",
  redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
};
const FORWARD = {
  type: "forward",
  targetGroupArn: "arn:aws:elasticloadbalancing:::targetgroup/a/1",
};
const MESSAGES = ["The HTTP listener does not just redirect to HTTPS"];
const NETWORK = ["The network balancer's listener takes connections without TLS"];

const balancer = (inputs: Properties) =>
  resource("aws:lb/loadBalancer:LoadBalancer", "edge", inputs);
const listener = (inputs: Properties, type = "aws:lb/listener:Listener") =>
  resource(
    type,
    "http",
    { loadBalancerArn: UNKNOWN, port: 80, defaultActions: [REDIRECT], ...inputs },
    { propertyDependencies: { loadBalancerArn: [balancer({}).urn] } },
  );
const stack = (inputs: Properties = {}, kind: Properties = {}) => [
  balancer(kind),
  listener({ protocol: "HTTP", ...inputs }),
];
const rule = (action: Properties, listenerArn = listener({}).urn) =>
  resource(
    "aws:lb/listenerRule:ListenerRule",
    "rule",
    { listenerArn: UNKNOWN, actions: [action] },
    { propertyDependencies: { listenerArn: [listenerArn] } },
  );
const verdict = (resources: PolicyResource[]) =>
  said(judged(albHttpRedirectsToHttps, resources, "http"));

describe("alb-http-redirects-to-https", () => {
  itBehaves({
    control: albHttpRedirectsToHttps,
    compliant: stack(),
    subject: "http",
    fails: [
      { title: "it forwards", path: "defaultActions", value: [FORWARD], messages: MESSAGES },
      {
        title: "it forwards in a lone object",
        path: "defaultActions",
        value: FORWARD,
        messages: MESSAGES,
      },
      { title: "it does nothing", path: "defaultActions", messages: MESSAGES },
      {
        title: "it authenticates first",
        path: "defaultActions",
        value: [{ type: "authenticate-oidc" }, REDIRECT],
        messages: MESSAGES,
      },
      {
        title: "it redirects to HTTP",
        path: "defaultActions[0].redirect.protocol",
        value: "HTTP",
        messages: MESSAGES,
      },
      {
        title: "it redirects to whatever came, which is HTTP",
        path: "defaultActions[0].redirect.protocol",
        messages: MESSAGES,
      },
      ...["80", "8443", "#{port}"].map((port) => ({
        title: `it redirects to port ${port}`,
        path: "defaultActions[0].redirect.port",
        value: port,
        messages: MESSAGES,
      })),
      {
        title: "it redirects to the port of the request, where HTTP is",
        path: "defaultActions[0].redirect.port",
        messages: MESSAGES,
      },
      {
        title: "it redirects to another host, on the port of the request",
        path: "defaultActions[0].redirect",
        value: { protocol: "HTTPS", host: "www.example.com", statusCode: "HTTP_301" },
        messages: MESSAGES,
      },
      {
        title: "it redirects to another host by HTTP",
        path: "defaultActions[0].redirect",
        value: { protocol: "HTTP", host: "www.example.com", port: "443", statusCode: "HTTP_301" },
        messages: MESSAGES,
      },
      {
        title: "the code is none of a redirect",
        path: "defaultActions[0].redirect.statusCode",
        value: "HTTP_200",
        messages: MESSAGES,
      },
      {
        title: "one of two actions is unknown",
        path: "defaultActions",
        value: [REDIRECT, UNKNOWN],
        messages: MESSAGES,
      },
    ],
    accepts: [
      { title: "HTTPS", path: "protocol", value: "HTTPS" },
      { title: "TLS", path: "protocol", value: "TLS" },
      { title: "https, which the provider reads as HTTPS", path: "protocol", value: "https" },
      { title: "no protocol, which is HTTP", path: "protocol" },
      {
        title: "a temporary redirect",
        path: "defaultActions[0].redirect.statusCode",
        value: "HTTP_302",
      },
      {
        title: "another host",
        path: "defaultActions[0].redirect.host",
        value: "www.example.com",
      },
      {
        title: "the host of the request",
        path: "defaultActions[0].redirect.host",
        value: "#{host}",
      },
      { title: "a port as a number", path: "defaultActions[0].redirect.port", value: 443 },
      { title: "a lone object", path: "defaultActions", value: REDIRECT },
    ],
  });

  it("takes another port where a profile says that HTTPS is there", () => {
    const redirect = { ...REDIRECT, redirect: { ...REDIRECT.redirect, port: "8443" } };
    const parameters = { "alb-http-redirects-to-https": { httpsPorts: ["8443"] } };
    const ask = (action: Properties) =>
      said(
        judged(albHttpRedirectsToHttps, stack({ defaultActions: [action] }), "http", {
          parameters,
        }),
      );
    const elsewhere = (of: typeof REDIRECT) =>
      ask({ ...of, redirect: { ...of.redirect, host: "www.example.com" } });
    assert.equal(ask(redirect), "pass");
    assert.deepEqual(ask(REDIRECT), MESSAGES);
    assert.equal(elsewhere(redirect), "pass");
    assert.equal(elsewhere(REDIRECT), "pass");
  });

  it("demands TLS of a network balancer, by its type or by its ARN", () => {
    const plain = { protocol: "TCP", defaultActions: [FORWARD] };
    assert.deepEqual(verdict(stack(plain, { loadBalancerType: "network" })), NETWORK);
    const arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/a/1";
    assert.deepEqual(
      verdict([{ ...listener({ ...plain, loadBalancerArn: arn }), propertyDependencies: {} }]),
      NETWORK,
    );
    assert.equal(verdict(stack({ protocol: "TLS" }, { loadBalancerType: "network" })), "pass");
    assert.equal(verdict(stack({ protocol: "QUIC" }, { loadBalancerType: "network" })), "pass");
  });

  it("does not concern a gateway balancer", () => {
    const [, bare] = stack({ protocol: null }, {});
    assert.ok(bare);
    assert.equal(verdict([balancer({ loadBalancerType: "gateway" }), bare]), "notApplicable");
    assert.equal(verdict(stack({ protocol: "GENEVE" })), "notApplicable");
  });

  it("looks at the rules, which outweigh the default action", () => {
    assert.deepEqual(verdict([...stack(), rule(FORWARD)]), [
      "Rule rule serves requests that came by HTTP",
    ]);
    assert.equal(verdict([...stack(), rule(REDIRECT)]), "pass");
    const same = { ...REDIRECT, redirect: { protocol: "HTTPS", statusCode: "HTTP_301" } };
    assert.deepEqual(verdict([...stack(), rule(same)]), [
      "Rule rule serves requests that came by HTTP",
    ]);
    assert.equal(verdict([...stack(), rule({ type: "fixed-response" })]), "pass");
    const other = resource("aws:lb/listener:Listener", "https", {});
    assert.equal(verdict([...stack(), rule(FORWARD, other.urn)]), "pass");
  });

  it("is undecided when a rule may be one of its own", () => {
    const lost = { ...rule(FORWARD), propertyDependencies: {} };
    assert.equal(verdict([...stack(), lost]), "undecided");
  });

  it("judges the older token alike", () => {
    const old = listener(
      { protocol: "HTTP", defaultActions: [FORWARD] },
      "aws:alb/listener:Listener",
    );
    assert.deepEqual(verdict([balancer({}), old]), MESSAGES);
  });
});
