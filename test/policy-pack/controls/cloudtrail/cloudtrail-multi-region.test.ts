import assert from "node:assert/strict";

import { cloudtrailMultiRegion } from "../../../../policy-pack/controls/cloudtrail/cloudtrail-multi-region.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";
import { UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { selector, trail } from "./trails.ts";

const settings = { environment: { ownsAccountBaseline: true } };
const READS = "trail leaves out reads of management events";
const WRITES = "trail leaves out writes of management events";

function withSelectors(more: Record<string, Value>) {
  return said(judged(cloudtrailMultiRegion, [trail(more)], "rampart-dev", settings));
}

describe("cloudtrail-multi-region", () => {
  itBehaves({
    control: cloudtrailMultiRegion,
    compliant: [
      trail({ eventSelectors: [{ readWriteType: "All", includeManagementEvents: true }] }),
    ],
    subject: "rampart-dev",
    settings,
    fails: [
      {
        title: "it records one region",
        of: "trail",
        path: "isMultiRegionTrail",
        value: false,
        messages: ["trail records one region alone"],
      },
      {
        title: "nothing is said of regions",
        of: "trail",
        path: "isMultiRegionTrail",
        messages: ["trail records one region alone"],
      },
      {
        title: "it is switched off",
        of: "trail",
        path: "enableLogging",
        value: "false",
        messages: ["trail is switched off"],
      },
      {
        title: "global services are left out",
        of: "trail",
        path: "includeGlobalServiceEvents",
        value: false,
        messages: ["trail leaves out global services"],
      },
      {
        title: "writes alone are recorded",
        of: "trail",
        path: "eventSelectors[0].readWriteType",
        value: "WriteOnly",
        messages: [READS],
      },
      {
        title: "management events are off",
        of: "trail",
        path: "eventSelectors[0].includeManagementEvents",
        value: false,
        messages: [READS, WRITES],
      },
      {
        title: "a service is left out",
        of: "trail",
        path: "eventSelectors[0].excludeManagementEventSources",
        value: ["kms.amazonaws.com"],
        messages: [READS, WRITES],
      },
    ],
    accepts: [
      { title: "no selectors", of: "trail", path: "eventSelectors" },
      { title: "an empty list of selectors", of: "trail", path: "eventSelectors", value: [] },
      { title: "a selector that says nothing", of: "trail", path: "eventSelectors", value: [{}] },
      {
        title: "reads and writes in two selectors",
        of: "trail",
        path: "eventSelectors",
        value: [{ readWriteType: "ReadOnly" }, { readWriteType: "WriteOnly" }],
      },
      { title: "logging that is not mentioned", of: "trail", path: "enableLogging" },
      {
        title: "global services that are not mentioned",
        of: "trail",
        path: "includeGlobalServiceEvents",
      },
    ],
  });

  it("reads advanced selectors as it reads the others", () => {
    const management = { eventCategory: "Management" };
    for (const advancedEventSelectors of [
      [selector(management)],
      [
        selector({ ...management, readOnly: "true" }),
        selector({ ...management, readOnly: "false" }),
      ],
    ]) {
      assert.equal(withSelectors({ advancedEventSelectors }), "pass");
    }
    const narrowed = selector({
      ...management,
      eventSource: { notEquals: ["kms.amazonaws.com", "rdsdata.amazonaws.com"] },
    });
    const data = selector({ eventCategory: "Data", "resources.type": "AWS::S3::Object" });
    const nameless = selector({ readOnly: { equals: ["true", "false"] } });
    for (const wrong of [narrowed, data, nameless]) {
      assert.deepEqual(withSelectors({ advancedEventSelectors: [wrong] }), [READS, WRITES]);
    }
    assert.deepEqual(
      withSelectors({ advancedEventSelectors: [selector({ ...management, readOnly: "true" })] }),
      [WRITES],
    );
  });

  it("wants all of it from one trail, whatever the others are", () => {
    const regional = trail({ isMultiRegionTrail: false }, "regional");
    const off = trail({ enableLogging: false }, "off");
    const ask = (...trails: ReturnType<typeof trail>[]) =>
      said(judged(cloudtrailMultiRegion, trails, "rampart-dev", settings));
    assert.equal(ask(regional, trail(), off), "pass");
    assert.deepEqual(ask(regional, off), [
      "regional records one region alone",
      "off is switched off",
    ]);
    const open = trail({ isMultiRegionTrail: UNKNOWN }, "open");
    assert.equal(ask(regional, open), "undecided");
    assert.equal(ask(trail(), open), "pass");
  });

  it("fails on the stack when there is no trail at all", () => {
    assert.deepEqual(said(judged(cloudtrailMultiRegion, [], "rampart-dev", settings)), [
      "The account has no trail",
    ]);
  });

  it("does not concern a stack that owns no account baseline", () => {
    assert.equal(said(judged(cloudtrailMultiRegion, [], "rampart-dev")), "notApplicable");
  });
});
