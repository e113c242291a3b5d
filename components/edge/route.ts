import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { LoadBalancer } from "./loadBalancer.ts";
import { CALLBACK_PATH, signInAction } from "./signIn.ts";
import type { TargetGroup } from "./targetGroup.ts";

/** Which requests of a balancer go to which targets. */
export interface RouteArgs {
  /** Its certificate must be issued: a pending one has no HTTPS listener to route from. */
  readonly loadBalancer: LoadBalancer;
  /** What answers; several routes may lead to it. */
  readonly targetGroup: TargetGroup;
  /**
   * What answers after the next deployment. The route gives it nothing at first; from then on its
   * weights are ECS's, and no update touches them. @default no other
   */
  readonly alternate?: TargetGroup | undefined;
  /** Lower wins; 1–50000, unique at the load balancer. */
  readonly priority: number;
  /** Paths that go to the target group, with `*` and `?`. @default every path */
  readonly paths?: readonly string[] | undefined;
  /** Whether people sign in first, at the balancer's provider. @default whoever asks is answered */
  readonly signsIn?: boolean | undefined;
}

/** Values that all conditions of one rule may have. Source: Elastic Load Balancing, "Quotas". */
const CONDITION_VALUES = 5;

/**
 * Which requests of a load balancer go to which targets (P-EDGE-2). What no route takes is
 * answered by the load balancer itself. Behind CloudFront every route demands the guard's header,
 * so that nothing else reaches a target (P-EDGE-5). Where people sign in first, the rule also has the
 * path by which the provider sends them back: the balancer answers there itself, and AWS does not say
 * that it does so in front of all rules. A service waits for its route, or ECS refuses the target
 * group (T46). One that is to get or lose its alternate needs another name and priority, for what it
 * forwards to is written once (T52). Cost: none.
 *
 * @throws Error when the balancer has no HTTPS listener, or nobody who signs people in where they
 *   must, or an alternate beside them, `priority` is not 1–50000, or `paths` has none or more than
 *   one rule takes.
 */
export class Route extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:Route";
  /** ARN of the listener's rule; whoever waits for it finds the target group in use (T46). */
  public readonly ruleArn: pulumi.Output<string>;

  constructor(name: string, args: RouteArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Route.token, name, {}, opts);
    const { loadBalancer, targetGroup, alternate, paths = ["/*"], priority } = args;
    const { httpsListener, guard } = loadBalancer;
    const signIn = args.signsIn === true ? loadBalancer.signIn : undefined;
    if (httpsListener === undefined) {
      throw new Error(
        `Route ${name} has no HTTPS listener to start from: the certificate of its load balancer is pending.`,
      );
    }
    if (args.signsIn === true && signIn === undefined) {
      throw new Error(
        `Route ${name} has nobody to sign people in: its load balancer has no signIn.`,
      );
    }
    if (args.signsIn === true && alternate !== undefined) {
      throw new Error(
        `Route ${name} signs people in and has an alternate; ECS shifts no rule that does more than forward.`,
      );
    }
    if (priority < 1 || priority > 50_000) {
      throw new Error(`priority of ${name} is ${priority}; allowed: 1–50000.`);
    }
    const own = [guard, signIn].filter((value) => value !== undefined);
    const most = CONDITION_VALUES - own.length;
    if (paths.length < 1 || paths.length > most) {
      throw new Error(`paths of ${name} has ${paths.length} values; allowed: 1–${most}.`);
    }

    const forward = { type: "forward", ...forwardTo(targetGroup, alternate) };
    const rule = new aws.lb.ListenerRule(
      name,
      {
        listenerArn: httpsListener.arn,
        priority,
        conditions: [
          { pathPattern: { values: [...paths, ...(signIn ? [CALLBACK_PATH] : [])] } },
          ...(guard === undefined
            ? []
            : [{ httpHeader: { httpHeaderName: guard.headerName, values: [guard.headerValue] } }]),
        ],
        actions: signIn ? [signInAction(signIn), { ...forward, order: 2 }] : [forward],
      },
      // A weight alone can't be ignored; what an update sent would undo the deployment before it.
      { parent: this, ...(alternate && { ignoreChanges: ["actions"] }) },
    );

    this.ruleArn = rule.arn;
    this.registerOutputs({ ruleArn: this.ruleArn });
  }
}

/** One group, or both of those between which ECS shifts traffic. */
function forwardTo(
  { arn }: TargetGroup,
  alternate: TargetGroup | undefined,
): Omit<aws.types.input.lb.ListenerRuleAction, "type"> {
  if (alternate === undefined) return { targetGroupArn: arn };
  const targetGroups = [
    { arn, weight: 100 },
    { arn: alternate.arn, weight: 0 },
  ];
  return { forward: { targetGroups } };
}
