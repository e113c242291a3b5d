import assert from "node:assert/strict";

import { wafLogging } from "../../../../policy-pack/controls/waf/waf-logging.ts";
import { type Properties, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";
import { acl } from "./acls.ts";

const header = (name: string) => ({ singleHeader: { name } });
const log = (inputs: Properties = {}, of: string[] = [acl().urn]) =>
  resource(
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    "log",
    {
      resourceArn: UNKNOWN,
      logDestinationConfigs: ["arn:aws:logs:us-east-1:111122223333:log-group:aws-waf-logs-a"],
      redactedFields: [header("authorization"), header("cookie")],
      ...inputs,
    },
    { propertyDependencies: { resourceArn: of } },
  );
const shows = (name: string) => `The log shows the header ${name}`;
const LEAVES_OUT = ["The log leaves out requests that were blocked"];
const filter = (behavior: string, action: string) => ({
  behavior,
  requirement: "MEETS_ANY",
  conditions: [{ actionCondition: { action } }],
});
const SILENT = ["The web ACL does not log"];
const of = "log";
const protections = (fieldKeys: string[], fieldType = "SINGLE_HEADER") => ({
  dataProtections: [{ action: "SUBSTITUTION", field: { fieldType, fieldKeys } }],
});

describe("waf-logging", () => {
  itBehaves({
    control: wafLogging,
    compliant: [acl(), log()],
    subject: "acl",
    fails: [
      {
        title: "no header is redacted",
        of,
        path: "redactedFields",
        messages: [shows("authorization"), shows("cookie")],
      },
      {
        title: "a filter drops everything",
        of,
        path: "loggingFilter",
        value: { defaultBehavior: "DROP", filters: [filter("DROP", "ALLOW")] },
        messages: LEAVES_OUT,
      },
      {
        title: "a filter drops what was blocked",
        of,
        path: "loggingFilter",
        value: { defaultBehavior: "KEEP", filters: [filter("DROP", "BLOCK")] },
        messages: LEAVES_OUT,
      },
      {
        title: "a filter keeps nothing but what was allowed",
        of,
        path: "loggingFilter",
        value: { defaultBehavior: "DROP", filters: [filter("KEEP", "ALLOW")] },
        messages: LEAVES_OUT,
      },
      {
        title: "cookies are shown",
        of,
        path: "redactedFields",
        value: [header("authorization")],
        messages: [shows("cookie")],
      },
      {
        title: "a lone field is redacted",
        of,
        path: "redactedFields",
        value: header("cookie"),
        messages: [shows("authorization")],
      },
      {
        title: "other things are redacted",
        of,
        path: "redactedFields",
        value: [{ uriPath: {} }, { queryString: {} }, { method: {} }],
        messages: [shows("authorization"), shows("cookie")],
      },
      {
        title: "it logs to nowhere",
        of,
        path: "logDestinationConfigs",
        value: [],
        messages: ["The web ACL logs to nowhere"],
      },
      {
        title: "it logs to nowhere, and what is redacted is unknown",
        of,
        path: "logDestinationConfigs",
        messages: ["The web ACL logs to nowhere"],
      },
    ],
    accepts: [
      {
        title: "a filter that keeps what was blocked, and nothing else",
        of,
        path: "loggingFilter",
        value: { defaultBehavior: "DROP", filters: [filter("KEEP", "BLOCK")] },
      },
      {
        title: "a filter that drops what was allowed",
        of,
        path: "loggingFilter",
        value: { defaultBehavior: "KEEP", filters: filter("DROP", "ALLOW") },
      },
      {
        title: "another case",
        of,
        path: "redactedFields",
        value: [header("Authorization"), header("COOKIE")],
      },
      {
        title: "unknown fields beside",
        of,
        path: "redactedFields",
        value: [header("authorization"), header("cookie"), UNKNOWN],
      },
      {
        title: "an unknown destination",
        of,
        path: "logDestinationConfigs",
        value: [UNKNOWN],
      },
    ],
  });

  it("fails without a log, and with another's", () => {
    const other = resource("aws:wafv2/webAcl:WebAcl", "other", {});
    assert.deepEqual(said(judged(wafLogging, [acl()], "acl")), SILENT);
    assert.deepEqual(said(judged(wafLogging, [acl(), other, log({}, [other.urn])], "acl")), SILENT);
    assert.equal(said(judged(wafLogging, [acl(), log({}, [])], "acl")), "undecided");
  });

  it("accepts headers that the ACL itself replaces", () => {
    const bare = log({ redactedFields: [] });
    const by = (dataProtectionConfig: Properties) =>
      said(judged(wafLogging, [acl({ dataProtectionConfig }), bare], "acl"));
    const headers = ["Authorization", "cookie"];
    assert.equal(by(protections(headers)), "pass");
    assert.deepEqual(by(protections(["cookie"])), [shows("authorization")]);
    assert.deepEqual(
      by(protections(headers, "SINGLE_COOKIE")),
      headers.map((one) => shows(one.toLowerCase())),
    );
  });

  it("hides the headers that a profile names", () => {
    const parameters = { "waf-logging": { redactedHeaders: ["x-api-key"] } };
    assert.deepEqual(said(judged(wafLogging, [acl(), log()], "acl", { parameters })), [
      shows("x-api-key"),
    ]);
  });
});
