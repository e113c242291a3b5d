import { z } from "zod";

import { shaped } from "../shared/shape.ts";
import { HIGH_SEVERITY } from "./contract.ts";
import type { Finding, Home } from "./finding.ts";

/** Findings about buckets whose response is to close the bucket; others call for people. */
const PUBLIC_BUCKET = [
  "Policy:S3/BucketAnonymousAccessGranted",
  "Policy:S3/BucketPublicAccessGranted",
];

/**
 * Findings by which something ran in a task that only an intruder runs there. A stopped task can't be
 * undone, so all others call for people: a name that is looked up or an address that is called
 * whoever sends requests may cause, and whoever may upload a file a malicious one on a disk. Kinds
 * that are never of high severity are left out. Source: GuardDuty guide, "GuardDuty Runtime
 * Monitoring finding types".
 */
const TAKEN_OVER: readonly string[] = [
  "DefenseEvasion:Runtime/ProcessInjection.Proc",
  "DefenseEvasion:Runtime/ProcessInjection.VirtualMemoryWrite",
  "DefenseEvasion:Runtime/SuspiciousCommand",
  "Execution:Runtime/MaliciousFileExecuted",
  "Execution:Runtime/ReverseShell",
  "Execution:Runtime/SuspiciousCommand",
  "Execution:Runtime/SuspiciousTool",
  "Impact:Runtime/CryptoMinerExecuted",
  "PrivilegeEscalation:Runtime/CGroupsReleaseAgentModified",
  "PrivilegeEscalation:Runtime/RuncContainerEscape",
];

const base = z.object({
  id: z.string().min(1),
  // An account that administers others hears of theirs too.
  accountId: z.string(),
  region: z.string(),
  type: z.string().min(1),
  severity: z.number(),
  resource: z.looseObject({ resourceType: z.string() }),
  service: z
    .object({
      archived: z.boolean().optional(),
      additionalInfo: z.object({ sample: z.boolean().optional() }).optional(),
    })
    .optional(),
});

const instance = z.object({
  instanceDetails: z.object({ instanceId: z.string().regex(/^i-[0-9a-f]{8,17}$/) }),
});

const cluster = z.object({
  ecsClusterDetails: z.object({
    arn: z.string().min(1),
    // Absent when the finding is about the cluster as a whole.
    taskDetails: z.object({ arn: z.string().min(1) }).optional(),
  }),
});

const buckets = z.object({
  s3BucketDetails: z.array(z.object({ name: z.string().min(3) })).min(1),
});

/** What a finding of GuardDuty calls for. */
export function guardDutyFinding(detail: unknown, home: Home): { finding: Finding; what: string } {
  const found = shaped("finding", base, detail);
  const { type: what, accountId, region } = found;
  if (accountId !== home.account || region !== home.region) {
    return { finding: { kind: "ignored", why: "it is of another account or region" }, what };
  }
  return { finding: findingOf(found), what };
}

function findingOf({ id, type, severity, resource, service }: z.output<typeof base>): Finding {
  if (severity < HIGH_SEVERITY)
    return { kind: "ignored", why: `severity ${severity} is below ${HIGH_SEVERITY}` };
  if (service?.archived === true) return { kind: "ignored", why: "the finding is archived" };
  if (service?.additionalInfo?.sample === true) {
    return { kind: "ignored", why: "the finding is a sample" };
  }
  switch (resource.resourceType) {
    case "Instance": {
      const { instanceDetails } = shaped("finding's resource", instance, resource);
      return { kind: "instance-compromised", instanceId: instanceDetails.instanceId, id };
    }
    case "ECSCluster": {
      if (!TAKEN_OVER.includes(type)) break;
      const { arn, taskDetails } = shaped(
        "finding's resource",
        cluster,
        resource,
      ).ecsClusterDetails;
      if (taskDetails === undefined) return { kind: "ignored", why: "the finding names no task" };
      return { kind: "task-compromised", cluster: arn, task: taskDetails.arn, id };
    }
    case "S3Bucket": {
      if (!PUBLIC_BUCKET.includes(type)) break;
      const [first, ...more] = shaped("finding's resource", buckets, resource).s3BucketDetails;
      if (first === undefined || more.length > 0) break;
      return { kind: "bucket-opened", bucket: first.name, blockChanged: true };
    }
  }
  return { kind: "ignored", why: "it is left to people" };
}
