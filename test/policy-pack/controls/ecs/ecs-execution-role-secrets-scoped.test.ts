import assert from "node:assert/strict";

import { ecsExecutionRoleSecretsScoped } from "../../../../policy-pack/controls/ecs/ecs-execution-role-secrets-scoped.ts";
import {
  type PolicyResource,
  UNKNOWN,
  type Value,
} from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, changed, document, resource } from "../../support/resources.ts";
import { container, task, text } from "./tasks.ts";

const HERE = `us-east-1:${ACCOUNT}`;
const SECRET = `arn:aws:secretsmanager:${HERE}:secret:/dev/app/jwt`;
const PARAMETER = `arn:aws:ssm:${HERE}:parameter/dev/app/flag`;
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/app-start`;
const CONTROL = ecsExecutionRoleSecretsScoped;

const allow = (Sid: string, Action: Value, Resource: Value, more = {}) => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const readSecret = (Resource: Value = `${SECRET}-??????`) =>
  allow("Secrets", "secretsmanager:GetSecretValue", Resource);
const readParameter = (Resource: Value = PARAMETER) =>
  allow("Parameters", "ssm:GetParameters", Resource);
const decrypt = (Condition?: Value, Resource: Value = `arn:aws:kms:${HERE}:key/*`) =>
  allow("Key", ["kms:Decrypt"], Resource, Condition === undefined ? {} : { Condition });
const BY_ALIAS = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/rampart-dev" } };

const policy = (...statements: Value[]) => document(...statements);
const usual = policy(readSecret(), readParameter(), decrypt(BY_ALIAS));
const stack = (...more: PolicyResource[]) => [
  ...task({
    executionRoleArn: ROLE_ARN,
    containerDefinitions: text(
      container({
        secrets: [{ name: "JWT", valueFrom: `${SECRET}-AbCdEf:key::` }],
        logConfiguration: {
          logDriver: "splunk",
          secretOptions: [{ name: "splunk-token", valueFrom: "/dev/app/flag" }],
        },
      }),
    ),
  }),
  resource("aws:iam/role:Role", "role", { name: "app-start" }),
  resource("aws:iam/rolePolicy:RolePolicy", "policy", { role: "app-start", policy: usual }),
  ...more,
];
const of = "policy";
const path = "policy";
const wide = (pattern: string, sid = "Secrets") =>
  `Statement ${sid} reads ${pattern}, which the task does not name`;
const UNREADABLE = `The execution role may not read ${SECRET}-AbCdEf:key::`;
const fails = (title: string, statements: Value[], ...messages: string[]) => ({
  title,
  of,
  path,
  value: policy(...statements),
  messages,
});

describe("ecs-execution-role-secrets-scoped", () => {
  itBehaves({
    control: CONTROL,
    compliant: stack(),
    subject: "task",
    fails: [
      fails("it reads all secrets", [readSecret("*"), readParameter()], wide("*")),
      fails(
        "it reads all secrets below a path",
        [readSecret(`arn:aws:secretsmanager:${HERE}:secret:/dev/*`), readParameter()],
        wide(`arn:aws:secretsmanager:${HERE}:secret:/dev/*`),
      ),
      fails(
        "names that are longer match too",
        [readSecret(`${SECRET}-*`), readParameter()],
        wide(`${SECRET}-*`),
      ),
      fails(
        "it reads another secret beside its own",
        [readSecret([`${SECRET}-??????`, `${SECRET}2-??????`]), readParameter()],
        wide(`${SECRET}2-??????`),
      ),
      fails(
        "it may do anything with secrets",
        [allow("Secrets", "secretsmanager:*", "*"), readParameter()],
        wide("*"),
      ),
      fails(
        "it may do all but delete",
        [
          {
            Sid: "Secrets",
            Effect: "Allow",
            NotAction: "secretsmanager:DeleteSecret",
            Resource: "*",
          },
        ],
        wide("*"),
        "Statement Secrets decrypts with any key",
      ),
      fails(
        "it reads all but one",
        [
          {
            Sid: "Secrets",
            Effect: "Allow",
            Action: "secretsmanager:GetSecretValue",
            NotResource: `${SECRET}2-??????`,
          },
          readParameter(),
        ],
        wide("*"),
      ),
      fails(
        "it reads all parameters",
        [readSecret(), readParameter(`arn:aws:ssm:${HERE}:parameter/*`)],
        wide(`arn:aws:ssm:${HERE}:parameter/*`, "Parameters"),
      ),
      fails(
        "it reads a path of parameters",
        [
          readSecret(),
          readParameter(),
          allow("Path", "ssm:GetParametersByPath", `arn:aws:ssm:${HERE}:parameter/dev`),
        ],
        wide(`arn:aws:ssm:${HERE}:parameter/dev`, "Path"),
      ),
      fails(
        "it decrypts with any key",
        [readSecret(), readParameter(), decrypt()],
        "Statement Key decrypts with any key",
      ),
      fails(
        "it decrypts with any alias",
        [
          readSecret(),
          readParameter(),
          decrypt({ "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/*" } }),
        ],
        "Statement Key decrypts with any key",
      ),
      fails(
        "it decrypts with one key and with any",
        [
          readSecret(),
          readParameter(),
          decrypt(undefined, [`arn:aws:kms:${HERE}:key/1234`, `arn:aws:kms:${HERE}:key/*`]),
        ],
        "Statement Key decrypts with any key",
      ),
      fails(
        "it decrypts with one alias and with any",
        [
          readSecret(),
          readParameter(),
          decrypt({
            "ForAnyValue:StringLike": { "kms:ResourceAliases": ["alias/rampart-dev", "alias/*"] },
          }),
        ],
        "Statement Key decrypts with any key",
      ),
      fails(
        "a pattern runs over all fields of an ARN",
        [readSecret("arn:aws:secretsmanager:*"), readParameter()],
        wide("arn:aws:secretsmanager:*"),
      ),
      fails("it may not read the secret", [readParameter()], UNREADABLE),
      fails(
        "it reads another secret alone",
        [readSecret(`${SECRET}2-??????`), readParameter()],
        wide(`${SECRET}2-??????`),
        UNREADABLE,
      ),
      fails(
        "it is denied the secret",
        [{ ...readSecret(), Effect: "Deny" }, readParameter()],
        UNREADABLE,
      ),
      fails(
        "it may describe the secret alone",
        [allow("Secrets", "secretsmanager:DescribeSecret", `${SECRET}-??????`), readParameter()],
        UNREADABLE,
      ),
      fails(
        "it may not read the parameter",
        [readSecret()],
        "The execution role may not read /dev/app/flag",
      ),
      {
        title: "the task names no role",
        path: "executionRoleArn",
        messages: ["The task names secrets but no role that reads them"],
      },
      {
        title: "an inline policy of the role reads all",
        of: "role",
        path: "inlinePolicies",
        value: [{ name: "more", policy: policy(readSecret("*")) }],
        messages: [wide("*")],
      },
      {
        title: "the role has a policy of AWS's that reads all",
        of: "role",
        path: "managedPolicyArns",
        value: ["arn:aws:iam::aws:policy/SecretsManagerReadWrite"],
        messages: ["The execution role has SecretsManagerReadWrite, which is made for other work"],
      },
    ],
    accepts: [
      {
        title: "exact ARNs and an exact key",
        of,
        path,
        value: policy(
          readSecret(`${SECRET}-AbCdEf`),
          readParameter(),
          decrypt(undefined, `arn:aws:kms:${HERE}:key/1234`),
        ),
      },
      {
        title: "a policy as an object",
        of,
        path,
        value: { Statement: [readSecret(), readParameter()] },
      },
      {
        title: "wide statements that are about other things",
        of,
        path,
        value: policy(
          readSecret(),
          readParameter(),
          allow("Log", "logs:PutLogEvents", "*"),
          allow("Files", "*", "arn:aws:s3:::files/*"),
          allow("Buckets", "*", "arn:aws:s3:::*"),
          { ...readSecret("*"), Effect: "Deny" },
        ),
      },
      {
        title: "the policy that AWS made for this",
        of: "role",
        path: "managedPolicyArns",
        value: ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"],
      },
    ],
  });

  const attached = (policyArn: Value, propertyDependencies = {}) =>
    resource(
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "attachment",
      { role: "app-start", policyArn },
      { propertyDependencies },
    );
  const managed = resource("aws:iam/policy:Policy", "managed", {
    policy: policy(readSecret("*")),
  });

  it("sees attached policies, also those whose ARN nobody knows yet", () => {
    const unknown = attached(UNKNOWN, { policyArn: [managed.urn] });
    const known = attached(`arn:aws:iam::${ACCOUNT}:policy/x`, { policyArn: [managed.urn] });
    for (const attachment of [unknown, known]) {
      const found = judged(CONTROL, stack(managed, attachment), "task");
      assert.deepEqual(said(found), [wide("*")]);
    }
  });

  it("weighs each attached policy by itself: of this stack, of AWS's, or foreign", () => {
    const harmless = policy(allow("Log", "logs:PutLogEvents", "*"));
    const ask = (policyArns: Value, name = "log") =>
      judged(
        CONTROL,
        stack(
          resource("aws:iam/policy:Policy", "managed", { name, policy: harmless }),
          resource(
            "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
            "attachments",
            { roleName: "app-start", policyArns },
            { propertyDependencies: { policyArns: [managed.urn] } },
          ),
        ),
        "task",
      );
    const own = `arn:aws:iam::${ACCOUNT}:policy/path/log`;
    const foreign = `arn:aws:iam::${ACCOUNT}:policy/elsewhere`;
    const pulling = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly";
    assert.equal(said(ask([own])), "pass");
    assert.equal(said(ask([own], "another-name")), "pass");
    assert.equal(said(ask([pulling, own], "another-name")), "pass");
    assert.deepEqual(
      ask([foreign, own]).undecided.map(({ property }) => property),
      ["attachments: policyArns[0]"],
    );
    assert.equal(said(ask(UNKNOWN)), "undecided");
  });

  it("reads nothing by a policy of AWS's that is made for starting tasks", () => {
    const ask = (name: string) =>
      said(
        judged(
          CONTROL,
          changed(changed(stack(), "policy", "policy", policy()), "role", "managedPolicyArns", [
            `arn:aws:iam::aws:policy/${name}`,
          ]),
          "task",
        ),
      );
    assert.deepEqual(ask("service-role/AmazonECSTaskExecutionRolePolicy"), [
      UNREADABLE,
      "The execution role may not read /dev/app/flag",
    ]);
    assert.deepEqual(ask("SecretsManagerReadWrite"), [
      "The execution role has SecretsManagerReadWrite, which is made for other work",
    ]);
  });

  it("knows all ways to name a secret or a parameter", () => {
    const ask = (valueFrom: string, statement: Value) =>
      said(
        judged(
          CONTROL,
          changed(
            changed(stack(), "policy", "policy", policy(statement)),
            "task",
            "containerDefinitions",
            text(container({ secrets: [{ name: "JWT", valueFrom }] })),
          ),
          "task",
        ),
      );
    assert.equal(ask(SECRET, readSecret()), "pass");
    const dashed = `arn:aws:secretsmanager:${HERE}:secret:app-secret`;
    assert.equal(ask(`${dashed}-AbCdEf`, readSecret(`${dashed}-??????`)), "pass");
    assert.equal(ask(PARAMETER, readParameter()), "pass");
    assert.equal(ask("dev/app/flag", readParameter()), "pass");
  });

  it("is undecided about a policy or a role of another stack", () => {
    for (const arn of [UNKNOWN, `arn:aws:iam::${ACCOUNT}:policy/elsewhere`]) {
      assert.equal(said(judged(CONTROL, stack(attached(arn)), "task")), "undecided");
    }
    const away = changed(stack(), "task", "executionRoleArn", `${ROLE_ARN}-2`);
    assert.equal(said(judged(CONTROL, away, "task")), "undecided");
  });

  it("fails for a wide policy though the secrets are unknown", () => {
    const unknown = changed(stack(), "task", "containerDefinitions", UNKNOWN);
    assert.equal(said(judged(CONTROL, unknown, "task")), "undecided");
    const plain = changed(unknown, "policy", "policy", policy(decrypt()));
    assert.deepEqual(said(judged(CONTROL, plain, "task")), ["Statement Key decrypts with any key"]);
  });

  it("does not concern a task without secrets and role", () => {
    assert.equal(said(judged(CONTROL, task(), "task")), "notApplicable");
  });

  it("knows the credentials of a registry and of a file system", () => {
    const asking = task({
      containerDefinitions: text(
        container({ repositoryCredentials: { credentialsParameter: `${SECRET}-AbCdEf` } }),
      ),
      volumes: [
        {
          name: "share",
          fsxWindowsFileServerVolumeConfiguration: {
            authorizationConfig: { credentialsParameter: `${SECRET}-AbCdEf` },
          },
        },
      ],
      executionRoleArn: ROLE_ARN,
    });
    const rights = resource("aws:iam/rolePolicy:RolePolicy", "policy", {
      role: "app-start",
      policy: policy(),
    });
    const role = resource("aws:iam/role:Role", "role", { name: "app-start" });
    assert.deepEqual(said(judged(CONTROL, [...asking, role, rights], "task")), [
      `The execution role may not read ${SECRET}-AbCdEf`,
      `The execution role may not read ${SECRET}-AbCdEf`,
    ]);
  });

  for (const [title, valueFrom] of [
    ["a password", "hunter2-hunter2"],
    ["a key with slashes", "/wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    ["a password that begins like a path", "/hunter2hunter2"],
  ] as const) {
    it(`does not show ${title} that stands where it should be named`, () => {
      const definitions = text(container({ secrets: [{ name: "JWT", valueFrom }] }));
      const judgement = judged(
        CONTROL,
        changed(
          changed(stack(), "task", "containerDefinitions", definitions),
          "policy",
          "policy",
          policy(decrypt(BY_ALIAS)),
        ),
        "task",
      );
      assert.deepEqual(said(judgement), [
        "The execution role may not read what a container names as its secret",
      ]);
    });
  }
});
