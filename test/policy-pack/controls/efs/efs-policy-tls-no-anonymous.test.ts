import assert from "node:assert/strict";

import { efsPolicyTlsNoAnonymous } from "../../../../policy-pack/controls/efs/efs-policy-tls-no-anonymous.ts";
import type { PolicyResource, Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { role } from "../../support/keys.ts";
import { document, resource } from "../../support/resources.ts";

type Statement = { readonly [key: string]: Value };

const MOUNT = "elasticfilesystem:ClientMount";
const WRITE = "elasticfilesystem:ClientWrite";
const ROOT = "elasticfilesystem:ClientRootAccess";

const FILES = resource("aws:efs/fileSystem:FileSystem", "files", {});
const policyOf = (policy: Value): PolicyResource =>
  resource(
    "aws:efs/fileSystemPolicy:FileSystemPolicy",
    "policy",
    { fileSystemId: { $unknown: true }, policy },
    { propertyDependencies: { fileSystemId: [FILES.urn] } },
  );

const tls = (more: Statement = {}): Statement => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
  ...more,
});
const clients = (more: Statement = {}): Statement => ({
  Sid: "Clients",
  Effect: "Allow",
  Principal: { AWS: role("app") },
  Action: [MOUNT, WRITE],
  ...more,
});
const noRoot: Statement = { Sid: "NoRoot", Effect: "Deny", Principal: { AWS: "*" }, Action: ROOT };

const PLAIN = "The policy does not deny mounts without TLS";
const ANONYMOUS = "Statement Clients admits clients that nobody knows";
const AS_ROOT = "Statement Clients lets clients act as root";
const ask = (...resources: readonly PolicyResource[]) =>
  said(judged(efsPolicyTlsNoAnonymous, [FILES, ...resources], "files"));

describe("efs-policy-tls-no-anonymous", () => {
  itBehaves({
    control: efsPolicyTlsNoAnonymous,
    compliant: [FILES, policyOf(document(tls(), clients()))],
    subject: "files",
    fails: (
      [
        ["nothing denies plain mounts", [clients()], [PLAIN]],
        [
          "plain mounts are denied to one role",
          [tls({ Principal: { AWS: role("app") } }), clients()],
          [PLAIN],
        ],
        [
          "plain mounts are denied to a service",
          [tls({ Principal: { Service: "*" } }), clients()],
          [PLAIN],
        ],
        [
          "everyone is denied, TLS or not",
          [tls({ Condition: {}, Action: WRITE }), clients()],
          [PLAIN],
        ],
        [
          "TLS is compared value by value",
          [
            tls({ Condition: { "ForAllValues:Bool": { "aws:SecureTransport": "false" } } }),
            clients(),
          ],
          [PLAIN],
        ],
        [
          "something else is false",
          [tls({ Condition: { Bool: { "aws:ViaAWSService": "false" } } }), clients()],
          [PLAIN],
        ],
        ["only writes are denied without TLS", [tls({ Action: WRITE }), clients()], [PLAIN]],
        [
          "it denies mounts with TLS",
          [tls({ Condition: { Bool: { "aws:SecureTransport": "true" } } }), clients()],
          [PLAIN],
        ],
        [
          "a second condition narrows the denial",
          [
            tls({
              Condition: {
                Bool: { "aws:SecureTransport": "false" },
                IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
              },
            }),
            clients(),
          ],
          [PLAIN],
        ],
        [
          "TLS is allowed, not demanded",
          [tls({ Effect: "Allow", Sid: "Clients" }), clients()],
          [PLAIN, ANONYMOUS, AS_ROOT],
        ],
        ["anyone may mount", [tls(), clients({ Principal: "*" })], [ANONYMOUS]],
        [
          "anyone may mount, spelt longer",
          [tls(), clients({ Principal: { AWS: ["*"] } })],
          [ANONYMOUS],
        ],
        [
          "anyone may mount through a mount target, as the console proposes",
          [
            tls(),
            clients({
              Principal: "*",
              Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
            }),
          ],
          [ANONYMOUS],
        ],
        [
          "all but one may mount",
          [tls(), clients({ NotPrincipal: { AWS: role("x") } })],
          [ANONYMOUS],
        ],
        ["a role may be root", [tls(), clients({ Action: [MOUNT, ROOT] })], [AS_ROOT]],
        [
          "a pattern covers root",
          [tls(), clients({ Action: "elasticfilesystem:Client*" })],
          [AS_ROOT],
        ],
        ["an exception covers root", [tls(), clients({ Action: [], NotAction: WRITE })], [AS_ROOT]],
        [
          "the denial of root has a condition",
          [
            tls(),
            clients({ Action: "*" }),
            { ...noRoot, Condition: { StringEquals: { "aws:PrincipalAccount": "1" } } },
          ],
          [AS_ROOT],
        ],
      ] as const
    ).map(([title, statements, messages]) => ({
      title,
      of: "policy",
      path: "policy",
      value: document(...statements),
      messages,
    })),
    accepts: (
      [
        ["a denial of mounts alone", [tls({ Action: MOUNT }), clients()]],
        ["a denial spelt longer", [tls({ Principal: { AWS: "*" } }), clients()]],
        [
          "a denial that also holds where TLS is not told",
          [tls({ Condition: { BoolIfExists: { "AWS:SecureTransport": false } } }), clients()],
        ],
        ["root that is denied to all", [tls(), clients({ Action: "*" }), noRoot]],
        ["no client at all", [tls()]],
        [
          "anyone of one organization",
          [
            tls(),
            clients({
              Principal: "*",
              Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } },
            }),
          ],
        ],
      ] as const
    ).map(([title, statements]) => ({
      title,
      of: "policy",
      path: "policy",
      value: document(...statements),
    })),
  });

  it("fails without a policy, or with another file system's", () => {
    assert.deepEqual(ask(), ["The file system has no policy"]);
    const other = {
      ...policyOf(document(tls(), clients())),
      propertyDependencies: { fileSystemId: [FILES.urn.replace("::files", "::others")] },
    };
    assert.deepEqual(ask(other), ["The file system has no policy"]);
    assert.equal(ask({ ...other, propertyDependencies: {} }), "undecided");
  });

  it("takes a policy that is an object, and finds what is wrong beside something unknown", () => {
    const object = (...Statement: Value[]) => policyOf({ Version: "2012-10-17", Statement });
    assert.equal(ask(object(tls(), clients())), "pass");
    const open = clients({ Principal: "*" });
    assert.deepEqual(ask(object(tls({ Action: { $unknown: true } }), open)), [ANONYMOUS]);
    assert.equal(ask(object(tls({ Action: { $unknown: true } }), clients())), "undecided");
    assert.equal(ask(policyOf("{")), "undecided");
  });
});
