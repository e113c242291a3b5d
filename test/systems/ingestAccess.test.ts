import assert from "node:assert/strict";

import type { Graph } from "../../plan/graph/resource.ts";
import { decide, readDocument } from "../../plan/iam/evaluate.ts";
import { ofType, only, policyOf } from "../support/graph.ts";
import { graphOf, recordStacks } from "../support/identities.ts";
import { answer, type Identity, memberOf, roleIn } from "../support/iam.ts";
import { BUCKET, IAM, neighboursOf, type Thing, THINGS } from "../support/ingestThings.ts";
import { SERVICE_ACTIONS } from "../support/serviceActions.ts";
import { textOf } from "../traps/reading.ts";

/** All that each of them may do, and with what. */
const ALLOWED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  ingest: {
    processing: ["s3:ListBucket"],
    "processing object": [
      "s3:DeleteObject",
      "s3:DeleteObjectVersion",
      "s3:GetObject",
      "s3:GetObjectVersion",
    ],
    quarantine: ["s3:ListBucket"],
    "quarantine object": [
      "s3:GetObject",
      "s3:GetObjectVersion",
      "s3:PutObject",
      "s3:PutObjectTagging",
    ],
    table: ["dynamodb:GetItem", "dynamodb:PutItem"],
    topic: ["sns:Publish"],
    failures: ["sqs:SendMessage"],
    "log stream": ["logs:CreateLogStream", "logs:PutLogEvents"],
    "rampart-dev key by dynamodb": ["kms:Decrypt", "kms:GenerateDataKey"],
    "rampart-dev key by lambda": ["kms:Decrypt"],
    "rampart-dev key by s3": ["kms:Decrypt", "kms:GenerateDataKey"],
    "rampart-dev key by sns": ["kms:Decrypt", "kms:GenerateDataKey"],
    "rampart-dev key by sqs": ["kms:Decrypt", "kms:GenerateDataKey"],
  },
  "ingest-uploader": {
    "processing object": ["s3:PutObject"],
    "rampart-dev key by s3": ["kms:GenerateDataKey"],
  },
  "ingest-operator": {
    quarantine: ["s3:ListBucket", "s3:ListBucketVersions"],
    "quarantine object": [
      "s3:DeleteObject",
      "s3:DeleteObjectVersion",
      "s3:GetObject",
      "s3:GetObjectVersion",
    ],
  },
  user: { "session ingest-uploader": ["sts:AssumeRole"] },
};

/** Somebody with policies, and the ARN by which bucket policies know them. */
interface Caller {
  readonly arn: string;
  readonly identity: Identity;
}

const SESSION = {
  "aws:PrincipalAccount": "111122223333",
  "aws:RequestedRegion": "us-east-1",
  "aws:ResourceAccount": "111122223333",
  "aws:SecureTransport": "true",
};

