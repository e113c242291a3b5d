import assert from "node:assert/strict";

import { Distribution } from "../../../components/edge/distribution.ts";
import { AliasRecords } from "../../../components/edge/dnsRecords.ts";
import { EdgeLogPolicy } from "../../../components/edge/edgeLogPolicy.ts";
import { HostedZone } from "../../../components/edge/hostedZone.ts";
import { LoadBalancer } from "../../../components/edge/loadBalancer.ts";
import { OriginGuard } from "../../../components/edge/originGuard.ts";
import { WebAcl, type WebAclScope } from "../../../components/edge/webAcl.ts";
import { WebAclAssociation } from "../../../components/edge/webAclAssociation.ts";
import { isProperties, SECRET, UNKNOWN, type Value } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { at, namesOf, ofType, only, recorded, refusal, waitsFor } from "../../support/graph.ts";
import { edgeStack } from "./edgeStack.ts";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const RECORD = "aws:route53/record:Record";
const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
const CERTIFICATE_ARN = "arn:aws:acm:us-east-1:111122223333:certificate/1";

/** Properties but those that are judged elsewhere. */
function without(properties: Value | undefined, ...keys: string[]): unknown {
  assert.ok(isProperties(properties));
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !keys.includes(key)));
}

function acl(scope: WebAclScope) {
  const environment = testEnvironment();
  const { key, accessLogs } = foundation(environment);
  const logPolicy = new EdgeLogPolicy("edge-logs", { environment });
  const webAcl = new WebAcl("firewall", {
    environment,
    key,
    logPolicy,
    identifier: "front",
    scope,
    requestsPerFiveMinutes: 2000,
    blockedCountries: [],
    uploadPaths: [],
    logRetentionDays: 365,
  });
  return { environment, key, accessLogs, logPolicy, webAcl };
}

function made(
  args: { readonly scope?: WebAclScope; readonly originHost?: string } = {},
  shared = acl(args.scope ?? "CLOUDFRONT"),
) {
  const { environment, key, logPolicy, webAcl } = shared;
  return new Distribution("front", {
    environment,
    key,
    logPolicy,
    webAcl,
    logRetentionDays: 90,
    identifier: "front",
    host: "api.example.com",
    originHost: args.originHost ?? "origin.example.com",
    certificateArn: CERTIFICATE_ARN,
    guard: new OriginGuard("guard", { environment }),
    priceClass: "PriceClass_100",
  });
}

