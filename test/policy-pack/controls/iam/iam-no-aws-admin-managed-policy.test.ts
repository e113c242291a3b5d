import assert from "node:assert/strict";

import { iamNoAwsAdminManagedPolicy } from "../../../../policy-pack/controls/iam/iam-no-aws-admin-managed-policy.ts";
import { type Properties, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";
import { iamArn } from "./documents.ts";

const aws = (path: string, partition = "aws") => `arn:${partition}:iam::aws:policy/${path}`;
const attached = (name: string) => [`AWS's policy ${name} is attached`];
const ADMIN = aws("AdministratorAccess");

describe("iam-no-aws-admin-managed-policy", () => {
  itBehaves({
    control: iamNoAwsAdminManagedPolicy,
    compliant: [
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attachment", {
        role: "app",
        policyArn: aws("service-role/AmazonRDSEnhancedMonitoringRole"),
      }),
    ],
    subject: "attachment",
    fails: [
      ...[
        "AdministratorAccess",
        "AdministratorAccess-Amplify",
        "PowerUserAccess",
        "IAMFullAccess",
        "AmazonS3FullAccess",
        "AWSLambda_FullAccess",
        "AmazonEC2FullAccessV2",
      ].map((name) => ({
        title: `it is ${name}`,
        path: "policyArn",
        value: aws(name),
        messages: attached(name),
      })),
      {
        title: "it has a path",
        path: "policyArn",
        value: aws("service-role/AWSBackupFullAccess"),
        messages: attached("AWSBackupFullAccess"),
      },
      {
        title: "it is China's",
        path: "policyArn",
        value: aws("AdministratorAccess", "aws-cn"),
        messages: attached("AdministratorAccess"),
      },
    ],
    accepts: [
      { title: "reading", path: "policyArn", value: aws("ReadOnlyAccess") },
      {
        title: "one's own of the same name",
        path: "policyArn",
        value: iamArn("policy/AdministratorAccess"),
      },
    ],
  });

  const ask = (type: string, inputs: Properties, parameters = {}) => {
    const settings = { parameters: { [iamNoAwsAdminManagedPolicy.id]: parameters } };
    const one = resource(`aws:iam/${type}`, "one", inputs);
    return said(judged(iamNoAwsAdminManagedPolicy, [one], "one", settings));
  };

  it("sees every way to attach one", () => {
    const ways: readonly (readonly [string, string])[] = [
      ["rolePolicyAttachment:RolePolicyAttachment", "policyArn"],
      ["userPolicyAttachment:UserPolicyAttachment", "policyArn"],
      ["groupPolicyAttachment:GroupPolicyAttachment", "policyArn"],
      ["policyAttachment:PolicyAttachment", "policyArn"],
      ["rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "policyArns"],
      ["userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", "policyArns"],
      ["groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive", "policyArns"],
      ["role:Role", "managedPolicyArns"],
    ];
    const answers = ways.map(([type, property]) =>
      ask(type, { [property]: property === "policyArn" ? ADMIN : [iamArn("policy/app"), ADMIN] }),
    );
    assert.deepEqual(
      answers,
      ways.map(() => attached("AdministratorAccess")),
    );
    assert.equal(ask("role:Role", { permissionsBoundary: ADMIN }), "pass");
  });

  it("takes an unknown ARN for one's own where it comes from a policy of the stack", () => {
    const origin = "urn:pulumi:dev::rampart::aws:iam/policy:Policy::app";
    const one = resource("aws:iam/role:Role", "one", { managedPolicyArns: [UNKNOWN] });
    const known = { ...one, propertyDependencies: { managedPolicyArns: [origin] } };
    const mixed = { ...one, propertyDependencies: { managedPolicyArns: [origin, one.urn] } };
    const answers = [one, known, mixed].map((role) =>
      said(judged(iamNoAwsAdminManagedPolicy, [role], "one")),
    );
    assert.deepEqual(answers, ["undecided", "pass", "undecided"]);
  });

  it("lets groups of administrators have one, and nobody else beside them", () => {
    const parameters = { administrators: ["*-group-admin"] };
    const on = (inputs: Properties) =>
      ask("policyAttachment:PolicyAttachment", { policyArn: ADMIN, ...inputs }, parameters);
    const refused = attached("AdministratorAccess");
    assert.equal(on({ groups: ["dev-group-admin"] }), "pass");
    assert.deepEqual(on({ groups: ["dev-group-admin", "dev-group-all"] }), refused);
    assert.deepEqual(on({ groups: ["dev-group-admin", {}] }), refused);
    assert.deepEqual(on({ groups: ["dev-group-admin"], users: ["ann"] }), refused);
    assert.deepEqual(on({ roles: ["dev-group-admin"] }), refused);
    assert.deepEqual(on({}), refused);
    assert.equal(
      ask(
        "groupPolicyAttachment:GroupPolicyAttachment",
        { policyArn: ADMIN, group: "x-group-admin" },
        parameters,
      ),
      "pass",
    );
    assert.equal(on({ groups: [UNKNOWN] }), "undecided");
  });

  it("lets roles for emergencies have one, and no other role", () => {
    const parameters = { emergencyRoles: ["*-role-break-glass"] };
    const refused = attached("AdministratorAccess");
    const role = (name: string) =>
      ask(
        "rolePolicyAttachment:RolePolicyAttachment",
        { policyArn: ADMIN, role: name },
        parameters,
      );
    assert.equal(role("dev-role-break-glass"), "pass");
    assert.deepEqual(role("dev-role-app"), refused);
    const on = (inputs: Properties, more = {}) =>
      ask(
        "policyAttachment:PolicyAttachment",
        { policyArn: ADMIN, ...inputs },
        { ...parameters, ...more },
      );
    assert.equal(on({ roles: ["dev-role-break-glass"] }), "pass");
    assert.deepEqual(on({ roles: ["dev-role-break-glass"], groups: ["dev-group-admin"] }), refused);
    assert.equal(
      on(
        { roles: ["dev-role-break-glass"], groups: ["dev-group-admin"] },
        { administrators: ["*-group-admin"] },
      ),
      "pass",
    );
    // A group may be called like a role.
    assert.deepEqual(on({ groups: ["dev-role-break-glass"] }), refused);
    // What a role states of itself has no name that is known to be its own.
    assert.deepEqual(
      ask("role:Role", { name: "dev-role-break-glass", managedPolicyArns: [ADMIN] }, parameters),
      refused,
    );
  });
});
