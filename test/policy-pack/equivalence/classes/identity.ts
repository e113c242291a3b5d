import type { PolicyResource, Value } from "../../../../policy-pack/engine/resource.ts";
import {
  allow,
  allBut,
  deny,
  iamArn,
  policy,
  type Statement,
} from "../../controls/iam/documents.ts";
import { role, trust } from "../../controls/iam/trusts.ts";
import { compliantKey, DELEGATION, grant, keyPolicy, role as roleArn } from "../../support/keys.ts";
import { ACCOUNT, document, FOREIGN, resource } from "../../support/resources.ts";
import type { Equivalence } from "../equivalence.ts";

type Stack = readonly PolicyResource[];

/** A form for each value, called by its JSON. */
function spelled(
  values: readonly Value[],
  build: (value: Value) => Stack,
): Readonly<Record<string, Stack>> {
  return Object.fromEntries(values.map((value) => [JSON.stringify(value), build(value)]));
}

const ADMIN = allow("*", "*");
const APP = iamArn("role/app");
const managed = (text: Value) => [resource("aws:iam/policy:Policy", "policy", { policy: text })];
const inlineOf = (kind: string) => {
  const type = `aws:iam/${kind}Policy:${kind.charAt(0).toUpperCase()}${kind.slice(1)}Policy`;
  return [resource(type, "inline", { policy: document(ADMIN) })];
};
const withInline = (inlinePolicies: Value) => [
  resource("aws:iam/role:Role", "role", { assumeRolePolicy: document(), inlinePolicies }),
];
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const to = (test: string, service: Value): Statement => ({
  Condition: { [test]: { "iam:PassedToService": service } },
});
const PASS = "iam:PassRole";
const TASKS = "ecs-tasks.amazonaws.com";

const permissions: Equivalence[] = [
  {
    control: "iam-no-admin-star",
    title: "all actions on all resources",
    outcome: "fail",
    forms: {
      "text of a list": managed(document(ADMIN)),
      "text of a lone statement": managed(JSON.stringify({ Statement: ADMIN })),
      "an object": managed({ Statement: [ADMIN] }),
      "lower case": managed(
        JSON.stringify({ statement: { effect: "Allow", action: "*", resource: "*" } }),
      ),
      "lists of one": [policy(allow(["*"], ["*"]))],
      "*:*": [policy(allow("*:*", "*"))],
      "nothing left out": [policy(allBut("none:None", "*"))],
      "no resource left out": [policy(allow("*", [], { NotResource: "arn:aws:s3:::none" }))],
      "two statements": [policy(allow(["?:*", "a*"], "*"), allow("*", "arn:*"))],
      "of a role": inlineOf("role"),
      "of a user": inlineOf("user"),
      "of a group": inlineOf("group"),
      "a role's own": withInline([{ name: "admin", policy: document(ADMIN) }]),
      "a role's own, alone": withInline({ name: "admin", policy: document(ADMIN) }),
    },
  },
  {
    control: "iam-no-admin-star",
    title: "nothing of all is left",
    outcome: "pass",
    forms: {
      "denied by a star": [policy(ADMIN, deny("*", "*"))],
      "denied by what is left out": [policy(ADMIN, deny([], "*", { NotAction: "none:None" }))],
      "denied before": [policy(deny(["*"], ["*"]), ADMIN)],
      "all left out": [policy(allBut("*", "*"))],
    },
  },
  {
    control: "iam-no-aws-admin-managed-policy",
    title: "AWS's administrator",
    outcome: "fail",
    forms: {
      "a role's own list": [
        resource("aws:iam/role:Role", "it", { managedPolicyArns: [ADMINISTRATOR] }),
      ],
      ...Object.fromEntries(
        ["role", "user", "group"].flatMap((kind) => {
          const type = `aws:iam/${kind}PolicyAttachment:${kind.charAt(0).toUpperCase()}${kind.slice(1)}PolicyAttachment`;
          const lone = resource(type, "it", { [kind]: "app", policyArn: ADMINISTRATOR });
          const all = type.replaceAll("Attachment", "AttachmentsExclusive");
          const exclusive = resource(all, "it", {
            [`${kind}Name`]: "app",
            policyArns: [ADMINISTRATOR],
          });
          return [
            [`to a ${kind}`, [lone]],
            [`to a ${kind} and no others`, [exclusive]],
          ] as const;
        }),
      ),
      "to several": [
        resource("aws:iam/policyAttachment:PolicyAttachment", "it", {
          roles: ["app"],
          policyArn: ADMINISTRATOR,
        }),
      ],
    },
  },
  {
    control: "iam-no-notaction-allow",
    title: "an Allow of what is left out",
    outcome: "fail",
    forms: {
      actions: [policy(allBut("iam:*", "*"))],
      "actions in a list": [policy(allBut(["iam:*"], "*"))],
      resources: [policy(allow("s3:GetObject", [], { NotResource: "arn:aws:s3:::a" }))],
      principals: [role({ ...trust([]), NotPrincipal: { AWS: ACCOUNT } })],
    },
  },
  {
    control: "iam-no-service-wildcard",
    title: "all of S3",
    outcome: "fail",
    forms: spelled(
      ["s3:*", ["s3:*"], "S3:*", "s3:**", "s3:?*", "s3:*?", ["s3:Get*", "s3:*"]],
      (Action) => [policy(allow(Action, "arn:aws:s3:::app/*"))],
    ),
  },
  {
    control: "iam-no-decrypt-all-keys",
    title: "any key decrypts",
    outcome: "fail",
    forms: {
      ...spelled(
        ["kms:Decrypt", "KMS:decrypt", "kms:D*", "kms:?ecrypt", "k*:*", "kms:ReEncryptFrom"],
        (Action) => [policy(allow(Action, "*"))],
      ),
      ...spelled(
        ["arn:aws:kms:*:*:key/*", `arn:aws:kms:us-east-1:${ACCOUNT}:*`, "arn:*", "arn:aws:kms:*"],
        (Resource) => [policy(allow("kms:Decrypt", Resource))],
      ),
    },
  },
  {
    control: "iam-no-decrypt-all-keys",
    title: "keys of one alias",
    outcome: "pass",
    forms: Object.fromEntries(
      ["ForAnyValue:StringEquals", "foranyvalue:stringlike", "StringEquals"].map((test) => [
        test,
        [
          policy(
            allow("kms:Decrypt", "*", {
              Condition: { [test]: { "KMS:resourceAliases": ["alias/app"] } },
            }),
          ),
        ],
      ]),
    ),
  },
  {
    control: "iam-passrole-scoped",
    title: "one role to one service",
    outcome: "pass",
    forms: {
      "allowed so": [policy(allow(PASS, APP, to("StringEquals", TASKS)))],
      "in a list": [policy(allow([PASS], [APP], to("StringLike", [TASKS])))],
      "in other letters": [
        policy(
          allow("IAM:passrole", APP, {
            Condition: { stringequals: { "IAM:passedtoservice": TASKS } },
          }),
        ),
      ],
      "denied to others": [policy(allow(PASS, APP), deny(PASS, "*", to("StringNotEquals", TASKS)))],
      "denied to others and to none": [
        policy(allow(PASS, APP), deny("iam:*", "*", to("StringNotEqualsIfExists", TASKS))),
      ],
      "other roles denied": [
        policy(allow(PASS, "*", to("StringEquals", TASKS)), deny(PASS, [], { NotResource: APP })),
      ],
    },
  },
  {
    control: "iam-privesc-single-document",
    title: "versions of any policy",
    outcome: "fail",
    forms: {
      ...spelled(
        ["iam:CreatePolicyVersion", "iam:Create*", "IAM:*policyversion", ["iam:Get*", "iam:C*"]],
        (Action) => [policy(allow(Action, "*"))],
      ),
      ...spelled(
        [iamArn("policy/*"), "arn:aws:iam::*:policy/*", iamArn("*"), "arn:aws:iam:*"],
        (Resource) => [policy(allow("iam:CreatePolicyVersion", Resource))],
      ),
      "what is left": [policy(allBut(["s3:*", "iam:Delete*"], "*"))],
    },
  },
];

