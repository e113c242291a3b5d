import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import type { Reading } from "../../engine/reading.ts";
import {
  each,
  expect,
  fail,
  notApplicable,
  some,
  undecided,
  type Verdict,
} from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";

const CLUSTER = "aws:ecs/cluster:Cluster";
const SHELL = "configuration.executeCommandConfiguration";

export const ecsExecAudited = defineControl({
  id: "ecs-exec-audited",
  title: "Shells in containers are recorded and encrypted, and closed in production",
  severity: "medium",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-17(1)", "AU-2", "AU-12"] },
  cause: "Someone works inside a container, and nobody can tell afterwards what was done.",
  remedy: "Turn enableExecuteCommand off, or let the cluster log the sessions with a customer key",
  types: ["aws:ecs/service:Service"],
  related: [CLUSTER],
  parameters: {
    closedEnvironments: textsOf(["prod"], "Environments in which no service may allow a shell."),
  },
  scope: "stack",
  check({ resource, stack, parameters, environment }) {
    const enabled = resource.at("enableExecuteCommand");
    if (enabled.flag !== true) return notApplicable;
    const { name } = environment;
    const open = parameters.closedEnvironments.includes(name)
      ? [fail(`The service allows a shell in ${name}`, enabled)]
      : [];
    const clusters = stack.references(resource, "cluster", CLUSTER);
    if (clusters.length > 0) return [...open, ...clusters.flatMap(judgeCluster)];
    const cluster = resource.at("cluster");
    // No name stands for the account's default cluster, which records nothing.
    return cluster.kind === "absent"
      ? [...open, fail("The default cluster does not record shells", cluster)]
      : [...open, undecided(cluster)];
  },
});

function judgeCluster(cluster: View): Verdict[] {
  const at = (path: string) => cluster.at(`${SHELL}.${path}`);
  const log = "logConfiguration";
  const targets = [
    [at(`${log}.cloudWatchLogGroupName`), at(`${log}.cloudWatchEncryptionEnabled`)],
    [at(`${log}.s3BucketName`), at(`${log}.s3BucketEncryptionEnabled`)],
  ] as const;
  const parts = [
    () =>
      expect(
        at("logging").text === "OVERRIDE" && some(targets, ([target]) => isNamed(target)),
        `Cluster ${cluster.name} does not record shells`,
      ),
    () =>
      expect(
        !some(targets, ([target, encrypted]) => isNamed(target) && encrypted.flag !== true),
        `Cluster ${cluster.name} records shells unencrypted`,
      ),
    () =>
      expect(
        hasCustomerKey(cluster, `${SHELL}.kmsKeyId`),
        `Cluster ${cluster.name} encrypts shells with no customer key`,
      ),
  ];
  return each(parts, (part) => part());
}

function isNamed(target: Reading): boolean {
  return (target.text ?? "") !== "";
}
