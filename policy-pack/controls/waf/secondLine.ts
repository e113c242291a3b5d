import { every, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { LOAD_BALANCER } from "../elb/balancer.ts";
import { FRONT_TYPES, frontsOf } from "../elb/cloudFrontOrigin.ts";
import { namedBy, naming, type Surroundings } from "./named.ts";
import { WEB_ACL } from "./rules.ts";

const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";

/** Types that say what stands before a web ACL. */
export const SECOND_LINE_TYPES = [ASSOCIATION, LOAD_BALANCER, ...FRONT_TYPES];

/**
 * Whether all that a web ACL guards are load balancers behind CloudFront, each of whose distributions
 * has a web ACL of this stack that meets a condition. Whether someone gets round the distribution is
 * asked by `alb-origin-only-from-cloudfront`.
 */
export function isSecondLine(
  around: Surroundings,
  acl: View,
  meets: (first: View) => boolean,
): boolean {
  const { stack } = around;
  const isGuarded = (view: View) => {
    const place = { view, property: "webAclId" };
    return some(namedBy(view.at("webAclId"), place, WEB_ACL, around), meets);
  };
  const isBehind = (balancer: View) => {
    const fronts = frontsOf(stack, balancer);
    return fronts.length > 0 && every(fronts, ({ distribution }) => isGuarded(distribution));
  };
  const associations = naming(around, acl, ASSOCIATION, "webAclArn");
  const guardsBehind = (association: View) => {
    const balancers = stack.references(association, "resourceArn", LOAD_BALANCER);
    return balancers.length > 0 && every(balancers, isBehind);
  };
  const questions = [
    ...associations.map((association) => () => guardsBehind(association)),
    // It may guard something else besides: to ask for what is not known throws.
    ...stack
      .unplaced(acl, ASSOCIATION, "webAclArn")
      .map((reading) => () => reading.value !== undefined),
  ];
  return associations.length > 0 && every(questions, (holds) => holds());
}