const FOREIGN_ROOT = `arn:aws:iam::${FOREIGN}:root`;
const ECS = { Service: TASKS };
const source = (test: string, key: string, value: Value) => [
  role(trust(ECS, { [test]: { [key]: value } })),
];
const HOST = "token.actions.githubusercontent.com";
const SUBJECT = "repo:acme/app:ref:refs/heads/main";
const guest = (Condition: Value) => [
  role(trust({ Federated: iamArn(`oidc-provider/${HOST}`) }, Condition)),
];

const trusts: Equivalence[] = [
  {
    control: "iam-trust-no-wildcard-principal",
    title: "everyone becomes the role",
    outcome: "fail",
    forms: {
      ...spelled(["*", { AWS: "*" }, { AWS: ["*"] }, { "*": "*" }, ["*"]], (Principal) => [
        role(trust(Principal)),
      ]),
      "an object": [
        resource("aws:iam/role:Role", "role", { assumeRolePolicy: { Statement: trust("*") } }),
      ],
    },
  },
  {
    control: "iam-trust-no-wildcard-principal",
    title: "a whole foreign account",
    outcome: "fail",
    forms: {
      ...spelled([FOREIGN, FOREIGN_ROOT, [FOREIGN], [APP, FOREIGN_ROOT]], (AWS) => [
        role(trust({ AWS })),
      ]),
      "by its principals' account": [
        role(trust("*", { StringEquals: { "aws:PrincipalAccount": FOREIGN } })),
      ],
      "by its principals' ARNs": [
        role(trust("*", { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${FOREIGN}:*` } })),
      ],
    },
  },
  {
    control: "iam-trust-confused-deputy",
    title: "a service on behalf of this account",
    outcome: "pass",
    forms: {
      account: source("StringEquals", "aws:SourceAccount", ACCOUNT),
      "account in a list": source("StringLike", "AWS:sourceaccount", [ACCOUNT]),
      "account that any value has": source(
        "ForAnyValue:StringEquals",
        "aws:SourceAccount",
        ACCOUNT,
      ),
      source: source("ArnLike", "aws:SourceArn", `arn:aws:ecs:us-east-1:${ACCOUNT}:*`),
      "source of any region": source("ArnEquals", "aws:SourceArn", `arn:aws:ecs:*:${ACCOUNT}:*`),
      "denied to others": [
        role(trust(ECS), {
          ...trust("*", { StringNotEquals: { "aws:SourceAccount": ACCOUNT } }),
          Effect: "Deny",
        }),
      ],
    },
  },
  {
    control: "iam-trust-oidc-scoped",
    title: "one branch of one repository",
    outcome: "pass",
    forms: {
      "one test": guest({
        StringEquals: { [`${HOST}:aud`]: "sts.amazonaws.com", [`${HOST}:sub`]: SUBJECT },
      }),
      "two tests": guest({
        StringEquals: { [`${HOST}:aud`]: "sts.amazonaws.com" },
        StringLike: { [`${HOST}:sub`]: [SUBJECT] },
      }),
      "in other letters": guest({
        stringequals: { [`${HOST}:AUD`]: ["sts.amazonaws.com"], [`${HOST}:Sub`]: SUBJECT },
      }),
    },
  },
];

const USES = ["kms:Decrypt"];
const SNS = { Service: "sns.amazonaws.com" };
const anyone = grant("Use", "*", USES);
const split = (text: Value) => [
  resource("aws:kms/key:Key", "key", { enableKeyRotation: true }),
  resource("aws:kms/keyPolicy:KeyPolicy", "split", { keyId: "key", policy: text }),
];
const ADMINISTER = ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"];
const both = roleArn("both");

const keys: Equivalence[] = [
  {
    control: "kms-policy-no-wildcard-principal",
    title: "everyone decrypts",
    outcome: "fail",
    forms: {
      inline: compliantKey(keyPolicy(anyone)),
      split: split(keyPolicy(anyone)),
      "split, an object": split({ Statement: [DELEGATION, anyone] }),
      "by kind": compliantKey(keyPolicy({ ...anyone, Principal: { AWS: ["*"] } })),
      "but one": compliantKey(
        keyPolicy({ ...anyone, Principal: [], NotPrincipal: { AWS: roleArn("app") } }),
      ),
    },
  },
  {
    control: "kms-policy-no-foreign-account",
    title: "a foreign account decrypts",
    outcome: "fail",
    forms: {
      ...spelled(
        [FOREIGN, FOREIGN_ROOT, [roleArn("app"), `arn:aws:iam::${FOREIGN}:role/ci`]],
        (AWS) => compliantKey(keyPolicy(grant("Use", { AWS }, USES))),
      ),
      "by condition": compliantKey(
        keyPolicy({ ...anyone, Condition: { StringEquals: { "kms:CallerAccount": FOREIGN } } }),
      ),
      split: split(keyPolicy(grant("Use", { AWS: FOREIGN }, USES))),
      "by grant": [
        resource("aws:kms/grant:Grant", "grant", {
          keyId: "key",
          granteePrincipal: `arn:aws:iam::${FOREIGN}:role/ci`,
          operations: ["Decrypt"],
        }),
      ],
    },
  },
  {
    control: "kms-policy-service-bound",
    title: "a service for this account",
    outcome: "pass",
    forms: Object.fromEntries(
      [
        ["StringEquals", "aws:SourceAccount", ACCOUNT],
        ["StringLike", "AWS:sourceAccount", [ACCOUNT]],
        ["ArnLike", "aws:SourceArn", `arn:aws:sns:us-east-1:${ACCOUNT}:*`],
        ["ForAnyValue:StringEquals", "aws:SourceAccount", ACCOUNT],
      ].map(([test, key, value]) => [
        `${String(test)} ${String(key)}`,
        compliantKey(
          keyPolicy(
            grant("Use", SNS, USES, {
              Condition: { [String(test)]: { [String(key)]: value ?? "" } },
            }),
          ),
        ),
      ]),
    ),
  },
  {
    control: "kms-policy-separation-of-duties",
    title: "one role for both duties",
    outcome: "fail",
    forms: {
      "one statement": compliantKey(
        keyPolicy(grant("Both", { AWS: both }, [...ADMINISTER, ...USES])),
      ),
      "all actions": compliantKey(keyPolicy(grant("Both", { AWS: [both] }, "kms:*"))),
      "two statements": compliantKey(
        keyPolicy(grant("A", { AWS: both }, ADMINISTER), grant("B", { AWS: both }, USES)),
      ),
      "what is left": compliantKey(
        keyPolicy({ ...grant("Both", { AWS: both }, []), NotAction: "kms:DeleteAlias" }),
      ),
      split: split(keyPolicy(grant("Both", { AWS: both }, "KMS:*"))),
    },
  },
];

export const identityEquivalences: readonly Equivalence[] = [...permissions, ...trusts, ...keys];
