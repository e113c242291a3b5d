import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
  type Value,
} from "../../../../policy-pack/engine/resource.ts";
import { trail as recordingTrail } from "../../controls/cloudtrail/trails.ts";
import { alarmOf, cisStack, filter, GROUP } from "../../controls/cloudwatch/cisStack.ts";
import { ACCOUNT, document, resource } from "../../support/resources.ts";
import type { Equivalence } from "../equivalence.ts";

const OWNER = { environment: { ownsAccountBaseline: true } };
const KEY_ID = "1b2c3d4e-0000-4000-8000-000000000000";
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/${KEY_ID}`;
const STAR: Value[] = ["*", { AWS: "*" }, { AWS: ["*"] }, { "*": "*" }];

type Stack = readonly PolicyResource[];

/** A form for each value, called by its JSON. */
function spelled(
  values: readonly Value[],
  build: (value: Value) => Stack,
): Readonly<Record<string, Stack>> {
  return Object.fromEntries(values.map((value) => [JSON.stringify(value), build(value)]));
}
/** A form for each type token. */
function typed(types: readonly string[], build: (type: string) => Stack) {
  return Object.fromEntries(types.map((type) => [type, build(type)]));
}
const from = (property: string, source: PolicyResource) => ({
  propertyDependencies: { [property]: [source.urn] },
});

// S3.

const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_V2 = "aws:s3/bucketV2:BucketV2";
const data = (more: Properties = {}, type = BUCKET) =>
  resource(type, "data", { bucket: "data", ...more });
const logs = resource(BUCKET, "logs", {
  bucket: "logs",
  tags: { "bucket-role": "access-log-target" },
});
const beside = (type: string, inputs: Properties) => [
  data(),
  resource(`aws:s3/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`, "it", inputs),
];
const policy = (text: Value) => beside("BucketPolicy", { bucket: "data", policy: text });
const READ = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::data/*" };
const TLS = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const open = { ...READ, Principal: "*" };
const RULE = {
  applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY },
  bucketKeyEnabled: true,
};
/** As the deprecated bucket type says it. */
const PLURAL_RULE = {
  applyServerSideEncryptionByDefaults: [RULE.applyServerSideEncryptionByDefault],
  bucketKeyEnabled: RULE.bucketKeyEnabled,
};
const encrypted = (kmsMasterKeyId: Value) =>
  beside("BucketServerSideEncryptionConfiguration", {
    bucket: "data",
    rules: [
      { ...RULE, applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId } },
    ],
  });
const FLAGS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
const block = (bucket: Value, on: Value = true, more: Partial<PolicyResource> = {}) => [
  data(),
  resource(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "block",
    { bucket, ...Object.fromEntries(FLAGS.map((flag) => [flag, on])) },
    more,
  ),
];

const storage: Equivalence[] = [
  {
    control: "s3-bucket-policy-not-public",
    title: "everyone",
    outcome: "fail",
    forms: spelled(STAR, (Principal) => policy(document({ ...READ, Principal }))),
  },
  {
    control: "s3-bucket-policy-not-public",
    title: "one open statement",
    outcome: "fail",
    forms: {
      "text of a list": policy(document(open)),
      "text of a lone statement": policy(JSON.stringify({ Statement: open })),
      "an object": policy({ Version: "2012-10-17", Statement: [open] }),
      "an older version": policy(JSON.stringify({ Version: "2008-10-17", Statement: [open] })),
      "lists of one": policy(
        document({ ...open, Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::data/*"] }),
      ),
      "the bucket's own": [data({ policy: document(open) })],
      "a deprecated bucket's own": [data({ policy: document(open) }, BUCKET_V2)],
    },
  },
  {
    control: "s3-bucket-policy-not-public",
    title: "everyone of one organization",
    outcome: "pass",
    forms: Object.fromEntries(
      ["StringEquals", "stringequals", "StringLike", "StringEqualsIgnoreCase"].map((operator) => [
        operator,
        policy(document({ ...open, Condition: { [operator]: { "aws:principalOrgId": ["o-1"] } } })),
      ]),
    ),
  },
  {
    control: "s3-bucket-tls-only",
    title: "nothing without TLS",
    outcome: "pass",
    forms: {
      "text, a boolean in text": policy(document(TLS)),
      "an object, a boolean": policy({
        Statement: { ...TLS, Condition: { Bool: { "aws:SecureTransport": false } } },
      }),
      "one pattern for all": policy(document({ ...TLS, Resource: "arn:aws:s3:::data*" })),
      "any resource": policy(document({ ...TLS, Resource: "*" })),
      "any action": policy(document({ ...TLS, Action: ["*"] })),
      "two statements": policy(
        document(
          ...TLS.Resource.map((Resource) => ({ ...TLS, Principal: { AWS: "*" }, Resource })),
        ),
      ),
      "a test that holds without the key, too": policy(
        document({ ...TLS, Condition: { BoolIfExists: { "AWS:SecureTransport": "false" } } }),
      ),
      "the bucket's own": [data({ policy: document(TLS) })],
    },
  },
  {
    control: "s3-bucket-sse-kms",
    title: "a customer key by default",
    outcome: "pass",
    forms: {
      "a resource beside it": beside("BucketServerSideEncryptionConfiguration", {
        bucket: "data",
        rules: [RULE],
      }),
      "its deprecated twin": beside("BucketServerSideEncryptionConfigurationV2", {
        bucket: "data",
        rules: [RULE],
      }),
      "a lone rule": beside("BucketServerSideEncryptionConfiguration", {
        bucket: "data",
        rules: { ...RULE, bucketKeyEnabled: "true" },
      }),
      "the bucket's own": [data({ serverSideEncryptionConfiguration: { rule: RULE } })],
      "a deprecated bucket's own": [
        data({ serverSideEncryptionConfigurations: [{ rules: [PLURAL_RULE] }] }, BUCKET_V2),
      ],
    },
  },
  {
    control: "s3-bucket-sse-kms",
    title: "a key of the customer's",
    outcome: "pass",
    forms: spelled(
      [KEY, KEY_ID, "alias/main", `arn:aws:kms:us-east-1:${ACCOUNT}:alias/main`],
      encrypted,
    ),
  },
  {
    control: "s3-bucket-sse-kms",
    title: "the key that AWS keeps for S3",
    outcome: "fail",
    forms: {
      ...spelled(["alias/aws/s3", `arn:aws:kms:us-east-1:${ACCOUNT}:alias/aws/s3`, ""], encrypted),
      unnamed: beside("BucketServerSideEncryptionConfiguration", {
        bucket: "data",
        rules: [{ ...RULE, applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }],
      }),
    },
  },
  {
    control: "s3-bucket-versioning",
    title: "old versions are kept",
    outcome: "pass",
    forms: {
      ...Object.fromEntries(
        ["BucketVersioning", "BucketVersioningV2"].map((type) => [
          type,
          beside(type, { bucket: "data", versioningConfiguration: { status: "Enabled" } }),
        ]),
      ),
      "the bucket's own": [data({ versioning: { enabled: true } })],
      "in text": [data({ versioning: { enabled: "true" } })],
      "a deprecated bucket's own": [data({ versionings: [{ enabled: true }] }, BUCKET_V2)],
    },
  },
  {
    control: "s3-bucket-access-logging",
    title: "requests are logged to another bucket",
    outcome: "pass",
    forms: {
      "beside it": [...beside("BucketLogging", { bucket: "data", targetBucket: "logs" }), logs],
      "its deprecated twin": [
        ...beside("BucketLoggingV2", { bucket: "data", targetBucket: "logs" }),
        logs,
      ],
      "the bucket's own": [data({ logging: { targetBucket: "logs" } }), logs],
      "a deprecated bucket's own": [
        data({ loggings: [{ targetBucket: "logs" }] }, BUCKET_V2),
        logs,
      ],
    },
  },
  {
    control: "s3-bucket-public-access-block",
    title: "a block names its bucket",
    outcome: "pass",
    forms: {
      "by name": block("data"),
      "by where the name comes from": block(UNKNOWN, true, from("bucket", data())),
      "flags in text": block("data", "true"),
    },
  },
  {
    control: "s3-bucket-public-access-block",
    title: "a block that is off",
    outcome: "fail",
    forms: {
      ...spelled([false, "false", null], (on) => block("data", on)),
      "no block": [data()],
    },
  },
  {
    control: "s3-bucket-no-public-acl",
    title: "everyone may read",
    outcome: "fail",
    forms: {
      "the bucket's own": [data({ acl: "public-read" })],
      "a deprecated bucket's own": [data({ acl: "public-read" }, BUCKET_V2)],
      "beside it": beside("BucketAcl", { bucket: "data", acl: "public-read" }),
      "its deprecated twin": beside("BucketAclV2", { bucket: "data", acl: "public-read" }),
      "as a grant of its own": [
        data({
          grants: [
            {
              type: "Group",
              permissions: ["READ"],
              uri: "http://acs.amazonaws.com/groups/global/AllUsers",
            },
          ],
        }),
      ],
      "as a grant beside it": beside("BucketAcl", {
        bucket: "data",
        accessControlPolicy: {
          grants: {
            permission: "READ",
            grantee: {
              type: "Group",
              uri: "http://acs.amazonaws.com/groups/global/AllUsers",
            },
          },
        },
      }),
    },
  },
];

// Load balancers, CloudFront, WAF.

const MODULES = ["lb", "alb", "applicationloadbalancing", "elasticloadbalancingv2"];
const listeners = MODULES.map((module) => `aws:${module}/listener:Listener`);
const balancer = (module = "lb", more: Properties = {}) =>
  resource(`aws:${module}/loadBalancer:LoadBalancer`, "edge", more);
const ACTION = {
  type: "redirect",
  redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
};
const http = (inputs: Properties, type = "aws:lb/listener:Listener") => [
  balancer(),
  resource(
    type,
    "http",
    { loadBalancerArn: UNKNOWN, protocol: "HTTP", defaultActions: [ACTION], ...inputs },
    from("loadBalancerArn", balancer()),
  ),
];
const site = (inputs: Properties) => [
  resource("aws:cloudfront/distribution:Distribution", "site", inputs),
];
const origin = (more: Properties) => ({
  domainName: "api.example.com",
  customOriginConfig: {
    originProtocolPolicy: "https-only",
    originSslProtocols: ["TLSv1.2"],
    ...more,
  },
});
const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
const group = (name: string) => ({
  name,
  priority: 1,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
});
const GROUPS = ["CommonRuleSet", "KnownBadInputsRuleSet", "AmazonIpReputationList"].map((name) =>
  group(`AWSManagedRules${name}`),
);
const RATE = {
  name: "rate",
  priority: 9,
  action: { block: {} },
  statement: { rateBasedStatement: { limit: 2000 } },
};
const capitals = (value: Value): Value =>
  JSON.parse(
    JSON.stringify(value).replaceAll(
      /"(\w)(\w*)":/g,
      (_, first: string, rest: string) => `"${first.toUpperCase()}${rest}":`,
    ),
  ) as Value;
const acl = (inputs: Properties) => resource(WEB_ACL, "acl", { scope: "REGIONAL", ...inputs });

const edge: Equivalence[] = [
  {
    control: "alb-tls-policy-modern",
    title: "an old policy",
    outcome: "fail",
    forms: {
      ...typed(listeners, (type) => [
        resource(type, "https", { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-2016-08" }),
      ]),
      "by default": [resource("aws:lb/listener:Listener", "https", { protocol: "HTTPS" })],
      "in lower case": [resource("aws:lb/listener:Listener", "https", { protocol: "https" })],
    },
  },
  {
    control: "alb-http-redirects-to-https",
    title: "a listener that only redirects",
    outcome: "pass",
    forms: {
      ...typed(listeners, (type) => http({}, type)),
      "a lone action": http({ defaultActions: ACTION }),
      "a list in the action": http({
        defaultActions: [{ ...ACTION, redirect: [ACTION.redirect] }],
      }),
      "the protocol in lower case": http({ protocol: "http" }),
      "no protocol, which is HTTP": http({ protocol: null }),
    },
  },
  {
    control: "alb-drop-invalid-headers",
    title: "invalid headers are dropped",
    outcome: "pass",
    forms: {
      ...typed(MODULES, (module) => [balancer(module, { dropInvalidHeaderFields: true })]),
      "in text": [balancer("lb", { dropInvalidHeaderFields: "true" })],
    },
  },
  {
    control: "alb-access-logs",
    title: "nothing is logged",
    outcome: "fail",
    forms: {
      "nothing said": [balancer()],
      "no switch": [balancer("alb", { accessLogs: { bucket: "logs" } })],
      ...spelled([false, "false"], (enabled) => [
        balancer("lb", { accessLogs: { bucket: "logs", enabled } }),
      ]),
    },
  },
  {
    control: "cf-viewer-https",
    title: "one behaviour answers plain HTTP",
    outcome: "fail",
    forms: {
      "by default": site({ defaultCacheBehavior: { viewerProtocolPolicy: "allow-all" } }),
      ordered: site({
        defaultCacheBehavior: { viewerProtocolPolicy: "https-only" },
        orderedCacheBehaviors: [{ viewerProtocolPolicy: "allow-all" }],
      }),
      "a lone one": site({
        defaultCacheBehavior: [{ viewerProtocolPolicy: "https-only" }],
        orderedCacheBehaviors: { viewerProtocolPolicy: "allow-all" },
      }),
      "of many tenants": [
        resource("aws:cloudfront/multitenantDistribution:MultitenantDistribution", "site", {
          defaultCacheBehavior: { viewerProtocolPolicy: "https-only" },
          cacheBehaviors: [{ viewerProtocolPolicy: "allow-all" }],
        }),
      ],
    },
  },
  {
    control: "cf-origin-tls",
    title: "TLS 1.2 to the origin",
    outcome: "pass",
    forms: {
      list: site({ origins: [origin({})] }),
      "a lone origin": site({ origins: origin({}) }),
      "a lone protocol": site({ origins: [origin({ originSslProtocols: "TLSv1.2" })] }),
      "of many tenants": [
        resource("aws:cloudfront/multitenantDistribution:MultitenantDistribution", "site", {
          origins: [{ customOriginConfigs: [origin({}).customOriginConfig] }],
        }),
      ],
    },
  },
  {
    control: "waf-managed-baseline",
    title: "the baseline blocks",
    outcome: "pass",
    forms: {
      inline: [acl({ rules: [...GROUPS, RATE] })],
      "JSON of the provider": [acl({ ruleJson: JSON.stringify([...GROUPS, RATE]) })],
      "JSON of AWS": [acl({ ruleJson: JSON.stringify(capitals([...GROUPS, RATE])) })],
      "rules beside it": [
        acl({}),
        ...[...GROUPS, RATE].map((rule) =>
          resource(
            "aws:wafv2/webAclRule:WebAclRule",
            rule.name,
            { webAclArn: UNKNOWN, ...rule },
            from("webAclArn", acl({})),
          ),
        ),
      ],
      "rules beside it, by an ARN that somebody wrote": [
        acl({ name: "edge" }),
        ...[...GROUPS, RATE].map((rule) =>
          resource("aws:wafv2/webAclRule:WebAclRule", rule.name, {
            webAclArn: `arn:aws:wafv2:us-east-1:${ACCOUNT}:regional/webacl/edge/1b2c`,
            ...rule,
          }),
        ),
      ],
      "the limit in a rule group": [
        acl({
          rules: [
            ...GROUPS,
            {
              name: "own",
              overrideAction: { none: {} },
              statement: {
                ruleGroupReferenceStatement: {
                  arn: `arn:aws:wafv2:us-east-1:${ACCOUNT}:regional/rulegroup/own/1b2c`,
                },
              },
            },
          ],
        }),
        resource("aws:wafv2/ruleGroup:RuleGroup", "own", {
          name: "own",
          scope: "REGIONAL",
          rules: [RATE],
        }),
      ],
      "a group that is associated": [
        acl({ rules: [...GROUPS.slice(1), RATE] }),
        resource(
          "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation",
          "common",
          {
            webAclArn: UNKNOWN,
            overrideAction: "none",
            managedRuleGroup: { vendorName: "AWS", name: "AWSManagedRulesCommonRuleSet" },
          },
          from("webAclArn", acl({})),
        ),
      ],
    },
  },
];

// Databases, caches, files, repositories.

const INSTANCE = "aws:rds/instance:Instance";
const database = (engine: string, parameter: Properties, more: Partial<PolicyResource> = {}) => [
  resource(INSTANCE, "db", { engine, parameterGroupName: "group" }, more),
  resource("aws:rds/parameterGroup:ParameterGroup", "group", {
    name: "group",
    parameters: [parameter],
  }),
];
const FORCED = { name: "rds.force_ssl", value: "1" };
const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const files = resource(FILE_SYSTEM, "files", {});
const plainMount = {
  Effect: "Deny",
  Action: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const mounting = (text: Value) => [
  files,
  resource(
    "aws:efs/fileSystemPolicy:FileSystemPolicy",
    "policy",
    { fileSystemId: UNKNOWN, policy: text },
    from("fileSystemId", files),
  ),
];
const user = (more: Properties) => [resource("aws:elasticache/user:User", "app", more)];
const TABLE = "aws:dynamodb/table:Table";
const repository = (Principal: Value) => [
  resource("aws:ecr/repositoryPolicy:RepositoryPolicy", "policy", {
    policy: document({ Effect: "Allow", Principal, Action: "ecr:BatchGetImage" }),
  }),
];

const stores: Equivalence[] = [
  {
    control: "rds-force-ssl",
    title: "TLS is forced",
    outcome: "pass",
    forms: {
      text: database("postgres", FORCED),
      number: database("postgres", { ...FORCED, value: 1 }),
      "another time to apply": database("postgres", { ...FORCED, applyMethod: "pending-reboot" }),
      "a name in capitals": database("postgres", { ...FORCED, name: "RDS.FORCE_SSL" }),
      "an engine in capitals": database("Postgres", FORCED),
      "a lone parameter": [
        ...database("postgres", FORCED).slice(0, 1),
        resource("aws:rds/parameterGroup:ParameterGroup", "group", {
          name: "group",
          parameters: FORCED,
        }),
      ],
      "MySQL's own, as MariaDB says it": database("MariaDB", {
        name: "require_secure_transport",
        value: "ON",
      }),
    },
  },
  {
    control: "rds-no-public-access",
    title: "a public address",
    outcome: "fail",
    forms: {
      ...spelled([true, "true"], (publiclyAccessible) => [
        resource(INSTANCE, "db", { publiclyAccessible }),
      ]),
      "of a cluster": [
        resource("aws:rds/clusterInstance:ClusterInstance", "db", { publiclyAccessible: "true" }),
      ],
    },
  },
  {
    control: "rds-backup-retention",
    title: "a week of backups",
    outcome: "pass",
    forms: spelled([7, "7"], (backupRetentionPeriod) => [
      resource(INSTANCE, "db", { backupRetentionPeriod }),
    ]),
  },
  {
    control: "elasticache-auth",
    title: "a user without a password",
    outcome: "fail",
    forms: {
      ...spelled([true, "true"], (noPasswordRequired) => user({ noPasswordRequired })),
      mode: user({ authenticationMode: { type: "no-password-required" } }),
      "a mode in a list": user({ authenticationMode: [{ type: "no-password-required" }] }),
      "an access string": user({ accessString: "on nopass ~* +@all" }),
      "an access string in capitals": user({ accessString: "ON NOPASS ~* +@ALL" }),
    },
  },
  {
    control: "dynamodb-pitr",
    title: "recovery is on",
    outcome: "pass",
    forms: {
      object: [resource(TABLE, "table", { pointInTimeRecovery: { enabled: true } })],
      "a list of one": [resource(TABLE, "table", { pointInTimeRecovery: [{ enabled: "true" }] })],
    },
  },
  {
    control: "efs-policy-tls-no-anonymous",
    title: "nobody mounts without TLS",
    outcome: "pass",
    forms: {
      ...spelled(STAR, (Principal) => mounting(document({ ...plainMount, Principal }))),
      "by an object": mounting({ Statement: { ...plainMount, Principal: "*" } }),
      "by the client's actions": mounting(
        document({ ...plainMount, Principal: "*", Action: ["elasticfilesystem:Client*"] }),
      ),
      "by all actions but others": mounting(
        document({ ...plainMount, Principal: "*", Action: null, NotAction: "s3:*" }),
      ),
    },
  },
  {
    control: "ecr-policy-not-public",
    title: "everyone may pull",
    outcome: "fail",
    forms: spelled(STAR, repository),
  },
  {
    control: "data-in-backup-plan",
    title: "a table that a plan selects",
    outcome: "pass",
    forms: Object.fromEntries(
      (
        [
          ["its ARN", { resources: [`arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/orders`] }],
          ["a pattern", { resources: "arn:aws:dynamodb:*:*:table/*" }],
          ["everything", { resources: ["*"] }],
          ["a tag", { selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "daily" }] }],
          [
            "a condition",
            {
              resources: ["*"],
              conditions: [{ stringLikes: { key: "aws:ResourceTag/backup", value: "d*" } }],
            },
          ],
        ] as const
      ).map(([title, selection]) => [
        title,
        [
          resource(TABLE, "orders", { name: "orders", tags: { backup: "daily" } }),
          resource("aws:backup/selection:Selection", "selection", selection),
        ],
      ]),
    ),
  },
];

// Users, topics, trails, detection.

const TOPIC = "aws:sns/topic:Topic";
const topic = (more: Properties = {}) => resource(TOPIC, "alerts", { name: "alerts", ...more });
const PUBLISH_TLS = {
  Effect: "Deny",
  Principal: "*",
  Action: "sns:Publish",
  Resource: `arn:aws:sns:us-east-1:${ACCOUNT}:alerts`,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const topicPolicy = (statement: Properties) => [
  topic(),
  resource(
    "aws:sns/topicPolicy:TopicPolicy",
    "policy",
    { arn: UNKNOWN, policy: document(statement) },
    from("arn", topic()),
  ),
];
const client = (more: Properties) => [
  resource("aws:cognito/userPoolClient:UserPoolClient", "client", {
    preventUserExistenceErrors: "ENABLED",
    ...more,
  }),
];
const unit = (accessToken: string) => ({ tokenValidityUnits: { accessToken } });
const recording = (more: Properties) => [recordingTrail(more)];
const advanced = (...selectors: Readonly<Record<string, string>>[]) => ({
  advancedEventSelectors: selectors.map((fields) => ({
    fieldSelectors: Object.entries(fields).map(([field, value]) => ({ field, equals: [value] })),
  })),
});
const counting = (pattern: string, more: Properties = {}, alarm: Properties = {}) =>
  cisStack()
    .filter(({ name }) => !["filter-4.7", "alarm-4.7"].includes(name))
    .concat(filter("4.7", pattern, more), alarmOf("4.7", alarm));
const METRIC = { metricName: "Cis4.7", namespace: "Cis" };
const KMS = "$.eventSource = kms.amazonaws.com";
const KEYS = `{ (${KMS}) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }`;
const recorder = (group: Properties) => [
  resource("aws:cfg/recorder:Recorder", "recorder", {
    recordingGroup: { includeGlobalResourceTypes: true, ...group },
  }),
  resource("aws:cfg/recorderStatus:RecorderStatus", "status", { isEnabled: true }),
  resource("aws:cfg/deliveryChannel:DeliveryChannel", "channel", {
    s3BucketName: "elsewhere",
    s3KmsKeyArn: KEY,
  }),
];
const DETECTOR = "aws:guardduty/detector:Detector";
const hub = (account: Properties, ...arns: string[]) => [
  resource("aws:securityhub/account:Account", "hub", account),
  ...arns.map((arn) =>
    resource("aws:securityhub/standardsSubscription:StandardsSubscription", arn, {
      standardsArn: `arn:aws:securityhub:${arn}`,
    }),
  ),
];
const FSBP = "us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

const operations: Equivalence[] = [
  {
    control: "sns-policy-not-public-tls",
    title: "nothing is published without TLS",
    outcome: "pass",
    forms: {
      inline: [topic({ policy: document(PUBLISH_TLS) })],
      "inline, an object, a boolean": [
        topic({
          policy: {
            Statement: { ...PUBLISH_TLS, Condition: { Bool: { "aws:securetransport": false } } },
          },
        }),
      ],
      "beside it": topicPolicy(PUBLISH_TLS),
      "beside it, for all topics": topicPolicy({
        ...PUBLISH_TLS,
        Resource: ["*"],
        Action: "SNS:*",
      }),
      "beside it, by a pattern": topicPolicy({
        ...PUBLISH_TLS,
        Resource: "arn:aws:sns:*:*:alert*",
      }),
    },
  },
  {
    control: "sns-kms",
    title: "a key of the customer's",
    outcome: "pass",
    forms: {
      ...spelled([KEY, KEY_ID, "alias/alerts"], (kmsMasterKeyId) => [topic({ kmsMasterKeyId })]),
      ...typed(
        ["aws:kms/key:Key", "aws:kms/alias:Alias", "aws:kms/replicaKey:ReplicaKey"],
        (type) => {
          const key = resource(type, "key", {});
          const inputs = { name: "alerts", kmsMasterKeyId: UNKNOWN };
          return [key, resource(TOPIC, "alerts", inputs, from("kmsMasterKeyId", key))];
        },
      ),
    },
  },
  {
    control: "cognito-client-hardened",
    title: "access tokens of an hour",
    outcome: "pass",
    forms: {
      "by default": client({}),
      "no time, which is the default": client({ accessTokenValidity: 0 }),
      "an hour": client({ accessTokenValidity: 1 }),
      "an hour in text": client({ accessTokenValidity: "1", ...unit("hours") }),
      minutes: client({ accessTokenValidity: 60, ...unit("minutes") }),
      seconds: client({ accessTokenValidity: "3600", ...unit("seconds") }),
      "units in a list": client({
        accessTokenValidity: 60,
        tokenValidityUnits: [{ accessToken: "minutes" }],
      }),
    },
  },
  {
    control: "cloudtrail-multi-region",
    title: "all management events",
    outcome: "pass",
    settings: OWNER,
    forms: {
      "by default": recording({ enableLogging: null, includeGlobalServiceEvents: null }),
      "flags in text": recording({ isMultiRegionTrail: "true", enableLogging: "true" }),
      "a selector of all": recording({ eventSelectors: [{ readWriteType: "All" }] }),
      "a lone selector": recording({ eventSelectors: { includeManagementEvents: "true" } }),
      "two halves": recording({
        eventSelectors: [{ readWriteType: "ReadOnly" }, { readWriteType: "WriteOnly" }],
      }),
      advanced: recording(advanced({ eventCategory: "Management" })),
      "advanced halves": recording(
        advanced(
          { eventCategory: "Management", readOnly: "true" },
          { eventCategory: "Management", readOnly: "false" },
        ),
      ),
    },
  },
  {
    control: "cloudtrail-data-events",
    title: "all objects' events",
    outcome: "pass",
    forms: {
      ...spelled(["arn:aws:s3", "arn:aws:s3:::", "arn:aws-us-gov:s3:::"], (values) =>
        recording({ eventSelectors: [{ dataResources: [{ type: "AWS::S3::Object", values }] }] }),
      ),
      advanced: recording(advanced({ eventCategory: "Data", "resources.type": "AWS::S3::Object" })),
    },
  },
  {
    control: "cloudtrail-encrypted-validated",
    title: "a key of the customer's, and signed files",
    outcome: "pass",
    forms: spelled([KEY, "alias/main", `arn:aws:kms:us-east-1:${ACCOUNT}:alias/main`], (kmsKeyId) =>
      recording({ kmsKeyId, enableLogFileValidation: "true" }),
    ),
  },
  {
    control: "cis-metric-alarms",
    title: "an alarm for keys that are disabled or deleted",
    outcome: "pass",
    settings: OWNER,
    forms: {
      plain: counting(KEYS),
      "in quotes": counting(KEYS.replaceAll(/= (\S+?)\)/g, '= "$1")')),
      "on one line without spaces": counting(KEYS.replaceAll(" ", "")),
      "by a pattern": counting(`{ ${KMS} && ($.eventName = Disable* || $.eventName = Schedule*) }`),
      "the service last": counting(
        `{ (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) && (${KMS}) }`,
      ),
      "a metric in a list": counting(KEYS, {
        metricTransformation: [{ name: "Cis4.7", namespace: "Cis", value: 1 }],
      }),
      "the group by its ARN": counting(KEYS, {
        logGroupName: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${GROUP}:*`,
      }),
      "an alarm by a query": counting(
        KEYS,
        {},
        { metricName: null, namespace: null, metricQueries: [{ id: "m", metric: METRIC }] },
      ),
    },
  },
  {
    control: "config-recorder-all",
    title: "all types are recorded",
    outcome: "pass",
    forms: {
      "by default": recorder({}),
      said: recorder({ allSupported: true }),
      "said in text": recorder({ allSupported: "true", includeGlobalResourceTypes: "true" }),
      "said as a strategy": recorder({
        recordingStrategies: [{ useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" }],
      }),
      "a lone strategy": recorder({
        recordingStrategies: { useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" },
      }),
    },
  },
  {
    control: "guardduty-enabled",
    title: "a detector that watches",
    outcome: "pass",
    settings: OWNER,
    forms: {
      "by default": [resource(DETECTOR, "detector", {})],
      ...spelled([true, "true"], (enable) => [resource(DETECTOR, "detector", { enable })]),
      "its region said": [resource(DETECTOR, "detector", { region: "us-east-1" })],
    },
  },
  {
    control: "securityhub-enabled-standards",
    title: "both standards",
    outcome: "pass",
    settings: OWNER,
    forms: {
      "by default": hub({}),
      "by default, said": hub({ enableDefaultStandards: "true" }),
      "the first benchmark": hub(
        { enableDefaultStandards: false },
        FSBP,
        "::ruleset/cis-aws-foundations-benchmark/v/1.2.0",
      ),
      "a later benchmark": hub(
        { enableDefaultStandards: "false" },
        FSBP,
        "us-east-1::standards/cis-aws-foundations-benchmark/v/3.0.0",
      ),
    },
  },
  {
    control: "loggroup-kms-and-retention",
    title: "events for ever",
    outcome: "pass",
    forms: {
      "nothing said": [resource(LOG_GROUP, "logs", { kmsKeyId: KEY })],
      ...spelled([0, "0"], (retentionInDays) => [
        resource(LOG_GROUP, "logs", { kmsKeyId: KEY, retentionInDays }),
      ]),
    },
  },
];

export const servicesEquivalences: readonly Equivalence[] = [
  ...storage,
  ...edge,
  ...stores,
  ...operations,
];
