import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { textOf } from "../../plan/graph/value.ts";
import { noticesOf } from "../../plan/readers/notices.ts";
import { at, namesOf, ofType, only, waitsFor } from "../support/graph.ts";
import { rawSettings, withSetting, withSystems } from "../support/settings.ts";
import { SIGN_IN, SIGN_IN_SECRET } from "../support/signIn.ts";
import { programGraph, systemGraph } from "../support/stacks.ts";
import { calls, EGRESS, isTracker, recordTrackers } from "../support/tracker.ts";

const SERVICE = "aws:ecs/service:Service";
const LISTENER = "aws:lb/listener:Listener";
const RULE = "aws:lb/listenerRule:ListenerRule";
const GROUP = "aws:lb/targetGroup:TargetGroup";

describe("the tracker's edge", () => {
  const of = recordTrackers();

  it("S-TRACKER-5, T43: tells the records of a certificate that another DNS proves, and waits for none", async () => {
    const graph = await systemGraph("dev", ["tracker"], { mode: "update" });
    const certificate = only(graph, "aws:acm/certificate:Certificate", "tracker-certificate");
    assert.equal(certificate.inputs["domainName"], "tracker.dev.example.com");
    assert.equal(certificate.inputs["validationMethod"], "DNS");
    assert.equal(
      ofType(of("dev"), "aws:acm/certificateValidation:CertificateValidation").length,
      0,
    );
    assert.equal(ofType(of("dev"), "aws:route53/record:Record").length, 0);
    const tracker = graph.outputs["tracker"] as Record<string, unknown>;
    assert.ok("validationRecords" in tracker && "dnsRecord" in tracker);
    assert.deepEqual(namesOf(of("dev"), LISTENER), ["tracker-load-balancer-http"]);
  });

  it("S-TRACKER-5, S-TRACKER-7: the plan tells what the first `up` leaves to the second, and that leads to each service", async () => {
    const waiting = (graph: Graph) =>
      noticesOf(graph).filter((notice) => notice.startsWith("Nothing answers at "));
    assert.deepEqual(waiting(of("dev")), [
      "Nothing answers at https://tracker.dev.example.com until its certificate is issued: enter the validationRecords that this `up` tells into its DNS, then set certificate mode external with the ARN, and the next `up` leads to the services.",
    ]);
    const arn =
      "arn:aws:acm:eu-west-2:111122223333:certificate/11111111-2222-3333-4444-555555555555";
    const second = await programGraph(
      withSetting(withSystems(rawSettings("dev"), "tracker"), "tracker.certificate", {
        mode: "external",
        arn,
      }),
    );
    assert.deepEqual(waiting(second), []);
    for (const type of [SERVICE, "aws:lb/loadBalancer:LoadBalancer"]) {
      const urns = (graph: Graph) =>
        ofType(graph, type)
          .filter(isTracker)
          .map(({ urn }) => urn);
      assert.deepEqual(urns(second).sort(), urns(of("dev")).sort());
    }
    const made = (type: string) => ofType(second, type).filter(isTracker).length;
    assert.deepEqual(
      [made("aws:acm/certificate:Certificate"), made(LISTENER), made(RULE), made(GROUP)],
      [0, 2, 2, 3],
    );
  });

  it("S-TRACKER-6: stands behind AWS's rules, and keeps what they saw for a year", () => {
    const graph = of("staging");
    const acl = only(graph, "aws:wafv2/webAcl:WebAcl");
    assert.deepEqual(acl.inputs["defaultAction"], { allow: {} });
    const rules = acl.inputs["rules"] as unknown as { name: string; priority: number }[];
    assert.deepEqual(Object.fromEntries(rules.map(({ name, priority }) => [name, priority])), {
      "ip-reputation": 2,
      "rate-limit": 3,
      common: 10,
      "known-bad-inputs": 20,
      "sql-injection": 30,
      "large-bodies": 40,
    });
    const logs = only(graph, "aws:cloudwatch/logGroup:LogGroup", "tracker-firewall-logs");
    assert.equal(logs.inputs["name"], "aws-waf-logs-rampart-staging-tracker");
    assert.equal(logs.inputs["retentionInDays"], 365);
  });

  it("S-TRACKER-7: sends each path to its service, and the rest to the frontend", () => {
    const graph = of("staging");
    const rules = ofType(graph, RULE).map(({ name, inputs }) => [
      name,
      inputs["priority"],
      at(inputs, "conditions", 0, "pathPattern", "values"),
    ]);
    rules.sort(([, a], [, b]) => Number(a) - Number(b));
    assert.deepEqual(rules, [
      ["tracker-api", 10, ["/api/*", "/api/v1/*", "/docs", "/redoc", "/openapi.json"]],
      ["tracker-admin", 20, ["/admin*", "/health*"]],
    ]);
    const https = only(graph, "aws:lb/listener:Listener", "tracker-load-balancer-https");
    assert.equal(at(https.inputs, "defaultActions", 0, "type"), "forward");
    const frontend = only(graph, GROUP, "rampart-staging-tg-t-web");
    assert.ok(https.propertyDependencies["defaultActions"]?.includes(frontend.urn));
    const http = only(graph, "aws:lb/listener:Listener", "tracker-load-balancer-http");
    assert.equal(at(http.inputs, "defaultActions", 0, "redirect", "statusCode"), "HTTP_301");
    const frontService = only(graph, SERVICE, "tracker-frontend");
    assert.ok(waitsFor(graph, frontService, https), "T46: the frontend waits for its listener");
  });

  const signingIn = (mode: "preview" | "update" = "preview") => {
    const raw = withSetting(
      withSystems(rawSettings("staging"), "tracker"),
      "tracker.signIn",
      SIGN_IN,
    );
    return programGraph(
      { ...raw, trackerSignInSecret: SIGN_IN_SECRET },
      { stack: "staging", mode },
    );
  };
  const rulesOf = (graph: Graph) =>
    ofType(graph, RULE)
      .filter(isTracker)
      .map(({ name, inputs }) => [
        name,
        inputs["priority"],
        at(inputs, "conditions", 0, "pathPattern", "values"),
        (inputs["actions"] as { type: string }[]).map(({ type }) => type).join(", "),
      ])
      .sort(([, a], [, b]) => Number(a) - Number(b));

  it("feature 39: lets nobody see the admin's pages who has not signed in, and asks nobody at the one path of health", async () => {
    const graph = await signingIn();
    assert.deepEqual(rulesOf(graph), [
      ["tracker-api", 10, ["/api/*", "/api/v1/*", "/docs", "/redoc", "/openapi.json"], "forward"],
      // What is open has no wildcard: /health/%2e%2e/admin is no way in either.
      ["tracker-admin-open", 19, ["/health"], "forward"],
      // The provider leads back to the rule that asked.
      [
        "tracker-admin",
        20,
        ["/admin*", "/health*", "/oauth2/idpresponse"],
        "authenticate-oidc, forward",
      ],
    ]);
    const service = only(graph, SERVICE, "tracker-admin");
    for (const name of ["tracker-admin", "tracker-admin-open"]) {
      assert.ok(waitsFor(graph, service, only(graph, RULE, name)), `T46: waits for ${name}`);
    }
    for (const part of [await signingIn(), await signingIn("update")]) {
      assert.ok(!JSON.stringify(part).includes(SIGN_IN_SECRET), "the secret is in the graph");
    }
  });

  it("feature 39, P-NET-7: opens the balancer's way to the provider, and is nothing but that and two rules", async () => {
    const graph = await signingIn();
    const before = of("staging");
    const known = calls(before, EGRESS);
    const parts = { ...graph, resources: graph.resources.filter(isTracker) };
    const ways = calls(parts, EGRESS).filter((call) => !known.includes(call));
    assert.deepEqual(ways, ["alb-trkr > 0.0.0.0/0 443"]);
    const urns = (resources: readonly Resource[]) =>
      resources.filter(isTracker).map(({ urn }) => urn.split("::").slice(2).join(" "));
    const others = new Set(urns(before.resources));
    const added = urns(graph.resources).filter((urn) => !others.has(urn));
    assert.deepEqual(added.map((urn) => urn.split(" ")[1]).sort(), [
      "tracker-admin-open",
      "tracker-admin-open",
      "tracker-load-balancer-sign-in",
      "tracker-load-balancer-sign-in",
    ]);
    assert.equal(urns(graph.resources).length, others.size + added.length);
  });

  it("feature 39: takes a provider before the certificate is issued, and opens nothing for it yet", async () => {
    const raw = withSetting(withSystems(rawSettings("dev"), "tracker"), "tracker.signIn", SIGN_IN);
    const graph = await programGraph({ ...raw, trackerSignInSecret: SIGN_IN_SECRET });
    const urns = (resources: readonly Resource[]) =>
      resources.filter(isTracker).map(({ urn }) => urn);
    assert.deepEqual(urns(graph.resources).sort(), urns(of("dev").resources).sort());
  });

  it("S-TRACKER-7: asks each as the table says, 2 of 2, every 30 seconds", () => {
    const checks = ofType(of("staging"), GROUP).map(({ inputs }) => [
      inputs["port"],
      at(inputs, "healthCheck", "path"),
      ...["healthyThreshold", "unhealthyThreshold", "timeout", "interval"].map((field) =>
        at(inputs, "healthCheck", field),
      ),
    ]);
    checks.sort(([a], [b]) => Number(b) - Number(a));
    assert.deepEqual(checks, [
      [8000, "/api/v1/health", 2, 2, 5, 30],
      [80, "/", 2, 2, 5, 30],
      [80, "/", 2, 2, 5, 30],
    ]);
  });

  it("S-TRACKER-7: is not deleted by mistake in prod, and logs who came", () => {
    const balancer = only(of("prod"), "aws:lb/loadBalancer:LoadBalancer");
    assert.equal(balancer.inputs["enableDeletionProtection"], true);
    assert.deepEqual(balancer.inputs["accessLogs"], {
      bucket: "rampart-prod-s3-elb-logs-trkr-777788889999-eu-west-2",
      enabled: true,
    });
    const policy = only(
      of("prod"),
      "aws:s3/bucketPolicy:BucketPolicy",
      "tracker-load-balancer-logs",
    );
    // T5: Elastic Load Balancing's account in eu-west-2.
    assert.match(textOf(policy.inputs["policy"]), /652711504416/);
  });

  it("P-OBS-4: tells of answers that each public service refuses or fails", () => {
    const alarms = namesOf(of("staging"), "aws:cloudwatch/metricAlarm:MetricAlarm");
    for (const name of ["tracker-api", "tracker-frontend", "tracker-admin"]) {
      for (const what of ["latency", "5xx", "4xx", "unhealthy-tasks"]) {
        assert.ok(alarms.includes(`${name}-${what}`), `${name}-${what}`);
      }
    }
  });
});
