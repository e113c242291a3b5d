import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import type { Properties, Value } from "../../plan/graph/value.ts";
import { at, ofType } from "../support/graph.ts";
import { literal, mutant, replaceText, set } from "./breaking.ts";
import {
  BALANCER,
  entriesOf,
  LISTENER,
  listOf,
  some,
  sources,
  TARGET_GROUP,
  textOf,
  usersOf,
} from "./reading.ts";
import type { Trap } from "./trap.ts";

const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const RULE = "aws:lb/listenerRule:ListenerRule";
const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";

/** Seconds; Elastic Load Balancing remembers nobody for longer. */
const LONGEST_SESSION = 604_800;

const actionsOf = ({ inputs }: Resource): Properties[] => entriesOf(inputs["actions"]);

const signsIn = (rule: Resource): boolean =>
  actionsOf(rule).some(({ type }) => type === "authenticate-oidc");

const pathsOf = ({ inputs }: Resource): string[] =>
  entriesOf(inputs["conditions"]).flatMap((condition) =>
    listOf(at(condition, "pathPattern", "values")),
  );

/** Paths that lead to the targets of a rule, and ask nobody. */
function waysRound(graph: Graph, rule: Resource): string[] {
  const targets = sources(graph, rule, "actions", TARGET_GROUP).map(({ urn }) => urn);
  return ofType(graph, RULE)
    .filter((other) => !signsIn(other))
    .filter((other) =>
      sources(graph, other, "actions", TARGET_GROUP).some(({ urn }) => targets.includes(urn)),
    )
    .flatMap(pathsOf);
}

/** What the balancer of a rule may call, by its groups. */
function waysOut(graph: Graph, rule: Resource): Resource[] {
  return sources(graph, rule, "listenerArn", LISTENER)
    .flatMap((listener) => sources(graph, listener, "loadBalancerArn", BALANCER))
    .flatMap((balancer) => sources(graph, balancer, "securityGroups", SECURITY_GROUP))
    .flatMap((group) => usersOf(graph, EGRESS, "securityGroupId", group));
}

/** Breaks what a rule says of the provider. */
const tellsOtherwise = (title: string, changes: Readonly<Record<string, Value>>) =>
  mutant(
    title,
    RULE,
    ({ inputs }) => {
      inputs["actions"] = entriesOf(inputs["actions"]).map((action) =>
        "authenticateOidc" in action
          ? {
              ...action,
              authenticateOidc: { ...(action["authenticateOidc"] as Properties), ...changes },
            }
          : action,
      );
    },
    signsIn,
  );

/** Traps of sign-ins at a balancer. */
export const optionalSignInTraps: readonly Trap[] = [
  {
    id: "T40",
    title:
      "a balancer signs in over TLS, with a secret, before it leads on, and finds the provider",
    check: (graph) => {
      for (const rule of some(graph, RULE, signsIn)) {
        const listeners = sources(graph, rule, "listenerArn", LISTENER);
        assert.deepEqual(
          listeners.map(({ inputs }) => inputs["protocol"]),
          ["HTTPS"],
          rule.name,
        );
        const actions = actionsOf(rule).map(({ type, order }) => [order, type]);
        assert.deepEqual(
          actions,
          [
            [1, "authenticate-oidc"],
            [2, "forward"],
          ],
          rule.name,
        );
        const asked = at(actionsOf(rule)[0], "authenticateOidc") as Properties;
        assert.deepEqual(asked["clientSecret"], { $secret: true }, `${rule.name} has no secret`);
        for (const key of ["authorizationEndpoint", "tokenEndpoint", "userInfoEndpoint"]) {
          assert.match(textOf(asked[key]), /^https:\/\/[a-z0-9.-]+(:443)?\//, key);
        }
        const session = Number(asked["sessionTimeout"]);
        assert.ok(session >= 1 && session <= LONGEST_SESSION, `${rule.name} for ${session} s`);
        assert.ok(
          pathsOf(rule).includes("/oauth2/idpresponse"),
          `nobody comes back to ${rule.name}`,
        );
        for (const path of waysRound(graph, rule)) {
          assert.doesNotMatch(path, /[*?]/, `${path} leads round ${rule.name}`);
        }
        const ports = waysOut(graph, rule)
          .filter(({ inputs }) => inputs["cidrIpv4"] === "0.0.0.0/0")
          .map(({ inputs }) => [inputs["fromPort"], inputs["toPort"]]);
        assert.deepEqual(ports, [[443, 443]], `${rule.name} does not find its provider`);
      }
    },
    mutants: [
      mutant("a listener without TLS", LISTENER, (listener) => {
        listener.inputs["protocol"] = "HTTP";
      }),
      mutant(
        "another path back",
        RULE,
        replaceText("/oauth2/idpresponse", "/OAuth2/idpresponse"),
        signsIn,
      ),
      mutant(
        "a way round by /health/%2e%2e/admin",
        RULE,
        replaceText('"/health"', '"/health*"'),
        ({ name }) => name === "tracker-admin-open",
      ),
      mutant("led on before it is asked", RULE, replaceText('"order":2', '"order":0'), signsIn),
      tellsOtherwise("no secret", { clientSecret: null }),
      tellsOtherwise("a provider without TLS", { tokenEndpoint: "http://login.example.com/token" }),
      tellsOtherwise("a session for good", { sessionTimeout: LONGEST_SESSION + 1 }),
      mutant("no way out", EGRESS, literal("securityGroupId", "sg-1")),
      set("a way out by IPv6 alone", EGRESS, { cidrIpv4: null, cidrIpv6: "::/0" }),
    ],
  },
];
