import assert from "node:assert/strict";

import { Role } from "../../../components/identity/role.ts";
import { FileSystem } from "../../../components/storage/fileSystem.ts";
import { FileSystemAccess } from "../../../components/storage/fileSystemAccess.ts";
import type { Graph } from "../../../plan/graph/resource.ts";
import { decide, readDocument } from "../../../plan/iam/evaluate.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { ofType, only, recorded, refusal, waitsFor } from "../../support/graph.ts";

const POLICY = "aws:efs/fileSystemPolicy:FileSystemPolicy";
const environment = testEnvironment();
const ROLES = ["worker-task", "server-task"];
const ACCESS_POINT = "arn:aws:elasticfilesystem:us-east-1:111122223333:access-point/fsap-1";

function make(identifiers: readonly string[] = ROLES, of = environment): void {
  const { key, boundary } = foundation(of);
  const fileSystem = new FileSystem("files", {
    environment: of,
    key,
    securityGroupId: "sg-1",
    subnets: { "use1-az1": "subnet-1" },
    identifier: "shared",
    path: "/data",
    owner: { uid: 10_001, gid: 10_001 },
  });
  const service = "ecs-tasks.amazonaws.com";
  const roles = identifiers.map(
    (identifier) => new Role(identifier, { environment: of, boundary, identifier, service }),
  );
  new FileSystemAccess("files", { environment: of, fileSystem, roles });
}

/** All that EFS knows of a mount: no key of its requests is about who comes. */
const MOUNT = {
  "aws:securetransport": "true",
  "elasticfilesystem:accessedviamounttarget": "true",
  "elasticfilesystem:accesspointarn": ACCESS_POINT,
};

/** What the policy answers to a client; without a role it is nobody. */
function answered(
  graph: Graph,
  role: string | undefined,
  action: string,
  changed: Readonly<Record<string, string | undefined>> = {},
): string {
  const context: Readonly<Record<string, string | undefined>> = { ...MOUNT, ...changed };
  const told = Object.entries(context).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, [value]] as const],
  );
  const value =
    role === undefined ? "*" : `arn:aws:iam::111122223333:role/rampart-dev-role-${role}`;
  return decide([readDocument(only(graph, POLICY).inputs["policy"], "policy")], {
    caller: { kind: "AWS", value },
    action: `elasticfilesystem:${action}`,
    resource: "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-1",
    context: { told: Object.fromEntries(told), unsure: [] },
  }).answer;
}

describe("FileSystemAccess", () => {
  let graph: Graph;
  before(
    async () =>
      (graph = await recorded(() => {
        make();
      })),
  );

  it("feature 28: lets the named roles mount, write, and never be root", () => {
    for (const role of ROLES) {
      assert.equal(answered(graph, role, "ClientMount"), "allowed");
      assert.equal(answered(graph, role, "ClientWrite"), "allowed");
      assert.equal(answered(graph, role, "ClientRootAccess"), "denied");
    }
  });

  it("feature 28: lets nobody else in, nor clients without a name", () => {
    for (const stranger of ["other-task", undefined]) {
      for (const action of ["ClientMount", "ClientWrite"]) {
        assert.equal(answered(graph, stranger, action), "not allowed");
      }
    }
  });

  it("feature 28: asks for TLS, for a mount target, and for the access point", () => {
    const mounted = (changed: Readonly<Record<string, string | undefined>>) =>
      answered(graph, "worker-task", "ClientMount", changed);
    assert.equal(mounted({ "aws:securetransport": "false" }), "denied");
    for (const key of [
      "elasticfilesystem:accessedviamounttarget",
      "elasticfilesystem:accesspointarn",
    ]) {
      assert.equal(mounted({ [key]: undefined }), "not allowed", key);
    }
    const foreign = ACCESS_POINT.replace("111122223333", "444455556666");
    assert.equal(mounted({ "elasticfilesystem:accesspointarn": foreign }), "not allowed");
  });

  it("feature 28: is made after the roles that it names, for EFS refuses names of nobody", () => {
    for (const role of ROLES) {
      assert.ok(waitsFor(graph, only(graph, POLICY), only(graph, "aws:iam/role:Role", role)), role);
    }
  });

  it("P-RUN-5: needs no leave of the roles themselves", () => {
    assert.deepEqual(ofType(graph, "aws:iam/rolePolicy:RolePolicy"), []);
  });

  it("P-DATA-5: is kept with its file system where data must survive", async () => {
    const kept = testEnvironment({ dataProtection: "protected" });
    const retained = await recorded(() => {
      make(ROLES, kept);
    });
    assert.equal(only(retained, POLICY).retainOnDelete, true);
    assert.equal(only(graph, POLICY).retainOnDelete, false);
  });

  it("feature 28: refuses to let nobody mount", async () => {
    assert.equal(
      await refusal(() => {
        make([]);
      }),
      "roles of files is empty; allowed: one or more, or nobody could mount it.",
    );
  });
});
