import assert from "node:assert/strict";

import { accessAnalyzerEnabled } from "../../../../policy-pack/controls/accessanalyzer/access-analyzer-enabled.ts";
import { type Properties, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const settings = { environment: { ownsAccountBaseline: true } };
const missing = (region: string) => [`No analyzer looks for outside access in ${region}`];

const analyzer = (more: Properties = {}, name = "analyzer") =>
  resource("aws:accessanalyzer/analyzer:Analyzer", name, { analyzerName: "account", ...more });
const table = (region: Properties["region"] = "eu-west-1") =>
  resource("aws:dynamodb/table:Table", "table", { region: region ?? null });
const ask = (...resources: ReturnType<typeof resource>[]) =>
  said(judged(accessAnalyzerEnabled, resources, "rampart-dev", settings));
const wanting = (...resources: ReturnType<typeof resource>[]) => {
  const parameters = { "access-analyzer-enabled": { unusedAccess: true } };
  return said(judged(accessAnalyzerEnabled, resources, "rampart-dev", { ...settings, parameters }));
};

describe("access-analyzer-enabled", () => {
  itBehaves({
    control: accessAnalyzerEnabled,
    compliant: [analyzer({ type: "ACCOUNT" })],
    subject: "rampart-dev",
    settings,
    fails: ["ACCOUNT_UNUSED_ACCESS", "ORGANIZATION_UNUSED_ACCESS", "ACCOUNT_INTERNAL_ACCESS"].map(
      (type) => ({
        title: `it is of type ${type}`,
        of: "analyzer",
        path: "type",
        value: type,
        messages: missing("us-east-1"),
      }),
    ),
    accepts: [
      { title: "the type by default", of: "analyzer", path: "type" },
      { title: "the organization's", of: "analyzer", path: "type", value: "ORGANIZATION" },
    ],
  });

  it("wants one in each region that the stack has something in", () => {
    assert.deepEqual(ask(analyzer(), table()), missing("eu-west-1"));
    assert.equal(ask(analyzer(), table(), analyzer({ region: "eu-west-1" }, "far")), "pass");
    assert.equal(ask(analyzer(), table(UNKNOWN)), "undecided");
    const unused = analyzer({ region: "eu-west-1", type: "ACCOUNT_UNUSED_ACCESS" }, "far");
    assert.deepEqual(ask(analyzer(), table(), unused), missing("eu-west-1"));
  });

  it("wants an analyzer of unused access where it is told so", () => {
    const NONE = ["No analyzer looks for unused access"];
    assert.deepEqual(wanting(analyzer()), NONE);
    const unused = analyzer({ type: "ACCOUNT_UNUSED_ACCESS" }, "unused");
    assert.equal(wanting(analyzer(), unused), "pass");
    assert.equal(wanting(analyzer(), unused, table("us-east-1")), "pass");
  });

  it("fails on the stack when there is none at all", () => {
    assert.deepEqual(ask(), ["The account has no access analyzer"]);
  });

  it("does not concern a stack that owns no account baseline", () => {
    assert.equal(said(judged(accessAnalyzerEnabled, [], "rampart-dev")), "notApplicable");
  });
});
