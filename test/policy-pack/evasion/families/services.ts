import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
  type Value,
} from "../../../../policy-pack/engine/resource.ts";
import { ACCOUNT, changed, document, FOREIGN, resource } from "../../support/resources.ts";
import { alarmOf, cisStack, filter } from "../../controls/cloudwatch/cisStack.ts";
import { acl as baseAcl, rate, RULES } from "../../controls/waf/acls.ts";
import { trail as recordingTrail } from "../../controls/cloudtrail/trails.ts";
import { compliantBucket, NAME, tlsOnly } from "../../support/buckets.ts";
import type { Evasion } from "../evasion.ts";

const PROD = { environment: { name: "prod" } };
const OWNER = { environment: { ownsAccountBaseline: true } };
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1b2c3d4e-0000-4000-8000-000000000000`;

/** One trick: the two stacks differ in nothing but the spelling. */
function trick(
  family: string,
  control: string,
  title: string,
  [evil, benign]: readonly [readonly PolicyResource[], readonly PolicyResource[]],
  settings?: Evasion["settings"],
): Evasion {
  return { family, control, title, evil, benign, ...(settings && { settings }) };
}

/** The same resources around one property with two values; `undefined` leaves it out. */
function between(
  build: (value: Value | undefined) => readonly PolicyResource[],
  evil: Value | undefined,
  benign: Value | undefined,
): readonly [readonly PolicyResource[], readonly PolicyResource[]] {
  return [build(evil), build(benign)];
}

const one =
  (type: string, inputs: Properties, property: string) =>
  (value: Value | undefined): PolicyResource[] => [
    resource(type, "it", { ...inputs, ...(value === undefined ? {} : { [property]: value }) }),
  ];

// Policies of buckets, repositories, topics and file systems.

const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const READ = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::data/*" };
const NAMED = { AWS: `arn:aws:iam::${ACCOUNT}:role/app` };

const bucketPolicy = (...statements: Value[]) => [
  resource(BUCKET_POLICY, "policy", { bucket: "data", policy: document(...statements) }),
];
const principal = (more: Properties) => bucketPolicy({ ...READ, ...more });
const condition = (test: Properties) => principal({ Principal: "*", Condition: test });
const ORGANIZATION = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };

const UNNAMED = "a principal that names nobody";
const PUBLIC = "s3-bucket-policy-not-public";
const unnamed: Evasion[] = [
  trick(UNNAMED, PUBLIC, "a star beside a named role", [
    principal({ Principal: { AWS: [NAMED.AWS, "*"] } }),
    principal({ Principal: { AWS: [NAMED.AWS, `arn:aws:iam::${ACCOUNT}:role/job`] } }),
  ]),
  trick(UNNAMED, PUBLIC, "everyone but one", [
    principal({ NotPrincipal: NAMED }),
    principal({ Principal: NAMED }),
  ]),
  trick(UNNAMED, PUBLIC, "the root of any account", [
    principal({ Principal: { AWS: "arn:aws:iam::*:root" } }),
    principal({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }),
  ]),
  trick(UNNAMED, PUBLIC, "a star that JSON writes as an escape", [
    [
      resource(BUCKET_POLICY, "policy", {
        bucket: "data",
        policy: document({ ...READ, Principal: "*" }).replace('"*"', '"\\u002a"'),
      }),
    ],
    [
      resource(BUCKET_POLICY, "policy", {
        bucket: "data",
        policy: document({ ...READ, Principal: NAMED }).replace('"Allow"', '"\\u0041llow"'),
      }),
    ],
  ]),
  trick(UNNAMED, PUBLIC, "a lone statement in a deprecated bucket's own policy", [
    [
      resource("aws:s3/bucketV2:BucketV2", "data", {
        policy: { Statement: { ...READ, Principal: { AWS: ["*"] } } },
      }),
    ],
    [
      resource("aws:s3/bucketV2:BucketV2", "data", {
        policy: { Statement: { ...READ, Principal: { AWS: [NAMED.AWS] } } },
      }),
    ],
  ]),
  trick(UNNAMED, PUBLIC, "any federated user", [
    principal({ Principal: { Federated: "*" } }),
    principal({ Principal: { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/staff` } }),
  ]),
  trick(UNNAMED, "s3-bucket-no-public-acl", "everyone with any account, by a group's address", [
    ...between(
      (uri) => [
        resource("aws:s3/bucketAclV2:BucketAclV2", "acl", {
          bucket: "data",
          accessControlPolicy: {
            grants: [{ permission: "READ", grantee: { type: "Group", uri: uri ?? null } }],
          },
        }),
      ],
      "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
      "http://acs.amazonaws.com/groups/s3/LogDelivery",
    ),
  ]),
  trick(UNNAMED, "ecr-policy-not-public", "all actions but some, for a star", [
    [
      resource("aws:ecr/repositoryPolicy:RepositoryPolicy", "policy", {
        policy: document({ Effect: "Allow", Principal: "*", NotAction: "ecr:DeleteRepository" }),
      }),
    ],
    [
      resource("aws:ecr/repositoryPolicy:RepositoryPolicy", "policy", {
        policy: document({ Effect: "Allow", Principal: NAMED, NotAction: "ecr:DeleteRepository" }),
      }),
    ],
  ]),
  trick(UNNAMED, "ecr-policy-not-public", "a template for repositories that a push makes", [
    ...between(
      (text) => [
        resource("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", "template", {
          prefix: "ROOT",
          repositoryPolicy: document({ Effect: "Allow", Principal: text ?? null, Action: "ecr:*" }),
        }),
      ],
      { AWS: "*" },
      NAMED,
    ),
  ]),
];

const OPEN_CONDITION = "a condition that fixes no caller";
const open: Evasion[] = (
  [
    ["the whole internet", { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }],
    ["its two halves", { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } }],
    [
      "an organization, if there is one",
      { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
    ],
    ["any organization", { StringLike: { "aws:PrincipalOrgID": "o-*" } }],
    ["anyone outside it", { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }],
    ["anyone who is in one", { Null: { "aws:PrincipalOrgID": "false" } }],
    [
      "a test of all values, also of none",
      { "ForAllValues:StringEquals": { "aws:SourceAccount": ACCOUNT } },
    ],
    ["an account or any", { StringLike: { "aws:PrincipalAccount": [ACCOUNT, "*"] } }],
    ["an account of twelve signs", { StringLike: { "aws:PrincipalAccount": "????????????" } }],
    ["a role of any account", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/app" } }],
    [
      "a star over the colons of an ARN",
      { StringLike: { "aws:PrincipalArn": `arn:*:*::${ACCOUNT}:*` } },
    ],
    ["any bucket as source", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } }],
    ["a header that anyone can send", { StringEquals: { "aws:Referer": "https://example.com" } }],
    ["a tag that anyone can wear", { StringEquals: { "aws:PrincipalTag/team": "data" } }],
    ["any IAM principal", { StringEquals: { "aws:PrincipalType": "AssumedRole" } }],
    ["TLS, and nothing else", { Bool: { "aws:SecureTransport": "true" } }],
    [
      "the caller's own account, whichever it is",
      { StringEquals: { "aws:PrincipalAccount": "${aws:PrincipalAccount}" } },
    ],
  ] as const
).map(([title, test]) =>
  trick(OPEN_CONDITION, PUBLIC, title, [condition(test), condition(ORGANIZATION)]),
);

