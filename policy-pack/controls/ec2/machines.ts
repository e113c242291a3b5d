import type { Reading } from "../../engine/reading.ts";
import type { View } from "../../engine/view.ts";

export const INSTANCE = "aws:ec2/instance:Instance";
/** An instance that AWS may take back: the same properties. */
export const SPOT_REQUEST = "aws:ec2/spotInstanceRequest:SpotInstanceRequest";
/** Machines that AWS may take back, each described within it unless a template does. */
export const SPOT_FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";
export const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
export const LAUNCH_CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration";

/** Whatever says how a machine is started. */
export const MACHINE_TYPES = [
  INSTANCE,
  SPOT_REQUEST,
  SPOT_FLEET,
  LAUNCH_TEMPLATE,
  LAUNCH_CONFIGURATION,
];

/** The machines that a fleet describes itself. */
export function specificationsIn(fleet: View): Reading[] {
  return fleet.at("launchSpecifications").items();
}

/** Whether it is a machine itself, and not what machines are made from. */
export function isInstance({ type }: View): boolean {
  return type === INSTANCE || type === SPOT_REQUEST;
}

/**
 * Whether a machine takes what it does not say itself from a template that has a verdict of its own.
 *
 * @throws Undecidable when it takes it from a template that is not in the stack.
 */
export function followsTemplate(machine: View): boolean {
  if (!isInstance(machine)) return false;
  const template = machine.at("launchTemplate");
  if (template.kind === "absent") return false;
  if (machine.comesFrom("launchTemplate", LAUNCH_TEMPLATE)) return true;
  throw template.undecidable();
}
