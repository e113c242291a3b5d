import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { ofType, policyOf } from "../support/graph.ts";
import { mutant, replaceIn, set } from "./breaking.ts";
import { entriesOf, listOf, ROLE_POLICY, rolePoliciesOf, some, TASK, textOf } from "./reading.ts";
import type { Trap } from "./trap.ts";

const EVENT_RULE = "aws:cloudwatch/eventRule:EventRule";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const FEATURE = "aws:guardduty/detectorFeature:DetectorFeature";
const PROVIDER = "pulumi:providers:aws";

const regionOf = (graph: Graph, { inputs, provider }: Resource): string =>
  textOf(inputs["region"]) ||
  textOf(ofType(graph, PROVIDER).find(({ urn }) => urn === provider)?.inputs["region"]);

const isRootUse = ({ inputs }: Resource): boolean =>
  textOf(inputs["eventPattern"]).includes('"Root"');

/** Runtime monitoring of tasks, by an agent that GuardDuty puts beside each container. */
const watchesTasks = ({ inputs }: Pick<Resource, "inputs">): boolean =>
  inputs["name"] === "RUNTIME_MONITORING" &&
  entriesOf(inputs["additionalConfigurations"]).some(
    (entry) => entry["name"] === "ECS_FARGATE_AGENT_MANAGEMENT" && entry["status"] === "ENABLED",
  );

const AGENT = /^arn:aws[a-z-]*:ecr:[a-z0-9-]+:\d{12}:repository\/aws-guardduty-agent-fargate$/;

/** Traps of the routes from findings to people. */
export const findingTraps: readonly Trap[] = [
  {
    id: "T24",
    title: "somebody listens for the root user in us-east-1, where alone AWS tells of him",
    check: (graph) => {
      const regions = some(graph, EVENT_RULE, isRootUse).map((rule) => regionOf(graph, rule));
      assert.ok(regions.includes("us-east-1"), `rules in ${regions.join(", ")} hear nothing`);
    },
    mutants: [
      set("a stack elsewhere, and no rule there", PROVIDER, { region: "eu-west-2" }),
      set("a rule elsewhere", EVENT_RULE, { region: "eu-west-2" }, isRootUse),
    ],
  },
  {
    id: "T88",
    title: "tasks may pull GuardDuty's agent, whose endpoint is GuardDuty's alone to make",
    check: (graph) => {
      some(graph, FEATURE, watchesTasks);
      for (const task of some(graph, TASK)) {
        const pulled = rolePoliciesOf(graph, task, "executionRoleArn")
          .flatMap((policy) => policyOf(policy).Statement)
          .filter(({ Action }) => listOf(Action).includes("ecr:BatchGetImage"))
          .flatMap(({ Resource: resources }) => listOf(resources));
        assert.ok(
          pulled.some((arn) => AGENT.test(arn)),
          `${task.name} runs unwatched`,
        );
      }
      // Of two with private DNS in a VPC the second is refused (T83), and that would be GuardDuty's.
      for (const { name, inputs } of ofType(graph, ENDPOINT)) {
        assert.doesNotMatch(textOf(inputs["serviceName"]), /guardduty-data$/, name);
      }
    },
    mutants: [
      mutant(
        "no leave to pull it",
        ROLE_POLICY,
        replaceIn("policy", /repository\/aws-guardduty-agent-fargate/g, "repository/x"),
      ),
      set("an agent that nobody manages", FEATURE, { additionalConfigurations: [] }, watchesTasks),
      set("an endpoint beside GuardDuty's", ENDPOINT, {
        serviceName: "com.amazonaws.us-east-1.guardduty-data",
      }),
    ],
  },
];
