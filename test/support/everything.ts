import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { FargateService } from "../../components/compute/fargateService.ts";
import { Table } from "../../components/data/table.ts";
import { Secret, secretArnPattern } from "../../components/keys/secret.ts";
import program from "../../index.ts";
import type { Graph } from "../../plan/graph/resource.ts";
import { record, type RecordingArgs } from "../../plan/recorder.ts";
import { REPOSITORY, testServiceArgs } from "./compute.ts";
import { testEnvironment } from "./fixtures.ts";
import { configOf } from "./settings.ts";
import { computed, everythingOn } from "./stacks.ts";

/**
 * The program with every setting on, and beside it what the components offer and no shipped system
 * takes yet: injected secrets, EFS, a table.
 */
export function everythingGraph(args: Partial<RecordingArgs> = {}): Promise<Graph> {
  const config = configOf("rampart", everythingOn());
  return record(
    () => {
      const outputs = program();
      addWorker();
      return outputs;
    },
    { project: "rampart", stack: "prod", config, computed, ...args },
  );
}

function addWorker(): void {
  const environment = testEnvironment({ accountId: "777788889999", dataProtection: "protected" });
  const args = testServiceArgs(environment);
  const fileSystem = new aws.efs.FileSystem(
    "files",
    { encrypted: true, kmsKeyId: args.key.arn },
    { protect: true },
  );
  new aws.efs.FileSystemPolicy("files", { fileSystemId: fileSystem.id, policy: TLS_ONLY });
  const accessPoint = new aws.efs.AccessPoint("files", { fileSystemId: fileSystem.id });
  const path = "worker/jwt";
  const description = "Signs what the worker sends";
  const secret = new Secret("jwt", {
    environment,
    key: args.key,
    path,
    description,
    owner: "program",
    value: "x",
  });
  new Table("table", {
    environment,
    key: args.key,
    identifier: "worker",
    hashKey: { name: "Id", type: "S" },
  });
  new FargateService("worker", {
    ...args,
    identifier: "worker",
    image: { repository: REPOSITORY, builtUri: pulumi.output(`x@sha256:${"b".repeat(64)}`) },
    secrets: { SECRET_KEY: { arn: secret.arn, arnPattern: secretArnPattern(environment, path) } },
    efsMounts: [
      {
        name: "data",
        fileSystemId: fileSystem.id,
        accessPointId: accessPoint.id,
        containerPath: "/data",
        fileSystem,
      },
    ],
  });
}

/** Keeps clients from mounting without TLS; whom else it admits, IAM says. */
const TLS_ONLY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ],
});
