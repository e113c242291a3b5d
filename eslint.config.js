import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** For alerts, and for what systems tell of their work. */
const TOPICS = ["components/observability/topic.ts", "components/observability/workTopic.ts"];

/**
 * Resource types that exactly one file, or the ones named, may create; every other file must compose its component. A
 * `*` at the end stands for all that begins so. What gets round these rules is found in the graph,
 * by test/systems/ownership.test.ts.
 */
const OWNED_TYPES = {
  ...Object.fromEntries(
    ["", ..."A* C* I* L* M* N* ObjectLock* Ow* P* R* S* V* W*".split(" ")].map((part) => [
      `aws.s3.Bucket${part}`,
      "components/storage/secureBucket.ts",
    ]),
  ),
  "aws.s3.BucketObjectv2": "components/compute/artefact.ts",
  "aws.iam.Role*": "components/identity/role.ts",
  "aws.iam.Group*": "components/identity/jobFunction.ts",
  "aws.iam.User": "components/identity/assumingUser.ts",
  "aws.iam.UserGroupMembership": "components/identity/assumingUser.ts",
  "aws.iam.Policy": [
    "components/identity/managedPolicy.ts",
    "components/identity/permissionsBoundary.ts",
  ],
  "aws.ec2.SecurityGroup": "components/network/securityGroup.ts",
  "aws.vpc.SecurityGroup*": "components/network/securityGroup.ts",
  "aws.ec2.DefaultSecurityGroup": "components/network/vpcDefaults.ts",
  "aws.cloudwatch.LogGroup": "components/observability/logGroup.ts",
  "aws.kms.*": "components/keys/encryptionKey.ts",
  "aws.accessanalyzer.*": "components/detection/accessAnalyzer.ts",
  "aws.cfg.DeliveryChannel": "components/detection/configRecorder.ts",
  "aws.cfg.Recorder*": "components/detection/configRecorder.ts",
  "aws.cfg.Rule": "components/detection/configRules.ts",
  "aws.cloudtrail.*": "components/detection/trail.ts",
  "aws.costexplorer.Anomaly*": "components/detection/costAnomalies.ts",
  "aws.costexplorer.CostAllocationTag": "components/detection/costTags.ts",
  "aws.ebs.*": "components/detection/accountDefaults.ts",
  "aws.ecr.RegistryScanningConfiguration": "components/detection/inspector.ts",
  "aws.guardduty.*": "components/detection/guardDuty.ts",
  "aws.iam.AccountPasswordPolicy": "components/detection/accountDefaults.ts",
  "aws.iam.OpenIdConnectProvider": "components/identity/githubOidcProvider.ts",
  "aws.iam.ServiceLinkedRole": "components/detection/configRecorder.ts",
  "aws.inspector2.*": "components/detection/inspector.ts",
  "aws.s3.AccountPublicAccessBlock": "components/detection/accountDefaults.ts",
  "aws.securityhub.*": "components/detection/securityHub.ts",
  "aws.lambda.*": "components/compute/function.ts",
  "aws.secretsmanager.Secret": "components/keys/secret.ts",
  "aws.secretsmanager.SecretPolicy": "components/keys/secret.ts",
  "aws.secretsmanager.SecretVersion": "components/keys/secret.ts",
  "aws.secretsmanager.SecretRotation": "components/keys/secretRotation.ts",
  "aws.sqs.*": "components/storage/queue.ts",
  "aws.scheduler.*": "components/automation/schedule.ts",
  "aws.budgets.*": "components/observability/budget.ts",
  "aws.cloudwatch.Dashboard": "components/observability/dashboard.ts",
  "aws.cloudwatch.LogMetricFilter": "components/observability/metricFilter.ts",
  "aws.cloudwatch.MetricAlarm": "components/observability/alarm.ts",
  "aws.cloudwatch.QueryDefinition": "components/observability/savedQuery.ts",
  "aws.sns.Topic": TOPICS,
  "aws.sns.TopicPolicy": TOPICS,
  "aws.sns.TopicSubscription": "components/observability/topicSubscription.ts",
  "random.RandomPassword": "components/keys/generatedPassword.ts",
};

