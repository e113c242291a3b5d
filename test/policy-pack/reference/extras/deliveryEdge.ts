import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { document } from "../../support/resources.ts";
import { extra, REFERENCE } from "./extra.ts";
import { from } from "./origins.ts";

const { account, region } = REFERENCE;
const WEB = `rampart-prod-s3-web-${account}-${region}`;
const ACCESS_LOGS = `rampart-prod-s3-access-logs-${account}-${region}`;

const bucket = extra(
  "aws:s3/bucket:Bucket",
  "delivery-web",
  { bucket: WEB, forceDestroy: false, tags: { "bucket-role": "frontend" } },
  { protect: true },
);

/** What sets something for the bucket. */
function ofBucket(type: string, inputs: Properties): PolicyResource {
  return extra(
    `aws:s3/${type}`,
    "delivery-web",
    { bucket: WEB, ...inputs },
    from({ bucket: [bucket] }),
  );
}

const bucketParts = [
  ofBucket("bucketPublicAccessBlock:BucketPublicAccessBlock", {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  }),
  ofBucket("bucketOwnershipControls:BucketOwnershipControls", {
    rule: { objectOwnership: "BucketOwnerEnforced" },
  }),
  ofBucket("bucketVersioning:BucketVersioning", {
    versioningConfiguration: { status: "Enabled" },
  }),
  ofBucket("bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  }),
  ofBucket("bucketLogging:BucketLogging", { targetBucket: ACCESS_LOGS, targetPrefix: "web/" }),
  ofBucket("bucketPolicy:BucketPolicy", {
    policy: document(
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${WEB}`, `arn:aws:s3:::${WEB}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "ReadByDistribution",
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${WEB}/*`,
        Condition: {
          StringEquals: {
            "aws:SourceArn": `arn:aws:cloudfront::${account}:distribution/E1EXAMPLE`,
          },
        },
      },
    ),
  }),
];

const accessControl = extra(
  "aws:cloudfront/originAccessControl:OriginAccessControl",
  "delivery-web",
  { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" },
);

const headers = extra(
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
  "delivery-web",
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

const BEHAVIOUR = {
  cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  viewerProtocolPolicy: "redirect-to-https",
  responseHeadersPolicyId: UNKNOWN,
};
const API = {
  httpPort: 80,
  httpsPort: 443,
  originProtocolPolicy: "https-only",
  originSslProtocols: ["TLSv1.2"],
};
const EDGE = {
  enabled: true,
  webAclId: `arn:aws:wafv2:us-east-1:${account}:global/webacl/web/1234abcd-12ab-34cd-56ef-1234567890ab`,
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: {
    acmCertificateArn: `arn:aws:acm:us-east-1:${account}:certificate/1234abcd-12ab-34cd-56ef-1234567890ab`,
    sslSupportMethod: "sni-only",
    minimumProtocolVersion: "TLSv1.2_2021",
  },
};

const distribution = extra(
  "aws:cloudfront/distribution:Distribution",
  "delivery-web",
  {
    ...EDGE,
    aliases: ["www.example.com"],
    defaultRootObject: "index.html",
    origins: [
      {
        originId: "pages",
        domainName: `${WEB}.s3.${region}.amazonaws.com`,
        originAccessControlId: UNKNOWN,
      },
      { originId: "api", domainName: "api.example.com", customOriginConfig: API },
    ],
    defaultCacheBehavior: {
      ...BEHAVIOUR,
      targetOriginId: "pages",
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
    },
    orderedCacheBehaviors: [
      {
        ...BEHAVIOUR,
        pathPattern: "/api/*",
        targetOriginId: "api",
        allowedMethods: ["GET", "HEAD"],
        cachedMethods: ["GET", "HEAD"],
      },
    ],
  },
  from({
    origins: [bucket, accessControl],
    defaultCacheBehavior: [headers],
    orderedCacheBehaviors: [headers],
  }),
);

const multitenant = extra(
  "aws:cloudfront/multitenantDistribution:MultitenantDistribution",
  "delivery-tenants",
  {
    ...EDGE,
    comment: "One for each customer",
    tenantConfig: { parameterDefinitions: [] },
    origins: [{ id: "api", domainName: "api.example.com", customOriginConfigs: [API] }],
    defaultCacheBehavior: {
      ...BEHAVIOUR,
      targetOriginId: "api",
      allowedMethods: { items: ["GET", "HEAD"], cachedMethods: ["GET", "HEAD"] },
    },
  },
  from({ defaultCacheBehavior: [headers] }),
);

/** The newer logging of a distribution, to the log group of the program's own. */
function logged(target: PolicyResource): PolicyResource[] {
  const { name } = target;
  return [
    extra(
      "aws:cloudwatch/logDeliverySource:LogDeliverySource",
      name,
      { name, logType: "ACCESS_LOGS", resourceArn: UNKNOWN, region },
      from({ resourceArn: [target] }),
    ),
    extra("aws:cloudwatch/logDelivery:LogDelivery", name, {
      deliverySourceName: name,
      deliveryDestinationArn: `arn:aws:logs:${region}:${account}:delivery-destination:web`,
      region,
    }),
  ];
}

const vpcOrigin = extra("aws:cloudfront/vpcOrigin:VpcOrigin", "delivery-private", {
  vpcOriginEndpointConfig: {
    name: "private",
    arn: `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/app/private/50dc6c495c0c9188`,
    httpPort: 80,
    httpsPort: 443,
    originProtocolPolicy: "https-only",
    originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
  },
});

/** A site from a bucket and an API, and distributions and origins of the other kinds. */
export const edgeExtras: readonly PolicyResource[] = [
  bucket,
  ...bucketParts,
  accessControl,
  headers,
  distribution,
  ...logged(distribution),
  multitenant,
  ...logged(multitenant),
  vpcOrigin,
];
