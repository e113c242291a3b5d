import assert from "node:assert/strict";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { FargateService } from "../../../components/compute/fargateService.ts";
import { Repository } from "../../../components/compute/repository.ts";
import type { Graph } from "../../../plan/graph/resource.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { recorded } from "../../support/graph.ts";
import { computeTraps, optionalComputeTraps } from "../../traps/compute.ts";
import type { MutableGraph } from "../../traps/trap.ts";
import { REPOSITORY, testService, testServiceArgs, testTarget } from "./fixture.ts";

/** A service behind a load balancer and nothing else. */
function plainProgram(): void {
  const environment = testEnvironment();
  testService({ target: testTarget(environment) }, environment);
}

/** All that a stack may turn on: its own images, a shell, injected secrets, files. */
function fullProgram(): void {
  const environment = testEnvironment();
  const args = testServiceArgs(environment);
  const repository = new Repository("api", { ...args, identifier: "api" });
  const fileSystem = new aws.efs.FileSystem("files", {});
  const mount = { name: "data", fileSystemId: fileSystem.id, containerPath: "/data", fileSystem };
  const accessPoint = new aws.efs.AccessPoint("files", { fileSystemId: fileSystem.id });
  const arnPattern = "arn:aws:secretsmanager:us-east-1:111122223333:secret:/dev/app/jwt-??????";
  const secret = new aws.secretsmanager.Secret("jwt", {});

  new FargateService("api", { ...args, image: { repository }, target: testTarget(environment) });
  new FargateService("shell", { ...args, identifier: "shell", debugShell: true });
  new FargateService("worker", {
    ...args,
    identifier: "worker",
    image: { repository: REPOSITORY, builtUri: pulumi.output(`x@sha256:${"b".repeat(64)}`) },
    secrets: { SECRET_KEY: { arn: secret.arn, arnPattern } },
    efsMounts: [{ ...mount, accessPointId: accessPoint.id }],
  });
}

describe("traps of compute", () => {
  const cases = [
    ["a plain stack", plainProgram, computeTraps],
    ["a stack with everything on", fullProgram, [...computeTraps, ...optionalComputeTraps]],
  ] as const;

  for (const [what, program, traps] of cases) {
    for (const mode of ["preview", "update"] as const) {
      describe(`${what}, ${mode}`, () => {
        let graph: Graph;
        before(async () => {
          graph = await recorded(program, { mode });
        });

        for (const { id, title, check, mutants } of traps) {
          it(`${id}: ${title}`, () => {
            check(graph);
          });
          for (const mutant of mutants) {
            it(`${id}: sees the mutant "${mutant.title}"`, () => {
              // A recorded graph is plain data; the copy may be changed.
              const copy = structuredClone(graph) as MutableGraph;
              mutant.apply(copy);
              assert.throws(() => {
                check(copy);
              }, assert.AssertionError);
            });
          }
        }
      });
    }
  }

  it("no trap passes for want of resources", () => {
    const empty = { project: "rampart", stack: "dev", resources: [], outputs: {} };
    for (const { check } of [...computeTraps, ...optionalComputeTraps]) {
      assert.throws(() => {
        check(empty);
      }, assert.AssertionError);
    }
  });
});
