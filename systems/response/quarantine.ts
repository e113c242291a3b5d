import { type Environment, nameOf } from "../../components/shared/environment.ts";

/** Last part of the name of the one group without rules in the environment's VPC. */
export const QUARANTINE_IDENTIFIER = "quarantine";

/** Name of that group, without what Pulumi appends to it; EC2 never changes a group's name. */
export function quarantineGroupName(environment: Environment): string {
  return nameOf(environment, "security-group", QUARANTINE_IDENTIFIER);
}
