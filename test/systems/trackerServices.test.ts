import assert from "node:assert/strict";

import { textOf } from "../../plan/graph/value.ts";
import { at, namesOf, ofType, only, policyOf, waitsFor } from "../support/graph.ts";
import { rawSettings, withSystems } from "../support/settings.ts";
import { programGraph } from "../support/stacks.ts";
import {
  ALL,
  BACKEND,
  containerOf,
  environmentOf,
  recordTrackers,
  TASK,
} from "../support/tracker.ts";

const SERVICE = "aws:ecs/service:Service";

describe("the tracker's services", () => {
  const of = recordTrackers();

  it("S-TRACKER-10: runs exactly the declared services, each with its size and port", () => {
    const graph = of("staging");
    assert.deepEqual(namesOf(graph, SERVICE), ALL);
    const sizes = ALL.map((name) => {
      const { inputs } = only(graph, TASK, name);
      const [port] = containerOf(graph, name).portMappings;
      return `${name} ${textOf(inputs["cpu"])}/${textOf(inputs["memory"])} ${port?.containerPort ?? "-"}`;
    });
    assert.deepEqual(sizes, [
      "tracker-admin 256/512 80",
      "tracker-anisette 256/512 6969",
      "tracker-api 512/1024 8000",
      "tracker-fetcher 256/512 -",
      "tracker-fetcher-2 256/512 -",
      "tracker-frontend 256/512 80",
      "tracker-notifications 256/512 -",
      "tracker-tasks 256/512 -",
    ]);
    for (const { inputs } of ofType(graph, SERVICE)) {
      assert.equal(inputs["deploymentMinimumHealthyPercent"], 50);
      assert.equal(inputs["deploymentMaximumPercent"], 200);
    }
    assert.deepEqual(only(graph, "aws:ecs/cluster:Cluster").inputs["settings"], [
      { name: "containerInsights", value: "enabled" },
    ]);
  });

  it("S-TRACKER-10, feature 26: gives workers one image and a command each", () => {
    const graph = of("staging");
    const workers = BACKEND.filter((name) => name !== "tracker-api");
    const images = workers.map((name) => containerOf(graph, name)["image"]);
    assert.equal(new Set(images).size, 1);
    for (const name of workers) assert.deepEqual(containerOf(graph, name)["command"], [name]);
    assert.equal(containerOf(graph, "tracker-api")["command"], undefined);
  });

  it("S-TRACKER-10, T57: mounts the files in tracker-fetcher-2 and the anisette server alone", () => {
    const graph = of("staging");
    const mounting = ALL.filter(
      (name) => (only(graph, TASK, name).inputs["volumes"] as readonly unknown[]).length > 0,
    );
    assert.deepEqual(mounting, ["tracker-anisette", "tracker-fetcher-2"]);
    for (const name of mounting) {
      const volume = at(only(graph, TASK, name).inputs, "volumes", 0, "efsVolumeConfiguration");
      assert.equal(at(volume, "transitEncryption"), "ENABLED");
      assert.equal(at(volume, "authorizationConfig", "iam"), "ENABLED");
      assert.equal(at(volume, "rootDirectory"), undefined);
      const [mount] = containerOf(graph, name)["mountPoints"] as { containerPath: string }[];
      assert.equal(mount?.containerPath, "/data");
      const target = ofType(graph, "aws:efs/mountTarget:MountTarget");
      assert.equal(target.length, 2);
      for (const one of target) assert.ok(waitsFor(graph, only(graph, SERVICE, name), one));
    }
  });

  it("S-TRACKER-10: lets those two in by the file system's policy, and by no right of their own", () => {
    const graph = of("staging");
    const policy = policyOf(only(graph, "aws:efs/fileSystemPolicy:FileSystemPolicy"));
    const admitted = policy.Statement.filter(({ Effect }) => Effect === "Allow").map(
      ({ Principal }) => Principal,
    );
    const role = "arn:aws:iam::444455556666:role/rampart-staging-role";
    assert.deepEqual(admitted, [
      { AWS: [`${role}-tracker-fetcher-2-task`, `${role}-tracker-anisette-task`] },
    ]);
    const rights = ofType(graph, "aws:iam/rolePolicy:RolePolicy").filter(({ inputs }) =>
      textOf(inputs["policy"]).includes("elasticfilesystem"),
    );
    assert.deepEqual(
      rights.map(({ name }) => name),
      [],
    );
  });

  it("S-TRACKER-10: takes a worker with the longest name beside the longest stack", async () => {
    const raw = withSystems(rawSettings("staging"), "tracker");
    const worker = `tracker-${"x".repeat(29)}`;
    const tracker = { ...(raw["tracker"] as object), workers: { [worker]: ["work"] } };
    const graph = await programGraph({ ...raw, tracker }, { stack: "staging" });
    assert.ok(namesOf(graph, SERVICE).includes(worker));
  });

  it("S-TRACKER-10: finds the anisette server by its private name, and tells one worker alone", () => {
    const graph = of("staging");
    const domain = only(graph, "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace");
    const label = only(graph, "aws:servicediscovery/service:Service");
    assert.equal(
      `${textOf(label.inputs["name"])}.${textOf(domain.inputs["name"])}`,
      "anisette-v3.anisette-v3.local",
    );
    const told = ALL.filter((name) => "ANISETTE_SERVER" in environmentOf(graph, name));
    assert.deepEqual(told, ["tracker-fetcher-2"]);
  });

  it("S-TRACKER-11: hands over the listed variables, and no others", () => {
    const graph = of("staging");
    const common = {
      POSTGRES_SERVER: "10.40.0.138",
      POSTGRES_USER: "tracker",
      POSTGRES_DB: "tracker",
      POSTGRES_PORT: "5432",
      REDIS_HOST: "10.40.0.138",
      REDIS_PORT: "6379",
      REDIS_CLUSTER_MODE: "false",
      REDIS_TLS_ENABLED: "false",
      REDIS_CACHE_TTL: "3600",
      REDIS_CACHE_DB: "0",
      REDIS_TASKS_DB: "1",
      REDIS_HEALTH_DB: "2",
      REDIS_NOTIFICATIONS_DB: "3",
    };
    assert.deepEqual(environmentOf(graph, "tracker-api"), common);
    assert.deepEqual(environmentOf(graph, "tracker-fetcher-2"), {
      ...common,
      ANISETTE_SERVER: "http://anisette-v3.anisette-v3.local:6969",
    });
    for (const page of ["tracker-frontend", "tracker-admin", "tracker-anisette"]) {
      assert.deepEqual(environmentOf(graph, page), {}, page);
      assert.deepEqual(containerOf(graph, page).secrets, [], page);
    }
  });

  it("S-TRACKER-11, T56: injects three secrets by name, which the start role may read and no more", () => {
    const graph = of("staging");
    const secret = "arn:aws:secretsmanager:eu-west-2:444455556666:secret:/staging/tracker";
    for (const name of BACKEND) {
      const injected = containerOf(graph, name).secrets;
      assert.deepEqual(Object.fromEntries(injected.map((one) => [one.name, one.valueFrom])), {
        POSTGRES_PASSWORD: `${secret}/postgres-password`,
        REDIS_PASSWORD: `${secret}/redis-password`,
        SECRET_KEY: `${secret}/secret-key`,
      });
      const policy = only(graph, "aws:iam/rolePolicy:RolePolicy", `${name}-start-start`);
      const read = policyOf(policy).Statement.find(({ Sid }) => Sid === "ReadSecrets");
      assert.deepEqual(
        read?.["Resource"],
        ["postgres-password", "redis-password", "secret-key"].map((s) => `${secret}/${s}-??????`),
      );
    }
  });

  it("S-TRACKER-12: logs each service under its name, for 90 days", () => {
    const graph = of("staging");
    for (const name of ALL) {
      const { inputs } = only(graph, "aws:cloudwatch/logGroup:LogGroup", name);
      assert.equal(inputs["name"], `/aws/ecs/rampart-staging/${name}`);
      assert.equal(inputs["retentionInDays"], 90);
    }
  });
});
