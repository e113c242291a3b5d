import type { StackView } from "../../engine/associations.ts";
import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import type { Reading } from "../../engine/reading.ts";
import {
  each,
  every,
  expect,
  fail,
  notApplicable,
  pass,
  some,
  undecided,
  type Verdict,
  type Verdicts,
} from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { hasWildcard } from "../../engine/wildcard.ts";
import { admittedBy, GROUP_TYPES, SECURITY_GROUP } from "./admitted.ts";
import { LISTENER, LISTENER_RULE, LOAD_BALANCER } from "./balancer.ts";
import { type Front, FRONT_TYPES, frontsOf, sendsHeader } from "./cloudFrontOrigin.ts";
import { CLOUDFRONT_PREFIX_LISTS } from "./cloudFrontPrefixLists.ts";
import { judgeListener } from "./listenerRules.ts";

/** What gives a value that only the state knows. */
const SECRET_GIVERS = [
  "random:index/randomPassword:RandomPassword",
  "aws:secretsmanager/secretVersion:SecretVersion",
];
/** Actions that show a request to no target. */
const ANSWERS = ["fixed-response", "redirect"];

export const albOriginOnlyFromCloudfront = defineControl({
  id: "alb-origin-only-from-cloudfront",
  title: "A load balancer behind CloudFront answers its own distribution only",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-4", "SC-7", "SC-7(11)"] },
  cause:
    "Requests go round the distribution, and with it round its web ACL, its limits and its log.",
  remedy:
    "Admit CloudFront's prefix list only, and forward only with a header that the distribution adds",
  types: [LOAD_BALANCER],
  related: [...FRONT_TYPES, ...GROUP_TYPES, LISTENER, LISTENER_RULE],
  parameters: {
    prefixLists: textsOf(CLOUDFRONT_PREFIX_LISTS, "Prefix lists of CloudFront's own addresses."),
  },
  scope: "stack",
  check({ resource, stack, parameters }) {
    const fronts = frontsOf(stack, resource);
    if (fronts.length === 0) return notApplicable;
    // Nobody else's distribution can come through the VPC, so there it needs no proof.
    if (fronts.every((front) => front.private) && resource.at("internal").flag === true) {
      return pass;
    }
    const parts = [
      () => judgeGroups(resource, stack, parameters.prefixLists),
      () => judgeListeners(resource, stack, fronts),
    ];
    return each(parts, (part) => part());
  },
});

function judgeGroups(balancer: View, stack: StackView, own: readonly string[]): Verdicts {
  const property = balancer.at("securityGroups");
  const named = property.items();
  if (named.length === 0) return fail("The load balancer has no security group", property);
  const groups = stack.references(balancer, "securityGroups", SECURITY_GROUP);
  // What a group of another stack admits can't be seen here.
  if (groups.length < named.length) throw property.undecidable();
  return groups.flatMap((group) =>
    each(admittedBy(stack, group), (ask) =>
      each(ask(), ({ addresses, prefixLists }) => [
        ...each(addresses, (address) => admits(group, address.text ?? "", false)),
        ...each(prefixLists, (list) =>
          admits(group, list.text ?? "", own.includes(list.text ?? "")),
        ),
      ]),
    ),
  );
}

function admits(group: View, who: string, isCloudFront: boolean): Verdict {
  return expect(isCloudFront, `Group ${group.name} admits ${who}, which is not CloudFront`);
}

function judgeListeners(balancer: View, stack: StackView, fronts: readonly Front[]): Verdict[] {
  const listeners = each(stack.related(balancer, LISTENER, "loadBalancerArn"), (listener) => {
    const byDefault = () =>
      expect(
        answersItself(listener.at("defaultActions")),
        `Listener ${listener.name} forwards requests without a header of the distribution's`,
      );
    return judgeListener(listener, stack, byDefault, (rule) => judgeRule(rule, fronts));
  });
  // Beside the listeners that are found there may be one that forwards all.
  return [...listeners, ...each(stack.unplaced(balancer, LISTENER, "loadBalancerArn"), undecided)];
}

function judgeRule(rule: View, fronts: readonly Front[]): Verdict {
  if (answersItself(rule.at("actions"))) return pass;
  const demanded = rule
    .at("conditions")
    .items()
    .filter((condition) => {
      const name = condition.at("httpHeader.httpHeaderName").text;
      return name !== undefined && some(fronts, (front) => sendsHeader(front, name));
    });
  const message = `Rule ${rule.name} forwards requests without a header of the distribution's`;
  if (demanded.length === 0) return fail(message);
  return expect(
    some(demanded, (condition) => isSecret(rule, condition.at("httpHeader.values"))),
    `Rule ${rule.name} demands a header whose value is no secret`,
  );
}

function answersItself(actions: Reading): boolean {
  return every(actions.items(), (action) => ANSWERS.includes(action.at("type").text ?? ""));
}

/** Whether the values of a header, of which one is enough, come from where only the state knows. */
function isSecret(rule: View, values: Reading): boolean {
  if (values.kind === "secret") return true;
  const isGiven = rule.comesFrom("conditions", ...SECRET_GIVERS);
  if (values.kind === "unknown" && isGiven) return true;
  const all = values.items();
  if (all.some((value) => value.kind === "known" && hasWildcard(value.text ?? ""))) return false;
  if (isGiven) return true;
  return all.length > 0 && every(all, (value) => value.present && value.kind === "secret");
}