const TOPIC = "aws:sns/topic:Topic";
const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const PLAIN = { Bool: { "aws:SecureTransport": "false" } };
const topicWith = (...statements: Value[]) => [
  resource(TOPIC, "alerts", { name: "alerts", policy: document(...statements) }),
];
const TOPIC_TLS = {
  Effect: "Deny",
  Principal: "*",
  Action: "sns:Publish",
  Resource: `arn:aws:sns:us-east-1:${ACCOUNT}:alerts`,
  Condition: PLAIN,
};
const PUBLISH = { Effect: "Allow", Principal: "*", Action: "sns:Publish", Resource: "*" };
const mounts = (...statements: Value[]) => [
  resource(FILE_SYSTEM, "files", { creationToken: "files" }),
  resource(
    "aws:efs/fileSystemPolicy:FileSystemPolicy",
    "policy",
    { fileSystemId: UNKNOWN, policy: document(...statements) },
    {
      propertyDependencies: {
        fileSystemId: [resource(FILE_SYSTEM, "files", {}).urn],
      },
    },
  ),
];
const MOUNT_TLS = { Effect: "Deny", Principal: { AWS: "*" }, Action: "*", Condition: PLAIN };
const MOUNT = {
  Effect: "Allow",
  Principal: { AWS: "*" },
  Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
};
const SOURCE = "s3-service-grants-source-bound";
const delivers = (test: Properties) =>
  bucketPolicy({
    ...READ,
    Action: "s3:PutObject",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Condition: test,
  });
const BOUND = { StringEquals: { "aws:SourceAccount": ACCOUNT } };
const elsewhere: Evasion[] = [
  trick(OPEN_CONDITION, "sns-policy-not-public-tls", "the topic's own account as its owner", [
    topicWith(TOPIC_TLS, {
      ...PUBLISH,
      Condition: { StringLike: { "AWS:SourceOwner": "*" } },
    }),
    topicWith(TOPIC_TLS, {
      ...PUBLISH,
      Condition: { StringEquals: { "AWS:SourceOwner": ACCOUNT } },
    }),
  ]),
  trick(OPEN_CONDITION, "efs-policy-tls-no-anonymous", "whoever reaches a mount target", [
    mounts(MOUNT_TLS, {
      ...MOUNT,
      Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
    }),
    mounts(MOUNT_TLS, { ...MOUNT, Principal: NAMED }),
  ]),
  trick(OPEN_CONDITION, SOURCE, "a source of any account", [
    delivers({ ArnLike: { "aws:SourceArn": "arn:aws:s3:*:*:*" } }),
    delivers(BOUND),
  ]),
  trick(OPEN_CONDITION, SOURCE, "the own account among others", [
    delivers({ StringEquals: { "aws:SourceAccount": [ACCOUNT, FOREIGN] } }),
    delivers({ StringEquals: { "aws:SourceAccount": [ACCOUNT] } }),
  ]),
  trick(OPEN_CONDITION, SOURCE, "a source, if the service names one", [
    delivers({ StringEqualsIfExists: { "aws:SourceAccount": ACCOUNT } }),
    delivers({ "ForAnyValue:StringEquals": { "aws:SourceAccount": ACCOUNT } }),
  ]),
  trick(OPEN_CONDITION, SOURCE, "the account in any field of a text", [
    delivers({ StringLike: { "aws:SourceArn": `arn:*:*:*:${ACCOUNT}:*` } }),
    delivers({ ArnLike: { "aws:SourceArn": `arn:*:*:*:${ACCOUNT}:*` } }),
  ]),
];

// Denials.