describe("Distribution", () => {
  for (const mode of ["preview", "update"] as const) {
    it(`P-EDGE-5, T21, T29, T33: is what it should be, at ${mode}`, async () => {
      const graph = await recorded(() => void made(), { mode });
      const { inputs } = only(graph, DISTRIBUTION);
      assert.deepEqual(without(inputs, "webAclId", "defaultCacheBehavior"), {
        enabled: true,
        comment: "api.example.com",
        aliases: ["api.example.com"],
        isIpv6Enabled: true,
        httpVersion: "http2and3",
        priceClass: "PriceClass_100",
        viewerCertificate: {
          acmCertificateArn: CERTIFICATE_ARN,
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "TLSv1.2_2021",
        },
        restrictions: { geoRestriction: { restrictionType: "none" } },
        origins: [
          {
            originId: "load-balancer",
            domainName: "origin.example.com",
            customHeaders: [{ name: "X-Origin-Guard", value: SECRET }],
            customOriginConfig: {
              httpPort: 80,
              httpsPort: 443,
              originProtocolPolicy: "https-only",
              originSslProtocols: ["TLSv1.2"],
            },
          },
        ],
      });
      const behaviour = at(inputs, "defaultCacheBehavior");
      assert.deepEqual(without(behaviour, "responseHeadersPolicyId"), {
        targetOriginId: "load-balancer",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
        cachedMethods: ["GET", "HEAD"],
        cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        originRequestPolicyId: "216adef6-5c7f-47e4-b989-5492eafa07d3",
      });
    });
  }

  it("T22, feature 13: names its web ACL and its headers itself", async () => {
    const graph = await recorded(() => void made());
    const { propertyDependencies } = only(graph, DISTRIBUTION);
    assert.deepEqual(propertyDependencies["webAclId"], [
      only(graph, "aws:wafv2/webAcl:WebAcl").urn,
    ]);
    assert.deepEqual(propertyDependencies["defaultCacheBehavior"], [
      only(graph, "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy").urn,
    ]);
    assert.deepEqual(ofType(graph, ASSOCIATION), []);
  });

  it("feature 16: every response carries the security headers", async () => {
    const graph = await recorded(() => void made());
    const policy = only(graph, "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy");
    assert.equal(policy.name, "rampart-dev-headers-front");
    assert.deepEqual(policy.inputs["securityHeadersConfig"], {
      strictTransportSecurity: {
        accessControlMaxAgeSec: 63072000,
        includeSubdomains: true,
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
      contentSecurityPolicy: {
        contentSecurityPolicy:
          "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
        override: true,
      },
    });
  });

  it("T7: logs by v2 delivery to an encrypted group, without cookies", async () => {
    const graph = await recorded(() => void made());
    assert.equal("loggingConfig" in only(graph, DISTRIBUTION).inputs, false);
    const source = only(graph, "aws:cloudwatch/logDeliverySource:LogDeliverySource");
    assert.deepEqual(source.inputs, {
      logType: "ACCESS_LOGS",
      resourceArn: UNKNOWN,
      region: "us-east-1",
    });
    assert.deepEqual(source.propertyDependencies["resourceArn"], [only(graph, DISTRIBUTION).urn]);
    const destination = only(graph, "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination");
    assert.deepEqual(destination.inputs, {
      outputFormat: "json",
      deliveryDestinationConfiguration: {
        destinationResourceArn:
          "arn:aws:logs:us-east-1:111122223333:log-group:/aws/vendedlogs/cloudfront/rampart-dev-front",
      },
      region: "us-east-1",
    });
    const delivery = only(graph, "aws:cloudwatch/logDelivery:LogDelivery");
    const fields = delivery.inputs["recordFields"];
    assert.ok(Array.isArray(fields) && fields.includes("c-ip") && !fields.includes("cs(Cookie)"));
    assert.equal(delivery.inputs["region"], "us-east-1");
    for (const earlier of [source, destination]) assert.ok(waitsFor(graph, delivery, earlier));
    assert.ok(
      waitsFor(graph, delivery, only(graph, "aws:cloudwatch/logResourcePolicy:LogResourcePolicy")),
    );
    const group = only(graph, "aws:cloudwatch/logGroup:LogGroup", "front-logs");
    assert.equal(group.inputs["retentionInDays"], 90);
    assert.deepEqual(group.propertyDependencies["kmsKeyId"], [only(graph, "aws:kms/key:Key").urn]);
  });

  it("refuses a regional web ACL, and an origin that is itself", async () => {
    assert.equal(
      await refusal(() => made({ scope: "REGIONAL" })),
      "webAcl of front has scope REGIONAL; allowed: CLOUDFRONT.",
    );
    assert.equal(
      await refusal(() => made({ originHost: "api.example.com" })),
      "originHost of front is its host api.example.com; CloudFront would ask itself.",
    );
  });
});

describe("WebAclAssociation", () => {
  it("T41, T42: goes before its successor comes, and waits for listeners and web ACL", async () => {
    const graph = await recorded(() => {
      edgeStack();
    });
    const association = only(graph, ASSOCIATION);
    assert.equal(association.deleteBeforeReplace, true);
    assert.deepEqual(association.propertyDependencies, {
      resourceArn: [only(graph, "aws:lb/loadBalancer:LoadBalancer").urn],
      webAclArn: [only(graph, "aws:wafv2/webAcl:WebAcl").urn],
    });
    const listeners = ofType(graph, "aws:lb/listener:Listener");
    assert.equal(listeners.length, 2);
    for (const listener of listeners) assert.ok(waitsFor(graph, association, listener));
  });

  for (const [scope, guarded, message] of [
    ["CLOUDFRONT", false, "webAcl of firewall has scope CLOUDFRONT; allowed: REGIONAL."],
    [
      "REGIONAL",
      true,
      "behindCloudFront of the web ACL of firewall is false, but its load balancer is behind CloudFront: it would count the wrong addresses.",
    ],
  ] as const) {
    it(`T22: refuses a web ACL of scope ${scope} for a balancer ${guarded ? "behind CloudFront" : "in the open"}`, async () => {
      const refused = await refusal(() => {
        const { environment, key, accessLogs, webAcl } = acl(scope);
        const loadBalancer = new LoadBalancer("balancer", {
          environment,
          key,
          vpcId: "vpc-1",
          publicSubnetIds: ["subnet-1", "subnet-2"],
          certificateArn: CERTIFICATE_ARN,
          accessLogs,
          accessLogDays: 90,
          idleTimeoutSeconds: 60,
          guard: guarded ? new OriginGuard("guard", { environment }) : undefined,
        });
        new WebAclAssociation("firewall", { loadBalancer, webAcl });
      });
      assert.equal(refused, message);
    });
  }
});

describe("AliasRecords", () => {
  const aliases = (graph: Awaited<ReturnType<typeof recorded>>, name: string) => {
    const { inputs } = only(graph, RECORD, name);
    return [inputs["name"], inputs["type"], at(inputs, "aliases", 0, "evaluateTargetHealth")];
  };

  it("P-EDGE-4: the host leads to the balancer, by IPv4", async () => {
    const graph = await recorded(() => {
      edgeStack();
    });
    assert.deepEqual(aliases(graph, "origin-a"), ["api.example.com", "A", true]);
    assert.deepEqual(namesOf(graph, RECORD), ["certificate-api.example.com", "origin-a"]);
  });

  it("P-EDGE-5: the host leads to the distribution by both, the origin's name to the balancer", async () => {
    const graph = await recorded(() => {
      edgeStack({ cloudFront: true });
    });
    assert.deepEqual(
      ["host-a", "host-aaaa", "origin-a"].map((name) => aliases(graph, name)),
      [
        ["api.example.com", "A", false],
        ["api.example.com", "AAAA", false],
        ["origin.example.com", "A", true],
      ],
    );
    assert.equal(
      at(only(graph, RECORD, "host-a").inputs, "aliases", 0, "zoneId"),
      "Z2FDTNDATAQYW2",
    );
  });

  it("P-EDGE-4: makes none in a foreign zone", async () => {
    const graph = await recorded(() => {
      const shared = acl("CLOUDFRONT");
      const zone = new HostedZone("zone", {
        ...shared,
        domain: "example.com",
        zone: { mode: "foreign" },
      });
      new AliasRecords("host", { zone, host: "api.example.com", target: made({}, shared) });
    });
    assert.deepEqual(ofType(graph, RECORD), []);
  });
});
