import { defineControl } from "../../engine/control.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, expect, fail, notApplicable, some, type Verdicts } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { TASK_DEFINITION } from "./containers.ts";

const ACCESS_POINT = "aws:efs/accessPoint:AccessPoint";

export const ecsEfsInTransitEncryption = defineControl({
  id: "ecs-efs-in-transit-encryption",
  title: "Tasks mount EFS encrypted, by access point and as their own role",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["SC-8", "SC-8(1)"] },
  cause: "The network sees the files, or any task that reaches the file system sees all of it.",
  remedy: "Set transitEncryption and authorizationConfig.iam to ENABLED, and name an access point",
  types: [TASK_DEFINITION],
  scope: "resource",
  check({ resource }) {
    const volumes = resource.at("volumes").items();
    return volumes.length === 0 ? notApplicable : each(volumes, (one) => judge(resource, one));
  },
});

function judge(task: View, volume: Reading): Verdicts {
  const efs = volume.at("efsVolumeConfiguration");
  if (efs.kind === "absent") return judgeDocker(volume);
  const name = volume.at("name");
  const title = (name.kind === "known" ? name.text : undefined) ?? volume.path;
  const enabled = (path: string, message: string) => () =>
    expect(efs.at(path).text === "ENABLED", message, efs.at(path));
  const parts = [
    enabled("transitEncryption", `Volume ${title} is not encrypted on the way`),
    enabled("authorizationConfig.iam", `Volume ${title} is mounted without the task's role`),
    () => {
      const point = efs.at("authorizationConfig.accessPointId");
      // The id of an access point of this stack, which has none yet.
      const own = point.kind === "unknown" && task.comesFrom("volumes", ACCESS_POINT);
      const named = own || (point.text ?? "") !== "";
      return expect(named, `Volume ${title} is mounted without an access point`, point);
    },
  ];
  return each(parts, (part) => part());
}

/** Docker mounts EFS past ECS, by its name, its address or a plugin, which none of this can guard. */
function judgeDocker(volume: Reading): Verdicts {
  const options = volume.at("dockerVolumeConfiguration.driverOpts");
  const isEfs = ([key, option]: [string, Reading]) => {
    const text = option.text ?? "";
    return /\bfs-[0-9a-f]{8,17}\b/.test(text) || (key === "type" && /^(?:nfs|efs)/.test(text));
  };
  return some(options.entries(), isEfs)
    ? fail("A Docker volume mounts EFS by plain NFS", options)
    : notApplicable;
}
