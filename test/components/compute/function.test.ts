import assert from "node:assert/strict";

import { LambdaFunction } from "../../../components/compute/function.ts";
import type { LambdaFunctionArgs } from "../../../components/compute/functionInputs.ts";
import type { Graph } from "../../../plan/graph/resource.ts";
import { isProperties, UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import {
  namesOf,
  ofType,
  only,
  policyOf,
  recorded,
  refusal,
  statement,
  waitsFor,
} from "../../support/graph.ts";

const FUNCTION = "aws:lambda/function:Function";
const INVOKE_CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
const PERMISSION = "aws:lambda/permission:Permission";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";

const NAME = "rampart-dev-fn-notify";
const ARN = `arn:aws:lambda:us-east-1:111122223333:function:${NAME}`;
const LOG_GROUP = `arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/${NAME}`;

interface Variables {
  readonly TOPIC: string;
}

type Args = LambdaFunctionArgs<Variables>;

const PLACEMENT = { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] };

function program(
  overrides: Partial<Args> = {},
  seen: (made: LambdaFunction<Variables>) => void = () => undefined,
) {
  return () => {
    const environment = overrides.environment ?? testEnvironment();
    const { key, boundary } = foundation(environment);
    const made = new LambdaFunction<Variables>("notify", {
      environment,
      key,
      boundary,
      identifier: "notify",
      description: "Tells people",
      folder: "rotate-database-secret",
      environmentVariables: { TOPIC: "alerts" },
      statements: [{ Sid: "Tell", Effect: "Allow", Action: "sns:Publish", Resource: "arn:x" }],
      timeoutSeconds: 30,
      logRetentionDays: 30,
      ...overrides,
    });
    seen(made);
  };
}

/** The function's inputs but for its code, which has a test of its own. */
function settingsOf(graph: Graph) {
  const { code, ...inputs } = only(graph, FUNCTION).inputs;
  assert.ok(isProperties(code));
  return inputs;
}

