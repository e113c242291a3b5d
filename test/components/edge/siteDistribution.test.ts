import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";

import { AliasRecords } from "../../../components/edge/dnsRecords.ts";
import { HostedZone } from "../../../components/edge/hostedZone.ts";
import { AddressRecord } from "../../../components/edge/addressRecord.ts";
import { PAGE_REWRITE } from "../../../components/edge/pageRewrite.ts";
import {
  readerStatements,
  SiteDistribution,
  type SiteDistributionArgs,
} from "../../../components/edge/siteDistribution.ts";
import type { WebAclScope } from "../../../components/edge/webAcl.ts";
import { SecureBucket } from "../../../components/storage/secureBucket.ts";
import { isProperties, UNKNOWN, type Value } from "../../../plan/graph/value.ts";
import { CERTIFICATE_ARN, testWebAcl } from "../../support/edge.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { at, namesOf, only, recorded, refusal } from "../../support/graph.ts";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const FUNCTION = "aws:cloudfront/function:Function";
const RECORD = "aws:route53/record:Record";

function without(properties: Value | undefined, ...keys: string[]): unknown {
  assert.ok(isProperties(properties));
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !keys.includes(key)));
}

function made(
  args: Partial<SiteDistributionArgs> = {},
  scope: WebAclScope = "CLOUDFRONT",
  base = foundation(testEnvironment()),
): SiteDistribution {
  const environment = testEnvironment();
  const { key, accessLogs } = base;
  const { logPolicy, webAcl } = testWebAcl(scope, environment, base);
  const bucket = new SecureBucket("page", {
    environment,
    key,
    accessLogs,
    identifier: "page",
    role: "frontend",
  });
  return new SiteDistribution("site", {
    environment,
    key,
    logPolicy,
    logRetentionDays: 90,
    identifier: "site",
    host: "music.example.com",
    certificateArn: CERTIFICATE_ARN,
    priceClass: "PriceClass_100",
    bucket,
    api: { host: "origin.example.com", path: "/api/*" },
    webAcl,
    ...args,
  });
}

/** The path that CloudFront asks the bucket for. */
function rewritten(uri: string): string {
  const event = { request: { uri } };
  const answer = runInNewContext(`${PAGE_REWRITE}; handler(event)`, { event }) as { uri: string };
  return answer.uri;
}

