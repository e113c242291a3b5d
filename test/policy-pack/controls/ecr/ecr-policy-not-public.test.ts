import assert from "node:assert/strict";

import { ecrPolicyNotPublic } from "../../../../policy-pack/controls/ecr/ecr-policy-not-public.ts";
import type { Properties, Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { document, FOREIGN, resource } from "../../support/resources.ts";

const ROLE = "arn:aws:iam::111122223333:role/app";
const EVERYONE = "Statement Pull admits everyone";

const statement = (more: { readonly [key: string]: Value }) => ({
  Sid: "Pull",
  Effect: "Allow",
  Action: "ecr:BatchGetImage",
  ...more,
});
const allow = (Principal: Value, Condition?: Value) =>
  document(statement({ Principal, ...(Condition === undefined ? {} : { Condition }) }));
const when = (operator: string, key: string, value: Value) => ({ [operator]: { [key]: value } });

describe("ecr-policy-not-public", () => {
  itBehaves({
    control: ecrPolicyNotPublic,
    compliant: [
      resource("aws:ecr/repositoryPolicy:RepositoryPolicy", "policy", {
        repository: "rampart-dev-ecr-api",
        policy: allow({ AWS: ROLE }),
      }),
    ],
    subject: "policy",
    fails: [
      { title: "everyone may pull", path: "policy", value: allow("*"), messages: [EVERYONE] },
      {
        title: "every account may",
        path: "policy",
        value: allow({ AWS: "*" }),
        messages: [EVERYONE],
      },
      {
        title: "everyone is one of several",
        path: "policy",
        value: allow({ AWS: [ROLE, "*"] }),
        messages: [EVERYONE],
      },
      {
        title: "any role of any account may",
        path: "policy",
        value: allow({ AWS: "arn:aws:iam::*:root" }),
        messages: [EVERYONE],
      },
      {
        title: "all but one may",
        path: "policy",
        value: document(statement({ NotPrincipal: { AWS: ROLE } })),
        messages: [EVERYONE],
      },
      {
        title: "an address is asked for, which names no caller",
        path: "policy",
        value: allow("*", when("IpAddress", "aws:SourceIp", "198.51.100.0/24")),
        messages: [EVERYONE],
      },
      {
        title: "the organization is asked for only if the caller has one",
        path: "policy",
        value: allow("*", when("StringEqualsIfExists", "aws:PrincipalOrgID", "o-a1b2c3d4e5")),
        messages: [EVERYONE],
      },
      {
        title: "any organization will do",
        path: "policy",
        value: allow("*", when("StringLike", "aws:PrincipalOrgID", "o-*")),
        messages: [EVERYONE],
      },
      {
        title: "the policy is an object and the statement alone",
        path: "policy",
        value: { Statement: statement({ Principal: "*" }) },
        messages: [EVERYONE],
      },
      {
        title: "a second statement does",
        path: "policy",
        value: document(
          { Effect: "Allow", Principal: { AWS: ROLE }, Action: "ecr:*" },
          { Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage" },
        ),
        messages: ["policy.Statement[1] admits everyone"],
      },
    ],
    accepts: [
      { title: "another account that is named", path: "policy", value: allow({ AWS: FOREIGN }) },
      { title: "a service", path: "policy", value: allow({ Service: "lambda.amazonaws.com" }) },
      {
        title: "an organization",
        path: "policy",
        value: allow("*", when("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5")),
      },
      {
        title: "everyone refused",
        path: "policy",
        value: document({ Effect: "Deny", Principal: "*", Action: "ecr:DeleteRepository" }),
      },
    ],
  });

  it("judges the policies of registry, template and public repository alike", () => {
    const told = (type: string, inputs: Properties) =>
      said(judged(ecrPolicyNotPublic, [resource(type, "policy", inputs)], "policy"));
    const template = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate";
    for (const [type, property] of [
      ["aws:ecr/registryPolicy:RegistryPolicy", "policy"],
      ["aws:ecrpublic/repositoryPolicy:RepositoryPolicy", "policy"],
      [template, "repositoryPolicy"],
    ] as const) {
      assert.deepEqual(told(type, { [property]: allow("*") }), [EVERYONE], type);
      assert.equal(told(type, { [property]: allow({ AWS: ROLE }) }), "pass", type);
      assert.equal(told(type, { [property]: { $unknown: true } }), "undecided", type);
    }
    assert.equal(told(template, { prefix: "cache" }), "notApplicable");
  });
});
