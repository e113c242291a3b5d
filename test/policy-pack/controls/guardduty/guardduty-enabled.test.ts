import assert from "node:assert/strict";

import { guarddutyEnabled } from "../../../../policy-pack/controls/guardduty/guardduty-enabled.ts";
import { type Properties, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { PROVIDER, resource } from "../../support/resources.ts";

const settings = { environment: { ownsAccountBaseline: true } };
const missing = (region: string) => [`No GuardDuty detector is enabled in ${region}`];

function detector(more: Properties = {}, name = "detector") {
  return resource("aws:guardduty/detector:Detector", name, { enable: true, ...more });
}
const table = (more: Properties = {}) => resource("aws:dynamodb/table:Table", "table", more);
const ask = (...resources: ReturnType<typeof resource>[]) =>
  said(judged(guarddutyEnabled, resources, "rampart-dev", settings));

describe("guardduty-enabled", () => {
  itBehaves({
    control: guarddutyEnabled,
    compliant: [detector({ region: "us-east-1" })],
    subject: "rampart-dev",
    settings,
    fails: [
      {
        title: "the detector is suspended",
        of: "detector",
        path: "enable",
        value: false,
        messages: missing("us-east-1"),
      },
      {
        title: "it is suspended in text",
        of: "detector",
        path: "enable",
        value: "false",
        messages: missing("us-east-1"),
      },
      {
        title: "it says nothing that could be yes",
        of: "detector",
        path: "enable",
        value: "perhaps",
        messages: missing("us-east-1"),
      },
    ],
    accepts: [
      { title: "a detector that is on by default", of: "detector", path: "enable" },
      { title: "the provider's region", of: "detector", path: "region" },
    ],
  });

  it("wants a detector in each region that the stack has something in", () => {
    const far = table({ region: "eu-west-1" });
    assert.deepEqual(ask(detector(), far), missing("eu-west-1"));
    assert.equal(ask(detector(), far, detector({ region: "eu-west-1" }, "far")), "pass");
    assert.deepEqual(ask(detector({ region: "eu-west-1" }), far, table()), missing("us-east-1"));
    const off = detector({ region: "eu-west-1", enable: false }, "far");
    assert.deepEqual(ask(detector(), far, off), missing("eu-west-1"));
  });

  it("goes by the region of a second provider", () => {
    const second = { ...PROVIDER, urn: `${PROVIDER.urn}-2`, inputs: { region: "eu-west-1" } };
    const far = { ...table(), provider: second.urn };
    assert.deepEqual(ask(detector(), second, far), missing("eu-west-1"));
  });

  it("is undecided once, not for each resource, where a region is missing", () => {
    const lost = (name: string) => ({ ...detector({}, name), provider: "nowhere" });
    const { outcome, undecided } = judged(
      guarddutyEnabled,
      [detector(), lost("one"), lost("two")],
      "rampart-dev",
      settings,
    );
    assert.equal(outcome, "undecided");
    assert.deepEqual(
      undecided.map(({ reason }) => reason),
      ["is unknown"],
    );
  });

  it("fails in spite of an unknown region elsewhere", () => {
    const off = detector({ enable: false });
    assert.deepEqual(ask(off, table({ region: UNKNOWN })), missing("us-east-1"));
  });

  it("fails on the stack when there is no detector at all", () => {
    assert.deepEqual(ask(), ["The account has no GuardDuty detector"]);
  });

  it("does not concern a stack that owns no account baseline", () => {
    assert.equal(said(judged(guarddutyEnabled, [], "rampart-dev")), "notApplicable");
  });
});
