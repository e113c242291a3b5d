import assert from "node:assert/strict";

import { albDropInvalidHeaders } from "../../../../policy-pack/controls/elb/alb-drop-invalid-headers.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const MESSAGES = ["Invalid headers reach the targets"];
const path = "dropInvalidHeaderFields";

describe("alb-drop-invalid-headers", () => {
  for (const type of ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"]) {
    describe(type, () => {
      itBehaves({
        control: albDropInvalidHeaders,
        compliant: [
          resource(type, "edge", {
            loadBalancerType: "application",
            dropInvalidHeaderFields: true,
          }),
        ],
        subject: "edge",
        fails: [
          { title: "it keeps them", path, value: false, messages: MESSAGES },
          { title: "it says nothing", path, messages: MESSAGES },
          { title: "it keeps them, in text", path, value: "false", messages: MESSAGES },
        ],
        accepts: [
          { title: "text", path, value: "true" },
          { title: "no type, which is application", path: "loadBalancerType" },
        ],
      });
    });
  }

  it("does not concern balancers that read no headers", () => {
    for (const loadBalancerType of ["network", "gateway"]) {
      const other = [resource("aws:lb/loadBalancer:LoadBalancer", "edge", { loadBalancerType })];
      assert.equal(said(judged(albDropInvalidHeaders, other, "edge")), "notApplicable");
    }
  });
});
