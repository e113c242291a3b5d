import type { StackView } from "../../engine/associations.ts";
import { every, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import {
  INSTANCE,
  LAUNCH_CONFIGURATION,
  LAUNCH_TEMPLATE,
  SPOT_FLEET,
  SPOT_REQUEST,
} from "../ec2/machines.ts";
import { TASK_DEFINITION } from "../ecs/containers.ts";
import { once } from "../shared/once.ts";
import { isForeign, RIGHT_TYPES, type RolesCall, rolesCallIn } from "./endpointCalls.ts";
import { serviceTypes } from "./endpointServices.ts";
import { placeOf, placesIn } from "./places.ts";
import { QUIET_TYPES } from "./quiet.ts";

const ECS_SERVICE = "aws:ecs/service:Service";
const TASK_SET = "aws:ecs/taskSet:TaskSet";
const FUNCTION = "aws:lambda/function:Function";
const GROUP = "aws:autoscaling/group:Group";
const PROFILE = "aws:iam/instanceProfile:InstanceProfile";
const INTERFACE = "aws:ec2/networkInterface:NetworkInterface";
/** What starts machines of which we only know that they may call anything. */
const FLEETS = [
  SPOT_FLEET,
  "aws:batch/computeEnvironment:ComputeEnvironment",
  "aws:ec2/fleet:Fleet",
  "aws:eks/nodeGroup:NodeGroup",
];
const TASK_RUNNERS = [ECS_SERVICE, TASK_SET];
const MACHINES = [INSTANCE, SPOT_REQUEST, GROUP];

/** What machines, and what they are made from, say of where they are and what they are made from. */
interface Form {
  readonly madeFrom: readonly (readonly [path: string, type: string])[];
  /** Properties that name subnets. */
  readonly subnets: readonly string[];
  /** Properties that name interfaces, which have subnets, or say the interface's subnet themselves. */
  readonly interfaces: readonly string[];
}

const BY_TEMPLATE = ["launchTemplate", LAUNCH_TEMPLATE] as const;

const FORMS: Readonly<Record<string, Form>> = {
  [INSTANCE]: {
    madeFrom: [BY_TEMPLATE],
    subnets: ["subnetId"],
    interfaces: ["primaryNetworkInterface", "networkInterfaces"],
  },
  [SPOT_REQUEST]: {
    madeFrom: [BY_TEMPLATE],
    subnets: ["subnetId"],
    interfaces: ["networkInterfaces"],
  },
  [GROUP]: {
    madeFrom: [
      BY_TEMPLATE,
      ["mixedInstancesPolicy", LAUNCH_TEMPLATE],
      ["launchConfiguration", LAUNCH_CONFIGURATION],
    ],
    subnets: ["vpcZoneIdentifiers"],
    interfaces: [],
  },
  [LAUNCH_TEMPLATE]: { madeFrom: [], subnets: [], interfaces: ["networkInterfaces"] },
  [INTERFACE]: { madeFrom: [], subnets: ["subnetId"], interfaces: [] },
};
const NOWHERE: Form = { madeFrom: [], subnets: [], interfaces: [] };

const MODELLED = [...TASK_RUNNERS, FUNCTION, ...MACHINES, LAUNCH_TEMPLATE];
/** Types that name subnets and whose calls are told, or that call nothing. */
const KNOWN = [...MODELLED, ...QUIET_TYPES];

/** Types that say who calls from where; of any other type, what names a subnet counts as a caller. */
export const CALLER_TYPES = [
  ...MODELLED,
  ...FLEETS,
  LAUNCH_CONFIGURATION,
  TASK_DEFINITION,
  PROFILE,
  INTERFACE,
  ...RIGHT_TYPES,
];

/** What calls AWS's services, perhaps from a VPC. */
export interface Caller {
  /** URNs of the VPCs it is placed in; undefined where nothing tells: then it may be any. */
  readonly vpcs: () => readonly string[] | undefined;
  /** Whether it may call a service. */
  readonly calls: (service: string) => boolean;
}

/**
 * Whether a service may be called from a VPC: by one who is placed there, or whose place is not
 * told. While nobody is surely there, who will be is not known, and each service counts.
 */
export function isCalledFrom(vpc: View, callers: readonly Caller[], service: string): boolean {
  const isHere = ({ vpcs }: Caller) => vpcs()?.includes(vpc.urn);
  const isCalled = () =>
    some(callers, (caller) =>
      every([() => isHere(caller) ?? true, () => caller.calls(service)], (holds) => holds()),
    );
  const isEmpty = () => every(callers, (caller) => isHere(caller) !== true);
  return some([isCalled, isEmpty], (ask) => ask());
}

/** Everyone in the stack who may call from a VPC. */
export function callersIn(stack: StackView): Caller[] {
  const rolesCall = rolesCallIn(stack);
  const each = (types: readonly string[], made: (view: View) => Caller) =>
    stack.ofType(...types).map(made);
  const callers = [
    ...each(TASK_RUNNERS, (view) => taskRunner(stack, view, rolesCall)),
    ...each([TASK_DEFINITION], (view) => ({
      vpcs: () => (isRun(stack, view) ? [] : undefined),
      calls: (service) => taskCalls(view, service, rolesCall),
    })),
    ...each([FUNCTION], (view) => ({
      vpcs: () => (isOutside(view) ? [] : placeOf(stack, [[view, "vpcConfig.subnetIds"]])),
      calls: (service) => rolesCall(view, "role", service),
    })),
    ...each(MACHINES, (view) => machine(stack, view, rolesCall)),
    ...each([LAUNCH_TEMPLATE], (view) => {
      const made = machine(stack, view, rolesCall);
      return { ...made, vpcs: () => (isStarted(stack, view) ? [] : made.vpcs()) };
    }),
    ...strangersIn(stack),
  ];
  return callers.map(({ vpcs, calls }) => ({ vpcs: once(vpcs), calls }));
}

function taskRunner(stack: StackView, view: View, rolesCall: RolesCall): Caller {
  const definitions = () => stack.references(view, "taskDefinition", TASK_DEFINITION);
  return {
    vpcs: () => placeOf(stack, [[view, "networkConfiguration.subnets"]]),
    // What it runs is not seen where it names another stack's task, or none.
    calls: (service) =>
      definitions().length === 0 ||
      some(definitions(), (definition) => taskCalls(definition, service, rolesCall)),
  };
}

/** The agent pulls, logs and reads secrets with the execution role, and asks no key itself. */
function taskCalls(definition: View, service: string, rolesCall: RolesCall): boolean {
  if (serviceTypes(service).includes(TASK_DEFINITION)) return true;
  const roles = ["taskRoleArn", ...(service === "kms" ? [] : ["executionRoleArn"])];
  return some(roles, (property) => rolesCall(definition, property, service));
}

/** Whether a service of the stack runs the task, which then is where the service is. */
function isRun(stack: StackView, definition: View): boolean {
  return some(TASK_RUNNERS, (type) => stack.related(definition, type, "taskDefinition").length > 0);
}

/** Whether a function is in no VPC: it names no subnet, or a list without any. */
function isOutside(view: View): boolean {
  const subnets = view.at("vpcConfig.subnetIds");
  // Where those come from may be known even so.
  return subnets.kind !== "unknown" && subnets.items().length === 0;
}

/** A machine, with what it is made from; every machine has SSM's agent, and gets packages from S3. */
function machine(stack: StackView, view: View, rolesCall: RolesCall): Caller {
  const { madeFrom } = formOf(view);
  const sources = madeFrom.flatMap(([path, type]) => stack.references(view, path, type));
  const parts = [view, ...sources];
  const interfaces = parts.flatMap((part) =>
    formOf(part).interfaces.flatMap((path) => stack.references(part, path, INTERFACE)),
  );
  const places = [...parts, ...interfaces].flatMap((part) => {
    const form = formOf(part);
    return [...form.subnets, ...form.interfaces].map((path) => [part, path] as const);
  });
  const isMadeElsewhere = () =>
    sources.length === 0 && some(madeFrom, ([path]) => isForeign(view.at(path)));
  return {
    vpcs: () => placeOf(stack, places),
    calls: (service) =>
      service === "s3" ||
      serviceTypes(service).includes(INSTANCE) ||
      some(
        [
          ...parts.map((part) => () => profileCalls(stack, part, service, rolesCall)),
          isMadeElsewhere,
        ],
        (ask) => ask(),
      ),
  };
}

function formOf({ type }: View): Form {
  return FORMS[type] ?? NOWHERE;
}

/** What a machine may do by its instance profile; a group has that of what it is made from. */
function profileCalls(
  stack: StackView,
  view: View,
  service: string,
  rolesCall: RolesCall,
): boolean {
  if (view.type === GROUP) return false;
  const named = view.at("iamInstanceProfile");
  if (named.kind === "absent") return false;
  const profiles = stack.references(view, "iamInstanceProfile", PROFILE);
  if (profiles.length === 0) return isForeign(named);
  return some(profiles, (profile) => rolesCall(profile, "role", service));
}

/** Whether something of the stack starts machines from a template, and says where. */
function isStarted(stack: StackView, template: View): boolean {
  return some(MACHINES, (type) =>
    some(
      FORMS[type]?.madeFrom.filter(([, made]) => made === template.type) ?? [],
      ([path]) => stack.related(template, type, path).length > 0,
    ),
  );
}

/** Whatever else names a subnet, or starts machines: no rule of ours knows what that calls. */
function strangersIn(stack: StackView): Caller[] {
  return stack.ofType("*").flatMap((view) => {
    if (KNOWN.includes(view.type) || !view.type.startsWith("aws:")) return [];
    const places = placesIn(view.resource);
    if (places.length === 0 && !FLEETS.includes(view.type)) return [];
    return [
      {
        vpcs: () =>
          placeOf(
            stack,
            places.map((path) => [view, path]),
          ),
        calls: () => true,
      },
    ];
  });
}
