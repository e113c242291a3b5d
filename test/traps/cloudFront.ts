import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { at, ofType, waitsFor } from "../support/graph.ts";
import { sourcesOf } from "../support/network.ts";
import { more, mutant, replaceText, set, waitForNothing, without } from "./breaking.ts";
import {
  ACL,
  ACL_ASSOCIATION,
  BALANCER,
  CERTIFICATE,
  entriesOf,
  groundOf,
  INGRESS,
  LISTENER,
  some,
  sources,
  textOf,
  usersOf,
} from "./reading.ts";
import type { Trap } from "./trap.ts";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const RECORD = "aws:route53/record:Record";
const DELIVERY_SOURCE = "aws:cloudwatch/logDeliverySource:LogDeliverySource";
const DELIVERY = "aws:cloudwatch/logDelivery:LogDelivery";

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
  const made = groundOf(graph, resource, property, CERTIFICATE);
  return made.length > 0
    ? made.every(fits)
    : arn.test(JSON.stringify(resource.inputs[property] ?? ""));
}

/** Origins that CloudFront asks over HTTPS. */
const httpsOriginsOf = ({ inputs }: Resource): string[] =>
  entriesOf(inputs["origins"])
    .filter((origin) => at(origin, "customOriginConfig", "originProtocolPolicy") === "https-only")
    .map(({ domainName }) => textOf(domainName));

/** Traps of stacks with a distribution. */
export const optionalCloudFrontTraps: readonly Trap[] = [
  {
    id: "T7",
    title: "distributions log by the second version of CloudFront's logging, from us-east-1",
    check: (graph) => {
      for (const distribution of some(graph, DISTRIBUTION)) {
        const { name, inputs } = distribution;
        assert.ok(!("loggingConfig" in inputs), `${name} logs to a bucket with ACLs`);
        const [source, ...others] = usersOf(graph, DELIVERY_SOURCE, "resourceArn", distribution);
        assert.ok(source && others.length === 0, `${name} does not log once`);
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
      set("logging of the first version", DISTRIBUTION, {
        loggingConfig: { bucket: "logs.s3.amazonaws.com" },
      }),
      set("delivery in another region", DELIVERY, { region: "eu-west-2" }),
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
    mutants: [set("another region", CERTIFICATE, { region: "eu-west-2" })],
  },
  {
    id: "T22",
    title: "CloudFront's firewall is in us-east-1, and named by the distribution alone",
    check: (graph) => {
      for (const acl of some(graph, ACL, isForCloudFront)) {
        assert.equal(acl.inputs["region"], "us-east-1", acl.name);
        assert.equal(usersOf(graph, ACL_ASSOCIATION, "webAclArn", acl).length, 0, acl.name);
        const protectedOnes = usersOf(graph, DISTRIBUTION, "webAclId", acl);
        assert.ok(protectedOnes.length > 0, `${acl.name} protects nothing`);
      }
    },
    mutants: [
      set("the provider's region", ACL, { region: null }, isForCloudFront),
      mutant("a distribution that names none", DISTRIBUTION, without("webAclId")),
      mutant("an association", ACL_ASSOCIATION, (association, graph) => {
        const acls = ofType(graph, ACL).filter(isForCloudFront);
        association.propertyDependencies["webAclArn"] = acls.map(({ urn }) => urn);
      }),
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
        const balancers = ofType(graph, RECORD)
          .filter(({ inputs }) => inputs["name"] === name)
          .flatMap((record) => sources(graph, record, "aliases", BALANCER));
        const isAsked = (listener: Resource): boolean =>
          sources(graph, listener, "loadBalancerArn", BALANCER).some((one) =>
            balancers.includes(one),
          );
        const answering = ofType(graph, LISTENER).filter(
          (listener) =>
            listener.inputs["protocol"] === "HTTPS" &&
            isAsked(listener) &&
            hasCertificate(graph, listener, "certificateArn", fits, /:acm:/),
        );
        assert.ok(answering.length > 0, `no listener has a certificate for ${name}`);
      }
    },
    mutants: [
      mutant("the balancer's own name", DISTRIBUTION, (distribution, graph) => {
        const [name = ""] = httpsOriginsOf(distribution);
        replaceText(`"${name}"`, '"b.us-east-1.elb.amazonaws.com"')(distribution, graph);
      }),
      set("a certificate for another name", CERTIFICATE, { domainName: "other.example.com" }),
    ],
  },
  {
    id: "T30",
    title: "a group that names CloudFront's prefix list has no other rule",
    check: (graph) => {
      for (const rule of some(graph, INGRESS, namesPrefixList)) {
        const [group] = sourcesOf(graph, rule, "securityGroupId");
        assert.ok(group, `${rule.name} belongs to no group of this stack`);
        const ports = usersOf(graph, INGRESS, "securityGroupId", group).map(({ inputs }) => [
          inputs["fromPort"],
          inputs["toPort"],
        ]);
        assert.deepEqual(ports, [[443, 443]], rule.name);
      }
    },
    mutants: [more("a second rule", INGRESS, 1, namesPrefixList)],
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
      set("a page instead of 403", DISTRIBUTION, {
        customErrorResponses: [
          { errorCode: 403, responseCode: 200, responsePagePath: "/index.html" },
        ],
      }),
    ],
  },
];