describe("who may do what with the ingest of events", () => {
  recordStacks();
  let graph: Graph;
  before(() => {
    graph = graphOf("dev");
  });

  const policyOfBucket = (arn: string) => {
    const policy = ofType(graph, "aws:s3/bucketPolicy:BucketPolicy").find(
      ({ inputs }) => `arn:aws:s3:::${textOf(inputs["bucket"])}` === arn.split("/")[0],
    );
    return policy?.inputs["policy"];
  };

  /** What the bucket's policy says to an account's own caller, or to a service. */
  function bucketSays(
    kind: "AWS" | "Service",
    arn: string,
    action: string,
    resource: string,
    stated: Readonly<Record<string, string>> = {},
  ) {
    const caller = kind === "AWS" && { "aws:PrincipalArn": arn };
    const told = Object.entries({ ...SESSION, ...caller, ...stated });
    return decide([readDocument(policyOfBucket(resource), "policy")], {
      caller: { kind, value: arn },
      action,
      resource,
      context: {
        told: Object.fromEntries(told.map(([key, value]) => [key.toLowerCase(), [value]])),
        unsure: [],
      },
    }).answer;
  }

  /** Within an account IAM's leave is enough, where the bucket's policy does not deny. */
  function may({ arn, identity }: Caller, action: string, [, , resource, context]: Thing): boolean {
    const told = { ...SESSION, "aws:PrincipalArn": arn, ...context };
    const own = answer(identity, { action, resource, context: told });
    if (!resource.startsWith("arn:aws:s3:::")) return own === "allowed";
    const theirs = bucketSays("AWS", arn, action, resource);
    return theirs !== "denied" && (own === "allowed" || theirs === "allowed");
  }

  const roleCaller = (name: string): Caller => {
    const role = only(graph, "aws:iam/role:Role", name);
    return { arn: `${IAM}:role/rampart-dev-role-${name}`, identity: roleIn(graph, role) };
  };

  function callerOf(name: string): Caller {
    if (name !== "user") return roleCaller(name);
    const group = only(graph, "aws:iam/group:Group", "ingest-uploader");
    const boundary = policyOf(only(graph, "aws:iam/policy:Policy", "boundary"));
    return {
      arn: `${IAM}:user/rampart-dev-user-ingest-uploader`,
      identity: { ...memberOf(graph, group), boundary },
    };
  }

  for (const [name, allowed] of Object.entries(ALLOWED)) {
    it(`S-INGEST-6: ${name} may do exactly what the table says, of all there is`, () => {
      const caller = callerOf(name);
      let asked = 0;
      const found = THINGS.flatMap((thing) => {
        const [label, kind] = thing;
        const actions = SERVICE_ACTIONS[kind].filter((action) => {
          asked += 1;
          return may(caller, action, thing);
        });
        return actions.length > 0 ? [[label, actions.sort()]] : [];
      });
      assert.deepEqual(Object.fromEntries(found), allowed);
      assert.ok(asked > 1_500, String(asked));
    });

    it(`S-INGEST-6: ${name} may do it to nothing of another account, region or environment`, () => {
      const caller = callerOf(name);
      for (const [label, actions] of Object.entries(allowed)) {
        const thing = THINGS.find(([known]) => known === label) ?? assert.fail(label);
        for (const elsewhere of neighboursOf(thing)) {
          for (const action of actions) {
            assert.ok(!may(caller, action, elsewhere), `${action} ${elsewhere[2]}`);
          }
        }
      }
    });
  }

  it("S-INGEST-6: the user has no policy, password or key of its own, and is in one group", () => {
    const user = only(graph, "aws:iam/user:User");
    assert.deepEqual(user.inputs, {
      name: "rampart-dev-user-ingest-uploader",
      permissionsBoundary: `${IAM}:policy/rampart-dev-policy-boundary`,
      forceDestroy: true,
    });
    assert.deepEqual(only(graph, "aws:iam/userGroupMembership:UserGroupMembership").inputs, {
      user: "rampart-dev-user-ingest-uploader",
      groups: ["rampart-dev-group-ingest-uploader"],
    });
    const others = graph.resources.filter(({ type }) =>
      /^aws:iam\/(accessKey|user(?!:|GroupMembership))/.test(type),
    );
    assert.deepEqual(others, []);
  });

  it("S-INGEST-6: the account's own callers may assume the two roles by leave of IAM, and no other", () => {
    for (const name of ["ingest-uploader", "ingest-operator"]) {
      const trust = policyOf(only(graph, "aws:iam/role:Role", name), "assumeRolePolicy");
      assert.deepEqual(trust.Statement, [
        {
          Sid: "TrustCaller",
          Effect: "Allow",
          Principal: { AWS: `${IAM}:root` },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
        },
      ]);
    }
  });

  it("S-INGEST-1: the buckets' objects are closed to everyone else, whatever IAM allows", () => {
    const admitted: Readonly<Record<string, readonly string[]>> = {
      processing: ["ingest", "ingest-uploader", "break-glass"],
      quarantine: ["ingest", "ingest-operator", "break-glass"],
    };
    const names = ["ingest", "ingest-uploader", "ingest-operator", "deploy", "break-glass"];
    const callers = [
      ...names.map((name) => `${IAM}:role/rampart-dev-role-${name}`),
      `${IAM}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_0123456789abcdef`,
      `${IAM}:user/rampart-dev-user-ingest-uploader`,
      `${IAM}:root`,
      "arn:aws:iam::999988887777:role/rampart-dev-role-ingest",
    ];
    for (const [bucket, roleNames] of Object.entries(admitted)) {
      const wanted = roleNames.map((name) => `${IAM}:role/rampart-dev-role-${name}`);
      for (const action of SERVICE_ACTIONS.object) {
        const object = `${BUCKET(bucket)}/x.json`;
        const let_in = callers.filter((arn) => bucketSays("AWS", arn, action, object) !== "denied");
        assert.deepEqual(let_in.sort(), wanted.toSorted(), `${bucket} ${action}`);
        const service = bucketSays("Service", "glue.amazonaws.com", action, object);
        assert.equal(service, "denied", `${bucket} ${action}`);
      }
    }
  });

  it("S-INGEST-1: who puts an object decides neither its encryption nor its storage class", () => {
    const uploader = `${IAM}:role/rampart-dev-role-ingest-uploader`;
    const object = `${BUCKET("processing")}/x.json`;
    const says = (own: object) => bucketSays("AWS", uploader, "s3:PutObject", object, { ...own });
    const encryption = "s3:x-amz-server-side-encryption";
    const storage = "s3:x-amz-storage-class";
    // It leaves these to the role's own policy.
    assert.equal(says({}), "not allowed");
    assert.equal(says({ [storage]: "STANDARD" }), "not allowed");
    for (const stated of [
      ...["AES256", "aws:kms", "aws:kms:dsse"].map((value) => ({ [encryption]: value })),
      { [encryption]: "aws:kms", [`${encryption}-aws-kms-key-id`]: "arn:aws:kms:x:1:key/x" },
      { [`${encryption}-customer-algorithm`]: "AES256" },
      ...["GLACIER", "DEEP_ARCHIVE", "GLACIER_IR", "STANDARD_IA", "REDUCED_REDUNDANCY"].map(
        (value) => ({ [storage]: value }),
      ),
    ]) {
      assert.equal(says(stated), "denied", JSON.stringify(stated));
    }
  });

  it("S-INGEST-1: nobody is locked out of the buckets themselves, nor let in by their policies", () => {
    const admin: Caller = {
      arn: `${IAM}:role/administrator`,
      identity: { documents: [{ Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }] },
    };
    for (const bucket of ["processing", "quarantine"]) {
      for (const action of SERVICE_ACTIONS.bucket) {
        assert.ok(may(admin, action, [bucket, "bucket", BUCKET(bucket)]), action);
        const stranger = bucketSays("AWS", `${IAM}:role/x`, action, BUCKET(bucket));
        assert.equal(stranger, "not allowed", action);
      }
      for (const action of ["s3:GetBucketPolicy", "s3:ListBucket", "s3:PutBucketPolicy"]) {
        assert.ok(may(roleCaller("deploy"), action, [bucket, "bucket", BUCKET(bucket)]), action);
      }
    }
  });
});
