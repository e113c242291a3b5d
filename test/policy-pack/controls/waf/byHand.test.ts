import assert from "node:assert/strict";

import { wafLogging } from "../../../../policy-pack/controls/waf/waf-logging.ts";
import { wafManagedBaseline } from "../../../../policy-pack/controls/waf/waf-managed-baseline.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
  type Value,
} from "../../../../policy-pack/engine/resource.ts";
import { run } from "../../../../policy-pack/engine/run.ts";
import { judged, said } from "../../support/cases.ts";
import { ACCOUNT, FOREIGN, resource, STACK } from "../../support/resources.ts";
import { acl, ALL, allow, arnOf, COMMON, group, rate, RULES } from "./acls.ts";

const ARN = arnOf("webacl", "edge");
const PASSES = ["Rule opening lets requests pass that are not checked yet"];
const NO_COMMON = ["The web ACL does not block by AWS's common rules"];

const edge = (inputs: Properties = {}) => acl({ name: "edge", ...inputs });
const opening = (webAclArn: Value, origins: readonly string[] = []) =>
  resource(
    "aws:wafv2/webAclRule:WebAclRule",
    "opening",
    { ...allow(ALL), webAclArn },
    { propertyDependencies: { webAclArn: origins } },
  );
const verdict = (...resources: PolicyResource[]) =>
  said(judged(wafManagedBaseline, resources, "acl"));

describe("what names a web ACL by an ARN that somebody wrote", () => {
  it("is found for a rule", () => {
    assert.deepEqual(verdict(edge(), opening(ARN)), PASSES);
    assert.deepEqual(verdict(edge(), opening(ARN, [edge().urn])), PASSES);
    const cloudFront = arnOf("webacl", "edge", undefined, "global");
    assert.deepEqual(verdict(edge({ scope: "CLOUDFRONT" }), opening(cloudFront)), PASSES);
    const limit = resource("aws:wafv2/webAclRule:WebAclRule", "limit", {
      ...rate(),
      webAclArn: ARN,
    });
    assert.equal(verdict(edge({ rules: RULES.slice(0, 3) }), limit), "pass");
  });

  it("is another's with another name, kind, scope or account", () => {
    for (const arn of [
      arnOf("webacl", "edge-2"),
      arnOf("webacl", "edg"),
      arnOf("rulegroup", "edge"),
      arnOf("webacl", "edge", FOREIGN),
      arnOf("webacl", "edge", undefined, "global"),
      "edge-arn",
    ]) {
      assert.equal(verdict(edge(), opening(arn)), "pass", arn);
    }
  });

  it("is undecided where the ACL's name is not known yet, and may be that one", () => {
    const made = (name: string) => opening(arnOf("webacl", name));
    assert.equal(verdict(acl(), made("acl-1a2b3c4")), "undecided");
    assert.equal(verdict(acl(), made("other")), "pass");
    assert.equal(verdict(acl({ namePrefix: "site-" }), made("site-2026")), "undecided");
    assert.equal(verdict(acl({ namePrefix: "site-" }), made("acl-1a2b3c4")), "pass");
    assert.equal(verdict(acl({ name: UNKNOWN }), made("other")), "undecided");
  });

  it("is undecided where nobody knows whose account this is", () => {
    const alone = run([wafManagedBaseline], [STACK, edge(), opening(ARN)], {});
    assert.deepEqual(
      alone.judgements.map(({ outcome }) => outcome),
      ["undecided"],
    );
    const told = run([wafManagedBaseline], [STACK, edge(), opening(ARN)], {
      ownAccounts: [ACCOUNT],
    });
    assert.deepEqual(
      told.judgements.map(({ outcome }) => outcome),
      ["fail"],
    );
  });

  it("is found for a group that is associated", () => {
    const associated = (webAclArn: string) =>
      resource("aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation", "association", {
        webAclArn,
        ruleName: "common",
        priority: 1,
        managedRuleGroup: { vendorName: "AWS", name: COMMON },
      });
    const rest = edge({ rules: RULES.slice(1) });
    assert.equal(verdict(rest, associated(ARN)), "pass");
    assert.deepEqual(verdict(rest, associated(arnOf("webacl", "other"))), NO_COMMON);
  });

  it("is found for a log", () => {
    const ask = (resourceArn: string, ...headers: string[]) =>
      said(
        judged(
          wafLogging,
          [
            edge(),
            resource("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "log", {
              resourceArn,
              logDestinationConfigs: ["arn:aws:s3:::aws-waf-logs-edge"],
              redactedFields: headers.map((name) => ({ singleHeader: { name } })),
            }),
          ],
          "acl",
        ),
      );
    assert.equal(ask(ARN, "authorization", "cookie"), "pass");
    assert.deepEqual(ask(ARN, "cookie"), ["The log shows the header authorization"]);
    assert.deepEqual(ask(arnOf("webacl", "other"), "authorization", "cookie"), [
      "The web ACL does not log",
    ]);
  });

  it("is found for what the ACL guards, and for the one before it", () => {
    const forwarded = {
      aggregateKeyType: "FORWARDED_IP",
      forwardedIpConfig: { headerName: "X-Forwarded-For", fallbackBehavior: "NO_MATCH" },
    };
    const second = edge({ rules: [...RULES.slice(0, 3), rate({ block: {} }, forwarded)] });
    const balancer = resource("aws:lb/loadBalancer:LoadBalancer", "balancer", { name: "site" });
    const guards = (name: string, resourceArn: Value, origins: readonly string[] = []) =>
      resource(
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        name,
        { webAclArn: ARN, resourceArn },
        { propertyDependencies: { resourceArn: origins } },
      );
    const front = resource("aws:cloudfront/distribution:Distribution", "front", {
      origins: [{ domainName: "site-1.us-east-1.elb.amazonaws.com" }],
      webAclId: arnOf("webacl", "first", undefined, "global"),
    });
    const first = resource(second.type, "first", {
      name: "first",
      scope: "CLOUDFRONT",
      rules: [group(COMMON), rate()],
    });
    const all = [second, balancer, front, first, guards("association", UNKNOWN, [balancer.urn])];
    assert.equal(verdict(...all), "pass");
    const api = "arn:aws:apigateway:us-east-1::/restapis/a1/stages/prod";
    assert.deepEqual(verdict(...all, guards("api", api)), [
      "Senders choose what the rate rule counts by",
    ]);
  });
});
