import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { LoadBalancer } from "./loadBalancer.ts";
import type { TargetGroup } from "./targetGroup.ts";

/** Which requests of a balancer go to which targets. */
export interface RouteArgs {
  /** Its certificate must be issued: a pending one has no HTTPS listener to route from. */
  readonly loadBalancer: LoadBalancer;
  /** What answers; several routes may lead to it. */
  readonly targetGroup: TargetGroup;
  /** Lower wins; 1–50000, unique at the load balancer. */
  readonly priority: number;
  /** Paths that go to the target group, with `*` and `?`. @default every path */
  readonly paths?: readonly string[] | undefined;
}

/** Values that all conditions of one rule may have. Source: Elastic Load Balancing, "Quotas". */
const CONDITION_VALUES = 5;

/**
 * Which requests of a load balancer go to which targets (P-EDGE-2). What no route takes is
 * answered by the load balancer itself. Behind CloudFront every route demands the guard's header,
 * so that nothing else reaches a target (P-EDGE-5). A service waits for its route, or ECS refuses
 * the target group (T46). Cost: none.
 *
 * @throws Error when the balancer has no HTTPS listener, `priority` is not 1–50000, or `paths` has
 *   none or more than one rule takes.
 */
export class Route extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:Route";
  /** ARN of the listener's rule; whoever waits for it finds the target group in use (T46). */
  public readonly ruleArn: pulumi.Output<string>;

  constructor(name: string, args: RouteArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Route.token, name, {}, opts);
    const { loadBalancer, paths = ["/*"], priority } = args;
    const { httpsListener, guard } = loadBalancer;
    if (httpsListener === undefined) {
      throw new Error(
        `Route ${name} has no HTTPS listener to start from: the certificate of its load balancer is pending.`,
      );
    }
    if (priority < 1 || priority > 50_000) {
      throw new Error(`priority of ${name} is ${priority}; allowed: 1–50000.`);
    }
    const most = CONDITION_VALUES - (guard === undefined ? 0 : 1);
    if (paths.length < 1 || paths.length > most) {
      throw new Error(`paths of ${name} has ${paths.length} values; allowed: 1–${most}.`);
    }

    const rule = new aws.lb.ListenerRule(
      name,
      {
        listenerArn: httpsListener.arn,
        priority,
        conditions: [
          { pathPattern: { values: [...paths] } },
          ...(guard === undefined
            ? []
            : [{ httpHeader: { httpHeaderName: guard.headerName, values: [guard.headerValue] } }]),
        ],
        actions: [{ type: "forward", targetGroupArn: args.targetGroup.arn }],
      },
      { parent: this },
    );

    this.ruleArn = rule.arn;
    this.registerOutputs({ ruleArn: this.ruleArn });
  }
}
