import assert from "node:assert/strict";

import type { Resource } from "../../plan/graph/resource.ts";
import { at, waitsFor } from "../support/graph.ts";
import { mutant, set, waitForNo } from "./breaking.ts";
import {
  LISTENER,
  ROLE_POLICY,
  rolePoliciesOf,
  SERVICE,
  some,
  sources,
  TARGET_GROUP,
  TASK,
} from "./reading.ts";
import type { Trap } from "./trap.ts";

const SCALING_TARGET = "aws:appautoscaling/target:Target";
/** Types that send requests to a target group. */
const FORWARDERS = [LISTENER, "aws:lb/listenerRule:ListenerRule"];

const usesBalancer = ({ inputs }: Resource): boolean => inputs["loadBalancers"] !== undefined;

/** Traps of services on Fargate. */
export const serviceTraps: readonly Trap[] = [
  {
    id: "T45",
    title: "every service has a capacity strategy and no launch type, which would be EC2",
    check: (graph) => {
      for (const { name, inputs } of some(graph, SERVICE)) {
        assert.equal(inputs["launchType"], undefined, `${name} names a launch type`);
        const first = at(inputs, "capacityProviderStrategies", 0, "capacityProvider");
        assert.equal(first, "FARGATE", `${name} does not start on Fargate`);
      }
    },
    mutants: [
      set("no strategy", SERVICE, { capacityProviderStrategies: [] }),
      set("both", SERVICE, { launchType: "FARGATE" }),
    ],
  },
  {
    id: "T46",
    title: "a service waits for all that forwards to its target group, whose targets are addresses",
    check: (graph) => {
      for (const service of some(graph, SERVICE, usesBalancer)) {
        const groups = sources(graph, service, "loadBalancers", TARGET_GROUP);
        assert.ok(groups.length > 0, `${service.name} has no target group of this stack`);
        for (const group of groups) {
          assert.equal(group.inputs["targetType"], "ip", group.name);
          const forwarders = graph.resources.filter(
            (resource) =>
              FORWARDERS.includes(resource.type) &&
              Object.values(resource.propertyDependencies).flat().includes(group.urn),
          );
          assert.ok(forwarders.length > 0, `nothing forwards to ${group.name}`);
          for (const forwarder of forwarders) {
            assert.ok(
              waitsFor(graph, service, forwarder),
              `${service.name} does not wait for ${forwarder.name}`,
            );
          }
        }
      }
    },
    mutants: [
      mutant("does not wait", SERVICE, waitForNo(...FORWARDERS), usesBalancer),
      set("targets by instance", TARGET_GROUP, { targetType: "instance" }),
    ],
  },
  {
    id: "T47",
    title: "failed deployments are rolled back, and a target gets time to become healthy",
    check: (graph) => {
      for (const { name, inputs } of some(graph, SERVICE)) {
        assert.deepEqual(
          inputs["deploymentCircuitBreaker"],
          { enable: true, rollback: true },
          name,
        );
        if (inputs["loadBalancers"] === undefined) continue;
        assert.ok(Number(inputs["healthCheckGracePeriodSeconds"]) > 0, `${name} has no grace`);
      }
    },
    mutants: [
      set("stays failed", SERVICE, {
        deploymentCircuitBreaker: { enable: true, rollback: false },
      }),
      set("no grace", SERVICE, { healthCheckGracePeriodSeconds: 0 }, usesBalancer),
    ],
  },
  {
    id: "T50",
    title: "the number of tasks belongs to scaling",
    check: (graph) => {
      const services = some(graph, SERVICE);
      for (const { name, ignoreChanges } of services) {
        assert.ok(ignoreChanges.includes("desiredCount"), `${name} fights its scaling`);
      }
      assert.equal(some(graph, SCALING_TARGET).length, services.length);
    },
    mutants: [
      mutant("the count is set on each update", SERVICE, (service) => {
        service.ignoreChanges = [];
      }),
    ],
  },
  {
    id: "T51",
    title: "the program alone says what a service runs",
    check: (graph) => {
      for (const service of some(graph, SERVICE)) {
        assert.ok(!service.ignoreChanges.includes("taskDefinition"), service.name);
        const tasks = sources(graph, service, "taskDefinition", TASK);
        assert.equal(tasks.length, 1, `${service.name} runs a task of someone else`);
      }
    },
    mutants: [
      mutant("someone else's task definition stays", SERVICE, (service) => {
        service.ignoreChanges = ["desiredCount", "taskDefinition"];
      }),
    ],
  },
  {
    id: "T53",
    title: "a service waits for its roles' policies, so that it can still drain on destroy",
    check: (graph) => {
      for (const service of some(graph, SERVICE)) {
        const policies = sources(graph, service, "taskDefinition", TASK).flatMap((task) => [
          ...rolePoliciesOf(graph, task, "executionRoleArn"),
          ...rolePoliciesOf(graph, task, "taskRoleArn"),
        ]);
        assert.ok(policies.length > 0, `${service.name} has no role with a policy`);
        for (const policy of policies) {
          assert.ok(waitsFor(graph, service, policy), `${service.name}: ${policy.name}`);
        }
      }
    },
    mutants: [mutant("policies may go first", SERVICE, waitForNo(ROLE_POLICY))],
  },
];
