import type { PolicyResource, Properties, Value } from "../../../../policy-pack/engine/resource.ts";
import {
  allBut,
  allow,
  deny,
  iamArn,
  policy,
  type Statement,
} from "../../controls/iam/documents.ts";
import { role, trust } from "../../controls/iam/trusts.ts";
import { compliantKey, grant, keyPolicy, role as roleArn } from "../../support/keys.ts";
import { ACCOUNT, changed, document, FOREIGN, resource } from "../../support/resources.ts";
import type { Evasion } from "../evasion.ts";

type Stack = readonly PolicyResource[];
type Row = readonly [title: string, evil: readonly Statement[], benign: readonly Statement[]];

/** Tricks with one control: what is built around two spellings. */
function tricks<T>(
  family: string,
  control: string,
  build: (spelling: T) => Stack,
  rows: readonly (readonly [title: string, evil: T, benign: T])[],
): Evasion[] {
  return rows.map(([title, evil, benign]) => ({
    family,
    control,
    title,
    evil: build(evil),
    benign: build(benign),
  }));
}

// What identities may do.

const documents = (family: string, control: string, ...rows: readonly Row[]) =>
  tricks(family, control, (statements) => [policy(...statements)], rows);
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789".split("");
const ROLES = iamArn("role/*");
const APP = iamArn("role/app");
const USERS = iamArn("user/*");
const tested = (Condition: Value): Statement => ({ Condition });
const toService = (test: string, service: Value) =>
  tested({ [test]: { "iam:PassedToService": service } });

const ADMIN = "an administrator by another name";
const administrators: Evasion[] = [
  ...documents(
    ADMIN,
    "iam-no-admin-star",
    ["stars on both sides", [allow("*:*", "*")], [allow("s3:*", "*")]],
    ["signs that stand for any", [allow("?*:?*", ["**"])], [allow("??:?*", "*")]],
    [
      "a list that leaves all that counts",
      [allBut(["aws-portal:*", "support:*"], "*")],
      [allBut(["*:*"], "*")],
    ],
    [
      "all resources but one",
      [allow("*", [], { NotResource: "arn:aws:s3:::none" })],
      [allow("*", "arn:aws:s3:::none")],
    ],
    [
      "a first letter at a time, in two statements",
      [
        allow(
          LETTERS.slice(0, 9).map((one) => `${one}*:*`),
          "*",
        ),
        allow(
          LETTERS.slice(9).map((one) => `${one.toUpperCase()}*:*`),
          "*",
        ),
      ],
      [
        allow(
          LETTERS.slice(0, 9).map((one) => `${one}*:*`),
          "*",
        ),
      ],
    ],
    [
      "a denial of little",
      [allow("*", "*"), deny("*", "arn:aws:s3:::audit/*")],
      [allow("*", "*"), deny("*", "arn:*")].map((one) =>
        one["Effect"] === "Deny" ? { ...one, Resource: "*" } : one,
      ),
    ],
    [
      "a denial under a condition that the caller chooses",
      [allow("*", "*"), deny("*", "*", tested({ StringEquals: { "aws:UserAgent": "x" } }))],
      [allow("*", "*"), deny("*", "*")],
    ],
    [
      "every service's resources by its own ARNs",
      [
        allow("*", [
          "arn:aws:s3:::*",
          `arn:aws:iam::${ACCOUNT}:*`,
          ...["ec2", "kms", "lambda", "secretsmanager", "sts"].map(
            (service) => `arn:aws:${service}:*:${ACCOUNT}:*`,
          ),
        ]),
      ],
      [allow("*", ["arn:aws:s3:::*", `arn:aws:kms:*:${ACCOUNT}:*`])],
    ],
    [
      "a statement for each half of the resources",
      [
        allow("*", ["arn:aws:s3:::*", "arn:aws:iam::*:*", "arn:aws:ec2:*:*:*"]),
        allow(
          "*",
          ["kms", "lambda", "secretsmanager", "sts"].map((service) => `arn:aws:${service}:*`),
        ),
      ],
      [allow("*", ["arn:aws:s3:::*", "arn:aws:iam::*:*", "arn:aws:ec2:*:*:*"])],
    ],
    [
      "the account's own part of everything",
      [allow("*", `arn:*:*:*:${ACCOUNT}:*`)],
      [allow("*", `arn:*:sqs:*:${ACCOUNT}:*`)],
    ],
  ),
  ...documents(
    ADMIN,
    "iam-no-service-wildcard",
    ["one sign and a star", [allow("iam:?*", APP)], [allow("iam:Get*", APP)]],
    ["a star in the service", [allow("i?m:*", APP)], [allow("i?m:GetRole", APP)]],
    [
      "the first letters of all verbs",
      [
        allow(
          LETTERS.slice(0, 26).map((letter) => `s3:${letter}*`),
          "arn:aws:s3:::app/*",
        ),
      ],
      [allow(["s3:Get*", "s3:List*", "s3:Put*"], "arn:aws:s3:::app/*")],
    ],
    ["all but one of a service", [allBut("s3:DeleteBucket", APP)], [allow("s3:DeleteBucket", APP)]],
  ),
  ...documents(ADMIN, "iam-no-notaction-allow", [
    "elements in lower case",
    [{ effect: "Allow", notaction: "iam:*", resource: "*" }],
    [{ effect: "Deny", notaction: "iam:*", resource: "*" }],
  ]),
  ...tricks<Statement>(
    ADMIN,
    "iam-no-admin-star",
    (statement) => [
      resource("aws:iam/role:Role", "role", {
        assumeRolePolicy: document(),
        inlinePolicies: [{ policy: document() }, { policy: { Statement: statement } }],
      }),
    ],
    [["a role's second inline policy, as an object", allow("*", "*"), allow("*", APP)]],
  ),
  ...tricks<Properties>(
    ADMIN,
    "iam-no-aws-admin-managed-policy",
    (inputs) => [resource("aws:iam/role:Role", "role", inputs)],
    [
      [
        "a lone ARN of another partition",
        { managedPolicyArns: "arn:aws-us-gov:iam::aws:policy/AdministratorAccess" },
        { permissionsBoundary: "arn:aws-us-gov:iam::aws:policy/AdministratorAccess" },
      ],
      [
        "behind a path",
        { managedPolicyArns: ["arn:aws:iam::aws:policy/aws-service-role/PowerUserAccess"] },
        { managedPolicyArns: [iamArn("policy/team/PowerUserAccess")] },
      ],
    ],
  ),
  ...tricks<string>(
    ADMIN,
    "iam-no-aws-admin-managed-policy",
    (arn) => [
      resource("aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "all", {
        roleName: "app",
        policyArns: [iamArn("policy/app"), arn],
      }),
    ],
    [
      [
        "the second of an exclusive list",
        "arn:aws:iam::aws:policy/AmazonS3FullAccess",
        "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
      ],
    ],
  ),
];

