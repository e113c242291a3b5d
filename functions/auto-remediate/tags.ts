import type { Tag } from "@aws-sdk/client-ec2";

import { MARK } from "./contract.ts";

/** Tags as EC2 takes them, the function's mark among them. */
export function tagsOf(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries({ [MARK.key]: MARK.value, ...tags }).map(([Key, Value]) => ({
    Key,
    Value,
  }));
}
