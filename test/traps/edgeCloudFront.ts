import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { at, ofType, waitsFor } from "../support/graph.ts";
import {
  ACL,
  ACL_ASSOCIATION,
  CERTIFICATE,
  entriesOf,
  groundOf,
  INGRESS,
  LISTENER,
  LOG_POLICY,
  logPoliciesFor,
  mutant,
  replaceText,
  some,
  textOf,
  waitForNothing,
} from "./edgeParts.ts";
import type { Trap } from "./trap.ts";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const DELIVERY_SOURCE = "aws:cloudwatch/logDeliverySource:LogDeliverySource";
const DELIVERY = "aws:cloudwatch/logDelivery:LogDelivery";
const QUERY_LOG = "aws:route53/queryLog:QueryLog";

const isForCloudFront = ({ inputs }: Resource): boolean => inputs["scope"] === "CLOUDFRONT";
const namesPrefixList = ({ inputs }: Resource): boolean => "prefixListId" in inputs;

/** Whether a property's certificate is one of this stack that fits, or an issued one of that ARN. */
function hasCertificate(
  graph: Graph,
  resource: Resource,
  property: string,
  fits: (certificate: Resource) => boolean,
  arn: RegExp,
): boolean {
  const made = groundOf(graph, resource, property).filter(({ type }) => type === CERTIFICATE);
  return made.length > 0
    ? made.every(fits)
    : arn.test(JSON.stringify(resource.inputs[property] ?? ""));
}

/** Origins that CloudFront asks over HTTPS. */
const httpsOriginsOf = ({ inputs }: Resource): string[] =>
  entriesOf(inputs["origins"])
    .filter((origin) => at(origin, "customOriginConfig", "originProtocolPolicy") === "https-only")
    .map(({ domainName }) => textOf(domainName));