const HOLE = "a denial with a hole for identities";
const holes: Evasion[] = [
  ...documents(
    HOLE,
    "iam-privesc-single-document",
    [
      "of another spelling of versions",
      [allow("iam:*PolicyVersion", "*"), deny("iam:CreatePolicyVersion", "*")],
      [allow("iam:*PolicyVersion", "*"), deny(["iam:CreatePolicyVersion", "IAM:setdefault*"], "*")],
    ],
    [
      "for the resources that nobody asks about",
      [allow("iam:PutUserPolicy", USERS), deny("iam:PutUserPolicy", iamArn("user/admin"))],
      [allow("iam:PutUserPolicy", USERS), deny("iam:PutUserPolicy", iamArn("*"))],
    ],
    [
      "of all but what it is about",
      [allow("iam:AttachRolePolicy", ROLES), deny([], "*", { NotAction: "iam:Attach*" })],
      [allow("iam:AttachRolePolicy", ROLES), deny([], "*", { NotAction: "s3:*" })],
    ],
    [
      "without MFA only",
      [
        allow("iam:UpdateAssumeRolePolicy", ROLES),
        deny("iam:*", "*", tested({ Bool: { "aws:MultiFactorAuthPresent": "false" } })),
      ],
      [allow("iam:UpdateAssumeRolePolicy", ROLES), deny("iam:Update*", "*")],
    ],
  ),
  ...documents(HOLE, "iam-passrole-scoped", [
    "by a test that any of several services fails",
    [
      allow("iam:PassRole", APP),
      deny(
        "iam:PassRole",
        "*",
        toService("ForAnyValue:StringNotEquals", "ecs-tasks.amazonaws.com"),
      ),
    ],
    [
      allow("iam:PassRole", APP),
      deny("iam:PassRole", "*", toService("StringNotEquals", "ecs-tasks.amazonaws.com")),
    ],
  ]),
  ...documents(HOLE, "iam-no-decrypt-all-keys", [
    "of one way to decrypt",
    [allow("kms:*", "*"), deny("kms:Decrypt", "*")],
    [allow("kms:*", "*"), deny(["kms:Decrypt", "kms:ReEncrypt*"], "*")],
  ]),
];

