import assert from "node:assert/strict";

import { fargateSizeProblem } from "../../components/shared/fargateSizes.ts";
import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { isProperties, type Properties, type Value } from "../../plan/graph/value.ts";
import { at, ofType, policyOf, type Statement } from "../support/graph.ts";
import { mutant, replaceIn, set } from "./breaking.ts";
import {
  entriesOf,
  listOf,
  ROLE_POLICY,
  ROTATION,
  rolePoliciesOf,
  SECRET,
  SERVICE,
  some,
  sources,
  TASK,
  textOf,
  usersOf,
} from "./reading.ts";
import type { MutableResource, Mutant, Trap } from "./trap.ts";

const CLUSTER = "aws:ecs/cluster:Cluster";
const REPOSITORY = "aws:ecr/repository:Repository";
const CONTAINERS = "containerDefinitions";

const allowsShell = ({ inputs }: Resource): boolean => inputs["enableExecuteCommand"] === true;
const mountsEfs = ({ inputs }: Resource): boolean => volumesOf(inputs).length > 0;

const volumesOf = (inputs: Properties): Properties[] =>
  entriesOf(inputs["volumes"]).filter((volume) => "efsVolumeConfiguration" in volume);

/** Containers whose document is known; one with injected secrets is not at the first preview. */
function knownContainers(graph: Graph): { task: Resource; container: Properties }[] {
  const known = ofType(graph, TASK).flatMap((task) => {
    const text = textOf(task.inputs[CONTAINERS]);
    if (text === "") return [];
    return entriesOf(JSON.parse(text) as Value).map((container) => ({ task, container }));
  });
  assert.ok(known.length > 0, "there is no container whose document is known");
  return known;
}

/** What the role that a property of a task names may do. */
const rightsOf = (graph: Graph, task: Resource, property: string): Statement[] =>
  rolePoliciesOf(graph, task, property).flatMap((policy) => policyOf(policy).Statement);

const reads = ({ Action }: Statement): boolean =>
  listOf(Action).includes("secretsmanager:GetSecretValue");

/** A mutant that mounts file systems in another way. */
function mountedWith(title: string, changes: Properties): Mutant {
  const change = ({ inputs }: MutableResource): void => {
    inputs["volumes"] = volumesOf(inputs).map((volume) => {
      const efs = volume["efsVolumeConfiguration"];
      return { ...volume, efsVolumeConfiguration: { ...(isProperties(efs) && efs), ...changes } };
    });
  };
  return mutant(title, TASK, change, mountsEfs);
}

/** Traps of tasks and their images. */
export const taskTraps: readonly Trap[] = [
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
      set("half a GB with 4 vCPU", TASK, { cpu: "4096", memory: "512" }),
      set("no size at all", TASK, { cpu: null }),
    ],
  },
  {
    id: "T54",
    title: "without a debug shell the root file system is read-only",
    check: (graph) => {
      const closed = some(graph, SERVICE, (service) => !allowsShell(service)).flatMap((service) =>
        sources(graph, service, "taskDefinition", TASK),
      );
      const known = knownContainers(graph).filter(({ task }) => closed.includes(task));
      assert.ok(known.length > 0, "no known document to check");
      for (const { task, container } of known) {
        assert.equal(container["readonlyRootFilesystem"], true, task.name);
      }
    },
    mutants: [
      mutant(
        "a writable root",
        TASK,
        replaceIn(CONTAINERS, '"readonlyRootFilesystem":true', '"readonlyRootFilesystem":false'),
      ),
    ],
  },
  {
    id: "T55",
    title:
      "a secret that rotates by itself is read by the running task, never injected at its start",
    check: (graph) => {
      const rotated = some(
        graph,
        SECRET,
        (secret) => usersOf(graph, ROTATION, "secretId", secret).length > 0,
      );
      for (const secret of rotated) {
        const { name, urn, inputs } = secret;
        // Images of others take what is injected: people rotate, and start new tasks then.
        if (urn.includes("systems:Tracker$")) {
          assert.equal(at(inputs, "tags", "rotation"), "manual", `${name} rotates by itself`);
          continue;
        }
        assert.deepEqual(usersOf(graph, TASK, CONTAINERS, secret), [], `${name} is injected`);
        const readers = some(graph, TASK).filter((entry) =>
          rightsOf(graph, entry, "taskRoleArn")
            .filter(reads)
            .flatMap((right) => listOf(right["Resource"]))
            .some((arn) => arn.endsWith(`:secret:${textOf(inputs["name"])}-??????`)),
        );
        assert.ok(readers.length > 0, `no running task may read ${name}`);
      }
    },
    mutants: [
      mutant("injected", TASK, (task, graph) => {
        const secrets = ofType(graph, SECRET).map(({ urn }) => urn);
        task.propertyDependencies[CONTAINERS] = secrets;
      }),
      mutant(
        "a right to others alone",
        ROLE_POLICY,
        replaceIn("policy", "database/credentials", "database/master"),
      ),
    ],
  },
  {
    id: "T59",
    title: "tasks run images by digest, never by a tag that would have to move",
    check: (graph) => {
      for (const { task, container } of knownContainers(graph)) {
        assert.match(textOf(container["image"]), /@sha256:[0-9a-f]{64}$/, task.name);
      }
    },
    mutants: [mutant("latest", TASK, replaceIn(CONTAINERS, /@sha256:[0-9a-f]{64}/g, ":latest"))],
  },
];

