import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { resource } from "../../support/resources.ts";

export const BUCKET_NAME = "rampart-dev-s3-web";

export const bucket = resource("aws:s3/bucket:Bucket", "web", { bucket: BUCKET_NAME });
export const accessControl = resource(
  "aws:cloudfront/originAccessControl:OriginAccessControl",
  "access-control",
  { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" },
);
export const headersPolicy = resource(
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
  "headers",
  {
    securityHeadersConfig: {
      strictTransportSecurity: { accessControlMaxAgeSec: 63_072_000, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: "same-origin", override: true },
      contentSecurityPolicy: { contentSecurityPolicy: "default-src 'self'", override: true },
    },
  },
);
const certificate = resource("aws:acm/certificate:Certificate", "certificate", {});
export const webAcl = resource("aws:wafv2/webAcl:WebAcl", "firewall", {
  scope: "CLOUDFRONT",
  region: "us-east-1",
});

const BEHAVIOUR = {
  viewerProtocolPolicy: "redirect-to-https",
  responseHeadersPolicyId: UNKNOWN,
};

/** What a distribution says; all that only AWS will know is unknown. */
export const COMPLIANT = {
  enabled: true,
  webAclId: UNKNOWN,
  viewerCertificate: {
    acmCertificateArn: UNKNOWN,
    sslSupportMethod: "sni-only",
    minimumProtocolVersion: "TLSv1.2_2021",
  },
  origins: [
    {
      originId: "pages",
      domainName: `${BUCKET_NAME}.s3.us-east-1.amazonaws.com`,
      originAccessControlId: UNKNOWN,
    },
    {
      originId: "api",
      domainName: "api.example.com",
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
      },
    },
  ],
  defaultCacheBehavior: { targetOriginId: "pages", ...BEHAVIOUR },
  orderedCacheBehaviors: [{ pathPattern: "/api/*", targetOriginId: "api", ...BEHAVIOUR }],
} as const satisfies Properties;

export const ORIGINS = {
  webAclId: [webAcl.urn],
  viewerCertificate: [certificate.urn],
  origins: [accessControl.urn],
  defaultCacheBehavior: [headersPolicy.urn],
  orderedCacheBehaviors: [headersPolicy.urn],
} as const;

/** A distribution `site`. */
export function distribution(
  inputs: Properties = COMPLIANT,
  origins: PolicyResource["propertyDependencies"] = ORIGINS,
): PolicyResource {
  return resource("aws:cloudfront/distribution:Distribution", "site", inputs, {
    propertyDependencies: origins,
  });
}

/** The same settings in the form for many tenants. */
export function multitenant(): PolicyResource {
  const { orderedCacheBehaviors, origins, ...rest } = COMPLIANT;
  const [pages, api] = origins;
  const { customOriginConfig, ...other } = api;
  return resource(
    "aws:cloudfront/multitenantDistribution:MultitenantDistribution",
    "site",
    {
      ...rest,
      origins: [pages, { ...other, customOriginConfigs: [customOriginConfig] }],
      cacheBehaviors: orderedCacheBehaviors,
    },
    {
      propertyDependencies: {
        ...ORIGINS,
        cacheBehaviors: ORIGINS.orderedCacheBehaviors,
      },
    },
  );
}

/** `site`, which reads the bucket `web` and an API, with all that it names. */
export function compliantDistribution(): PolicyResource[] {
  return [bucket, accessControl, headersPolicy, certificate, webAcl, distribution()];
}