const ESCALATION = "an escalation in other words";
const escalations: Evasion[] = [
  ...documents(
    ESCALATION,
    "iam-privesc-single-document",
    [
      "signs inside the name",
      [allow("i?m:*eate*cyVersion", "*")],
      [allow("i?m:*elete*cyVersion", "*")],
    ],
    [
      "capital letters",
      [allow("IAM:SETDEFAULTPOLICYVERSION", "*")],
      [allow("IAM:GETPOLICYVERSION", "*")],
    ],
    [
      "the two halves in two statements",
      [allow("lambda:Create*", "*"), allow("iam:PassRole", ROLES), allow("lambda:Invoke*", "*")],
      [allow("lambda:Create*", "*"), allow("iam:PassRole", APP), allow("lambda:Invoke*", "*")],
    ],
    [
      "the policy that it may attach is the administrator's",
      [
        allow(
          "iam:AttachRolePolicy",
          ROLES,
          tested({
            ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" },
          }),
        ),
      ],
      [
        allow(
          "iam:AttachRolePolicy",
          ROLES,
          tested({ ArnEquals: { "iam:PolicyARN": iamArn("policy/read-only") } }),
        ),
      ],
    ],
    [
      "the boundary that it must set bounds nothing",
      [
        allow(
          "iam:PutRolePolicy",
          ROLES,
          tested({
            StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/IAMFullAccess" },
          }),
        ),
      ],
      [
        allow(
          "iam:PutRolePolicy",
          ROLES,
          tested({ StringEquals: { "iam:PermissionsBoundary": iamArn("policy/boundary") } }),
        ),
      ],
    ],
    [
      "oneself, in other letters",
      [allow("iam:PutUserPolicy", iamArn("user/${AWS:UserName}"))],
      [allow("iam:GetUserPolicy", iamArn("user/${AWS:UserName}"))],
    ],
    [
      "oneself, with a name for the nameless",
      [allow("iam:AttachUserPolicy", iamArn("user/${aws:username, 'none'}"))],
      [allow("iam:AttachUserPolicy", iamArn("user/none"))],
    ],
    [
      "a name for the session narrows no role",
      [allow("sts:AssumeRole", "*", tested({ StringEquals: { "sts:RoleSessionName": "ci" } }))],
      [allow("sts:AssumeRole", "*", tested({ StringEquals: { "iam:ResourceTag/team": "ci" } }))],
    ],
    [
      "roles by each first letter",
      [
        allow(
          "iam:UpdateAssumeRolePolicy",
          LETTERS.map((letter) => iamArn(`role/${letter}*`)),
        ),
      ],
      [allow("iam:UpdateAssumeRolePolicy", iamArn("role/app-*"))],
    ],
    [
      "all but a few identities",
      [allow("iam:CreateLoginProfile", [], { NotResource: iamArn("user/root") })],
      [allow("iam:CreateLoginProfile", iamArn("user/root"))],
    ],
  ),
];

const PASSING = "a role to pass";
const passing: Evasion[] = [
  ...documents(
    PASSING,
    "iam-passrole-scoped",
    [
      "with a star in the action",
      [allow("iam:Pass*", ROLES, toService("StringEquals", "ecs-tasks.amazonaws.com"))],
      [allow("iam:Pass*", APP, toService("StringEquals", "ecs-tasks.amazonaws.com"))],
    ],
    [
      "to whoever asks, if no service does",
      [allow("iam:PassRole", APP, toService("StringEqualsIfExists", "ecs-tasks.amazonaws.com"))],
      [allow("iam:PassRole", APP, toService("StringEquals", "ecs-tasks.amazonaws.com"))],
    ],
    [
      "to services that begin alike",
      [allow("iam:PassRole", APP, toService("StringLike", ["ecs-tasks.amazonaws.com", "e*"]))],
      [allow("iam:PassRole", APP, toService("StringLike", "ecs-tasks.amazonaws.com*"))],
    ],
    [
      "to all values of none",
      [allow("iam:PassRole", APP, toService("ForAllValues:StringEquals", "ec2.amazonaws.com"))],
      [allow("iam:PassRole", APP, toService("ForAnyValue:StringEquals", "ec2.amazonaws.com"))],
    ],
    [
      "of any path",
      [allow("iam:PassRole", iamArn("role/?*/*"), toService("StringEquals", "ec2.amazonaws.com"))],
      [allow("iam:PassRole", iamArn("role/app/*"), toService("StringEquals", "ec2.amazonaws.com"))],
    ],
    [
      "where the type is a pattern",
      [allow("iam:PassRole", iamArn("ro*"), toService("StringEquals", "ec2.amazonaws.com"))],
      [allow("iam:PassRole", iamArn("us*"))],
    ],
  ),
];

