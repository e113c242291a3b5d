import { type Environment, nameOf } from "../../components/shared/environment.ts";

/** Last part of the name of a VPC's group without rules; of a second VPC it goes on behind this. */
export const QUARANTINE_IDENTIFIER = "quarantine";

/** How the names of these groups begin; EC2 never changes a group's name. */
export function quarantineGroupName(environment: Environment): string {
  return nameOf(environment, "security-group", QUARANTINE_IDENTIFIER);
}