describe("LambdaFunction", () => {
  it("P-RESP, T62: states all that Lambda would choose by itself", async () => {
    assert.deepEqual(settingsOf(await recorded(program())), {
      name: NAME,
      description: "Tells people",
      role: "arn:aws:iam::111122223333:role/rampart-dev-role-notify",
      packageType: "Zip",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      timeout: 30,
      memorySize: 256,
      tracingConfig: { mode: "PassThrough" },
      environment: { variables: { TOPIC: "alerts" } },
      kmsKeyArn: UNKNOWN,
      loggingConfig: {
        logFormat: "JSON",
        logGroup: `/aws/lambda/${NAME}`,
        applicationLogLevel: "INFO",
        systemLogLevel: "INFO",
      },
    });
  });

  it("control 78: its environment is encrypted with the environment's key", async () => {
    const graph = await recorded(program());
    const key = only(graph, "aws:kms/key:Key");
    assert.deepEqual(only(graph, FUNCTION).propertyDependencies["kmsKeyArn"], [key.urn]);
  });

  it("has no environment where its contract asks for none", async () => {
    const graph = await recorded(() => {
      const environment = testEnvironment();
      const { key, boundary } = foundation(environment);
      new LambdaFunction("bare", {
        environment,
        key,
        boundary,
        identifier: "bare",
        description: "Needs nothing",
        folder: "rotate-database-secret",
        environmentVariables: {},
        statements: [],
        timeoutSeconds: 3,
        logRetentionDays: 30,
      });
    });
    assert.equal(only(graph, FUNCTION).inputs["environment"], undefined);
    assert.deepEqual(namesOf(graph, ROLE_POLICY), ["bare-runtime"], "no empty policy");
  });

  it("P-OBS-1: its log group is there before it, with the key and an end", async () => {
    const graph = await recorded(program());
    const group = only(graph, "aws:cloudwatch/logGroup:LogGroup");
    assert.deepEqual(group.inputs, {
      name: `/aws/lambda/${NAME}`,
      retentionInDays: 30,
      kmsKeyId: UNKNOWN,
    });
    assert.ok(waitsFor(graph, only(graph, FUNCTION), group));
  });

  it("P-RESP: keeps what it failed on, error and all, in an encrypted queue of its own", async () => {
    const graph = await recorded(program());
    const queue = only(graph, "aws:sqs/queue:Queue");
    assert.equal(queue.inputs["name"], "rampart-dev-sqs-notify-failures");
    const config = only(graph, INVOKE_CONFIG);
    assert.deepEqual(config.inputs, {
      functionName: NAME,
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 3600,
      destinationConfig: {
        onFailure: {
          destination: "arn:aws:sqs:us-east-1:111122223333:rampart-dev-sqs-notify-failures",
        },
      },
    });
    // Lambda tries whether the role may send there.
    for (const policy of ofType(graph, ROLE_POLICY)) assert.ok(waitsFor(graph, config, policy));
    assert.ok(waitsFor(graph, config, only(graph, "aws:sqs/queuePolicy:QueuePolicy")));
    assert.equal(only(graph, FUNCTION).inputs["deadLetterConfig"], undefined, "not kept twice");
  });

  it("P-RESP: its role may write its own log, keep failures, use the key for that, and its own matters", async () => {
    const graph = await recorded(program());
    const runtime = only(graph, ROLE_POLICY, "notify-runtime");
    const key = "arn:aws:kms:us-east-1:111122223333:key/*";
    const use = (service: string) => ({
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/rampart-dev" },
      StringEquals: { "kms:ViaService": `${service}.us-east-1.amazonaws.com` },
    });
    assert.deepEqual(policyOf(runtime).Statement, [
      {
        Sid: "WriteLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `${LOG_GROUP}:*`,
      },
      {
        Sid: "KeepFailures",
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: "arn:aws:sqs:us-east-1:111122223333:rampart-dev-sqs-notify-failures",
      },
      {
        Sid: "UseKeyForsqs",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: key,
        Condition: use("sqs"),
      },
      {
        Sid: "UseKeyForlambda",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: key,
        Condition: use("lambda"),
      },
    ]);
    assert.deepEqual(policyOf(only(graph, ROLE_POLICY, "notify-access")).Statement, [
      { Sid: "Tell", Effect: "Allow", Action: "sns:Publish", Resource: "arn:x" },
    ]);
    assert.deepEqual(namesOf(graph, ATTACHMENT), []);
  });

  it("outside of a VPC it has no group and no interfaces", async () => {
    const graph = await recorded(program());
    assert.deepEqual(namesOf(graph, GROUP), []);
    assert.equal(only(graph, FUNCTION).inputs["vpcConfig"], undefined);
  });

  it("T86: in a VPC it waits for the right to make interfaces, which its code has not", async () => {
    const graph = await recorded(program({ placement: PLACEMENT }));
    const lambda = only(graph, FUNCTION);
    const attachment = only(graph, ATTACHMENT);
    assert.equal(
      attachment.inputs["policyArn"],
      "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
    );
    assert.ok(waitsFor(graph, lambda, attachment));
    for (const policy of ofType(graph, ROLE_POLICY)) assert.ok(waitsFor(graph, lambda, policy));
    const runtime = only(graph, ROLE_POLICY, "notify-runtime");
    const byCode = statement(runtime, "NoInterfacesByCode");
    assert.equal(byCode.Effect, "Deny");
    assert.deepEqual(byCode["Condition"], { ArnEquals: { "lambda:SourceFunctionArn": ARN } });
    assert.deepEqual(statement(runtime, "OwnLogsOnly"), {
      Sid: "OwnLogsOnly",
      Effect: "Deny",
      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      NotResource: `${LOG_GROUP}:*`,
    });
  });

  it("P-NET-7: in a VPC it has a group of its own, which may call nobody yet", async () => {
    const graph = await recorded(program({ placement: PLACEMENT }));
    const group = only(graph, GROUP);
    assert.equal(group.name, "rampart-dev-sg-notify");
    assert.deepEqual(only(graph, FUNCTION).inputs["vpcConfig"], {
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupIds: [UNKNOWN],
    });
    assert.deepEqual(namesOf(graph, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"), []);
  });

  it("controls 75, 76: a service may call it for one resource of this account alone", async () => {
    const sourceArn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:/dev/x-??????";
    const service = "secretsmanager.amazonaws.com";
    const graph = await recorded(program({ invokers: { rotation: { service, sourceArn } } }));
    const permission = only(graph, PERMISSION);
    assert.equal(permission.name, "notify-rotation");
    assert.deepEqual(permission.inputs, {
      action: "lambda:InvokeFunction",
      function: NAME,
      principal: service,
      sourceArn,
      sourceAccount: "111122223333",
    });
  });

  it("without an invoker nobody may call it by a policy of its own", async () => {
    assert.deepEqual(namesOf(await recorded(program()), PERMISSION), []);
  });

  it("T87: reserves no concurrency unless told to", async () => {
    const reserved = async (reservedConcurrency?: number) =>
      only(await recorded(program({ reservedConcurrency })), FUNCTION).inputs[
        "reservedConcurrentExecutions"
      ];
    assert.deepEqual([await reserved(), await reserved(5)], [undefined, 5]);
  });

  it("is traced only when told to, and may write traces only then", async () => {
    const graph = await recorded(program({ tracing: true }));
    assert.deepEqual(only(graph, FUNCTION).inputs["tracingConfig"], { mode: "Active" });
    assert.deepEqual(statement(only(graph, ROLE_POLICY, "notify-runtime"), "WriteTraces"), {
      Sid: "WriteTraces",
      Effect: "Allow",
      Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
      Resource: "*",
    });
  });

  it("takes memory, retries and patience as told, and replaces itself in place of its name", async () => {
    const graph = await recorded(program({ memoryMiB: 1769, retries: 0, waitsSeconds: 21_600 }));
    const lambda = only(graph, FUNCTION);
    assert.equal(lambda.inputs["memorySize"], 1769);
    assert.equal(lambda.deleteBeforeReplace, true);
    const { inputs } = only(graph, INVOKE_CONFIG);
    assert.deepEqual(
      [inputs["maximumRetryAttempts"], inputs["maximumEventAgeInSeconds"]],
      [0, 21_600],
    );
  });

  it("its names are known before it exists", async () => {
    const seen: string[] = [];
    await recorded(
      program({}, ({ functionName, arn, failureQueueName }) => {
        for (const output of [functionName, arn, failureQueueName]) {
          output.apply((value) => seen.push(value));
        }
      }),
    );
    assert.deepEqual(seen.sort(), [ARN, NAME, "rampart-dev-sqs-notify-failures"].sort());
  });

  for (const [what, overrides, message] of [
    ["a time-out of 0", { timeoutSeconds: 0 }, "timeoutSeconds of notify is 0; allowed: 1–900."],
    ["16 minutes", { timeoutSeconds: 960 }, "timeoutSeconds of notify is 960; allowed: 1–900."],
    ["64 MiB", { memoryMiB: 64 }, "memoryMiB of notify is 64; allowed: 128–10240."],
    ["half a MiB", { memoryMiB: 256.5 }, "memoryMiB of notify is 256.5; allowed: 128–10240."],
    [
      "a day of patience",
      { waitsSeconds: 86_400 },
      "waitsSeconds of notify is 86400; allowed: 60–21600.",
    ],
    ["3 retries", { retries: 3 }, "retries of notify is 3; allowed: 0–2."],
    [
      "a negative reservation",
      { reservedConcurrency: -1 },
      "reservedConcurrency of notify is -1; allowed: 0–1000.",
    ],
    [
      "a folder without code",
      { folder: "no-such-function" },
      "functions/no-such-function has no index.ts to bundle.",
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      assert.equal(await refusal(program(overrides)), message);
    });
  }

  for (const variable of [
    "AWS_REGION",
    "AWS_SESSION_TOKEN",
    "_HANDLER",
    "A",
    "1ST",
    "WITH-HYPHEN",
  ]) {
    it(`T87: refuses the variable ${variable}`, async () => {
      const environmentVariables = { TOPIC: "x", [variable]: "y" };
      assert.equal(
        await refusal(program({ environmentVariables })),
        `environmentVariables of notify has ${variable}; allowed: a letter, then letters, digits ` +
          "and underscores, and none that Lambda sets itself.",
      );
    });
  }

  it("runs as an update, too, where AWS has answered", async () => {
    const graph = await recorded(program({ placement: PLACEMENT }), { mode: "update" });
    assert.equal(settingsOf(graph)["name"], NAME);
  });
});
