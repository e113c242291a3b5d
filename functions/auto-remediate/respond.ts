import type { Changes } from "./changes.ts";
import { closeAccount, closeBucket, type CloseBucketParts } from "./closeBucket.ts";
import { closeGroup, type CloseGroupParts } from "./closeGroup.ts";
import type { Finding } from "./finding.ts";
import { isolateInstance, type IsolateInstanceParts } from "./isolateInstance.ts";
import { stopTask, type StopTaskParts } from "./stopTask.ts";

/** What the responses work with. */
export type ResponseParts = CloseGroupParts &
  CloseBucketParts &
  IsolateInstanceParts &
  StopTaskParts;

/** Does what a finding calls for (P-RESP); a repeat finds it done. */
export async function respond(
  parts: ResponseParts,
  finding: Finding,
  account: string,
  changes: Changes,
): Promise<void> {
  switch (finding.kind) {
    case "group-opened":
      return closeGroup(parts, finding, changes);
    case "bucket-opened":
      return closeBucket(parts, finding, account, changes);
    case "account-opened":
      return closeAccount(parts, account, changes);
    case "instance-compromised":
      return isolateInstance(parts, finding, changes);
    case "task-compromised":
      return stopTask(parts, finding, changes);
    case "unreadable":
    case "ignored":
  }
}
