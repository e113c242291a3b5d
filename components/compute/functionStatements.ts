import { keyUseStatement } from "../keys/encryptionKey.ts";
import { logGroupArnOf } from "../observability/logGroup.ts";
import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";
import { queueArnOf } from "../storage/queue.ts";

/** What statements about a function are written from. */
export interface FunctionPlace {
  /** Opens its name. */
  readonly environment: Environment;
  /** Last part of its name. */
  readonly identifier: string;
}

/** AWS's own policy for interfaces in a VPC; Lambda checks for its actions on all resources (T86). */
export const VPC_ACCESS_POLICY = "service-role/AWSLambdaVPCAccessExecutionRole";

/** Physical name of a function, known before it exists. */
export function functionNameOf({ environment, identifier }: FunctionPlace): string {
  return nameOf(environment, "function", identifier);
}

/** ARN of a function, known before it exists. */
export function functionArnOf(place: FunctionPlace): string {
  return arnOf(place.environment, "lambda", `function:${functionNameOf(place)}`);
}

/** Name of a function's log group; Lambda would make one of that name, plain and without end. */
export function functionLogGroupOf(place: FunctionPlace): string {
  return `/aws/lambda/${functionNameOf(place)}`;
}

/** Identifier of the queue that keeps what a function failed on. */
export function failureQueueOf({ identifier }: FunctionPlace): string {
  return `${identifier}-failures`;
}

/** All that a function needs to run, whatever it does. */
export function runtimeStatements(
  place: FunctionPlace,
  keyAlias: string,
  { inVpc, tracing }: { readonly inVpc: boolean; readonly tracing: boolean },
): Statement[] {
  const { environment } = place;
  return [
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: ownLogStreams(place),
    },
    {
      Sid: "KeepFailures",
      Effect: "Allow",
      Action: "sqs:SendMessage",
      Resource: queueArnOf(environment, failureQueueOf(place)),
    },
    keyUseStatement(environment, keyAlias, "sqs", ["kms:Decrypt", "kms:GenerateDataKey"]),
    keyUseStatement(environment, keyAlias, "lambda"),
    ...(tracing ? [traceStatement()] : []),
    ...(inVpc ? interfaceLimits(place) : []),
  ];
}

function ownLogStreams(place: FunctionPlace): string {
  return `${logGroupArnOf(place.environment, functionLogGroupOf(place))}:*`;
}

/** X-Ray has no resources to name. */
function traceStatement(): Statement {
  return {
    Sid: "WriteTraces",
    Effect: "Allow",
    Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
    Resource: "*",
  };
}

/**
 * What AWS's policy for interfaces grants beyond need. Lambda itself makes the interfaces, so the
 * code must not: its calls carry the function's ARN. Source: Lambda guide, "Giving Lambda functions
 * access to resources in an Amazon VPC".
 */
function interfaceLimits(place: FunctionPlace): Statement[] {
  return [
    {
      Sid: "NoInterfacesByCode",
      Effect: "Deny",
      Action: [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DetachNetworkInterface",
        "ec2:UnassignPrivateIpAddresses",
      ],
      Resource: "*",
      Condition: { ArnEquals: { "lambda:SourceFunctionArn": functionArnOf(place) } },
    },
    {
      Sid: "OwnLogsOnly",
      Effect: "Deny",
      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      NotResource: ownLogStreams(place),
    },
  ];
}