describe("SiteDistribution", () => {
  for (const mode of ["preview", "update"] as const) {
    it(`S-MUSIC-4, T21, T33: asks a bucket for the page, and the API below its path, at ${mode}`, async () => {
      const graph = await recorded(() => void made(), { mode });
      const { inputs } = only(graph, DISTRIBUTION);
      assert.deepEqual(
        without(inputs, "webAclId", "origins", "defaultCacheBehavior", "orderedCacheBehaviors"),
        {
          enabled: true,
          comment: "music.example.com",
          aliases: ["music.example.com"],
          isIpv6Enabled: true,
          httpVersion: "http2and3",
          priceClass: "PriceClass_100",
          defaultRootObject: "index.html",
          viewerCertificate: {
            acmCertificateArn: CERTIFICATE_ARN,
            sslSupportMethod: "sni-only",
            minimumProtocolVersion: "TLSv1.2_2021",
          },
          restrictions: { geoRestriction: { restrictionType: "none" } },
        },
      );
      const behaviour = at(inputs, "defaultCacheBehavior");
      assert.deepEqual(without(behaviour, "responseHeadersPolicyId", "functionAssociations"), {
        targetOriginId: "page",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD"],
        cachedMethods: ["GET", "HEAD"],
        compress: true,
        cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
      });
      assert.deepEqual(without(at(inputs, "orderedCacheBehaviors", 0), "responseHeadersPolicyId"), {
        pathPattern: "/api/*",
        targetOriginId: "api",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
        cachedMethods: ["GET", "HEAD"],
        cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        originRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
      });
    });
  }

  it("S-MUSIC-4: signs each request to the bucket, and asks the API over TLS 1.2", async () => {
    const graph = await recorded(() => void made());
    const control = only(graph, "aws:cloudfront/originAccessControl:OriginAccessControl");
    assert.deepEqual(without(control.inputs, "description"), {
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    assert.deepEqual(only(graph, DISTRIBUTION).inputs["origins"], [
      {
        originId: "page",
        domainName: "rampart-dev-s3-page-111122223333-us-east-1.s3.us-east-1.amazonaws.com",
        originAccessControlId: UNKNOWN,
      },
      {
        originId: "api",
        domainName: "origin.example.com",
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "https-only",
          originSslProtocols: ["TLSv1.2"],
        },
      },
    ]);
  });

  it("T33: what names no file is the page, and files are themselves", async () => {
    const graph = await recorded(() => void made());
    const { name, runtime, publish, code } = only(graph, FUNCTION).inputs;
    assert.deepEqual(
      [name, runtime, publish, code],
      ["rampart-dev-cff-site", "cloudfront-js-2.0", true, PAGE_REWRITE],
    );
    for (const page of ["/", "/artists", "/artists/0b1c", "/signed-in", "/a.b/c"]) {
      assert.equal(rewritten(page), "/index.html", page);
    }
    for (const file of ["/config.json", "/icon.svg", "/assets/index-a1b2c3.js"]) {
      assert.equal(rewritten(file), file);
    }
    // CloudFront takes 10 KB of code in one function.
    assert.ok(Buffer.byteLength(PAGE_REWRITE) < 10_240);
  });

  it("does without a firewall where it is given none", async () => {
    const graph = await recorded(() => void made({ webAcl: undefined }));
    assert.ok(!("webAclId" in only(graph, DISTRIBUTION).inputs));
  });

  it("T22: refuses a regional firewall, and an origin that is itself", async () => {
    assert.equal(
      await refusal(() => made({}, "REGIONAL")),
      "webAcl of site has scope REGIONAL; allowed: CLOUDFRONT.",
    );
    assert.equal(
      await refusal(() => made({ api: { host: "music.example.com", path: "/api/*" } })),
      "originHost of site is its host music.example.com; CloudFront would ask itself.",
    );
  });

  it("S-MUSIC-4: lets one distribution read, by its whole ARN, and nobody without an id", () => {
    const environment = testEnvironment();
    assert.deepEqual(readerStatements(environment, "page", undefined), []);
    const [grant, ...more] = readerStatements(environment, "page", "E1ABCDEFGHIJK2");
    assert.deepEqual(more, []);
    assert.deepEqual(grant?.Condition, {
      StringEquals: {
        "aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/E1ABCDEFGHIJK2",
      },
    });
  });

  it("S-MUSIC-4, S-MUSIC-5: its log has no query, by which a sign-in brings its code, nor a referer's", async () => {
    const graph = await recorded(() => void made());
    const { inputs } = only(graph, "aws:cloudwatch/logDelivery:LogDelivery");
    assert.deepEqual(inputs["recordFields"], [
      "date",
      "time",
      "x-edge-location",
      "sc-bytes",
      "c-ip",
      "cs-method",
      "cs(Host)",
      "cs-uri-stem",
      "sc-status",
      "cs(User-Agent)",
      "x-edge-result-type",
      "x-edge-request-id",
      "x-host-header",
      "cs-protocol",
      "cs-bytes",
      "time-taken",
      "ssl-protocol",
      "ssl-cipher",
      "cs-protocol-version",
      "x-edge-detailed-result-type",
      "sc-content-type",
    ]);
  });

  it("P-EDGE-4: gets records of both kinds, as each distribution", async () => {
    const graph = await recorded(() => {
      const environment = testEnvironment();
      const base = foundation(environment);
      const zone = new HostedZone("zone", {
        environment,
        key: base.key,
        domain: "example.com",
        zone: { mode: "adopt", id: "Z1" },
      });
      new AliasRecords("music", {
        zone,
        host: "music.example.com",
        target: made({}, "CLOUDFRONT", base),
      });
    });
    assert.deepEqual(namesOf(graph, RECORD), ["music-a", "music-aaaa"]);
  });
});

describe("AddressRecord", () => {
  const zoneOf = (zone: { mode: "adopt"; id: string } | { mode: "foreign" }) => {
    const environment = testEnvironment();
    const { key } = foundation(environment);
    return new HostedZone("zone", { environment, key, domain: "example.com", zone });
  };
  const record = (zone: HostedZone) =>
    new AddressRecord("origin", { zone, host: "origin.example.com", address: "192.0.2.1" });

  it("S-MUSIC-1: leads a name to one address", async () => {
    const graph = await recorded(() => void record(zoneOf({ mode: "adopt", id: "Z1" })));
    assert.deepEqual(only(graph, RECORD).inputs, {
      zoneId: "Z1",
      name: "origin.example.com",
      type: "A",
      records: ["192.0.2.1"],
      ttl: 300,
    });
  });

  it("refuses a foreign zone", async () => {
    assert.equal(
      await refusal(() => record(zoneOf({ mode: "foreign" }))),
      "zone of origin is foreign; allowed: one of this account, for its record.",
    );
  });
});
