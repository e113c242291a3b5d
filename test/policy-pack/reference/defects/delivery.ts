import { document } from "../../support/resources.ts";
import type { Defect, Named } from "../defect.ts";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const PROGRAMS: Named = { type: DISTRIBUTION, name: "distribution" };
const WEB: Named = { type: DISTRIBUTION, name: "delivery-web" };
const TENANTS: Named = {
  type: "aws:cloudfront/multitenantDistribution:MultitenantDistribution",
  name: "delivery-tenants",
};
const VPC_ORIGIN: Named = { type: "aws:cloudfront/vpcOrigin:VpcOrigin", name: "delivery-private" };
const ACCESS_CONTROL: Named = {
  type: "aws:cloudfront/originAccessControl:OriginAccessControl",
  name: "delivery-web",
};
const PROGRAMS_HEADERS: Named = {
  type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
  name: "rampart-prod-headers-api",
};
const PROGRAMS_SOURCE: Named = {
  type: "aws:cloudwatch/logDeliverySource:LogDeliverySource",
  name: "rampart-prod-delivery-api",
};
const WEB_DELIVERY: Named = {
  type: "aws:cloudwatch/logDelivery:LogDelivery",
  name: "delivery-web",
};
const REPOSITORY = "aws:ecr/repository:Repository";
const PROGRAMS_REPOSITORY: Named = { type: REPOSITORY, name: "repository" };
const WORKER: Named = { type: REPOSITORY, name: "delivery-worker" };
const SCANS: Named = {
  type: "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
  name: "delivery-scans",
};
const REPOSITORY_POLICY: Named = {
  type: "aws:ecr/repositoryPolicy:RepositoryPolicy",
  name: "repository",
};
const REGISTRY_POLICY: Named = {
  type: "aws:ecr/registryPolicy:RegistryPolicy",
  name: "delivery-registry",
};
const TEMPLATE: Named = {
  type: "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
  name: "delivery-copies",
};
const PUBLISHED: Named = {
  type: "aws:ecrpublic/repositoryPolicy:RepositoryPolicy",
  name: "delivery-published",
};
const POOL: Named = { type: "aws:cognito/userPool:UserPool", name: "delivery-users" };
const CLIENT: Named = { type: "aws:cognito/userPoolClient:UserPoolClient", name: "delivery-web" };
const ADOPTED: Named = {
  type: "aws:cognito/managedUserPoolClient:ManagedUserPoolClient",
  name: "delivery-search",
};
const IDENTITIES: Named = {
  type: "aws:cognito/identityPool:IdentityPool",
  name: "delivery-identities",
};

