import assert from "node:assert/strict";

import { cfAccessLogging } from "../../../../policy-pack/controls/cloudfront/cf-access-logging.ts";
import type { PolicyResource, Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { changed, resource } from "../../support/resources.ts";
import {
  bucket,
  COMPLIANT,
  compliantDistribution,
  distribution,
  multitenant,
} from "./compliantDistribution.ts";

const NONE = "The distribution keeps no access log";
const UNKNOWN = { $unknown: true } as const;

const source = resource(
  "aws:cloudwatch/logDeliverySource:LogDeliverySource",
  "source",
  { name: "site-logs", logType: "ACCESS_LOGS", resourceArn: UNKNOWN },
  { propertyDependencies: { resourceArn: [distribution().urn] } },
);
const delivery = resource("aws:cloudwatch/logDelivery:LogDelivery", "delivery", {
  deliverySourceName: "site-logs",
});
const delivered = [...compliantDistribution(), source, delivery];

/** The verdict on a distribution that logs in the older way, or says so. */
function legacy(loggingConfig: Value, from: readonly string[] = []) {
  const site = distribution({ ...COMPLIANT, loggingConfig }, { loggingConfig: from });
  return said(judged(cfAccessLogging, [bucket, site], "site"));
}

/** The verdict where only some of the parts of the newer way are there. */
function among(...parts: readonly PolicyResource[]) {
  return said(judged(cfAccessLogging, [...compliantDistribution(), ...parts], "site"));
}

/** The same, of no known origin. */
function unplaced(part: PolicyResource): PolicyResource {
  return { ...part, propertyDependencies: {} };
}

describe("cf-access-logging", () => {
  itBehaves({
    control: cfAccessLogging,
    compliant: delivered,
    subject: "site",
    fails: [
      {
        title: "something else is logged",
        of: "source",
        path: "logType",
        value: "CONNECTION_LOGS",
        messages: [NONE],
      },
      { title: "no log type is named", of: "source", path: "logType", messages: [NONE] },
      {
        title: "the delivery takes from another source",
        of: "delivery",
        path: "deliverySourceName",
        value: "other",
        messages: [NONE],
      },
      {
        title: "the delivery names no source",
        of: "delivery",
        path: "deliverySourceName",
        messages: [NONE],
      },
    ],
    accepts: [
      {
        title: "the older way beside the newer one",
        path: "loggingConfig",
        value: { bucket: "logs.s3.amazonaws.com" },
      },
      {
        title: "cookies in the newer logs",
        path: "loggingConfig",
        value: { includeCookies: true },
      },
    ],
  });

  it("needs both parts of the newer way", () => {
    assert.deepEqual(among(), [NONE]);
    assert.deepEqual(among(source), [NONE]);
    assert.deepEqual(among(delivery), [NONE]);
    assert.equal(among(source, delivery), "pass");
  });

  it("knows a delivery by its source's origin", () => {
    const unnamed = { ...source, inputs: { logType: "ACCESS_LOGS", resourceArn: UNKNOWN } };
    const from = (urn: string) => ({
      ...delivery,
      inputs: { deliverySourceName: UNKNOWN },
      propertyDependencies: { deliverySourceName: [urn] },
    });
    assert.equal(among(unnamed, from(source.urn)), "pass");
    assert.deepEqual(among(unnamed, from(`${source.urn}-of-another`)), [NONE]);
  });

  it("does not take another distribution's source for its own", () => {
    const other = { ...source, propertyDependencies: { resourceArn: [`${distribution().urn}-2`] } };
    assert.deepEqual(among(other, delivery), [NONE]);
    const typed = changed([source], "source", "resourceArn", "arn:aws:cloudfront::111122223333:x");
    assert.deepEqual(among(...typed.map(unplaced), delivery), [NONE]);
  });

  it("is undecided where a source logs something unknown, unless the older way is on", () => {
    const open = unplaced(source);
    assert.equal(among(open, delivery), "undecided");
    const site = distribution({ ...COMPLIANT, loggingConfig: { bucket: "logs.s3.amazonaws.com" } });
    assert.equal(said(judged(cfAccessLogging, [open, delivery, site], "site")), "pass");
  });

  it("accepts the older way with a bucket, and nothing less", () => {
    assert.equal(legacy({ bucket: "logs.s3.amazonaws.com", prefix: "site/" }), "pass");
    assert.equal(legacy([{ bucket: "logs.s3.amazonaws.com" }]), "pass");
    assert.equal(legacy({ bucket: UNKNOWN }, [bucket.urn]), "pass");
    assert.equal(legacy({ bucket: UNKNOWN }), "undecided");
    assert.equal(legacy(UNKNOWN), "undecided");
    assert.deepEqual(legacy({ includeCookies: true }), [NONE]);
    assert.deepEqual(legacy({ bucket: "" }), [NONE]);
    assert.deepEqual(legacy({}), [NONE]);
  });

  it("judges distributions for many tenants alike", () => {
    const site = multitenant();
    const own = { ...source, propertyDependencies: { resourceArn: [site.urn] } };
    assert.equal(said(judged(cfAccessLogging, [site, own, delivery], "site")), "pass");
    const other = changed([site, own, delivery], "delivery", "deliverySourceName", "other");
    assert.deepEqual(said(judged(cfAccessLogging, other, "site")), [NONE]);
  });
});