/** Traps of a distribution and of the query log; for a stack that has both. */
export const optionalEdgeTraps: readonly Trap[] = [
  {
    id: "T7",
    title: "distributions log by the second version of CloudFront's logging, from us-east-1",
    check: (graph) => {
      for (const { urn, name, inputs } of some(graph, DISTRIBUTION)) {
        assert.ok(!("loggingConfig" in inputs), `${name} logs to a bucket with ACLs`);
        const sources = ofType(graph, DELIVERY_SOURCE).filter(({ propertyDependencies }) =>
          propertyDependencies["resourceArn"]?.includes(urn),
        );
        const [source] = sources;
        assert.ok(source && sources.length === 1, `${name} logs nowhere`);
        const deliveries = ofType(graph, DELIVERY).filter((entry) =>
          waitsFor(graph, entry, source),
        );
        assert.equal(deliveries.length, 1, `the logs of ${name} are not delivered`);
        for (const part of [source, ...deliveries]) {
          assert.equal(part.inputs["region"], "us-east-1", part.name);
        }
      }
    },
    mutants: [
      mutant("logging of the first version", DISTRIBUTION, (distribution) => {
        distribution.inputs["loggingConfig"] = { bucket: "logs.s3.amazonaws.com" };
      }),
      mutant("delivery in another region", DELIVERY, (delivery) => {
        delivery.inputs["region"] = "eu-west-2";
      }),
      mutant("logs that nobody delivers", DELIVERY, waitForNothing),
    ],
  },
  {
    id: "T21",
    title: "CloudFront's certificates are in us-east-1",
    check: (graph) => {
      for (const distribution of some(graph, DISTRIBUTION)) {
        const fits = ({ inputs }: Resource): boolean => inputs["region"] === "us-east-1";
        assert.ok(
          hasCertificate(graph, distribution, "viewerCertificate", fits, /:acm:us-east-1:/),
          distribution.name,
        );
      }
    },
    mutants: [
      mutant("another region", CERTIFICATE, (certificate) => {
        certificate.inputs["region"] = "eu-west-2";
      }),
    ],
  },
  {
    id: "T22",
    title: "CloudFront's firewall is in us-east-1, and named by the distribution alone",
    check: (graph) => {
      const acls = some(graph, ACL, isForCloudFront);
      const usersOf = (type: string, property: string, { urn }: Resource): Resource[] =>
        ofType(graph, type).filter(({ propertyDependencies }) =>
          propertyDependencies[property]?.includes(urn),
        );
      for (const acl of acls) {
        assert.equal(acl.inputs["region"], "us-east-1", acl.name);
        assert.equal(usersOf(ACL_ASSOCIATION, "webAclArn", acl).length, 0, acl.name);
        assert.ok(
          usersOf(DISTRIBUTION, "webAclId", acl).length > 0,
          `${acl.name} protects nothing`,
        );
      }
    },
    mutants: [
      mutant("the provider's region", ACL, (acl) => delete acl.inputs["region"], isForCloudFront),
      mutant("a distribution that names none", DISTRIBUTION, (distribution) => {
        delete distribution.propertyDependencies["webAclId"];
      }),
      mutant("an association", ACL_ASSOCIATION, (association, graph) => {
        const urns = graph.resources
          .filter((entry) => isForCloudFront(entry))
          .map((acl) => acl.urn);
        association.propertyDependencies["webAclArn"] = urns;
      }),
    ],
  },
  {
    id: "T26",
    title: "DNS queries are logged to us-east-1, where Route 53 may write first",
    check: (graph) => {
      for (const log of some(graph, QUERY_LOG)) {
        const arn = textOf(log.inputs["cloudwatchLogGroupArn"]);
        assert.match(arn, /^arn:aws:logs:us-east-1:\d{12}:log-group:\/aws\/route53\/[^:]+$/);
        const admitting = logPoliciesFor(graph, "route53.amazonaws.com").filter(
          ([policy, { Resource }]) =>
            Resource === `${arn}:*` && policy.inputs["region"] === "us-east-1",
        );
        assert.equal(admitting.length, 1, `${log.name} may not write`);
        assert.ok(
          admitting.every(([policy]) => waitsFor(graph, log, policy)),
          log.name,
        );
      }
    },
    mutants: [
      mutant("a group in another region", QUERY_LOG, replaceText("us-east-1", "eu-west-2")),
      mutant("a policy in another region", LOG_POLICY, (policy) => {
        policy.inputs["region"] = "eu-west-2";
      }),
      mutant("a log that doesn't wait", QUERY_LOG, waitForNothing),
    ],
  },
  {
    id: "T29",
    title: "CloudFront asks the load balancer by a name of its own certificate",
    check: (graph) => {
      const names = some(graph, DISTRIBUTION).flatMap(httpsOriginsOf);
      assert.ok(names.length > 0, "no distribution asks over HTTPS");
      for (const name of names) {
        assert.doesNotMatch(name, /\.amazonaws\.com$/);
        const fits = ({ inputs }: Resource): boolean => inputs["domainName"] === name;
        const answering = ofType(graph, LISTENER).filter(
          (listener) =>
            listener.inputs["protocol"] === "HTTPS" &&
            hasCertificate(graph, listener, "certificateArn", fits, /:acm:/),
        );
        assert.ok(answering.length > 0, `no listener has a certificate for ${name}`);
      }
    },
    mutants: [
      mutant("the balancer's own name", DISTRIBUTION, (distribution) => {
        const [name = ""] = httpsOriginsOf(distribution);
        replaceText(`"${name}"`, '"b.us-east-1.elb.amazonaws.com"')(distribution);
      }),
      mutant("a certificate for another name", CERTIFICATE, (certificate) => {
        certificate.inputs["domainName"] = "other.example.com";
      }),
    ],
  },
  {
    id: "T30",
    title: "a group that names CloudFront's prefix list has no other rule",
    check: (graph) => {
      for (const { name, propertyDependencies } of some(graph, INGRESS, namesPrefixList)) {
        const [group = ""] = propertyDependencies["securityGroupId"] ?? [];
        const rules = ofType(graph, INGRESS).filter((rule) =>
          rule.propertyDependencies["securityGroupId"]?.includes(group),
        );
        assert.deepEqual(
          rules.map(({ inputs }) => [inputs["fromPort"], inputs["toPort"]]),
          [[443, 443]],
          name,
        );
      }
    },
    mutants: [
      mutant(
        "a rule for HTTP as well",
        INGRESS,
        (rule, graph) => {
          graph.resources.push({ ...rule, urn: `${rule.urn}-80` });
          rule.inputs["description"] = "one of two";
        },
        namesPrefixList,
      ),
    ],
  },
  {
    id: "T33",
    title: "a 403 of the firewall or the API reaches the reader",
    check: (graph) => {
      for (const { name, inputs } of some(graph, DISTRIBUTION)) {
        const hidden = entriesOf(inputs["customErrorResponses"]).map((entry) => entry["errorCode"]);
        assert.ok(!hidden.includes(403), `${name} hides 403`);
      }
    },
    mutants: [
      mutant("a page instead of 403", DISTRIBUTION, (distribution) => {
        distribution.inputs["customErrorResponses"] = [
          { errorCode: 403, responseCode: 200, responsePagePath: "/index.html" },
        ];
      }),
    ],
  },
];
