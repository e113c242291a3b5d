import assert from "node:assert/strict";

import { ec2Imdsv2Required } from "../../../../policy-pack/controls/ec2/ec2-imdsv2-required.ts";
import { type Properties, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { linked } from "../../support/networks.ts";

const ANSWERS = ["The metadata service answers requests without a session"];
const PATH = "metadataOptions.httpTokens";
const REQUIRED = { metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" } };
const template = linked("launchTemplate:LaunchTemplate", "template", REQUIRED);

describe("ec2-imdsv2-required", () => {
  for (const type of [
    "instance:Instance",
    "spotInstanceRequest:SpotInstanceRequest",
    "launchTemplate:LaunchTemplate",
    "launchConfiguration:LaunchConfiguration",
  ]) {
    describe(`of ${type}`, () => {
      itBehaves({
        control: ec2Imdsv2Required,
        compliant: [linked(type, "machine", REQUIRED)],
        subject: "machine",
        fails: [
          { title: "tokens are optional", path: PATH, value: "optional", messages: ANSWERS },
          {
            title: "tokens are in capitals, which EC2 refuses",
            path: PATH,
            value: "REQUIRED",
            messages: ANSWERS,
          },
          { title: "nothing is said of tokens", path: PATH, messages: ANSWERS },
          { title: "nothing is said at all", path: "metadataOptions", messages: ANSWERS },
          {
            title: "several options are a list",
            path: "metadataOptions",
            value: [{ httpTokens: "optional" }],
            messages: ANSWERS,
          },
        ],
        accepts: [
          {
            title: "options as a list of one",
            path: "metadataOptions",
            value: [{ httpTokens: "required" }],
          },
          {
            title: "no endpoint at all",
            path: "metadataOptions",
            value: { httpEndpoint: "disabled" },
          },
          {
            title: "no endpoint, whatever the tokens",
            path: "metadataOptions",
            value: { httpEndpoint: "disabled", httpTokens: UNKNOWN },
          },
        ],
      });
    });
  }

  it("fails for machines within a fleet, which can't say so", () => {
    const fleet = (inputs: Properties) => [
      linked("spotFleetRequest:SpotFleetRequest", "fleet", inputs),
    ];
    const ask = (inputs: Properties) => said(judged(ec2Imdsv2Required, fleet(inputs), "fleet"));
    assert.deepEqual(ask({ launchSpecifications: [{}] }), [
      "A specification within a fleet can't demand sessions, as a template can",
    ]);
    assert.equal(ask({ launchTemplateConfigs: [{}] }), "pass");
    assert.equal(ask({ launchSpecifications: UNKNOWN }), "undecided");
  });

  it("leaves to a template of the stack what an instance does not say", () => {
    const instance = linked("instance:Instance", "instance", {}, { launchTemplate: template });
    assert.equal(said(judged(ec2Imdsv2Required, [template, instance], "instance")), "pass");
    const own = {
      ...instance,
      inputs: { ...instance.inputs, metadataOptions: { httpTokens: "optional" } },
    };
    assert.deepEqual(said(judged(ec2Imdsv2Required, [template, own], "instance")), ANSWERS);
  });

  it("is undecided over a template of another stack", () => {
    const instance = linked("instance:Instance", "instance", { launchTemplate: { id: "lt-1" } });
    assert.equal(said(judged(ec2Imdsv2Required, [instance], "instance")), "undecided");
  });
});