/** Traps of what a task may do without: a debug shell, secrets at its start, EFS, its own repository. */
export const optionalTaskTraps: readonly Trap[] = [
  {
    id: "T54",
    title: "a debug shell has a writable root, an init process, its rights, and a record",
    check: (graph) => {
      for (const service of some(graph, SERVICE, allowsShell)) {
        const tasks = sources(graph, service, "taskDefinition", TASK);
        const actions = tasks
          .flatMap((task) => rightsOf(graph, task, "taskRoleArn"))
          .flatMap(({ Action }) => listOf(Action));
        assert.ok(actions.includes("ssmmessages:OpenDataChannel"), `${service.name}: no channel`);
        for (const { task, container } of knownContainers(graph)) {
          if (!tasks.includes(task)) continue;
          assert.equal(container["readonlyRootFilesystem"], false, task.name);
          assert.equal(at(container, "linuxParameters", "initProcessEnabled"), true, task.name);
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
      mutant(
        "a read-only root",
        TASK,
        replaceIn(CONTAINERS, '"readonlyRootFilesystem":false', '"readonlyRootFilesystem":true'),
      ),
      mutant("no right", ROLE_POLICY, replaceIn("policy", "ssmmessages:", "ssm:")),
      set("no record", CLUSTER, { configuration: null }),
    ],
  },
  {
    id: "T56",
    title: "who reads a secret at a task's start may use its key, and knows its random end",
    check: (graph) => {
      const readers = some(graph, TASK)
        .map((task) => rightsOf(graph, task, "executionRoleArn"))
        .filter((rights) => rights.some(reads));
      assert.ok(readers.length > 0, "no task with injected secrets to check");
      for (const rights of readers) {
        const secrets = rights.filter(reads).map((entry) => listOf(entry["Resource"]));
        for (const arns of secrets) {
          assert.ok(arns.length > 0 && arns.every((arn) => arn.endsWith("-??????")));
        }
        const services = rights
          .filter(({ Action }) => listOf(Action).includes("kms:Decrypt"))
          .map(({ Condition }) => at(Condition as Value, "StringEquals", "kms:ViaService"));
        assert.ok(services.some((service) => textOf(service).startsWith("secretsmanager.")));
      }
    },
    mutants: [
      mutant("no random end", ROLE_POLICY, replaceIn("policy", "-??????", "")),
      mutant(
        "the key through another service",
        ROLE_POLICY,
        replaceIn("policy", '"kms:ViaService":"secretsmanager.', '"kms:ViaService":"s3.'),
      ),
    ],
  },
  {
    id: "T57",
    title: "EFS is entered by access point, encrypted in transit, on platform 1.4.0 or later",
    check: (graph) => {
      const tasks = some(graph, TASK, mountsEfs);
      for (const { name, inputs } of tasks) {
        for (const { efsVolumeConfiguration: efs } of volumesOf(inputs)) {
          const access = at(efs, "authorizationConfig");
          assert.equal(at(efs, "transitEncryption"), "ENABLED", name);
          assert.ok(["", "/"].includes(textOf(at(efs, "rootDirectory"))), name);
          assert.ok(at(access, "accessPointId") !== undefined, `${name} has no access point`);
          assert.equal(at(access, "iam"), "ENABLED", name);
        }
      }
      const services = tasks.flatMap((task) => usersOf(graph, SERVICE, "taskDefinition", task));
      assert.ok(services.length > 0, "no service runs a task with EFS");
      for (const { name, inputs } of services) {
        assert.ok(["LATEST", "1.4.0"].includes(textOf(inputs["platformVersion"])), name);
      }
    },
    mutants: [
      mountedWith("in the clear", { transitEncryption: "DISABLED" }),
      mountedWith("a directory beside the access point", { rootDirectory: "/data" }),
      mountedWith("no access point", { authorizationConfig: { iam: "ENABLED" } }),
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
    mutants: [set("tags that move", REPOSITORY, { imageTagMutability: "MUTABLE" })],
  },
];
