import type { PolicyResource, Properties, Value } from "../../../../policy-pack/engine/resource.ts";
import { UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import {
  acl,
  ALL,
  allow,
  arnOf,
  block,
  COMMON,
  group,
  rate,
  referring,
  REPUTATION,
  ruleGroup,
  RULES,
  upper,
} from "../../controls/waf/acls.ts";
import { FOREIGN, resource } from "../../support/resources.ts";
import type { Evasion } from "../evasion.ts";

const CONTROL = "waf-managed-baseline";
const [common = {}, inputs = {}, reputation = {}] = RULES;
const SCRIPT = "CrossSiteScripting_BODY";
const NAMESPACE = "awswaf:managed:aws:core-rule-set:";
const LABEL = `${NAMESPACE}CrossSiteScripting_Body`;

function tricks(
  family: string,
  list: readonly (readonly [string, readonly PolicyResource[], readonly PolicyResource[]])[],
): Evasion[] {
  return list.map(([title, evil, benign]) => ({ family, control: CONTROL, title, evil, benign }));
}

const firewall = (...rules: Value[]) => acl({ rules });
const to = (action: string, name = SCRIPT) => ({
  ruleActionOverrides: [{ name, actionToUse: { [action]: {} } }],
});
const label = (key: string, scope = "LABEL") => ({ labelMatchStatement: { key, scope } });
const and = (...statements: Properties[]) => ({ andStatement: { statements } });
const or = (...statements: Properties[]) => ({ orStatement: { statements } });
const not = (statement: Properties) => ({ notStatement: { statement } });
const COUNTRY = { geoMatchStatement: { countryCodes: ["AQ"] } };
/** A rule of AWS's has another action, and something later looks for its label. */
const relabelled = (override: Properties, ...behind: Properties[]) => [
  firewall(group(COMMON, override), inputs, reputation, rate(), ...behind),
];
const caughtBy = (statement: Properties) => relabelled(to("count"), block(statement));
const inJson = (more: Properties) => [
  acl({
    rules: null,
    ruleJson: JSON.stringify(upper([group(COMMON, more), inputs, reputation, rate()])),
  }),
];

const UNHEARD = "what no later rule hears of";
const unheard = tricks(UNHEARD, [
  [
    "a rule that allows, and its label blocked behind it",
    relabelled(to("allow"), block(label(LABEL))),
    relabelled(to("count"), block(label(LABEL))),
  ],
  [
    "addresses of ill repute that are allowed before all other rules",
    [
      firewall(
        { ...group(REPUTATION, to("allow", "AWSManagedIPReputationList")), priority: 0 },
        common,
        inputs,
        rate(),
        block(label("awswaf:managed:aws:amazon-ip-list:AWSManagedIPReputationList")),
      ),
    ],
    [firewall({ ...group(REPUTATION), priority: 0 }, common, inputs, rate())],
  ],
  [
    "everyone between a count and the rule that blocks by its label",
    relabelled(to("count"), block(label(LABEL)), allow(ALL, 5)),
    relabelled(to("count"), block(label(LABEL)), allow(ALL, 10)),
  ],
  [
    "everyone between a limit that nobody reaches and a low one",
    [
      firewall(...RULES.slice(0, 3), rate({ block: {} }, { limit: 2_000_000_000 }), allow(ALL, 5), {
        ...rate(),
        name: "low",
        priority: 6,
      }),
    ],
    [
      firewall(...RULES.slice(0, 3), rate(), allow(ALL, 5), {
        ...rate({ block: {} }, { limit: 2_000_000_000 }),
        name: "high",
        priority: 6,
      }),
    ],
  ],
]);

const MISLABELLED = "a label that catches nothing";
const mislabelled = tricks(
  MISLABELLED,
  (
    [
      ["of somebody's own", label("mine:CrossSiteScripting_Body")],
      ["without what stands before it", label("CrossSiteScripting_Body")],
      ["of another group", label("awswaf:managed:aws:sql-database:CrossSiteScripting_Body")],
      ["in another case", label(`${NAMESPACE}${SCRIPT}`)],
      ["taken for a namespace", label(LABEL, "NAMESPACE")],
      ["of one country", and(label(LABEL), COUNTRY)],
      ["of all but what has some size", and(label(LABEL), not(ALL))],
      ["of one country, by an exception of an exception", and(label(LABEL), not(not(COUNTRY)))],
    ] as const
  ).map(([title, statement]) => [title, caughtBy(statement), caughtBy(label(LABEL))]),
).concat(
  tricks(MISLABELLED, [
    [
      "called like its rule, and AWS calls it otherwise",
      relabelled(
        to("count", "UserAgent_BadBots_HEADER"),
        block(label(`${NAMESPACE}UserAgent_BadBots_Header`)),
      ),
      relabelled(
        to("count", "UserAgent_BadBots_HEADER"),
        block(label(`${NAMESPACE}BadBots_Header`)),
      ),
    ],
    [
      "excluded in JSON, AWS's older way",
      inJson({ excludedRules: [{ name: SCRIPT }] }),
      inJson({}),
    ],
  ]),
);

const set = (index: number) =>
  resource("aws:wafv2/ipSet:IpSet", `s${index}`, {
    name: `s${index}`,
    scope: "REGIONAL",
    addresses: [`8.${index}.0.0/16`],
  });
const sets = Array.from({ length: 200 }, (_, index) => set(index));
const inSet = ({ name }: PolicyResource) => ({
  ipSetReferenceStatement: { arn: arnOf("ipset", name) },
});
const opening = (webAclArn: Value) =>
  resource("aws:wafv2/webAclRule:WebAclRule", "opening", { ...allow(ALL), webAclArn });
const edge = acl({ name: "edge" });
const guarded = (arn: string) => [edge, opening(arn)];
const limitedIn = (action: Properties, more: Properties = {}) => [
  firewall(...RULES.slice(0, 3), referring("own", 4, more)),
  ruleGroup("own", [rate(action)]),
];

const SCATTERED = "an opening in many pieces";
const scattered = tricks(SCATTERED, [
  [
    "sets of addresses, each of which is small",
    [firewall(allow(or(...sets.map(inSet))), ...RULES), ...sets],
    [firewall(allow(or(...sets.slice(0, 1).map(inSet))), ...RULES), ...sets],
  ],
  [
    "rules for sets of addresses, each of which is small",
    [firewall(...sets.map((one) => allow(inSet(one), 0, one.name)), ...RULES), ...sets],
    [firewall(...sets.map((one) => allow(inSet(one), 9, one.name)), ...RULES), ...sets],
  ],
  [
    "a rule beside the web ACL, by an ARN that somebody wrote",
    guarded(arnOf("webacl", "edge")),
    guarded(arnOf("webacl", "edge", FOREIGN)),
  ],
  [
    "a rule group in a rule group",
    [
      firewall(referring("own", 0), ...RULES),
      ruleGroup("own", [referring("inner", 0)]),
      ruleGroup("inner", [allow(ALL)]),
    ],
    [firewall(referring("own", 0), ...RULES), ruleGroup("own", [block(ALL)])],
  ],
  [
    "a rule group that names itself",
    [firewall(referring("own", 0), ...RULES), ruleGroup("own", [referring("own", 0)])],
    [firewall(referring("own", 9), ...RULES), ruleGroup("own", [referring("own", 0)])],
  ],
  [
    "a limit in a rule group, whose user lets it only count",
    limitedIn({ block: {} }, to("count", "rate")),
    limitedIn({ block: {} }, to("count", "other")),
  ],
]);

/** An ACL behind CloudFront's, which counts by a header. */
const behind = (headerName: string) => {
  const second = acl({
    rules: [
      ...RULES.slice(0, 3),
      rate(
        { block: {} },
        {
          aggregateKeyType: "FORWARDED_IP",
          forwardedIpConfig: { headerName, fallbackBehavior: "NO_MATCH" },
        },
      ),
    ],
  });
  const first = { ...acl({ scope: "CLOUDFRONT" }), name: "first", urn: `${edge.urn}-first` };
  const balancer = resource("aws:lb/loadBalancer:LoadBalancer", "balancer", { name: "site" });
  return [
    second,
    first,
    balancer,
    resource(
      "aws:wafv2/webAclAssociation:WebAclAssociation",
      "association",
      { webAclArn: UNKNOWN, resourceArn: UNKNOWN },
      { propertyDependencies: { webAclArn: [second.urn], resourceArn: [balancer.urn] } },
    ),
    resource(
      "aws:cloudfront/distribution:Distribution",
      "front",
      { origins: [{ domainName: "site-1.us-east-1.elb.amazonaws.com" }], webAclId: UNKNOWN },
      { propertyDependencies: { webAclId: [first.urn] } },
    ),
  ];
};
const counted = tricks("what senders choose", [
  [
    "a header behind CloudFront that it does not write",
    behind("X-Whatever"),
    behind("X-Forwarded-For"),
  ],
]);

export const firewallEvasions: readonly Evasion[] = [
  ...unheard,
  ...mislabelled,
  ...scattered,
  ...counted,
];
