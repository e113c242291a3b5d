import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** Resource types that exactly one component may create; every other file must compose it. */
const OWNED_TYPES = {
  "aws.s3.Bucket": "components/storage/secureBucket.ts",
  "aws.iam.Role": "components/identity/role.ts",
  "aws.ec2.SecurityGroup": "components/network/securityGroup.ts",
  "aws.vpc.SecurityGroupIngressRule": "components/network/securityGroup.ts",
  "aws.vpc.SecurityGroupEgressRule": "components/network/securityGroup.ts",
  "aws.cloudwatch.LogGroup": "components/observability/logGroup.ts",
  "aws.kms.Key": "components/keys/encryptionKey.ts",
  "aws.secretsmanager.Secret": "components/keys/secret.ts",
  "random.RandomPassword": "components/keys/generatedPassword.ts",
};

/** Forms of the owned types that no file may create at all. */
const FORBIDDEN_TYPES = [
  "aws.ec2.SecurityGroupRule",
  "aws.s3.BucketAclV2",
  "aws.s3.BucketPolicyV2",
  "aws.iam.RolePolicyAttachmentsExclusive",
  "aws.iam.UserPolicy",
  "aws.iam.AccessKey",
];

/** `new aws.s3.Bucket(…)` and `new random.RandomPassword(…)`. */
function newExpression(type, message) {
  const [pkg, ...path] = type.split(".");
  const name = path.pop();
  const owner =
    path.length === 0 ? `callee.object.name='${pkg}'` : `callee.object.property.name='${path[0]}'`;
  return { selector: `NewExpression[${owner}][callee.property.name='${name}']`, message };
}

const owned = Object.entries(OWNED_TYPES);
const ownership = (file) => [
  ...owned
    .filter(([, owner]) => owner !== file)
    .map(([type, owner]) => newExpression(type, `Only ${owner} creates ${type}.`)),
  ...FORBIDDEN_TYPES.map((type) => newExpression(type, `${type} has no place here.`)),
];

export default tseslint.config(
  { ignores: ["node_modules", "out", "coverage", "**/*.json"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      // A Pulumi resource lives by being constructed; nothing need hold it.
      "no-new": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      eqeqeq: "error",
    },
  },
  {
    files: ["components/**/*.ts", "systems/**/*.ts", "index.ts"],
    rules: { "no-restricted-syntax": ["error", ...ownership("")] },
  },
  ...[...new Set(Object.values(OWNED_TYPES))].map((file) => ({
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
