import assert from "node:assert/strict";

import { securityhubEnabledStandards } from "../../../../policy-pack/controls/securityhub/securityhub-enabled-standards.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const settings = { environment: { ownsAccountBaseline: true } };
const standard = (name: string) => `arn:aws:securityhub:us-east-1::standards/${name}`;
const NO_FSBP = "Security Hub has no subscription to AWS Foundational Security Best Practices";
const NO_CIS = "Security Hub has no subscription to a CIS AWS Foundations Benchmark";

const account = (inputs: Properties) => resource("aws:securityhub/account:Account", "hub", inputs);
const subscription = (name: string, standardsArn: string) =>
  resource("aws:securityhub/standardsSubscription:StandardsSubscription", name, { standardsArn });
const fsbp = subscription("fsbp", standard("aws-foundational-security-best-practices/v/1.0.0"));
const cis = subscription("cis", standard("cis-aws-foundations-benchmark/v/3.0.0"));
const hub = account({ enableDefaultStandards: false });
const ask = (...resources: ReturnType<typeof resource>[]) =>
  said(judged(securityhubEnabledStandards, resources, "rampart-dev", settings));

describe("securityhub-enabled-standards", () => {
  itBehaves({
    control: securityhubEnabledStandards,
    compliant: [hub, fsbp, cis],
    subject: "rampart-dev",
    settings,
    fails: [
      {
        title: "the one standard is another",
        of: "fsbp",
        path: "standardsArn",
        value: standard("nist-800-53/v/5.0.0"),
        messages: [NO_FSBP],
      },
      {
        title: "the other is PCI's",
        of: "cis",
        path: "standardsArn",
        value: standard("pci-dss/v/4.0.1"),
        messages: [NO_CIS],
      },
      {
        title: "a name is merely alike",
        of: "cis",
        path: "standardsArn",
        value: standard("pci-dss/cis-aws-foundations-benchmark"),
        messages: [NO_CIS],
      },
      {
        title: "an ARN is none",
        of: "cis",
        path: "standardsArn",
        value: "cis-aws-foundations-benchmark",
        messages: [NO_CIS],
      },
    ],
    accepts: [
      {
        title: "another version of the benchmark",
        of: "cis",
        path: "standardsArn",
        value: standard("cis-aws-foundations-benchmark/v/1.4.0"),
      },
      {
        title: "the oldest one, whose ARN is built in another way",
        of: "cis",
        path: "standardsArn",
        value: "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0",
      },
      {
        title: "another partition",
        of: "fsbp",
        path: "standardsArn",
        value:
          "arn:aws-cn:securityhub:cn-north-1::standards/aws-foundational-security-best-practices/v/1.0.0",
      },
    ],
    // Default standards count where no subscription says so: here all do.
    dispensable: ["hub: enableDefaultStandards"],
  });

  it("says each standard that is missing", () => {
    assert.deepEqual(ask(hub), [NO_FSBP, NO_CIS]);
    assert.deepEqual(ask(hub, cis), [NO_FSBP]);
    assert.deepEqual(ask(hub, fsbp), [NO_CIS]);
  });

  it("counts the standards that come by default", () => {
    assert.equal(ask(account({})), "pass");
    assert.equal(ask(account({ enableDefaultStandards: "true" })), "pass");
    assert.deepEqual(ask(account({ enableDefaultStandards: "false" })), [NO_FSBP, NO_CIS]);
  });

  it("fails where subscriptions stand without an account", () => {
    assert.deepEqual(ask(fsbp, cis), ["Security Hub is not enabled"]);
  });

  it("does not take the newer service for this one", () => {
    assert.deepEqual(ask(resource("aws:securityhub/accountV2:AccountV2", "new", {}), fsbp, cis), [
      "Security Hub is not enabled",
    ]);
  });

  it("does not concern a stack that owns no account baseline", () => {
    assert.equal(said(judged(securityhubEnabledStandards, [], "rampart-dev")), "notApplicable");
  });
});