const DENIAL = "a denial with a hole";
const TLS_ONLY = "s3-bucket-tls-only";
const TLS = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/*"],
  Condition: PLAIN,
};
const data = resource(BUCKET, "data", { bucket: "data" });
const denying = (change: Properties) => [data, ...bucketPolicy({ ...TLS, ...change })];
const denials: Evasion[] = [
  ...(
    [
      ["not for the objects", { Resource: "arn:aws:s3:::data" }],
      ["not for the bucket", { Resource: "arn:aws:s3:::data/*" }],
      ["not for objects at the top", { Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/*/*"] }],
      ["not for names of one sign", { Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/??*"] }],
      ["not for names of two signs", { Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/?"] }],
      ["for names that begin alike", { Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/any*"] }],
      ["for a neighbour", { Resource: ["arn:aws:s3:::data-2", "arn:aws:s3:::data-2/*"] }],
      ["for all but a folder", { Resource: null, NotResource: "arn:aws:s3:::data/public/*" }],
      ["for reads alone", { Action: "s3:Get*" }],
      ["for all but one action", { Action: null, NotAction: "s3:GetObject" }],
      ["for the own account alone", { Principal: { AWS: ACCOUNT } }],
      ["for all but a role", { Principal: null, NotPrincipal: NAMED }],
      [
        "from outside a network alone",
        { Condition: { ...PLAIN, StringNotEquals: { "aws:SourceVpc": "vpc-1" } } },
      ],
      [
        "of users without a second factor alone",
        { Condition: { Bool: { ...PLAIN.Bool, "aws:MultiFactorAuthPresent": "false" } } },
      ],
      ["the wrong way round", { Condition: { Bool: { "aws:SecureTransport": "true" } } }],
      ["where nothing is said of TLS", { Condition: { Null: { "aws:SecureTransport": "true" } } }],
      ["in an Allow", { Effect: "Allow" }],
    ] as const
  ).map(([title, change]) => trick(DENIAL, TLS_ONLY, title, [denying(change), denying({})])),
  trick(DENIAL, TLS_ONLY, "a second policy of the bucket, which may be the last", [
    [
      ...denying({}),
      resource(BUCKET_POLICY, "other", {
        bucket: "data",
        policy: document({ ...READ, Principal: NAMED }),
      }),
    ],
    denying({}),
  ]),
  trick(DENIAL, "sns-policy-not-public-tls", "for another topic", [
    topicWith({ ...TOPIC_TLS, Resource: `arn:aws:sns:us-east-1:${ACCOUNT}:alerts-2` }),
    topicWith(TOPIC_TLS),
  ]),
  trick(DENIAL, "sns-policy-not-public-tls", "for subscribers alone", [
    topicWith({ ...TOPIC_TLS, Action: "sns:Subscribe" }),
    topicWith({ ...TOPIC_TLS, Action: ["sns:Subscribe", "sns:Publish"] }),
  ]),
  trick(DENIAL, "efs-policy-tls-no-anonymous", "for writes alone", [
    mounts(
      { ...MOUNT_TLS, Action: "elasticfilesystem:ClientWrite" },
      { ...MOUNT, Principal: NAMED },
    ),
    mounts({ ...MOUNT_TLS, Action: "elasticfilesystem:Client*" }, { ...MOUNT, Principal: NAMED }),
  ]),
  trick(DENIAL, "efs-policy-tls-no-anonymous", "root by a pattern of actions", [
    mounts(MOUNT_TLS, { ...MOUNT, Principal: NAMED, Action: "elasticfilesystem:Client*" }),
    mounts(MOUNT_TLS, { ...MOUNT, Principal: NAMED }),
  ]),
  trick(DENIAL, "efs-policy-tls-no-anonymous", "root by all actions but one", [
    mounts(MOUNT_TLS, {
      ...MOUNT,
      Principal: NAMED,
      Action: null,
      NotAction: "elasticfilesystem:ClientWrite",
    }),
    mounts(MOUNT_TLS, {
      ...MOUNT,
      Principal: NAMED,
      Action: null,
      NotAction: "elasticfilesystem:ClientRootAccess",
    }),
  ]),
];

// TLS.

const FLOOR = "an old TLS by another name";
const LISTENER = "aws:lb/listener:Listener";
const listener = (protocol: string) => one(LISTENER, { protocol }, "sslPolicy");
const MODERN = "ELBSecurityPolicy-TLS13-1-2-2021-06";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const viewer = (more: Properties) => [
  resource(DISTRIBUTION, "site", {
    viewerCertificate: {
      acmCertificateArn: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/1`,
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.2_2021",
      ...more,
    },
  }),
];
const behaviours = (policies: readonly string[], property = "orderedCacheBehaviors") => [
  resource(
    property === "cacheBehaviors"
      ? "aws:cloudfront/multitenantDistribution:MultitenantDistribution"
      : DISTRIBUTION,
    "site",
    {
      defaultCacheBehavior: { viewerProtocolPolicy: "https-only" },
      [property]: policies.map((viewerProtocolPolicy) => ({ viewerProtocolPolicy })),
    },
  ),
];
const custom = (more: Properties) => [
  resource(DISTRIBUTION, "site", {
    origins: [
      {
        domainName: "api.example.com",
        customOriginConfig: {
          originProtocolPolicy: "https-only",
          originSslProtocols: ["TLSv1.2"],
          ...more,
        },
      },
    ],
  }),
];
const balancer = (more: Properties = {}) =>
  resource("aws:lb/loadBalancer:LoadBalancer", "edge", more);
const plain = (actions: Value, more: Properties = {}) => [
  balancer(),
  resource(
    LISTENER,
    "http",
    { protocol: "HTTP", loadBalancerArn: UNKNOWN, defaultActions: actions, ...more },
    { propertyDependencies: { loadBalancerArn: [balancer().urn] } },
  ),
];
const redirect = (more: Properties = {}) => ({
  type: "redirect",
  redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301", ...more },
});
const ruled = (...actions: Value[]) => [
  ...plain([redirect()]),
  resource(
    "aws:alb/listenerRule:ListenerRule",
    "rule",
    { listenerArn: UNKNOWN, actions },
    { propertyDependencies: { listenerArn: [resource(LISTENER, "http", {}).urn] } },
  ),
];
const REDIRECT = "alb-http-redirects-to-https";
const tls: Evasion[] = [
  ...(
    [
      ["forward secrecy down to 1.0", "ELBSecurityPolicy-FS-2018-06"],
      ["TLS 1.3 down to 1.0", "ELBSecurityPolicy-TLS13-1-0-2021-06"],
      ["FIPS down to 1.1", "ELBSecurityPolicy-TLS13-1-1-FIPS-2023-04"],
      ["post-quantum down to 1.0", "ELBSecurityPolicy-TLS13-1-0-PQ-2025-09"],
      ["the year that is not the version", "ELBSecurityPolicy-2016-08"],
      ["the default", undefined],
    ] as const
  ).map(([title, policy]) =>
    trick(FLOOR, "alb-tls-policy-modern", title, between(listener("HTTPS"), policy, MODERN)),
  ),
  trick(
    FLOOR,
    "alb-tls-policy-modern",
    "a protocol in lower case",
    between(listener("https"), "ELBSecurityPolicy-TLS-1-0-2015-04", MODERN),
  ),
  trick(FLOOR, "alb-tls-policy-modern", "a network balancer of an old module", [
    ...between(
      one("aws:elasticloadbalancingv2/listener:Listener", { protocol: "TLS" }, "sslPolicy"),
      "ELBSecurityPolicy-TLS-1-1-2017-01",
      "ELBSecurityPolicy-TLS-1-2-2017-01",
    ),
  ]),
  ...(
    [
      ["TLS 1.2 with the ciphers of 2019", { minimumProtocolVersion: "TLSv1.2_2019" }],
      ["a year without a version's point", { minimumProtocolVersion: "TLSv1_2016" }],
      [
        "a default that CloudFront sets below what is said",
        { cloudfrontDefaultCertificate: "true" },
      ],
      ["old clients by an address of their own", { sslSupportMethod: "vip" }],
    ] as const
  ).map(([title, more]) => trick(FLOOR, "cf-tls-min-version", title, [viewer(more), viewer({})])),
  trick(FLOOR, "cf-origin-tls", "an old version beside the new one", [
    custom({ originSslProtocols: ["TLSv1.2", "TLSv1.1"] }),
    custom({ originSslProtocols: "TLSv1.2" }),
  ]),
  trick(FLOOR, "cf-origin-tls", "whatever the viewer speaks", [
    custom({ originProtocolPolicy: "match-viewer" }),
    custom({}),
  ]),
  trick(FLOOR, "cf-viewer-https", "one behaviour of many", [
    behaviours(["https-only", "allow-all", "redirect-to-https"]),
    behaviours(["https-only", "redirect-to-https"]),
  ]),
  trick(FLOOR, "cf-viewer-https", "a behaviour of a distribution for tenants", [
    behaviours(["allow-all"], "cacheBehaviors"),
    behaviours(["https-only"], "cacheBehaviors"),
  ]),
  trick(FLOOR, REDIRECT, "a redirect to HTTPS on the port of plain HTTP", [
    plain([redirect({ port: "80" })]),
    plain([redirect()]),
  ]),
  trick(FLOOR, REDIRECT, "a redirect to the port of the request", [
    plain([redirect({ port: "#{port}" })]),
    plain([redirect({ port: 443 })]),
  ]),
  trick(FLOOR, REDIRECT, "a redirect to the protocol of the request", [
    plain([redirect({ protocol: "#{protocol}" })]),
    plain([redirect()]),
  ]),
  trick(FLOOR, REDIRECT, "a protocol in lower case that forwards", [
    plain([{ type: "forward" }], { protocol: "http" }),
    plain([{ type: "forward" }], { protocol: "https" }),
  ]),
  trick(FLOOR, REDIRECT, "two default actions, of which one forwards", [
    plain([redirect(), { type: "forward", targetGroupArn: "arn:aws:x" }]),
    plain(redirect()),
  ]),
  trick(FLOOR, REDIRECT, "a rule of a twin's type before the redirect", [
    ruled({ type: "forward", forward: { targetGroups: [{ arn: UNKNOWN }] } }),
    ruled(redirect({ statusCode: "HTTP_302" })),
  ]),
  trick(FLOOR, "elasticache-encryption", "TLS that is preferred", [
    ...between(
      one(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        { atRestEncryptionEnabled: true, transitEncryptionEnabled: true, kmsKeyId: KEY },
        "transitEncryptionMode",
      ),
      "preferred",
      "required",
    ),
  ]),
];

// Switches, numbers, keys.

const SWITCH = "a switch that is off";
const block = (type: string, more: Properties) =>
  resource(type, "block", {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
    ...more,
  });
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";
const INSTANCE = "aws:rds/instance:Instance";
const DETECTOR = "aws:guardduty/detector:Detector";
const TRAIL = "aws:cloudtrail/trail:Trail";
const trail = (more: Properties) => [
  resource(TRAIL, "trail", { name: "trail", isMultiRegionTrail: true, ...more }),
];
const switches: Evasion[] = [
  trick(SWITCH, "s3-bucket-public-access-block", "one flag of four, in text", [
    [data, block(BLOCK, { bucket: "data", restrictPublicBuckets: "false" })],
    [data, block(BLOCK, { bucket: "data", restrictPublicBuckets: "true" })],
  ]),
  trick(SWITCH, "rds-no-public-access", "a public address, in text", [
    ...between(one(INSTANCE, {}, "publiclyAccessible"), "true", "false"),
  ]),
  trick(
    SWITCH,
    "rds-deletion-protection",
    "no last snapshot, in text",
    between(one(INSTANCE, { deletionProtection: "true" }, "skipFinalSnapshot"), "true", "false"),
    PROD,
  ),
  trick(SWITCH, "rds-auto-minor-upgrade", "upgrades off on one of a cluster's instances", [
    ...between(
      one("aws:rds/clusterInstance:ClusterInstance", {}, "autoMinorVersionUpgrade"),
      "false",
      undefined,
    ),
  ]),
  trick(SWITCH, "dynamodb-pitr", "a replica without its own recovery", [
    ...between(
      (value) => [
        resource("aws:dynamodb/table:Table", "table", {
          pointInTimeRecovery: [{ enabled: true }],
          replicas: [{ regionName: "us-west-2", pointInTimeRecovery: value ?? null }],
        }),
      ],
      "false",
      "true",
    ),
  ]),
  trick(SWITCH, "alb-access-logs", "a bucket for logs that nobody turns on", [
    [balancer({ accessLogs: { bucket: "logs" } })],
    [balancer({ accessLogs: [{ bucket: "logs", enabled: "true" }] })],
  ]),
  trick(SWITCH, "alb-drop-invalid-headers", "a balancer that says nothing", [
    [balancer()],
    [balancer({ dropInvalidHeaderFields: "true" })],
  ]),
  trick(
    SWITCH,
    "guardduty-enabled",
    "a detector that is suspended",
    [[resource(DETECTOR, "detector", { enable: "false" })], [resource(DETECTOR, "detector", {})]],
    OWNER,
  ),
  trick(
    SWITCH,
    "cloudtrail-multi-region",
    "a trail that is stopped",
    [trail({ enableLogging: "false" }), trail({ enableLogging: "true" })],
    OWNER,
  ),
  trick(SWITCH, "cognito-no-unauthenticated", "guests by text", [
    ...between(
      one("aws:cognito/identityPool:IdentityPool", {}, "allowUnauthenticatedIdentities"),
      "true",
      "false",
    ),
  ]),
  trick(SWITCH, "elasticache-auth", "off, and on again behind it", [
    ...between(
      one("aws:elasticache/user:User", { userName: "default" }, "accessString"),
      "off ~keys* -@all on",
      "on ~keys* -@all off",
    ),
  ]),
  trick(SWITCH, "s3-bucket-versioning", "a second configuration that suspends it", [
    [
      data,
      ...["Enabled", "Suspended"].map((status) =>
        resource("aws:s3/bucketVersioning:BucketVersioning", status, {
          bucket: "data",
          versioningConfiguration: { status },
        }),
      ),
    ],
    [
      data,
      resource("aws:s3/bucketVersioningV2:BucketVersioningV2", "versioning", {
        bucket: "data",
        versioningConfiguration: { status: "Enabled" },
      }),
    ],
  ]),
];

const AWS_KEY = "a key that is AWS's own";
const serverSide = (rule: Properties) => [
  data,
  resource(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "encryption",
    { bucket: "data", rules: [{ bucketKeyEnabled: true, ...rule }] },
  ),
];
const encrypts = (kmsMasterKeyId: Value, sseAlgorithm = "aws:kms") =>
  serverSide({ applyServerSideEncryptionByDefault: { sseAlgorithm, kmsMasterKeyId } });
const keys: Evasion[] = [
  trick(AWS_KEY, "s3-bucket-sse-kms", "by the ARN of its alias", [
    encrypts(`arn:aws:kms:us-east-1:${ACCOUNT}:alias/aws/s3`),
    encrypts(`arn:aws:kms:us-east-1:${ACCOUNT}:alias/awsome/s3`),
  ]),
  trick(AWS_KEY, "s3-bucket-sse-kms", "in two layers, with no key named", [
    encrypts("", "aws:kms:dsse"),
    encrypts(KEY, "aws:kms:dsse"),
  ]),
  trick(AWS_KEY, "s3-bucket-sse-kms", "a configuration without a rule", [
    [
      data,
      resource(
        "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
        "encryption",
        { bucket: "data", rules: [] },
      ),
    ],
    encrypts("alias/main"),
  ]),
  trick(AWS_KEY, "rds-storage-encrypted", "by an alias in another partition", [
    ...between(
      one(INSTANCE, { storageEncrypted: true }, "kmsKeyId"),
      `arn:aws-us-gov:kms:us-gov-west-1:${ACCOUNT}:alias/aws/rds`,
      KEY,
    ),
  ]),
  trick(AWS_KEY, "sns-kms", "by its short alias", [
    ...between(one(TOPIC, {}, "kmsMasterKeyId"), "alias/aws/sns", "alias/alerts"),
  ]),
  trick(AWS_KEY, "efs-encrypted", "by saying nothing", [
    ...between(one(FILE_SYSTEM, { encrypted: true }, "kmsKeyId"), undefined, KEY),
  ]),
  trick(AWS_KEY, "data-in-backup-plan", "of a vault", [
    ...between(
      one("aws:backup/vault:Vault", { name: "vault" }, "kmsKeyArn"),
      `arn:aws:kms:us-east-1:${ACCOUNT}:alias/aws/backup`,
      KEY,
    ),
  ]),
];

const AMOUNT = "a number that means something else";
const CLIENT = "aws:cognito/userPoolClient:UserPoolClient";
const client = (more: Properties) => [
  resource(CLIENT, "client", { preventUserExistenceErrors: "ENABLED", ...more }),
];
const POOL = "aws:cognito/userPool:UserPool";
const password = (more: Properties) => [
  resource(POOL, "pool", {
    passwordPolicy: {
      minimumLength: 14,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      ...more,
    },
  }),
];
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const locked = (days: Value) => [
  data,
  ...trail({ s3BucketName: "data" }),
  resource("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "lock", {
    bucket: "data",
    rule: { defaultRetention: { mode: "COMPLIANCE", days } },
  }),
];
const amounts: Evasion[] = [
  trick(AMOUNT, "cognito-client-hardened", "hours that look like minutes", [
    client({ accessTokenValidity: 24 }),
    client({ accessTokenValidity: 24, tokenValidityUnits: { accessToken: "minutes" } }),
  ]),
  trick(AMOUNT, "cognito-client-hardened", "a refresh token's unit", [
    client({ refreshTokenValidity: "300" }),
    client({ refreshTokenValidity: "300", tokenValidityUnits: [{ refreshToken: "hours" }] }),
  ]),
  trick(AMOUNT, "cognito-password-policy", "a length in text", [
    password({ minimumLength: "8" }),
    password({ minimumLength: "12" }),
  ]),
  trick(AMOUNT, "cognito-password-policy", "an invitation for a year", [
    password({ temporaryPasswordValidityDays: "365" }),
    password({ temporaryPasswordValidityDays: "7" }),
  ]),
  trick(AMOUNT, "rds-backup-retention", "no days, in text", [
    ...between(one(INSTANCE, {}, "backupRetentionPeriod"), "0", "7"),
  ]),
  trick(AMOUNT, "rds-backup-retention", "a replica of nothing", [
    [resource(INSTANCE, "db", { replicateSourceDb: "" })],
    [resource(INSTANCE, "db", { replicateSourceDb: "main" })],
  ]),
  trick(AMOUNT, "s3-audit-bucket-object-lock", "a lock for no days", [locked("0"), locked("30")]),
  trick(AMOUNT, "loggroup-kms-and-retention", "a class that keeps two days whatever is said", [
    [resource(LOG_GROUP, "logs", { kmsKeyId: KEY, logGroupClass: "DELIVERY", retentionInDays: 0 })],
    [resource(LOG_GROUP, "logs", { kmsKeyId: KEY, logGroupClass: "STANDARD", retentionInDays: 0 })],
  ]),
];

// Settings of somebody else, logs that nobody keeps.

const ASIDE = "the right setting on the wrong thing";
const database = (engine: Value, ...parameters: Properties[]) => [
  resource(INSTANCE, "db", { engine, identifier: "db", parameterGroupName: "group" }),
  resource("aws:rds/parameterGroup:ParameterGroup", "group", { name: "group", parameters }),
];
const FORCED = { name: "rds.force_ssl", value: "1" };
const exporting = (engine: string, ...enabledCloudwatchLogsExports: string[]) => [
  resource(INSTANCE, "db", { engine, identifier: "db", enabledCloudwatchLogsExports }),
  ...enabledCloudwatchLogsExports.map((log) =>
    resource(LOG_GROUP, log, {
      name: `/aws/rds/instance/db/${log}`,
      retentionInDays: 365,
      kmsKeyId: KEY,
    }),
  ),
];
const associated = (type: string, target = balancer().urn) => [
  balancer(),
  resource(
    type,
    "association",
    { resourceArn: UNKNOWN, webAclArn: UNKNOWN },
    { propertyDependencies: { resourceArn: [target] } },
  ),
];
const webAcl = (rule: Properties) => [baseAcl({ rules: [...RULES, rule] })];
const OPENING = {
  name: "opening",
  action: { allow: {} },
  statement: {
    byteMatchStatement: {
      searchString: "yes",
      positionalConstraint: "EXACTLY",
      fieldToMatch: { singleHeader: { name: "x-internal" } },
    },
  },
};
const OFFICE = {
  ipSetReferenceStatement: { arn: `arn:aws:wafv2:us-east-1:${ACCOUNT}:regional/ipset/office/1` },
};
const counting = (more: Properties) => [
  baseAcl({ rules: [...RULES.slice(0, 3), rate({ block: {} }, more)] }),
];
const grouped = (account: string) => [
  baseAcl({
    rules: [
      {
        name: "own",
        priority: 0,
        overrideAction: { none: {} },
        statement: {
          ruleGroupReferenceStatement: {
            arn: `arn:aws:wafv2:us-east-1:${account}:regional/rulegroup/own/1`,
          },
        },
      },
      ...RULES,
    ],
  }),
  resource("aws:wafv2/ruleGroup:RuleGroup", "own", { name: "own", scope: "REGIONAL", rules: [] }),
];
const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
const guarded = one(DISTRIBUTION, {}, "webAclId");
const scanned = (more: Properties, scanType = "ENHANCED") => [
  resource("aws:ecr/repository:Repository", "app", {
    name: "app",
    imageScanningConfiguration: { scanOnPush: scanType === "ENHANCED" },
  }),
  resource("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", "registry", {
    scanType,
    rules: [
      {
        scanFrequency: "SCAN_ON_PUSH",
        repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }],
        ...more,
      },
    ],
  }),
];
const selecting = (more: Properties) => [
  resource(INSTANCE, "db", { identifier: "db", tags: { backup: "daily" } }),
  resource("aws:backup/selection:Selection", "selection", more),
];
const features = (...entries: readonly (readonly [string, string])[]) => [
  resource(DETECTOR, "detector", {}),
  ...[
    ...["S3_DATA_EVENTS", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS", "EBS_MALWARE_PROTECTION"].map(
      (name) => [name, "ENABLED"] as const,
    ),
    ...entries,
  ].map(([name, status]) =>
    resource(
      "aws:guardduty/detectorFeature:DetectorFeature",
      `${name}-${status}`,
      {
        detectorId: UNKNOWN,
        name,
        status,
        additionalConfigurations: [{ name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "ENABLED" }],
      },
      { propertyDependencies: { detectorId: [resource(DETECTOR, "detector", {}).urn] } },
    ),
  ),
];
const hub = (...standards: string[]) => [
  resource("aws:securityhub/account:Account", "hub", { enableDefaultStandards: "false" }),
  ...standards.map((standard) =>
    resource("aws:securityhub/standardsSubscription:StandardsSubscription", standard, {
      standardsArn: `arn:aws:securityhub:us-east-1::${standard}`,
    }),
  ),
];
const FSBP = "standards/aws-foundational-security-best-practices/v/1.0.0";
const aside: Evasion[] = [
  trick(ASIDE, "s3-bucket-public-access-block", "a block of a bucket with a like name", [
    [data, block(BLOCK, { bucket: "data-2" })],
    [data, block(BLOCK, { bucket: "data" })],
  ]),
  trick(
    ASIDE,
    "s3-account-public-access-block",
    "a block of another account",
    [
      [block(ACCOUNT_BLOCK, { accountId: FOREIGN })],
      [block(ACCOUNT_BLOCK, { accountId: ACCOUNT })],
    ],
    OWNER,
  ),
  trick(ASIDE, "rds-force-ssl", "a group that the database does not use", [
    [
      resource(INSTANCE, "db", { engine: "postgres", parameterGroupName: "default.postgres17" }),
      ...database("postgres", FORCED).slice(1),
    ],
    database("postgres", FORCED),
  ]),
  trick(ASIDE, "rds-force-ssl", "another engine's parameter, the engine in upper case", [
    database("MySQL", FORCED),
    database("MySQL", { name: "require_secure_transport", value: 1 }),
  ]),
  trick(ASIDE, "rds-force-ssl", "the parameter twice, once on and once off", [
    database("postgres", FORCED, { ...FORCED, value: "0", applyMethod: "pending-reboot" }),
    database("postgres", FORCED, { name: "log_connections", value: "0" }),
  ]),
  trick(ASIDE, "rds-log-exports", "the lesser log of an engine in upper case", [
    exporting("Postgres", "upgrade"),
    exporting("Postgres", "postgresql", "upgrade"),
  ]),
  trick(ASIDE, "waf-managed-baseline", "a header that opens the web ACL before its rules", [
    webAcl({ ...OPENING, priority: 0 }),
    webAcl({ ...OPENING, priority: 9 }),
  ]),
  trick(ASIDE, "waf-managed-baseline", "all addresses but some, before the rules", [
    webAcl({ ...OPENING, priority: 0, statement: { notStatement: { statement: OFFICE } } }),
    webAcl({ ...OPENING, priority: 0, statement: OFFICE }),
  ]),
  trick(ASIDE, "waf-managed-baseline", "a limit that nobody reaches", [
    [baseAcl({ rules: [...RULES.slice(0, 3), rate({ block: {} }, { limit: 2_000_000_000 })] })],
    [baseAcl()],
  ]),
  trick(ASIDE, "waf-managed-baseline", "a limit for each address that a header makes up", [
    counting({
      aggregateKeyType: "FORWARDED_IP",
      forwardedIpConfig: { headerName: "X-Forwarded-For", fallbackBehavior: "NO_MATCH" },
    }),
    counting({ aggregateKeyType: "IP" }),
  ]),
  trick(ASIDE, "waf-managed-baseline", "a limit for each cookie", [
    counting({
      aggregateKeyType: "CUSTOM_KEYS",
      customKeys: [
        { cookie: { name: "id", textTransformations: [{ priority: 0, type: "NONE" }] } },
      ],
    }),
    counting({}),
  ]),
  trick(ASIDE, "waf-managed-baseline", "a rule group of another account with an own one's name", [
    grouped(FOREIGN),
    grouped(ACCOUNT),
  ]),
  trick(ASIDE, "alb-waf-associated", "an association of WAF Classic", [
    associated("aws:wafregional/webAclAssociation:WebAclAssociation"),
    associated(ASSOCIATION),
  ]),
  trick(ASIDE, "alb-waf-associated", "an association of another balancer", [
    associated(ASSOCIATION, resource("aws:lb/loadBalancer:LoadBalancer", "other", {}).urn),
    associated(ASSOCIATION),
  ]),
  trick(ASIDE, "cf-waf-associated", "a regional ACL", [
    ...between(
      guarded,
      `arn:aws:wafv2:us-east-1:${ACCOUNT}:regional/webacl/edge/1`,
      `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/edge/1`,
    ),
  ]),
  trick(ASIDE, "cf-waf-associated", "an ACL of WAF Classic by its id", [
    ...between(
      guarded,
      "473e64fd-f30b-4765-81a0-62ad96dd167a",
      `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/edge/473e64fd`,
    ),
  ]),
  trick(ASIDE, "ecr-scan-on-push", "a switch that enhanced scanning does not heed", [
    scanned({ repositoryFilters: [{ filter: "web*", filterType: "WILDCARD" }] }),
    scanned({ repositoryFilters: [{ filter: "ap", filterType: "WILDCARD" }] }),
  ]),
  trick(ASIDE, "ecr-scan-on-push", "a rule that waits for somebody to ask", [
    scanned({ scanFrequency: "MANUAL" }, "BASIC"),
    scanned({}, "BASIC"),
  ]),
  trick(ASIDE, "data-in-backup-plan", "a pattern for clusters", [
    selecting({ resources: ["arn:aws:rds:*:*:cluster:*"] }),
    selecting({ resources: ["arn:aws:rds:*:*:db:*"] }),
  ]),
  trick(ASIDE, "data-in-backup-plan", "selected, and excluded by its tag", [
    selecting({
      resources: ["*"],
      conditions: [{ stringNotEquals: [{ key: "aws:ResourceTag/backup", value: "daily" }] }],
    }),
    selecting({
      resources: ["*"],
      conditions: [{ stringNotEquals: [{ key: "aws:ResourceTag/backup", value: "never" }] }],
    }),
  ]),
  trick(ASIDE, "data-in-backup-plan", "selected, and excluded by a pattern", [
    selecting({ resources: ["*"], notResources: ["arn:aws:rds:*:*:*:*"] }),
    selecting({ resources: ["*"], notResources: ["arn:aws:rds:*:*:cluster:*"] }),
  ]),
  trick(ASIDE, "guardduty-protection-plans", "runtime monitoring by the name of its forerunner", [
    features(["EKS_RUNTIME_MONITORING", "ENABLED"]),
    features(["RUNTIME_MONITORING", "ENABLED"]),
  ]),
  trick(ASIDE, "guardduty-protection-plans", "a feature on, and off beside it", [
    features(["RUNTIME_MONITORING", "ENABLED"], ["RUNTIME_MONITORING", "DISABLED"]),
    features(["RUNTIME_MONITORING", "ENABLED"], ["EKS_AUDIT_LOGS", "DISABLED"]),
  ]),
  trick(
    ASIDE,
    "securityhub-enabled-standards",
    "two other standards",
    [
      hub(FSBP, "standards/pci-dss/v/4.0.1"),
      hub(FSBP, "ruleset/cis-aws-foundations-benchmark/v/1.2.0"),
    ],
    OWNER,
  ),
];

const UNLOGGED = "a log of nothing";
const logging = (targetBucket: string) => [
  data,
  resource(BUCKET, "logs", { bucket: "logs", tags: { "bucket-role": "access-log-target" } }),
  resource("aws:s3/bucketLoggingV2:BucketLoggingV2", "logging", { bucket: "data", targetBucket }),
];
const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
const acl = (rules: Value) => resource(WEB_ACL, "acl", { scope: "REGIONAL", rules });
const toAcl = { propertyDependencies: { resourceArn: [acl([]).urn] } };
const firewallLog = (more: Properties) => [
  acl([]),
  resource(
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    "log",
    {
      resourceArn: UNKNOWN,
      logDestinationConfigs: ["arn:aws:logs:us-east-1:111122223333:log-group:aws-waf-logs-edge"],
      redactedFields: ["authorization", "cookie"].map((name) => ({ singleHeader: { name } })),
      ...more,
    },
    toAcl,
  ),
];
const dropping = (...behaviors: string[]) => ({
  loggingFilter: {
    defaultBehavior: "DROP",
    filters: behaviors.map((behavior) => ({
      behavior,
      requirement: "MEETS_ANY",
      conditions: [{ actionCondition: { action: "BLOCK" } }],
    })),
  },
});
const advanced = (...fields: readonly (readonly [string, ...string[]])[]) => ({
  advancedEventSelectors: [
    { fieldSelectors: fields.map(([field, ...equals]) => ({ field, equals })) },
  ],
});
const OBJECTS = { type: "AWS::S3::Object" };
const ACTIONS = ["arn:aws:automate:us-east-1:ec2:recover"];
const unlogged: Evasion[] = [
  trick(UNLOGGED, "s3-bucket-access-logging", "a bucket that logs to itself", [
    logging("data"),
    logging("logs"),
  ]),
  trick(UNLOGGED, "s3-bucket-access-logging", "a bucket without a name as target", [
    [
      data,
      resource("aws:s3/bucketLogging:BucketLogging", "l", { bucket: "data", targetBucket: "" }),
    ],
    logging("logs"),
  ]),
  trick(UNLOGGED, "cf-access-logging", "a configuration that only speaks of cookies", [
    ...between(
      one(DISTRIBUTION, {}, "loggingConfig"),
      { includeCookies: true },
      {
        includeCookies: true,
        bucket: "logs.s3.amazonaws.com",
      },
    ),
  ]),
  trick(UNLOGGED, "waf-logging", "a filter that drops what it does not drop", [
    firewallLog(dropping("DROP")),
    firewallLog(dropping("KEEP")),
  ]),
  trick(UNLOGGED, "waf-logging", "one header of two, and a part of the other's name", [
    firewallLog({
      redactedFields: ["authorization", "cookies"].map((name) => ({ singleHeader: { name } })),
    }),
    firewallLog({
      redactedFields: ["Authorization", "Cookie"].map((name) => ({ singleHeader: [{ name }] })),
    }),
  ]),
  trick(
    UNLOGGED,
    "cloudtrail-multi-region",
    "all events but those of one service",
    [
      trail({ eventSelectors: [{ excludeManagementEventSources: ["kms.amazonaws.com"] }] }),
      trail({ eventSelectors: [{ excludeManagementEventSources: [] }] }),
    ],
    OWNER,
  ),
  trick(
    UNLOGGED,
    "cloudtrail-multi-region",
    "an advanced selector for writes alone",
    [
      trail(advanced(["eventCategory", "Management"], ["readOnly", "false"])),
      trail(advanced(["eventCategory", "Management"])),
    ],
    OWNER,
  ),
  trick(UNLOGGED, "cloudtrail-data-events", "objects below a prefix", [
    trail({
      eventSelectors: [{ dataResources: [{ ...OBJECTS, values: ["arn:aws:s3:::data/a/"] }] }],
    }).concat(data),
    trail({
      eventSelectors: [{ dataResources: [{ ...OBJECTS, values: ["arn:aws:s3:::data/"] }] }],
    }).concat(data),
  ]),
  trick(UNLOGGED, "cloudtrail-data-events", "events of objects with one name", [
    trail(
      advanced(
        ["eventCategory", "Data"],
        ["resources.type", "AWS::S3::Object"],
        ["eventName", "GetObject"],
      ),
    ),
    trail(advanced(["eventCategory", "Data"], ["resources.type", "AWS::S3::Object"])),
  ]),
  trick(UNLOGGED, "alarm-has-live-action", "an alarm that only tells when all is well again", [
    ...between(
      (property) => [
        resource("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", {
          ...(property === "okActions" ? { okActions: ACTIONS } : { alarmActions: ACTIONS }),
        }),
      ],
      "okActions",
      "alarmActions",
    ),
  ]),
];

// What is there and does nothing.

const TOOTHLESS = "a guard that lets pass";
const group = (name: string, more: Properties = {}, override: Value = { none: {} }) => ({
  name,
  priority: 1,
  overrideAction: override,
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name, ...more } },
});
const COMMON = "AWSManagedRulesCommonRuleSet";
const OTHERS = ["AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesAmazonIpReputationList"];
const limited = (action: Properties = { block: {} }, more: Properties = {}) => ({
  name: "rate",
  priority: 9,
  action,
  statement: { rateBasedStatement: { limit: 2000, ...more } },
});
const firewall = (common: Value, rate: Value = limited()) => [
  acl([common, ...OTHERS.map((name) => group(name)), rate]),
];
const NARROW = { scopeDownStatement: { geoMatchStatement: { countryCodes: ["AQ"] } } };
const BASELINE = "waf-managed-baseline";
const user = (more: Properties) => [resource("aws:elasticache/user:User", "app", more)];
const mfa = (more: Properties) => [resource(POOL, "pool", { mfaConfiguration: "ON", ...more })];
const repository = (more: Properties) => [resource("aws:ecr/repository:Repository", "app", more)];
const ORIGIN_SECRET = resource("random:index/randomPassword:RandomPassword", "proof", {});
const proven = (...values: Value[]) => [
  resource("aws:lb/loadBalancer:LoadBalancer", "edge", {
    name: "edge",
    securityGroups: ["group"],
  }),
  resource("aws:ec2/securityGroup:SecurityGroup", "group", {
    name: "group",
    ingress: [{ prefixListIds: ["pl-3b927c52"] }],
  }),
  resource(
    LISTENER,
    "https",
    { loadBalancerArn: UNKNOWN, defaultActions: [{ type: "fixed-response" }] },
    {
      propertyDependencies: { loadBalancerArn: [balancer().urn] },
    },
  ),
  resource(
    "aws:lb/listenerRule:ListenerRule",
    "rule",
    {
      listenerArn: UNKNOWN,
      actions: [{ type: "forward" }],
      conditions: [{ httpHeader: { httpHeaderName: "x-origin-proof", values } }],
    },
    {
      propertyDependencies: {
        listenerArn: [resource(LISTENER, "https", {}).urn],
        conditions: [ORIGIN_SECRET.urn],
      },
    },
  ),
  resource(DISTRIBUTION, "site", {
    origins: [
      {
        domainName: "edge-1234567890.us-east-1.elb.amazonaws.com",
        customHeaders: [{ name: "X-Origin-Proof", value: { $secret: true } }],
      },
    ],
  }),
];
const toothless: Evasion[] = [
  trick(TOOTHLESS, BASELINE, "a group that counts, in capitals of JSON", [
    ...between(
      (override) => [
        resource(WEB_ACL, "acl", {
          ruleJson: JSON.stringify([
            {
              Name: COMMON,
              OverrideAction: override,
              Statement: { ManagedRuleGroupStatement: { VendorName: "AWS", Name: COMMON } },
            },
            ...OTHERS.map((name) => group(name)),
            limited(),
          ]),
        }),
      ],
      { Count: {} },
      { None: {} },
    ),
  ]),
  trick(TOOTHLESS, BASELINE, "a group for one country", [
    firewall(group(COMMON, NARROW)),
    firewall(group(COMMON)),
  ]),
  trick(TOOTHLESS, BASELINE, "a group of another vendor with the same name", [
    firewall(group(COMMON, { vendorName: "Acme" })),
    firewall(group(COMMON, { vendorName: "AWS" })),
  ]),
  trick(TOOTHLESS, BASELINE, "one rule of a group that is allowed", [
    ...between(
      (actionToUse) =>
        firewall(
          group(COMMON, {
            ruleActionOverrides: [
              { name: "CrossSiteScripting_BODY", actionToUse: actionToUse ?? null },
            ],
          }),
        ),
      { allow: {} },
      { captcha: {} },
    ),
  ]),
  trick(TOOTHLESS, BASELINE, "a limit that counts", [
    firewall(group(COMMON), limited({ count: {} })),
    firewall(group(COMMON), limited()),
  ]),
  trick(TOOTHLESS, BASELINE, "a limit for one country", [
    firewall(group(COMMON), limited({ block: {} }, NARROW)),
    firewall(group(COMMON), limited()),
  ]),
  trick(TOOTHLESS, "elasticache-auth", "no password, said in the access string", [
    user({ accessString: "on ~* nopass +@all" }),
    user({ accessString: "on ~* +@all" }),
  ]),
  trick(TOOTHLESS, "elasticache-auth", "no password, said as a mode", [
    user({ authenticationMode: [{ type: "no-password-required" }] }),
    user({ authenticationMode: [{ type: "iam" }] }),
  ]),
  trick(TOOTHLESS, "elasticache-auth", "AWS's own open user among others", [
    ...between(
      one("aws:elasticache/userGroup:UserGroup", {}, "userIds"),
      ["app", "default"],
      ["app", "app-default"],
    ),
  ]),
  trick(TOOTHLESS, "cognito-mfa", "a second factor by text message alone", [
    mfa({ smsConfiguration: {}, softwareTokenMfaConfiguration: { enabled: "false" } }),
    mfa({ smsConfiguration: {}, softwareTokenMfaConfiguration: { enabled: "true" } }),
  ]),
  trick(TOOTHLESS, "cognito-client-hardened", "tokens in the address beside the code flow", [
    client({ allowedOauthFlows: ["code", "implicit"] }),
    client({ allowedOauthFlows: "code" }),
  ]),
  trick(TOOTHLESS, "cognito-client-hardened", "a callback that an application claims", [
    client({ callbackUrls: ["https://example.com/", "example://callback"] }),
    client({ callbackUrls: ["https://example.com/", "HTTPS://example.com/b"] }),
  ]),
  trick(TOOTHLESS, "ecr-tag-immutable", "immutable, but for all tags", [
    repository({
      imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
      imageTagMutabilityExclusionFilters: [{ filter: "*", filterType: "WILDCARD" }],
    }),
    repository({ imageTagMutability: "IMMUTABLE" }),
  ]),
  trick(TOOTHLESS, "rds-master-secret-managed", "a managed password beside a stated one", [
    [resource(INSTANCE, "db", { manageMasterUserPassword: true, password: UNKNOWN })],
    [resource(INSTANCE, "db", { manageMasterUserPassword: "true" })],
  ]),
  trick(TOOTHLESS, "alb-origin-only-from-cloudfront", "a secret header, or any", [
    proven({ $secret: true }, "*"),
    proven({ $secret: true }),
  ]),
  trick(TOOTHLESS, "cf-s3-origin-access-control", "a control that lets the viewer sign", [
    ...between(
      (signingBehavior) => {
        const control = resource("aws:cloudfront/originAccessControl:OriginAccessControl", "oac", {
          originAccessControlOriginType: "s3",
          signingBehavior: signingBehavior ?? null,
        });
        const origins = [
          { domainName: "data.s3.us-east-1.amazonaws.com", originAccessControlId: UNKNOWN },
        ];
        return [
          control,
          resource(
            DISTRIBUTION,
            "site",
            { origins },
            {
              propertyDependencies: { origins: [control.urn] },
            },
          ),
        ];
      },
      "no-override",
      "always",
    ),
  ]),
  ...(
    [
      [
        "a website's host",
        "free.s3-website-us-east-1.amazonaws.com",
        "data.s3-website-us-east-1.amazonaws.com",
      ],
      [
        "a host of both stacks in capitals",
        "FREE.S3.Dualstack.us-east-1.amazonaws.com.",
        "data.s3.dualstack.us-east-1.amazonaws.com",
      ],
    ] as const
  ).map(([title, evil, benign]) =>
    trick(TOOTHLESS, "cf-s3-origin-exists", `a bucket of nobody by ${title}`, [
      ...between(
        (domainName) => [
          data,
          resource(DISTRIBUTION, "site", {
            origins: [{ domainName: domainName ?? null, customOriginConfig: { httpPort: 80 } }],
          }),
        ],
        evil,
        benign,
      ),
    ]),
  ),
];

// What a trail, its filters and the recorder leave out.

const PARTIAL = "a record with gaps";
const TRAIL_ARN = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/rampart-dev-trail`;
const audited = (...statements: Properties[]) => [
  recordingTrail({ s3BucketName: NAME }),
  ...changed(
    compliantBucket(),
    "policy",
    "policy",
    document(
      tlsOnly(NAME),
      {
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${NAME}/AWSLogs/*`,
        Condition: { StringEquals: { "aws:SourceArn": TRAIL_ARN } },
      },
      ...statements,
    ),
  ),
  resource("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "lock", {
    bucket: NAME,
    rule: { defaultRetention: { mode: "COMPLIANCE", days: 365 } },
  }),
];
const archive = (Action: Value) => ({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${FOREIGN}:role/archive` },
  Action,
  Resource: [`arn:aws:s3:::${NAME}`, `arn:aws:s3:::${NAME}/*`],
});
const HARDENED = "cloudtrail-bucket-hardened";
const STOPPED =
  "{ ($.eventSource = cloudtrail.amazonaws.com) && ($.eventName = *Trail || $.eventName = *Logging)";
const watched = (more: Properties, alarm: Properties = {}) =>
  cisStack()
    .filter(({ name }) => !["filter-4.5", "alarm-4.5"].includes(name))
    .concat(filter("4.5", `${STOPPED} }`, more), alarmOf("4.5", alarm));
const ALARMS = "cis-metric-alarms";
const recorded = (recordingGroup: Properties, isEnabled: Value = true) => [
  resource("aws:cfg/recorder:Recorder", "recorder", {
    recordingGroup: { includeGlobalResourceTypes: "true", ...recordingGroup },
  }),
  resource("aws:cfg/recorderStatus:RecorderStatus", "status", { isEnabled }),
  resource("aws:cfg/deliveryChannel:DeliveryChannel", "channel", {
    s3BucketName: "elsewhere",
    s3KmsKeyArn: KEY,
  }),
];
const RECORDER = "config-recorder-all";
const partial: Evasion[] = [
  trick(PARTIAL, HARDENED, "another account's copies of objects", [
    audited(archive(["s3:GetObject", "s3:ReplicateObject"])),
    audited(archive(["s3:GetObject", "s3:GetReplicationConfiguration"])),
  ]),
  trick(PARTIAL, HARDENED, "another account's rule for when logs end", [
    audited(archive("s3:Put*Configuration")),
    audited(archive("s3:Get*Configuration")),
  ]),
  trick(PARTIAL, HARDENED, "the service on behalf of any trail", [
    audited({
      ...archive("s3:PutObject"),
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Condition: { ArnLike: { "aws:SourceArn": `arn:aws:cloudtrail:*:${ACCOUNT}:trail/*` } },
    }),
    audited({
      ...archive("s3:PutObject"),
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Condition: { ArnLike: { "aws:SourceArn": TRAIL_ARN } },
    }),
  ]),
  trick(
    PARTIAL,
    ALARMS,
    "a filter for one region",
    [
      watched({ pattern: `${STOPPED} && ($.awsRegion = us-east-1) }` }),
      watched({ pattern: `${STOPPED} && ($.awsRegion = *) }` }),
    ],
    OWNER,
  ),
  trick(
    PARTIAL,
    ALARMS,
    "a filter for one kind of caller",
    [
      watched({ pattern: `${STOPPED} && ($.userIdentity.type = "Root") }` }),
      watched({ pattern: `${STOPPED} && ($.eventType != "AwsServiceEvent") }` }),
    ],
    OWNER,
  ),
  trick(
    PARTIAL,
    ALARMS,
    "a filter that counts by nothing",
    [
      watched({ metricTransformation: { name: "Cis4.5", namespace: "Cis", value: "0" } }),
      watched({ metricTransformation: [{ name: "Cis4.5", namespace: "Cis", value: 1 }] }),
    ],
    OWNER,
  ),
  trick(
    PARTIAL,
    ALARMS,
    "an alarm on a dimension that nobody feeds",
    [watched({}, { dimensions: { Account: ACCOUNT } }), watched({}, { dimensions: {} })],
    OWNER,
  ),
  trick(
    PARTIAL,
    ALARMS,
    "a metric of another namespace",
    [watched({}, { namespace: "CIS" }), watched({}, { namespace: "Cis" })],
    OWNER,
  ),
  trick(
    PARTIAL,
    RECORDER,
    "all types but some",
    [
      recorded({ recordingStrategies: [{ useOnly: "EXCLUSION_BY_RESOURCE_TYPES" }] }),
      recorded({ recordingStrategies: [{ useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" }] }),
    ],
    OWNER,
  ),
  trick(
    PARTIAL,
    RECORDER,
    "a recorder that is stopped, in text",
    [recorded({}, "false"), recorded({}, "true")],
    OWNER,
  ),
];

export const servicesEvasions: readonly Evasion[] = [
  ...unnamed,
  ...open,
  ...elsewhere,
  ...denials,
  ...tls,
  ...switches,
  ...keys,
  ...amounts,
  ...aside,
  ...unlogged,
  ...toothless,
  ...partial,
];