const PUBLIC = document({ Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage" });

const edge: readonly Defect[] = [
  {
    control: "cf-viewer-https",
    title: "the API may be asked over plain HTTP",
    change: {
      of: PROGRAMS,
      path: "defaultCacheBehavior.viewerProtocolPolicy",
      value: "allow-all",
    },
  },
  {
    control: "cf-viewer-https",
    title: "one path of the site answers plain HTTP",
    change: {
      of: WEB,
      path: "orderedCacheBehaviors[0].viewerProtocolPolicy",
      value: "allow-all",
    },
  },
  {
    control: "cf-tls-min-version",
    title: "the distribution takes TLS 1.0",
    change: { of: PROGRAMS, path: "viewerCertificate.minimumProtocolVersion", value: "TLSv1" },
  },
  {
    control: "cf-tls-min-version",
    title: "the site has CloudFront's own certificate",
    change: { of: WEB, path: "viewerCertificate", value: { cloudfrontDefaultCertificate: true } },
  },
  {
    control: "cf-tls-min-version",
    title: "the distribution has an address of its own",
    change: { of: TENANTS, path: "viewerCertificate.sslSupportMethod", value: "vip" },
  },
  {
    control: "cf-origin-tls",
    title: "the load balancer is asked as the viewer asked",
    change: {
      of: PROGRAMS,
      path: "origins[0].customOriginConfig.originProtocolPolicy",
      value: "match-viewer",
    },
  },
  {
    control: "cf-origin-tls",
    title: "the tenants' API may speak TLS 1.1",
    change: {
      of: TENANTS,
      path: "origins[0].customOriginConfigs[0].originSslProtocols",
      value: ["TLSv1.1", "TLSv1.2"],
    },
  },
  {
    control: "cf-origin-tls",
    title: "the private load balancer may speak SSL",
    change: {
      of: VPC_ORIGIN,
      path: "vpcOriginEndpointConfig.originSslProtocols.items",
      value: ["SSLv3", "TLSv1.2"],
    },
  },
  {
    control: "cf-s3-origin-access-control",
    title: "the bucket is read without an access control",
    change: { of: WEB, path: "origins[0].originAccessControlId" },
  },
  {
    control: "cf-s3-origin-access-control",
    title: "the access control leaves signing to the viewer",
    change: { of: ACCESS_CONTROL, path: "signingBehavior", value: "no-override" },
    on: WEB,
  },
  {
    control: "cf-s3-origin-exists",
    title: "the site reads a bucket that was deleted",
    change: {
      of: WEB,
      path: "origins[0].domainName",
      value: "rampart-prod-s3-old-web.s3.us-east-1.amazonaws.com",
    },
  },
  {
    control: "cf-access-logging",
    title: "the program's delivery source is gone",
    change: { without: PROGRAMS_SOURCE },
    on: PROGRAMS,
  },
  {
    control: "cf-access-logging",
    title: "the site's logs are not delivered",
    change: { without: WEB_DELIVERY },
    on: WEB,
  },
  {
    control: "cf-waf-associated",
    title: "the site has no firewall",
    change: { of: WEB, path: "webAclId" },
  },
  {
    control: "cf-waf-associated",
    title: "the firewall is one for load balancers",
    change: {
      of: WEB,
      path: "webAclId",
      value:
        "arn:aws:wafv2:us-east-1:777788889999:regional/webacl/web/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
  },
  {
    control: "cf-security-headers",
    title: "one path of the site has no headers policy",
    change: { of: WEB, path: "orderedCacheBehaviors[0].responseHeadersPolicyId" },
  },
  {
    control: "cf-security-headers",
    title: "the program's headers policy has no content security policy",
    change: { of: PROGRAMS_HEADERS, path: "securityHeadersConfig.contentSecurityPolicy" },
    on: PROGRAMS,
  },
];

const registry: readonly Defect[] = [
  {
    control: "ecr-scan-on-push",
    title: "the program's repository does not scan",
    change: {
      of: PROGRAMS_REPOSITORY,
      path: "imageScanningConfiguration.scanOnPush",
      value: false,
    },
  },
  {
    control: "ecr-scan-on-push",
    title: "the registry's rule selects other names",
    change: { of: SCANS, path: "rules[0].repositoryFilters[0].filter", value: "tracker-*" },
    on: WORKER,
  },
  {
    control: "ecr-tag-immutable",
    title: "tags can move",
    change: { of: PROGRAMS_REPOSITORY, path: "imageTagMutability", value: "MUTABLE" },
  },
  {
    control: "ecr-policy-not-public",
    title: "everyone may pull the program's images",
    change: { of: REPOSITORY_POLICY, path: "policy", value: PUBLIC },
  },
  {
    control: "ecr-policy-not-public",
    title: "the registry admits everyone",
    change: { of: REGISTRY_POLICY, path: "policy", value: PUBLIC },
  },
  {
    control: "ecr-policy-not-public",
    title: "repositories that replication makes admit everyone",
    change: { of: TEMPLATE, path: "repositoryPolicy", value: PUBLIC },
  },
  {
    control: "ecr-policy-not-public",
    title: "everyone may publish",
    change: { of: PUBLISHED, path: "policy", value: PUBLIC },
  },
];

const sessions: readonly Defect[] = [
  {
    control: "cognito-mfa",
    title: "users choose whether to need a second factor",
    change: { of: POOL, path: "mfaConfiguration", value: "OPTIONAL" },
  },
  {
    control: "cognito-mfa",
    title: "only text messages are left",
    change: { of: POOL, path: "softwareTokenMfaConfiguration" },
  },
  {
    control: "cognito-password-policy",
    title: "passwords may have 8 characters",
    change: { of: POOL, path: "passwordPolicy.minimumLength", value: 8 },
  },
  {
    control: "cognito-password-policy",
    title: "invitations stay open for a month",
    change: { of: POOL, path: "passwordPolicy.temporaryPasswordValidityDays", value: 30 },
  },
  {
    control: "cognito-no-unauthenticated",
    title: "guests get credentials",
    change: { of: IDENTITIES, path: "allowUnauthenticatedIdentities", value: true },
  },
  {
    control: "cognito-no-unauthenticated",
    title: "the classic flow is on",
    change: { of: IDENTITIES, path: "allowClassicFlow", value: true },
  },
  {
    control: "cognito-client-hardened",
    title: "the page gets tokens in its address",
    change: { of: CLIENT, path: "allowedOauthFlows", value: ["code", "implicit"] },
  },
  {
    control: "cognito-client-hardened",
    title: "the page's tokens live a day",
    change: { of: CLIENT, path: "accessTokenValidity", value: 1440 },
  },
  {
    control: "cognito-client-hardened",
    title: "the search's client tells which users exist",
    change: { of: ADOPTED, path: "preventUserExistenceErrors", value: "LEGACY" },
  },
];

export const deliveryDefects: readonly Defect[] = [...edge, ...registry, ...sessions];
