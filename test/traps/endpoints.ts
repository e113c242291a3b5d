import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { ofType, policyOf } from "../support/graph.ts";
import { literal, mutant, replaceIn } from "./breaking.ts";
import { listOf, some, sources, textOf } from "./reading.ts";
import type { MutableResource, Trap } from "./trap.ts";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const ROUTE = "aws:ec2/route:Route";
const TABLE = "aws:ec2/routeTable:RouteTable";
const VPC = "aws:ec2/vpc:Vpc";

const isGateway = ({ inputs }: Resource): boolean => inputs["vpcEndpointType"] === "Gateway";
const isS3 = ({ inputs }: Resource): boolean => textOf(inputs["serviceName"]).endsWith(".s3");
const leadsOutside = ({ inputs }: Resource): boolean =>
  inputs["natGatewayId"] !== undefined || inputs["gatewayId"] !== undefined;

/** Takes a gateway out of the tables that lead to the internet gateway. */
function dropPublicTables({ propertyDependencies }: MutableResource, graph: Graph): void {
  const open = ofType(graph, ROUTE)
    .filter(({ inputs }) => inputs["gatewayId"] !== undefined)
    .flatMap((route) => route.propertyDependencies["routeTableId"] ?? []);
  const served = propertyDependencies["routeTableIds"] ?? [];
  propertyDependencies["routeTableIds"] = served.filter((urn) => !open.includes(urn));
}

/** Traps of private ways to AWS. */
export const endpointTraps: readonly Trap[] = [
  {
    id: "al2023-packages",
    title:
      "a gateway's policy lets hosts fetch packages of Amazon Linux, which is done without credentials",
    check: (graph) => {
      for (const endpoint of some(graph, ENDPOINT, isS3)) {
        const [, , region = ""] = textOf(endpoint.inputs["serviceName"]).split(".");
        const open = policyOf(endpoint).Statement.some(
          ({ Resource, Condition }) =>
            listOf(Resource).includes(`arn:aws:s3:::al2023-repos-${region}-de612dc2/*`) &&
            Condition === undefined,
        );
        assert.ok(open, `${endpoint.name} closes the packages of Amazon Linux`);
      }
    },
    mutants: [
      mutant("no packages", ENDPOINT, replaceIn("policy", "al2023", "x"), isS3),
      mutant(
        "with credentials alone",
        ENDPOINT,
        replaceIn("policy", '"Resource":["arn', '"Condition":{},"Resource":["arn'),
        isS3,
      ),
    ],
  },
  {
    id: "endpoint-condition",
    title: "policies of endpoints compare accounts exactly: AWS refuses wildcards there",
    check: (graph) => {
      for (const endpoint of some(graph, ENDPOINT)) {
        for (const { Condition } of policyOf(endpoint).Statement) {
          const text = JSON.stringify(Condition ?? {});
          assert.doesNotMatch(text, /StringLike/, endpoint.name);
          for (const [, value] of text.matchAll(/"aws:\w+Account":"([^"]*)"/g)) {
            assert.match(value ?? "", /^\d{12}$/, endpoint.name);
          }
        }
      }
    },
    mutants: [
      mutant("a pattern", ENDPOINT, replaceIn("policy", "StringEquals", "StringLike")),
      mutant("any account", ENDPOINT, replaceIn("policy", /"\d{12}"/g, '"*"')),
    ],
  },
  {
    id: "gateway-tables",
    title:
      "a gateway endpoint is in each route table of its network that leads outside: else its traffic is paid at NAT, or crosses the internet",
    check: (graph) => {
      const vpcOf = (resource: Resource) => sources(graph, resource, "vpcId", VPC);
      const leading = some(graph, ROUTE, leadsOutside).flatMap((route) =>
        sources(graph, route, "routeTableId", TABLE),
      );
      for (const endpoint of some(graph, ENDPOINT, isGateway)) {
        const [vpc] = vpcOf(endpoint);
        assert.ok(vpc, `${endpoint.name} is in no network of this stack`);
        const served = sources(graph, endpoint, "routeTableIds", TABLE);
        const wanted = leading.filter((table) => vpcOf(table).includes(vpc));
        assert.ok(wanted.length > 0, `${vpc.name} leads nowhere`);
        for (const table of wanted) {
          assert.ok(served.includes(table), `${endpoint.name} is not in ${table.name}`);
        }
      }
    },
    mutants: [
      mutant("in no table", ENDPOINT, literal("routeTableIds", ["rtb-1"]), isGateway),
      mutant("in no table of the public tier", ENDPOINT, dropPublicTables, isGateway),
    ],
  },
];
