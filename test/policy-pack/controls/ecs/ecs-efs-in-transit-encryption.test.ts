import assert from "node:assert/strict";

import { ecsEfsInTransitEncryption } from "../../../../policy-pack/controls/ecs/ecs-efs-in-transit-encryption.ts";
import { UNKNOWN, type Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";
import { task } from "./tasks.ts";

const efs = (change: Properties = {}) => ({
  fileSystemId: "fs-0123456789abcdef0",
  transitEncryption: "ENABLED",
  authorizationConfig: { accessPointId: "fsap-0123456789abcdef0", iam: "ENABLED" },
  ...change,
});
const volume = (change: Properties = {}) => ({ name: "data", efsVolumeConfiguration: efs(change) });
const docker = (driverOpts: Properties) => ({
  name: "data",
  dockerVolumeConfiguration: { driver: "local", driverOpts },
});
const PLAIN = "Volume data is not encrypted on the way";
const ROLELESS = "Volume data is mounted without the task's role";
const POINTLESS = "Volume data is mounted without an access point";
const EFS = "volumes[0].efsVolumeConfiguration";

describe("ecs-efs-in-transit-encryption", () => {
  itBehaves({
    control: ecsEfsInTransitEncryption,
    compliant: task({ volumes: [volume()] }),
    subject: "task",
    fails: [
      {
        title: "nothing is said of encryption",
        path: `${EFS}.transitEncryption`,
        messages: [PLAIN],
      },
      {
        title: "encryption is off",
        path: `${EFS}.transitEncryption`,
        value: "DISABLED",
        messages: [PLAIN],
      },
      {
        title: "the role is not used",
        path: `${EFS}.authorizationConfig.iam`,
        value: "DISABLED",
        messages: [ROLELESS],
      },
      {
        title: "there is no access point",
        path: `${EFS}.authorizationConfig.accessPointId`,
        messages: [POINTLESS],
      },
      {
        title: "there is no authorization at all",
        path: `${EFS}.authorizationConfig`,
        messages: [ROLELESS, POINTLESS],
      },
      {
        title: "a lone volume has nothing",
        path: "volumes",
        value: { name: "data", efsVolumeConfiguration: { fileSystemId: "fs-1" } },
        messages: [PLAIN, ROLELESS, POINTLESS],
      },
      {
        title: "the second of two fails, and the first is unknown",
        path: "volumes",
        value: [UNKNOWN, volume({ transitEncryption: "DISABLED" })],
        messages: [PLAIN],
      },
      {
        title: "Docker mounts it by NFS",
        path: "volumes",
        value: [
          docker({ type: "nfs", o: "addr=fs-0123456789abcdef0.efs.us-east-1.amazonaws.com,rw" }),
        ],
        messages: ["A Docker volume mounts EFS by plain NFS"],
      },
      {
        title: "an unknown file system is not encrypted",
        path: EFS,
        value: efs({ fileSystemId: UNKNOWN, transitEncryption: "DISABLED" }),
        messages: [PLAIN],
      },
    ],
    accepts: [
      {
        title: "the deprecated form of a list of one",
        path: EFS,
        value: [efs()],
      },
      {
        title: "a directory of the host beside it",
        path: "volumes",
        value: [volume(), { name: "host", hostPath: "/var/lib" }],
      },
    ],
    // Only a message says it.
    dispensable: ["task: volumes[0].name"],
  });

  it("accepts an access point of this stack, which has no id yet", () => {
    const [subject] = task({
      volumes: [volume({ authorizationConfig: { accessPointId: UNKNOWN, iam: "ENABLED" } })],
    });
    const point = resource("aws:efs/accessPoint:AccessPoint", "point", {});
    assert.ok(subject);
    const given = { ...subject, propertyDependencies: { volumes: [point.urn] } };
    assert.equal(said(judged(ecsEfsInTransitEncryption, [given, point], "task")), "pass");
    assert.equal(said(judged(ecsEfsInTransitEncryption, [subject, point], "task")), "undecided");
  });

  it("does not concern tasks without EFS", () => {
    for (const volumes of [[], [{ name: "tmp" }], [docker({ type: "tmpfs" })]]) {
      assert.equal(
        said(judged(ecsEfsInTransitEncryption, task({ volumes }), "task")),
        "notApplicable",
      );
    }
  });
});
