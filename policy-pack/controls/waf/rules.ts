import { Reading } from "../../engine/reading.ts";
import { every } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { once } from "../shared/once.ts";
import { partOf } from "../shared/part.ts";
import { namingByHand, type Place, type Surroundings } from "./named.ts";

export const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
const RULE = "aws:wafv2/webAclRule:WebAclRule";
const GROUP_ASSOCIATION = "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation";

export const RULE_TYPES = [RULE, GROUP_ASSOCIATION];

/** A rule of a web ACL, however it was written; each part is read when it is asked for. */
export interface Rule {
  /** How a message calls it. */
  readonly title: () => string;
  /** By which an override of a group calls it. */
  readonly name: () => string | undefined;
  readonly place: Place;
  readonly priority: () => number;
  /** AWS's rule group, or another vendor's; absent if the rule is none. */
  readonly group: () => Reading;
  /** A rule group of one's own; absent if the rule is none. */
  readonly ownGroup: () => Reading;
  /** Whether the group looks at all requests; one that is associated always does. */
  readonly isWhole: () => boolean;
  /** What the rule matches; absent if it is split off and nothing but a group. */
  readonly statement: () => Reading;
  /** Whether the rules of a group do what they say, and do not only count. */
  readonly enforces: () => boolean;
  /** Whether a rule that is no group blocks. */
  readonly blocks: () => boolean;
  /** Whether a rule that is no group lets pass, and so ends the look at a request. */
  readonly allows: () => boolean;
}

/** Rules from one place, to be asked for by itself: an unknown one hides no other. */
export type Source = () => readonly Rule[];

export type Question = (rule: Rule) => boolean;

export function all(...questions: readonly Question[]): Question {
  return (rule) => every(questions, (ask) => ask(rule));
}

/** The rules of a web ACL: its own, those in JSON, and split ones. */
export function rulesOf(around: Surroundings, acl: View): Source[] {
  const split = (type: string, read: (view: View) => Rule): Source[] => [
    () => around.stack.related(acl, type, "webAclArn").map(read),
    () => namingByHand(around, acl, type, "webAclArn").map(read),
    // Beside the rules that are found there may be one that lets all pass: to ask for it throws.
    () => {
      around.stack.unplaced(acl, type, "webAclArn").forEach((reading) => reading.value);
      return [];
    },
  ];
  return [
    () => writtenIn(acl, "rules", "ruleJson"),
    ...split(RULE, splitRule),
    ...split(GROUP_ASSOCIATION, associatedGroup),
  ].map(once);
}

/** The rules that stand in a web ACL or a rule group itself. */
export function writtenIn(view: View, list: string, json: string): Rule[] {
  return [list, json].flatMap((property) =>
    view
      .at(property)
      .json()
      .items()
      .map((rule) => {
        const title = () => {
          const name = partOf(rule, "name");
          return (name.kind === "known" ? name.text : undefined) ?? rule.path;
        };
        return ruleOf(title, view, property, (path) => partOf(rule, path));
      }),
  );
}

function splitRule(rule: View): Rule {
  return ruleOf(
    () => rule.name,
    rule,
    "statement",
    (path) => rule.at(path),
  );
}

function ruleOf(
  title: () => string,
  view: View,
  property: string,
  at: (path: string) => Reading,
): Rule {
  // AWS refuses a rate rule that allows.
  const isNoLimit = () => !partOf(at("statement"), "rateBasedStatement").present;
  const isAllow = () => partOf(at("action"), "allow").present;
  return {
    title,
    name: () => at("name").text,
    place: { view, property },
    priority: () => at("priority").number ?? 0,
    group: () => partOf(at("statement"), "managedRuleGroupStatement"),
    ownGroup: () => partOf(at("statement"), "ruleGroupReferenceStatement"),
    isWhole: () => !partOf(at("statement"), "managedRuleGroupStatement.scopeDownStatement").present,
    statement: () => at("statement"),
    enforces: () => !partOf(at("overrideAction"), "count").present,
    blocks: () => partOf(at("action"), "block").present,
    allows: () => every([isNoLimit, isAllow], (ask) => ask()),
  };
}

/** What the provider has no property for. */
function nothingIn({ urn }: View, path: string): Reading {
  return new Reading({ urn }, path, undefined);
}

function associatedGroup(association: View): Rule {
  return {
    title: () => association.name,
    name: () => association.at("ruleName").text,
    place: { view: association, property: "ruleGroupReference" },
    priority: () => association.at("priority").number ?? 0,
    group: () => association.at("managedRuleGroup"),
    ownGroup: () => association.at("ruleGroupReference"),
    isWhole: () => true,
    statement: () => nothingIn(association, "statement"),
    enforces: () => association.at("overrideAction").text !== "count",
    blocks: () => false,
    allows: () => false,
  };
}
