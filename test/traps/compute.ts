import assert from "node:assert/strict";

import { fargateSizeProblem } from "../../components/shared/fargateSizes.ts";
import { at, waitsFor } from "../support/graph.ts";
import {
  FORWARDERS,
  ROLE_POLICY,
  SCALING_TARGET,
  SERVICE,
  TARGET_GROUP,
  TASK,
  allowsShell,
  change,
  first,
  knownContainers,
  policiesOf,
  some,
  sources,
  textOf,
  usesBalancer,
  withInput,
  withText,
  withoutEdge,
} from "./computeParts.ts";
import type { Trap } from "./trap.ts";

export { optionalComputeTraps } from "./computeOptional.ts";

/** Traps of every stack with a service behind a load balancer. */
export const computeTraps: readonly Trap[] = [
  {
    id: "T44",
    title: "every task has a CPU and memory pair that Fargate offers",
    check: (graph) => {
      for (const { name, inputs } of some(graph, TASK)) {
        const problem = fargateSizeProblem(Number(inputs["cpu"]), Number(inputs["memory"]));
        assert.equal(problem, undefined, name);
      }
    },
    mutants: [
      withInput("half a GB with 4 vCPU", TASK, { cpu: "4096", memory: "512" }),
      withInput("no size at all", TASK, { cpu: null }),
    ],
  },
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
      withInput("no strategy", SERVICE, { capacityProviderStrategies: [] }),
      withInput("both", SERVICE, { launchType: "FARGATE" }),
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
      withoutEdge("does not wait", SERVICE, ({ type }) => FORWARDERS.includes(type), usesBalancer),
      withInput("targets by instance", TARGET_GROUP, { targetType: "instance" }),
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
      withInput("stays failed", SERVICE, {
        deploymentCircuitBreaker: { enable: true, rollback: false },
      }),
      withInput("no grace", SERVICE, { healthCheckGracePeriodSeconds: 0 }, usesBalancer),
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
      {
        title: "the count is set on each update",
        apply: (graph) => {
          change(first(graph, SERVICE), { ignoreChanges: [] });
        },
      },
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
      {
        title: "someone else's task definition stays",
        apply: (graph) => {
          change(first(graph, SERVICE), { ignoreChanges: ["desiredCount", "taskDefinition"] });
        },
      },
    ],
  },
  {
    id: "T53",
    title: "a service waits for its roles' policies, so that it can still drain on destroy",
    check: (graph) => {
      for (const service of some(graph, SERVICE)) {
        const policies = sources(graph, service, "taskDefinition", TASK).flatMap((task) => [
          ...policiesOf(graph, task, "executionRoleArn"),
          ...policiesOf(graph, task, "taskRoleArn"),
        ]);
        assert.ok(policies.length > 0, `${service.name} has no role with a policy`);
        for (const policy of policies) {
          assert.ok(waitsFor(graph, service, policy), `${service.name}: ${policy.name}`);
        }
      }
    },
    mutants: [withoutEdge("policies may go first", SERVICE, ({ type }) => type === ROLE_POLICY)],
  },
  {
    id: "T54",
    title: "without a debug shell the root file system is read-only",
    check: (graph) => {
      const closed = some(graph, SERVICE, (service) => !allowsShell(service)).flatMap((service) =>
        sources(graph, service, "taskDefinition", TASK).map(({ urn }) => urn),
      );
      const known = knownContainers(graph).filter(({ task }) => closed.includes(task.urn));
      assert.ok(known.length > 0, "no known document to check");
      for (const { task, containers } of known) {
        for (const container of containers) {
          assert.equal(container["readonlyRootFilesystem"], true, task.name);
        }
      }
    },
    mutants: [
      withText(
        "a writable root",
        TASK,
        "containerDefinitions",
        '"readonlyRootFilesystem":true',
        '"readonlyRootFilesystem":false',
      ),
    ],
  },
  {
    id: "T59",
    title: "tasks run images by digest, never by a tag that would have to move",
    check: (graph) => {
      const known = knownContainers(graph);
      assert.ok(known.length > 0, "no known document to check");
      for (const { task, containers } of known) {
        assert.ok(containers.length > 0, `${task.name} has no container`);
        for (const { image } of containers) {
          assert.match(textOf(image), /@sha256:[0-9a-f]{64}$/, task.name);
        }
      }
    },
    mutants: [withText("latest", TASK, "containerDefinitions", /@sha256:[0-9a-f]{64}/g, ":latest")],
  },
];
