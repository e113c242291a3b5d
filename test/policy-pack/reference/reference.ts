import type { PolicyResource } from "../../../policy-pack/engine/resource.ts";
import type { Settings } from "../../../policy-pack/engine/judge.ts";
import { profileOf } from "../../../policy-pack/profiles.ts";
import { everythingGraph } from "../../support/everything.ts";
import { configOf, withSetting } from "../../support/settings.ts";
import { everythingOn } from "../../support/stacks.ts";
import { REFERENCE } from "./extras/extra.ts";
import { extras } from "./extras/index.ts";

/** How the reference stack is judged: as prod, which holds the account's baseline. */
export const REFERENCE_SETTINGS: Settings = {
  environment: { name: "prod", ownsAccountBaseline: true },
  parameters: {
    ...profileOf("prod").parameters,
    // As long as the fixtures keep theirs.
    "loggroup-kms-and-retention": { minimumDays: 30 },
  },
};

/**
 * A stack that complies with every control: the program with every option on, and beside it one
 * resource at least of each kind that controls judge and the program does not make yet.
 */
export async function referenceStack(): Promise<readonly PolicyResource[]> {
  // A shell into the containers is what prod forbids.
  const shut = withSetting(everythingOn(), "platform.service.debugShell", false);
  // The extras hold a baseline of their own, in which defects are planted.
  const bare = withSetting(shut, "account", { mode: "none" });
  // Without a baseline nobody vouches for GitHub's jobs.
  const settings = withSetting(bare, "identity.github", undefined);
  const { resources } = await everythingGraph({ config: configOf("rampart", settings) });
  // What stands beside the program is of the same account.
  const owned = resources.map((one) => ({ provider: REFERENCE.provider, ...one }));
  return [...owned, ...extras];
}
