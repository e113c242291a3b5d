import assert from "node:assert/strict";

import { Distribution } from "../../../components/edge/distribution.ts";
import { OriginGuard } from "../../../components/edge/originGuard.ts";
import type { WebAclScope } from "../../../components/edge/webAcl.ts";
import { isProperties, SECRET, UNKNOWN, type Value } from "../../../plan/graph/value.ts";
import { CERTIFICATE_ARN, testWebAcl } from "../../support/edge.ts";
import { at, ofType, only, recorded, refusal, waitsFor } from "../../support/graph.ts";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";

/** Properties but those that are judged elsewhere. */
function without(properties: Value | undefined, ...keys: string[]): unknown {
  assert.ok(isProperties(properties));
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !keys.includes(key)));
}

function made(args: { readonly scope?: WebAclScope; readonly originHost?: string } = {}) {
  const { environment, key, logPolicy, webAcl } = testWebAcl(args.scope ?? "CLOUDFRONT");
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
    assert.ok(Array.isArray(fields));
    for (const field of ["c-ip", "cs-uri-query", "cs(Referer)"]) assert.ok(fields.includes(field));
    assert.ok(!fields.includes("cs(Cookie)"));
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
