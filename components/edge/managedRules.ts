import type * as aws from "@pulumi/aws";

type Statement = aws.types.input.wafv2.WebAclRuleStatement;
type Rule = aws.types.input.wafv2.WebAclRule;

/** What differs between the firewalls of two systems. */
export interface FirewallArgs {
  /** Requests that one address may send in 5 minutes. */
  readonly requestsPerFiveMinutes: number;
  /** ISO 3166 codes of countries whose requests are blocked. */
  readonly blockedCountries: readonly string[];
  /** Beginnings of the paths that may receive bodies over 8 KB (T34). */
  readonly uploadPaths: readonly string[];
  /**
   * Whether requests arrive from CloudFront: the address then stands in `X-Forwarded-For`, and
   * counting by connection would count CloudFront's own.
   * @default false
   */
  readonly behindCloudFront?: boolean | undefined;
}

/** A rule before it has metrics. */
export interface FirewallRule {
  /** Unique in the web ACL; CloudWatch counts the rule under it. */
  readonly name: string;
  /** Order; lower first. */
  readonly priority: number;
  /** Web ACL capacity units that AWS counts for it (T35). */
  readonly capacity: number;
  /** What a request must match. */
  readonly statement: Statement;
  /** `rule-group` keeps the actions of the group's own rules. */
  readonly action: "block" | "rule-group";
}

/**
 * Capacity of AWS's own groups, fixed by AWS. Source: AWS WAF guide, "AWS Managed Rules rule groups
 * list".
 */
const GROUP_CAPACITY = {
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
} as const satisfies Record<string, number>;

/** A path comparison: 2 for the beginning of a text, 10 for each of two transformations. */
const PATH_CAPACITY = 22;

/** Capacity included in the price of a web ACL; 5,000 is AWS's limit (T35). */
export const INCLUDED_CAPACITY = 1_500;

/** What the common rule set puts on a request whose body is over 8 KB. */
const LARGE_BODY_LABEL = "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body";

/**
 * The rules of a web ACL in their order: cheap ones that refuse a sender first, then those that
 * read the request.
 */
export function firewallRules(args: FirewallArgs): FirewallRule[] {
  return [
    ...(args.blockedCountries.length === 0 ? [] : [countryRule(args)]),
    groupRule("ip-reputation", 2, "AWSManagedRulesAmazonIpReputationList"),
    rateRule(args),
    groupRule("common", 10, "AWSManagedRulesCommonRuleSet", ["SizeRestrictions_BODY"]),
    groupRule("known-bad-inputs", 20, "AWSManagedRulesKnownBadInputsRuleSet"),
    groupRule("sql-injection", 30, "AWSManagedRulesSQLiRuleSet"),
    largeBodyRule(args.uploadPaths),
  ];
}

/** Capacity that all rules take together. */
export function capacityOf(rules: readonly FirewallRule[]): number {
  return rules.reduce((sum, { capacity }) => sum + capacity, 0);
}

/** The rule as AWS takes it, with metrics and samples. */
export function toWebAclRule({ name, priority, statement, action }: FirewallRule): Rule {
  return {
    name,
    priority,
    statement,
    ...(action === "block" ? { action: { block: {} } } : { overrideAction: { none: {} } }),
    visibilityConfig: visibility(name),
  };
}

/** Metrics under this name, and samples of what matched. */
export function visibility(
  metricName: string,
): aws.types.input.wafv2.WebAclVisibilityConfig & { metricName: string } {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };
}

/**
 * AWS's group as it is, but for rules that only count and leave their label for a later rule.
 */
function groupRule(
  name: string,
  priority: number,
  group: keyof typeof GROUP_CAPACITY,
  counted: readonly string[] = [],
): FirewallRule {
  const overrides = counted.map((rule) => ({ name: rule, actionToUse: { count: {} } }));
  return {
    name,
    priority,
    capacity: GROUP_CAPACITY[group],
    action: "rule-group",
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name: group,
        ...(overrides.length === 0 ? {} : { ruleActionOverrides: overrides }),
      },
    },
  };
}

/**
 * Behind CloudFront the sender can write the header's first address, so these two are the second
 * line there: CloudFront's own web ACL judges by connection. A header without an address is left to
 * it as well.
 */
function forwarded(behindCloudFront: boolean | undefined) {
  return behindCloudFront
    ? { forwardedIpConfig: { headerName: "X-Forwarded-For", fallbackBehavior: "NO_MATCH" } }
    : {};
}

function countryRule({ blockedCountries, behindCloudFront }: FirewallArgs): FirewallRule {
  return {
    name: "blocked-countries",
    priority: 1,
    capacity: 1,
    action: "block",
    statement: {
      geoMatchStatement: {
        countryCodes: [...blockedCountries],
        ...forwarded(behindCloudFront),
      },
    },
  };
}

function rateRule({ requestsPerFiveMinutes, behindCloudFront }: FirewallArgs): FirewallRule {
  return {
    name: "rate-limit",
    priority: 3,
    capacity: 2,
    action: "block",
    statement: {
      rateBasedStatement: {
        limit: requestsPerFiveMinutes,
        evaluationWindowSec: 300,
        aggregateKeyType: behindCloudFront ? "FORWARDED_IP" : "IP",
        ...forwarded(behindCloudFront),
      },
    },
  };
}

/** Blocks what the common rule set called a large body, except on the paths for uploads (T34). */
function largeBodyRule(uploadPaths: readonly string[]): FirewallRule {
  const large: Statement = { labelMatchStatement: { scope: "LABEL", key: LARGE_BODY_LABEL } };
  const [first, ...more] = uploadPaths.map(pathBeginsWith);
  const statement =
    first === undefined
      ? large
      : {
          andStatement: {
            statements: [
              large,
              {
                notStatement: {
                  statement:
                    more.length === 0 ? first : { orStatement: { statements: [first, ...more] } },
                },
              },
            ],
          },
        };
  return {
    name: "large-bodies",
    priority: 40,
    capacity: 1 + PATH_CAPACITY * uploadPaths.length,
    action: "block",
    statement,
  };
}

/** Compares what the path means, so that `/uploads/../admin` or `/upl%6Fads` gain nothing. */
function pathBeginsWith(path: string): Statement {
  return {
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: "STARTS_WITH",
      searchString: path,
      textTransformations: [
        { priority: 0, type: "URL_DECODE" },
        { priority: 1, type: "NORMALIZE_PATH" },
      ],
    },
  };
}