const NAMELESS = "a resource that names nothing";
const decrypts = (Resource: Value, Condition?: Value) => [
  allow("kms:D*", Resource, Condition === undefined ? {} : tested(Condition)),
];
const KEYS = `arn:aws:kms:us-east-1:${ACCOUNT}:key`;
const KEY_ID = "1b2c3d4e-0000-4000-8000-000000000000";
const nameless: Evasion[] = [
  ...documents(
    NAMELESS,
    "iam-no-decrypt-all-keys",
    ["all keys of a region", decrypts(`${KEYS}/*`), decrypts(`${KEYS}/${KEY_ID}`)],
    [
      "all keys by the first sign of their ids",
      decrypts("0123456789abcdefm".split("").map((sign) => `${KEYS}/${sign}*`)),
      decrypts(`${KEYS}/1b2c3d4e-*`),
    ],
    [
      "all keys of many regions",
      decrypts("arn:aws:kms:*:*:key/mrk-*"),
      decrypts("arn:aws:kms:*:*:key/mrk-1b2c3d4e00004000*"),
    ],
    [
      "whatever has an alias",
      decrypts("*", { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias*" } }),
      decrypts("*", { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/app*" } }),
    ],
    [
      "whatever has no alias either",
      decrypts("*", { "ForAllValues:StringEquals": { "kms:ResourceAliases": "alias/app" } }),
      decrypts("*", { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/app" } }),
    ],
    [
      "any key by way of a service",
      decrypts("*", { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }),
      decrypts(`arn:aws:kms:us-east-1:${ACCOUNT}:alias/*`),
    ],
  ),
  ...documents(
    NAMELESS,
    "iam-no-star-resource-when-restrictable",
    [
      "a bucket of any name",
      [allow("s3:GetObject", "arn:aws:s3:::?*/*")],
      [allow("s3:GetObject", "arn:aws:s3:::app-?*/*")],
    ],
    [
      "fields left out",
      [allow("dynamodb:GetItem", "arn:aws:dynamodb:*")],
      [allow("dynamodb:ListTables", "arn:aws:dynamodb:*")],
    ],
    [
      "any value of a tag",
      [allow("ec2:StopInstances", "*", tested({ StringLike: { "aws:ResourceTag/app": "?*" } }))],
      [allow("ec2:StopInstances", "*", tested({ StringLike: { "aws:ResourceTag/app": "web" } }))],
    ],
    [
      "the caller's tag for the resource's",
      [allow("ec2:StopInstances", "*", tested({ StringEquals: { "aws:PrincipalTag/a": "b" } }))],
      [allow("ec2:StopInstances", "*", tested({ StringEquals: { "aws:ResourceTag/a": "b" } }))],
    ],
    [
      "how it is stored for where",
      [
        allow(
          "s3:PutObject",
          "*",
          tested({ StringEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } }),
        ),
      ],
      [allow("s3:PutObject", "arn:aws:s3:::app/*")],
    ],
    [
      "an action without resources that covers others",
      [allow("ec2:*escribe*", "*"), allow("ecr:Get*", "*")],
      [allow("ec2:Describe*", "*"), allow("ecr:GetAuthorizationToken", "*")],
    ],
  ),
];

// Whom roles trust.

const trusts = (family: string, control: string, ...rows: readonly Row[]) =>
  tricks(family, control, (statements) => [role(...statements)], rows);
const FOREIGN_ROOT = `arn:aws:iam::${FOREIGN}:root`;
const CI = `arn:aws:iam::${FOREIGN}:role/ci`;
const STRANGER = "a stranger whom a role trusts";
const strangers: Evasion[] = [
  ...trusts(
    STRANGER,
    "iam-trust-no-wildcard-principal",
    ["a bare account id", [trust({ AWS: FOREIGN })], [trust({ AWS: ACCOUNT })]],
    [
      "the second in a list",
      [trust({ AWS: [APP, FOREIGN_ROOT] })],
      [trust({ AWS: [APP, iamArn("root")] })],
    ],
    [
      "a star under any kind",
      [trust({ Federated: "*" })],
      [trust({ Service: "ec2.amazonaws.com" })],
    ],
    [
      "everyone but one",
      [{ ...trust(APP), Principal: [], NotPrincipal: { AWS: FOREIGN } }],
      [{ ...trust({ AWS: FOREIGN }), Effect: "Deny" }],
    ],
    [
      "a root that a second pattern opens again",
      [trust({ AWS: FOREIGN_ROOT }, { ArnLike: { "aws:PrincipalArn": [APP, "*"] } })],
      [trust({ AWS: FOREIGN_ROOT }, { ArnLike: { "aws:PrincipalArn": [APP, CI] } })],
    ],
    [
      "roles of a foreign account by each first letter",
      [
        trust(
          { AWS: FOREIGN_ROOT },
          {
            ArnLike: {
              "aws:PrincipalArn": LETTERS.map((letter) => `arn:aws:iam::${FOREIGN}:*/${letter}*`),
            },
          },
        ),
      ],
      [trust({ AWS: FOREIGN_ROOT }, { ArnLike: { "aws:PrincipalArn": `${CI}-*` } })],
    ],
    [
      "an account that a condition names",
      [trust("*", { StringLike: { "AWS:principalaccount": FOREIGN } })],
      [trust("*", { StringLike: { "AWS:principalaccount": ACCOUNT } })],
    ],
    [
      "an id in place of a caller",
      [trust("*", { StringEquals: { "sts:ExternalId": "0f4c8a52" } })],
      [trust({ AWS: APP }, { StringEquals: { "sts:ExternalId": "0f4c8a52" } })],
    ],
    [
      "an organization that is denied to others only if they tell theirs",
      [
        trust("*"),
        {
          ...trust("*", {
            StringNotEquals: { "aws:PrincipalOrgID": "o-1" },
            Null: { "aws:PrincipalOrgID": "false" },
          }),
          Effect: "Deny",
        },
      ],
      [
        trust("*"),
        { ...trust("*", { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } }), Effect: "Deny" },
      ],
    ],
  ),
  ...trusts(STRANGER, "iam-no-notaction-allow", [
    "a trust that leaves out",
    [{ ...trust({ AWS: APP }), Action: [], NotAction: "sts:TagSession" }],
    [{ ...trust({ AWS: APP }), Effect: "Deny", Action: [], NotAction: "sts:TagSession" }],
  ]),
];

const DEPUTY = "a deputy without orders";
const ECS = { Service: "ecs-tasks.amazonaws.com" };
const fromArn = (arn: Value, test = "ArnLike") => [
  trust(ECS, { [test]: { "aws:SourceArn": arn } }),
];
const OWN_SOURCE = `arn:aws:ecs:us-east-1:${ACCOUNT}:*`;
const deputies: Evasion[] = [
  ...trusts(
    DEPUTY,
    "iam-trust-confused-deputy",
    ["a source of any account", fromArn("arn:aws:ecs:*:*:*"), fromArn(OWN_SOURCE)],
    [
      "an account that any text holds",
      fromArn(`arn:*:${ACCOUNT}:*`, "StringLike"),
      fromArn(`arn:aws:ecs:*:${ACCOUNT}:*`),
    ],
    [
      "a star that runs over fields",
      fromArn(`arn:*:*:*:${ACCOUNT}:*`, "StringLike"),
      fromArn(`arn:*:*:*:${ACCOUNT}:*`, "ArnEquals"),
    ],
    [
      "an account of twelve signs",
      [trust(ECS, { StringLike: { "aws:SourceAccount": "????????????" } })],
      [trust(ECS, { StringLike: { "aws:SourceAccount": ACCOUNT } })],
    ],
    [
      "an account, if one is told",
      [trust(ECS, { StringEqualsIfExists: { "aws:SourceAccount": ACCOUNT } })],
      [trust(ECS, { StringEqualsIgnoreCase: { "aws:SourceAccount": ACCOUNT } })],
    ],
    [
      "a regional name in capitals",
      [trust({ Service: ["ec2.amazonaws.com", "STATES.us-gov-west-1.amazonaws.com"] })],
      [trust({ Service: ["ec2.amazonaws.com"] })],
    ],
    [
      "a third party's session",
      [trust({ AWS: `arn:aws:sts::${FOREIGN}:assumed-role/ci/1` })],
      [
        trust(
          { AWS: `arn:aws:sts::${FOREIGN}:assumed-role/ci/1` },
          { StringEquals: { "sts:ExternalId": "0f4c8a52" } },
        ),
      ],
    ],
    [
      "an id of any text",
      [trust({ AWS: CI }, { StringLike: { "sts:ExternalId": ["0f4c8a52", "?*"] } })],
      [trust({ AWS: CI }, { StringLike: { "sts:ExternalId": ["0f4c8a52"] } })],
    ],
    [
      "an id, if there is one",
      [trust({ AWS: CI }, { StringEqualsIfExists: { "sts:ExternalId": "0f4c8a52" } })],
      [trust({ AWS: CI }, { StringEquals: { "STS:externalid": "0f4c8a52" } })],
    ],
  ),
];

const GUEST = "a guest with papers of his own";
const HOST = "token.actions.githubusercontent.com";
const guest = (sub: Value, test = "StringLike", more: Properties = {}) => [
  trust(
    { Federated: iamArn(`oidc-provider/${HOST}`) },
    {
      StringEquals: { [`${HOST}:aud`]: "sts.amazonaws.com" },
      ...(test === "" ? {} : { [test]: { [`${HOST}:sub`]: sub } }),
      ...more,
    },
  ),
];
const guests: Evasion[] = [
  ...trusts(
    GUEST,
    "iam-trust-oidc-scoped",
    ["any repository", guest("repo:*"), guest("repo:acme/app:*")],
    ["any repository of an owner", guest("repo:acme/*"), guest("repo:acme/app:ref:refs/tags/*")],
    [
      "an owner's name as the beginning of another's",
      guest("repo:acme*/app:ref:refs/heads/main"),
      guest("repo:acme/app:ref:refs/heads/main*"),
    ],
    [
      "one good and one open",
      guest(["repo:acme/app:*", "*:ref:refs/heads/main"]),
      guest(["repo:acme/app:*", "repo:acme/web:*"]),
    ],
    [
      "all values of no subject",
      guest("repo:acme/app:*", "ForAllValues:StringLike"),
      guest("repo:acme/app:*", "ForAnyValue:StringLike"),
    ],
    [
      "whoever is not somebody",
      guest("repo:evil/app:*", "StringNotLike"),
      guest("repo:acme/app:*"),
    ],
    [
      "who asked for it in place of who he is",
      guest("", "", { StringLike: { [`${HOST}:actor`]: "octocat" } }),
      guest("repo:acme/app:*"),
    ],
    [
      "an audience of any name",
      guest("repo:acme/app:*", "StringLike", {
        StringEquals: {},
        StringLikeIfExists: { [`${HOST}:aud`]: "sts.amazonaws.com" },
      }),
      guest("repo:acme/app:*"),
    ],
    [
      "any service account of a cluster",
      [
        trust(
          { Federated: iamArn("oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A1") },
          {
            StringLike: {
              "oidc.eks.us-east-1.amazonaws.com/id/A1:aud": "sts.amazonaws.com",
              "oidc.eks.us-east-1.amazonaws.com/id/A1:sub": "system:serviceaccount:*:*",
            },
          },
        ),
      ],
      [
        trust(
          { Federated: iamArn("oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A1") },
          {
            StringLike: {
              "oidc.eks.us-east-1.amazonaws.com/id/A1:aud": "sts.amazonaws.com",
              "oidc.eks.us-east-1.amazonaws.com/id/A1:sub": "system:serviceaccount:app:web",
            },
          },
        ),
      ],
    ],
    [
      "visitors who sign in or not",
      [
        trust(
          { Federated: "cognito-identity.amazonaws.com" },
          {
            StringEquals: { "cognito-identity.amazonaws.com:aud": "us-east-1:1" },
            "ForAnyValue:StringLike": {
              "cognito-identity.amazonaws.com:amr": ["authenticated", "unauthenticated"],
            },
          },
        ),
      ],
      [
        trust(
          { Federated: "cognito-identity.amazonaws.com" },
          {
            StringEquals: { "cognito-identity.amazonaws.com:aud": "us-east-1:1" },
            "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
          },
        ),
      ],
    ],
  ),
];

// Keys and secrets.

const keys = (control: string, ...rows: readonly Row[]) =>
  tricks(
    "a key that others may use",
    control,
    (statements) => compliantKey(keyPolicy(...statements)),
    rows,
  );
const ANYONE = { AWS: "*" };
const DECRYPT = ["kms:Decrypt", "kms:GenerateDataKey"];
const use = (Principal: Value, Condition?: Value, Action: Value = DECRYPT) =>
  grant("Use", Principal, Action, Condition === undefined ? {} : { Condition });
const VIA = { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } };
const callers = (account: string) => ({ StringEquals: { "kms:CallerAccount": account } });
const SNS = { Service: "sns.amazonaws.com" };
const owner = (account: Value, test = "StringEquals") => ({
  [test]: { "aws:SourceAccount": account },
});
const FOR_AWS = (value: Value) => ({ Bool: { "kms:GrantIsForAWSResource": value } });
const LOGS = { Service: "logs.us-east-1.amazonaws.com" };
const groups = (account: string) => ({
  ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:us-east-1:${account}:*` },
});
const keyUse: Evasion[] = [
  ...keys(
    "kms-policy-no-wildcard-principal",
    [
      "anyone by way of a service",
      [use(ANYONE, VIA)],
      [use(ANYONE, { ...VIA, StringLike: callers(ACCOUNT).StringEquals })],
    ],
    [
      "any account by its digits",
      [use(ANYONE, { StringLike: { "kms:CallerAccount": "11112222????" } })],
      [use(ANYONE, { StringLike: { "kms:CallerAccount": ACCOUNT } })],
    ],
    [
      "everyone but a role",
      [{ ...use([]), NotPrincipal: { AWS: roleArn("app") } }],
      [use({ AWS: roleArn("app") })],
    ],
  ),
  ...keys(
    "kms-policy-no-foreign-account",
    [
      "a bare id in a list",
      [use({ AWS: [roleArn("app"), FOREIGN] })],
      [use({ AWS: [roleArn("app"), ACCOUNT] })],
    ],
    [
      "an account that a condition lets in",
      [use(ANYONE, callers(FOREIGN))],
      [use(ANYONE, callers(ACCOUNT))],
    ],
    [
      "a foreign role that a condition lets in",
      [use(ANYONE, { ArnLike: { "aws:PrincipalArn": [roleArn("app"), CI] } })],
      [use(ANYONE, { ArnLike: { "aws:PrincipalArn": [roleArn("app"), roleArn("job")] } })],
    ],
    [
      "somebody whom only his id names",
      [use({ AWS: "AROAEXAMPLEEXAMPLE123" })],
      [use({ AWS: roleArn("app") })],
    ],
  ),
  ...keys(
    "kms-policy-service-bound",
    [
      "any account of the service's customers",
      [use(SNS, owner("*", "StringLike"))],
      [use(SNS, owner(ACCOUNT, "StringLike"))],
    ],
    ["another customer", [use(SNS, owner([ACCOUNT, FOREIGN]))], [use(SNS, owner(ACCOUNT))]],
    ["log groups of any account", [use(LOGS, groups("*"))], [use(LOGS, groups(ACCOUNT))]],
    [
      "a context of any value",
      [use(SNS, { StringLike: { "kms:EncryptionContext:app": "*" } })],
      [use(SNS, { StringLike: { "kms:EncryptionContext:app": "orders-*" } })],
    ],
    [
      "a publisher that may do all but a little",
      [
        {
          ...use({ Service: "events.amazonaws.com" }, FOR_AWS("true"), []),
          NotAction: "kms:DeleteAlias",
        },
      ],
      [use({ Service: "events.amazonaws.com" })],
    ],
    [
      "grants by what is left out",
      [{ ...use({ AWS: roleArn("app") }, undefined, []), NotAction: "kms:ScheduleKeyDeletion" }],
      [{ ...use({ AWS: roleArn("app") }, undefined, []), NotAction: ["kms:Create*", "kms:Put*"] }],
    ],
    [
      "grants for AWS or not",
      [use({ AWS: roleArn("app") }, FOR_AWS(["true", "false"]), "kms:*Grant")],
      [use({ AWS: roleArn("app") }, FOR_AWS(["true"]), "kms:*Grant")],
    ],
  ),
  ...keys(
    "kms-policy-separation-of-duties",
    [
      "two statements for one role",
      [
        use({ AWS: roleArn("admin") }, undefined, "kms:Put*"),
        use({ AWS: [roleArn("app"), roleArn("admin")] }, undefined, "kms:?ecrypt"),
      ],
      [
        use({ AWS: roleArn("admin") }, undefined, "kms:Put*"),
        use({ AWS: roleArn("app") }, undefined, "kms:?ecrypt"),
      ],
    ],
    [
      "the role and its session",
      [
        use({ AWS: roleArn("team/admin") }, undefined, ["kms:PutKeyPolicy"]),
        use({ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/admin/me` }),
      ],
      [
        use({ AWS: roleArn("team/admin") }, undefined, ["kms:PutKeyPolicy"]),
        use({ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/app/me` }),
      ],
    ],
    [
      "the role, and everyone of its account",
      [
        use({ AWS: roleArn("admin") }, undefined, ["kms:PutKeyPolicy"]),
        use(ANYONE, callers(ACCOUNT)),
      ],
      [
        use({ AWS: roleArn("admin") }, undefined, ["kms:PutKeyPolicy"]),
        use(ANYONE, { ...VIA, StringLike: callers(ACCOUNT).StringEquals }),
      ],
    ],
    [
      "what NotAction leaves",
      [{ ...use({ AWS: roleArn("admin") }, undefined, []), NotAction: "kms:Encrypt" }],
      [
        {
          ...use({ AWS: roleArn("admin") }, undefined, []),
          NotAction: ["kms:*crypt*", "kms:Generate*", "kms:Derive*", "kms:Sign"],
        },
      ],
    ],
  ),
  ...keys("kms-policy-explicit-no-lockout", [
    "an administrator whom a denial overrules",
    [{ ...use(ANYONE, undefined, "kms:Put*"), Effect: "Deny" }],
    [{ ...use(ANYONE, undefined, "kms:Encrypt"), Effect: "Deny" }],
  ]),
  ...tricks<Value>(
    "a key that others may use",
    "kms-policy-explicit-no-lockout",
    (value) => changed(compliantKey(), "key", "bypassPolicyLockoutSafetyCheck", value),
    [["the check is off in text", "true", "false"]],
  ),
  ...tricks<string>(
    "a key that others may use",
    "kms-policy-no-foreign-account",
    (principal) => [
      resource("aws:kms/grant:Grant", "grant", {
        keyId: KEY_ID,
        granteePrincipal: roleArn("app"),
        retiringPrincipal: principal,
        operations: ["Decrypt"],
      }),
    ],
    [["who may retire a grant", `arn:aws:sts::${FOREIGN}:assumed-role/ci/1`, roleArn("job")]],
  ),
  ...tricks<Properties>(
    "a key that others may use",
    "kms-rotation",
    (inputs) => [resource("aws:kms/key:Key", "key", inputs)],
    [
      [
        "a period in text",
        { enableKeyRotation: "true", rotationPeriodInDays: "2560" },
        { enableKeyRotation: "true", rotationPeriodInDays: "180" },
      ],
      [
        "a key store without a name",
        { enableKeyRotation: false, customKeyStoreId: "" },
        { enableKeyRotation: false, customKeyStoreId: "cks-1234567890abcdef0" },
      ],
    ],
  ),
  ...tricks<Statement>(
    "a secret that others may read",
    "secret-policy-not-public",
    (statement) => [
      resource("aws:secretsmanager/secretPolicy:SecretPolicy", "policy", {
        secretArn: "secret",
        blockPublicPolicy: "true",
        policy: { Statement: statement },
      }),
    ],
    [
      [
        "an account that a condition lets in",
        use(ANYONE, { StringEquals: { "aws:PrincipalAccount": FOREIGN } }),
        use(ANYONE, { StringEquals: { "aws:PrincipalAccount": ACCOUNT } }),
      ],
      [
        "everyone behind an address",
        use(ANYONE, { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }),
        use(ANYONE, { StringEquals: { "aws:SourceVpce": "vpce-0a1b2c3d" } }),
      ],
    ],
  ),
];

export const identityEvasions: readonly Evasion[] = [
  ...administrators,
  ...holes,
  ...escalations,
  ...passing,
  ...nameless,
  ...strangers,
  ...deputies,
  ...guests,
  ...keyUse,
];
