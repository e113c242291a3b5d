import assert from "node:assert/strict";

import { isProperties, type Value } from "../../plan/graph/value.ts";
import { at } from "../support/graph.ts";
import {
  CLUSTER,
  REPOSITORY,
  ROLE_POLICY,
  SERVICE,
  TASK,
  allowsShell,
  knownContainers,
  listOf,
  mountsEfs,
  policiesOf,
  some,
  sources,
  statementsOf,
  textOf,
  withEfs,
  withInput,
  withText,
} from "./computeParts.ts";
import type { Trap } from "./trap.ts";

/** Traps of what a stack may leave out: its own repository, debug shells, secrets, EFS. */
export const optionalComputeTraps: readonly Trap[] = [
  {
    id: "T54",
    title: "a debug shell has a writable root, an init process, its rights, and a record",
    check: (graph) => {
      for (const service of some(graph, SERVICE, allowsShell)) {
        const tasks = sources(graph, service, "taskDefinition", TASK);
        const actions = tasks
          .flatMap((task) => statementsOf(policiesOf(graph, task, "taskRoleArn")))
          .flatMap((statement) => listOf(statement["Action"]));
        assert.ok(actions.includes("ssmmessages:OpenDataChannel"), `${service.name}: no channel`);
        for (const { task, containers } of knownContainers(graph)) {
          if (!tasks.includes(task)) continue;
          for (const container of containers) {
            assert.equal(container["readonlyRootFilesystem"], false, task.name);
            assert.equal(at(container, "linuxParameters", "initProcessEnabled"), true, task.name);
          }
        }
      }
      for (const { name, inputs } of some(graph, CLUSTER)) {
        const shell = at(inputs, "configuration", "executeCommandConfiguration");
        assert.equal(at(shell, "logging"), "OVERRIDE", name);
        assert.ok(at(shell, "kmsKeyId") !== undefined, `${name}: sessions have no key`);
        assert.equal(at(shell, "logConfiguration", "cloudWatchEncryptionEnabled"), true, name);
      }
    },
    mutants: [
      withText(
        "a read-only root",
        TASK,
        "containerDefinitions",
        '"readonlyRootFilesystem":false',
        '"readonlyRootFilesystem":true',
      ),
      withText("no right", ROLE_POLICY, "policy", "ssmmessages:", "ssm:"),
      withInput("no record", CLUSTER, { configuration: null }),
    ],
  },
  {
    id: "T56",
    title: "who reads a secret at a task's start may use its key, and knows its random end",
    check: (graph) => {
      const readers = some(graph, TASK)
        .map((task) => statementsOf(policiesOf(graph, task, "executionRoleArn")))
        .filter((statements) =>
          statements.some(({ Action }) => listOf(Action).includes("secretsmanager:GetSecretValue")),
        );
      assert.ok(readers.length > 0, "no task with injected secrets to check");
      for (const statements of readers) {
        for (const { Action, Resource: resource } of statements) {
          if (!listOf(Action).includes("secretsmanager:GetSecretValue")) continue;
          const secrets = listOf(resource);
          assert.ok(secrets.length > 0 && secrets.every((arn) => arn.endsWith("-??????")));
        }
        const services = statements
          .filter(({ Action }) => listOf(Action).includes("kms:Decrypt"))
          .map(({ Condition }) => at(Condition, "StringEquals", "kms:ViaService"));
        assert.ok(services.some((service) => textOf(service).startsWith("secretsmanager.")));
      }
    },
    mutants: [
      withText("no random end", ROLE_POLICY, "policy", "-??????", ""),
      withText(
        "the key through another service",
        ROLE_POLICY,
        "policy",
        '"kms:ViaService":"secretsmanager.',
        '"kms:ViaService":"s3.',
      ),
    ],
  },
  {
    id: "T57",
    title: "EFS is entered by access point, encrypted in transit, on platform 1.4.0 or later",
    check: (graph) => {
      const tasks = some(graph, TASK, mountsEfs);
      for (const { name, inputs } of tasks) {
        const volumes = inputs["volumes"];
        for (const volume of Array.isArray(volumes) ? (volumes as Value[]) : []) {
          if (!isProperties(volume)) continue;
          const efs = volume["efsVolumeConfiguration"];
          const access = at(efs, "authorizationConfig");
          assert.equal(at(efs, "transitEncryption"), "ENABLED", name);
          assert.ok(["", "/"].includes(textOf(at(efs, "rootDirectory"))), name);
          assert.ok(at(access, "accessPointId") !== undefined, `${name} has no access point`);
          assert.equal(at(access, "iam"), "ENABLED", name);
        }
      }
      const urns = new Set(tasks.map(({ urn }) => urn));
      for (const { name, inputs } of some(graph, SERVICE, ({ propertyDependencies }) =>
        (propertyDependencies["taskDefinition"] ?? []).some((urn) => urns.has(urn)),
      )) {
        assert.ok(["LATEST", "1.4.0"].includes(textOf(inputs["platformVersion"])), name);
      }
    },
    mutants: [
      withEfs("in the clear", { transitEncryption: "DISABLED" }),
      withEfs("a directory beside the access point", { rootDirectory: "/data" }),
      withEfs("no access point", { authorizationConfig: { iam: "ENABLED" } }),
    ],
  },
  {
    id: "T59",
    title: "tags of the stack's own repositories never move",
    check: (graph) => {
      for (const { name, inputs } of some(graph, REPOSITORY)) {
        assert.equal(inputs["imageTagMutability"], "IMMUTABLE", name);
      }
    },
    mutants: [withInput("tags that move", REPOSITORY, { imageTagMutability: "MUTABLE" })],
  },
];
