import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import { some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { partOf } from "../shared/part.ts";

export const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
const RULE = "aws:wafv2/webAclRule:WebAclRule";
const GROUP_ASSOCIATION = "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation";

export const RULE_TYPES = [RULE, GROUP_ASSOCIATION];

/** A rule of a web ACL, however it was written; each part is read when it is asked for. */
export interface Rule {
  readonly priority: () => number;
  /** AWS's rule group; absent if the rule is none. */
  readonly group: () => Reading;
  /** Whether the group looks at all requests; one that is associated always does. */
  readonly isWhole: () => boolean;
  /** What the rule matches; absent if it is split off and nothing but a group. */
  readonly statement: () => Reading;
  /** Whether the rules of a group do what they say, and do not only count. */
  readonly enforces: () => boolean;
  /** Whether a rule that is no group blocks. */
  readonly blocks: () => boolean;
}

/** Rules from one place, to be asked for by itself: an unknown one hides no other. */
export type Source = () => readonly Rule[];

/** The rules of a web ACL: its own, those in JSON, and split ones. */
export function rulesOf(stack: StackView, acl: View): Source[] {
  return [
    () => acl.at("rules").items().map(inlineRule),
    () => acl.at("ruleJson").json().items().map(inlineRule),
    () => stack.related(acl, RULE, "webAclArn").map((rule) => ruleOf((path) => rule.at(path))),
    () => stack.related(acl, GROUP_ASSOCIATION, "webAclArn").map(associatedGroup),
  ];
}

export function someRule(sources: readonly Source[], meets: (rule: Rule) => boolean): boolean {
  return some(sources, (ask) => some(ask(), meets));
}

/** Whether a statement asks for the label that a rule of AWS's leaves on what it would block. */
export function asksForLabel(statement: Reading, rule: string): boolean {
  const label = partOf(statement, "labelMatchStatement.key").text ?? "";
  if (label.split(":").at(-1)?.toLowerCase() === rule.toLowerCase()) return true;
  const parts = ["andStatement", "orStatement"].flatMap((kind) =>
    partOf(statement, `${kind}.statements`).items(),
  );
  return some(parts, (part) => asksForLabel(part, rule));
}

function inlineRule(rule: Reading): Rule {
  return ruleOf((path) => partOf(rule, path));
}

function ruleOf(at: (path: string) => Reading): Rule {
  return {
    priority: () => at("priority").number ?? 0,
    group: () => partOf(at("statement"), "managedRuleGroupStatement"),
    isWhole: () => !partOf(at("statement"), "managedRuleGroupStatement.scopeDownStatement").present,
    statement: () => at("statement"),
    enforces: () => !partOf(at("overrideAction"), "count").present,
    blocks: () => partOf(at("action"), "block").present,
  };
}

function associatedGroup(association: View): Rule {
  return {
    priority: () => association.at("priority").number ?? 0,
    group: () => association.at("managedRuleGroup"),
    isWhole: () => true,
    statement: () => association.at("statement"),
    enforces: () => association.at("overrideAction").text !== "count",
    blocks: () => false,
  };
}