/** Types that no file may create at all: a safer form of each exists. */
const FORBIDDEN_TYPES = [
  "aws.alb.*",
  "aws.ec2.KeyPair",
  "aws.ec2.SecurityGroupRule",
  "aws.iam.AccessKey",
  "aws.iam.RolePoliciesExclusive",
  "aws.iam.RolePolicyAttachmentsExclusive",
  "aws.iam.UserLoginProfile",
  "aws.iam.UserPol*",
  "aws.s3.BucketAcl*",
  "aws.s3.BucketObject",
  "aws.s3.BucketPolicyV2",
  "aws.s3.BucketV2",
];

/** `new aws.s3.Bucket(…)` and `new random.RandomPassword(…)`. */
function newExpression(type, message) {
  const [pkg, ...path] = type.split(".");
  const name = path.pop();
  const owner =
    path.length === 0 ? `callee.object.name='${pkg}'` : `callee.object.property.name='${path[0]}'`;
  const named = name.endsWith("*") ? `/^${name.slice(0, -1)}/` : `'${name}'`;
  return { selector: `NewExpression[${owner}][callee.property.name=${named}]`, message };
}

const PLAINLY = "Write `new aws.service.Type(…)`, so that a reader and the rules see what is made.";

/** Ways to a resource's class that the rules above would not see. */
const DETOURS = [
  // import { s3 } from "@pulumi/aws", under another name, or import("@pulumi/aws")
  "ImportDeclaration[source.value=/^@pulumi.(aws|random)$/] > :matches(ImportSpecifier, ImportDefaultSpecifier)",
  "ImportDeclaration[source.value='@pulumi/aws'] > ImportNamespaceSpecifier[local.name!='aws']",
  "ImportDeclaration[source.value='@pulumi/random'] > ImportNamespaceSpecifier[local.name!='random']",
  "ImportExpression",
  // const { s3 } = aws; f(aws)
  ":not(MemberExpression, ImportNamespaceSpecifier, TSQualifiedName) > Identifier[name=/^(aws|random)$/]",
  // const { Bucket } = aws.s3; class Mine extends aws.s3.Bucket
  ":not(MemberExpression, NewExpression) > MemberExpression[object.name=/^(aws|random)$/]",
  ":not(NewExpression) > MemberExpression[object.object.name='aws']",
  // aws["s3"].Bucket; aws.s3["Bucket"]
  "MemberExpression[computed=true][object.name=/^(aws|random)$/]",
  "MemberExpression[computed=true][object.object.name='aws']",
].map((selector) => ({ selector, message: PLAINLY }));

const owned = Object.entries(OWNED_TYPES).map(([type, owners]) => [type, [owners].flat()]);
const ownership = (file) => [
  ...owned
    .filter(([, owners]) => !owners.includes(file))
    .map(([type, owners]) => newExpression(type, `Only ${owners.join(" and ")} creates ${type}.`)),
  ...FORBIDDEN_TYPES.map((type) => newExpression(type, `${type} has no place here.`)),
  ...DETOURS,
];

export default tseslint.config(
  { ignores: ["node_modules", "out", "coverage", ".cache", "**/dist", "**/*.json"] },
  js.configs.recommended,
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      // Express knows a handler of errors by its four parameters, whether it needs them or not.
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      // A Pulumi resource lives by being constructed; nothing need hold it.
      "no-new": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      eqeqeq: "error",
    },
  },
  {
    files: ["components/**/*.ts", "systems/**/*.ts", "index.ts"],
    rules: {
      "no-restricted-syntax": ["error", ...ownership("")],
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["@pulumi/aws/*", "@pulumi/random/*"], message: PLAINLY }] },
      ],
    },
  },
  ...[...new Set(Object.values(OWNED_TYPES).flat())].map((file) => ({
    files: [file],
    rules: { "no-restricted-syntax": ["error", ...ownership(file)] },
  })),
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unused-expressions": "off",
      "no-restricted-syntax": "off",
    },
  },
  {
    files: ["**/*.js", "**/*.mjs", "**/*.cjs"],
    languageOptions: { globals: { process: "readonly", console: "readonly", module: "writable" } },
  },
);
