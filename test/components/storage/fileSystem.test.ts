import assert from "node:assert/strict";

import { FileSystem, type FileSystemArgs } from "../../../components/storage/fileSystem.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { namesOf, ofType, only, recorded, refusal } from "../../support/graph.ts";

const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const environment = testEnvironment();

const make = (overrides: Partial<FileSystemArgs> = {}, of = environment): FileSystem =>
  new FileSystem("files", {
    environment: of,
    key: foundation(of).key,
    securityGroupId: "sg-1",
    subnets: { "use1-az1": "subnet-1", "use1-az2": "subnet-2" },
    identifier: "shared",
    path: "/data",
    owner: { uid: 10_001, gid: 10_001 },
    ...overrides,
  });
const graphOf = (overrides: Partial<FileSystemArgs> = {}, of = environment) =>
  recorded(() => void make(overrides, of));

describe("FileSystem", () => {
  it("feature 28, P-KEY-2: is encrypted by the key, and moves what nobody reads", async () => {
    const { inputs } = only(await graphOf(), FILE_SYSTEM);
    assert.deepEqual(inputs, {
      encrypted: true,
      kmsKeyId: UNKNOWN,
      performanceMode: "generalPurpose",
      throughputMode: "elastic",
      lifecyclePolicies: [
        { transitionToIa: "AFTER_30_DAYS" },
        { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
      ],
      tags: { Name: "rampart-dev-efs-shared" },
    });
  });

  it("feature 28: shows one folder, as one user", async () => {
    const { inputs } = only(await graphOf(), "aws:efs/accessPoint:AccessPoint");
    assert.deepEqual(inputs["posixUser"], { uid: 10_001, gid: 10_001 });
    assert.deepEqual(inputs["rootDirectory"], {
      path: "/data",
      creationInfo: { ownerUid: 10_001, ownerGid: 10_001, permissions: "0750" },
    });
  });

  it("feature 28: is reached in each zone, by the given group", async () => {
    const graph = await graphOf();
    assert.deepEqual(namesOf(graph, "aws:efs/mountTarget:MountTarget"), [
      "files-use1-az1",
      "files-use1-az2",
    ]);
    for (const { inputs } of ofType(graph, "aws:efs/mountTarget:MountTarget")) {
      assert.deepEqual(inputs["securityGroups"], ["sg-1"]);
    }
  });

  it("P-DATA-5: is protected, and retained, where data must survive", async () => {
    for (const [dataProtection, expected] of [
      ["protected", true],
      ["disposable", false],
    ] as const) {
      const graph = await graphOf({}, testEnvironment({ dataProtection }));
      const { protect, retainOnDelete } = only(graph, FILE_SYSTEM);
      assert.deepEqual([protect, retainOnDelete], [expected, expected]);
    }
  });

  for (const [overrides, message] of [
    [
      { path: "/" },
      'path of files is "/"; allowed: up to four folders, such as /data, and not the root.',
    ],
    [
      { path: "data" },
      'path of files is "data"; allowed: up to four folders, such as /data, and not the root.',
    ],
    [
      { owner: { uid: 0, gid: 1 } },
      "owner of files is 0:1; allowed: numbers above 0, which is root's.",
    ],
    [
      { owner: { uid: 1, gid: 0 } },
      "owner of files is 1:0; allowed: numbers above 0, which is root's.",
    ],
  ] as const) {
    it(`feature 28: refuses ${JSON.stringify(overrides)}`, async () => {
      assert.equal(await refusal(() => make(overrides)), message);
    });
  }
});
