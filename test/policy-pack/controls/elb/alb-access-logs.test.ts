import assert from "node:assert/strict";

import { albAccessLogs } from "../../../../policy-pack/controls/elb/alb-access-logs.ts";
import { UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const LB = "aws:lb/loadBalancer:LoadBalancer";
const REQUESTS = ["The load balancer logs no requests"];
const CONNECTIONS = ["The load balancer logs no TLS connections"];
const accessLogs = { bucket: "logs", enabled: true };
const settings = { parameters: { "alb-access-logs": { connectionLogs: true } } };

describe("alb-access-logs", () => {
  for (const type of [LB, "aws:alb/loadBalancer:LoadBalancer"]) {
    describe(type, () => {
      itBehaves({
        control: albAccessLogs,
        compliant: [resource(type, "edge", { loadBalancerType: "application", accessLogs })],
        subject: "edge",
        fails: [
          { title: "it says nothing of logs", path: "accessLogs", messages: REQUESTS },
          { title: "logs are off", path: "accessLogs.enabled", value: false, messages: REQUESTS },
          {
            title: "a bucket is named and nothing else, which is off",
            path: "accessLogs.enabled",
            messages: REQUESTS,
          },
          {
            title: "they are off in a list of one",
            path: "accessLogs",
            value: [{ bucket: "logs", enabled: "false" }],
            messages: REQUESTS,
          },
          {
            title: "it is a network balancer without",
            path: "accessLogs.enabled",
            value: false,
            messages: REQUESTS,
          },
        ],
        accepts: [
          { title: "an unknown bucket", path: "accessLogs.bucket", value: UNKNOWN },
          { title: "no type, which is application", path: "loadBalancerType" },
          { title: "a network balancer", path: "loadBalancerType", value: "network" },
        ],
      });
    });
  }

  describe("with connection logs demanded", () => {
    itBehaves({
      control: albAccessLogs,
      settings,
      compliant: [resource(LB, "edge", { accessLogs, connectionLogs: accessLogs })],
      subject: "edge",
      fails: [
        { title: "there are none", path: "connectionLogs", messages: CONNECTIONS },
        {
          title: "they are off",
          path: "connectionLogs.enabled",
          value: false,
          messages: CONNECTIONS,
        },
        {
          title: "request logs are off, and they are unknown",
          path: "accessLogs.enabled",
          value: false,
          messages: REQUESTS,
        },
      ],
      // A network balancer has none.
      accepts: [{ title: "a network balancer", path: "loadBalancerType", value: "network" }],
    });
  });

  it("does not concern a gateway balancer, which logs nothing", () => {
    const gateway = [resource(LB, "edge", { loadBalancerType: "gateway" })];
    assert.equal(said(judged(albAccessLogs, gateway, "edge")), "notApplicable");
  });
});
