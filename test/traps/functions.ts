import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { isProperties, type Properties } from "../../plan/graph/value.ts";
import { at, ofType, policyOf, waitsFor } from "../support/graph.ts";
import { literal, mutant, replaceIn, set, waitForNo, without } from "./breaking.ts";
import {
  listOf,
  ROLE,
  ROLE_POLICY,
  rolePoliciesOf,
  ROTATION,
  SECRET,
  some,
  sources,
  textOf,
  usersOf,
} from "./reading.ts";
import type { MutableResource, Trap } from "./trap.ts";

const FUNCTION = "aws:lambda/function:Function";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const INVOKE_CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const PERMISSION = "aws:lambda/permission:Permission";

const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(ACCESS_KEY|ACCESS_KEY_ID|DEFAULT_REGION|EXECUTION_ENV|REGION|SECRET_ACCESS_KEY|SESSION_TOKEN)|AWS_LAMBDA_.*|LAMBDA_(RUNTIME_DIR|TASK_ROOT))$/;

/** Runtimes that Lambda still takes new functions for. Source: Lambda guide, checked 2026-11. */
const RUNTIMES = ["nodejs22.x", "nodejs24.x"];

/** Secrets Manager takes at most this; a longer schedule fails when it is made. */
const LONGEST_ROTATION_DAYS = 1000;

const inVpc = ({ inputs }: Resource): boolean => inputs["vpcConfig"] !== undefined;

function variablesOf({ inputs }: Resource): Properties {
  const variables = at(inputs, "environment", "variables");
  return isProperties(variables) ? variables : {};
}

/** Whether the function's role has leave to make interfaces by one of AWS's policies. */
function interfaceRights(graph: Graph, lambda: Resource): Resource[] {
  return sources(graph, lambda, "role", ROLE)
    .flatMap((role) => usersOf(graph, ATTACHMENT, "role", role))
    .filter(({ inputs }) =>
      textOf(inputs["policyArn"]).endsWith("/service-role/AWSLambdaVPCAccessExecutionRole"),
    );
}

const rename = (name: string) => (lambda: MutableResource) => {
  lambda.inputs["environment"] = { variables: { ...variablesOf(lambda), [name]: "x" } };
};

/** Traps of Lambda functions, and of rotation by one. */
export const functionTraps: readonly Trap[] = [
  {
    id: "T86",
    title: "a function in a VPC waits for the right to make interfaces there",
    check: (graph) => {
      for (const lambda of some(graph, FUNCTION, inVpc)) {
        const rights = interfaceRights(graph, lambda);
        assert.ok(rights.length > 0, `${lambda.name} may make no interface`);
        for (const right of rights) {
          assert.ok(waitsFor(graph, lambda, right), `${lambda.name} does not wait for its right`);
        }
      }
    },
    mutants: [
      mutant("no wait", FUNCTION, waitForNo(ATTACHMENT, ROLE), inVpc),
      set("another policy", ATTACHMENT, {
        policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      }),
    ],
  },
  {
    id: "T87",
    title: "no function has a variable that Lambda sets itself, or takes concurrency from others",
    check: (graph) => {
      for (const lambda of some(graph, FUNCTION)) {
        const taken = Object.keys(variablesOf(lambda)).filter((name) => RESERVED.test(name));
        assert.deepEqual(taken, [], lambda.name);
        assert.equal(lambda.inputs["reservedConcurrentExecutions"], undefined, lambda.name);
      }
    },
    mutants: [
      mutant("a reserved variable", FUNCTION, rename("AWS_REGION")),
      mutant("another one", FUNCTION, rename("_HANDLER")),
      set("a reservation that a new account has not", FUNCTION, {
        reservedConcurrentExecutions: 5,
      }),
    ],
  },
  {
    id: "lambda-runtime",
    title: "functions have a runtime that Lambda still takes",
    check: (graph) => {
      for (const { name, inputs } of some(graph, FUNCTION)) {
        assert.ok(RUNTIMES.includes(textOf(inputs["runtime"])), name);
      }
    },
    mutants: [set("Node.js 18", FUNCTION, { runtime: "nodejs18.x" })],
  },
  {
    id: "lambda-log-group",
    title: "a function's log group is there before it: Lambda's own is plain and without end",
    check: (graph) => {
      for (const lambda of some(graph, FUNCTION)) {
        const wanted = textOf(at(lambda.inputs, "loggingConfig", "logGroup"));
        const groups = some(graph, LOG_GROUP, ({ inputs }) => inputs["name"] === wanted);
        for (const group of groups) {
          assert.ok(waitsFor(graph, lambda, group), `${lambda.name} does not wait for its log`);
          assert.ok(group.inputs["kmsKeyId"] !== undefined, `${wanted} has no key`);
          assert.ok(group.inputs["retentionInDays"] !== undefined, `${wanted} has no end`);
        }
      }
    },
    mutants: [
      mutant("no wait", FUNCTION, waitForNo(LOG_GROUP)),
      mutant("another group", FUNCTION, ({ inputs }) => {
        inputs["loggingConfig"] = { logFormat: "JSON", logGroup: "/aws/lambda/other" };
      }),
    ],
  },
  {
    id: "lambda-destination",
    title: "what a function failed on has a place, which its role may write to",
    check: (graph) => {
      for (const lambda of some(graph, FUNCTION)) {
        const configs = usersOf(graph, INVOKE_CONFIG, "functionName", lambda);
        assert.equal(configs.length, 1, `${lambda.name} has ${configs.length} configurations`);
        const destination = at(
          configs[0]?.inputs ?? {},
          "destinationConfig",
          "onFailure",
          "destination",
        );
        const places = rolePoliciesOf(graph, lambda, "role")
          .flatMap((policy) => policyOf(policy).Statement)
          .filter(({ Action }) => listOf(Action).includes("sqs:SendMessage"))
          .flatMap(({ Resource: resource }) => listOf(resource));
        assert.ok(places.includes(textOf(destination)), `${lambda.name} may not write there`);
      }
    },
    mutants: [
      set("no destination", INVOKE_CONFIG, { destinationConfig: {} }),
      mutant("for no function", INVOKE_CONFIG, literal("functionName", "other")),
      mutant("no right", ROLE_POLICY, replaceIn("policy", "sqs:SendMessage", "sqs:ReceiveMessage")),
    ],
  },
  {
    id: "rotation-permission",
    title: "a rotation waits until its function may be called, and by its secret alone",
    check: (graph) => {
      for (const rotation of some(graph, ROTATION)) {
        const [secret] = sources(graph, rotation, "secretId", SECRET);
        const [lambda] = sources(graph, rotation, "rotationLambdaArn", FUNCTION);
        assert.ok(secret && lambda, `${rotation.name} has no secret or no function`);
        const permissions = usersOf(graph, PERMISSION, "function", lambda).filter(
          ({ inputs }) => inputs["principal"] === "secretsmanager.amazonaws.com",
        );
        assert.equal(permissions.length, 1, `${lambda.name} has ${permissions.length} callers`);
        for (const permission of permissions) {
          const { sourceArn, sourceAccount } = permission.inputs;
          const name = textOf(secret.inputs["name"]);
          assert.ok(textOf(sourceArn).endsWith(`:secret:${name}-??????`), lambda.name);
          assert.match(textOf(sourceAccount), /^\d{12}$/);
          assert.ok(waitsFor(graph, rotation, permission), `${rotation.name} does not wait`);
        }
      }
    },
    mutants: [
      mutant("no wait", ROTATION, waitForNo(PERMISSION)),
      mutant("any secret", PERMISSION, without("sourceArn")),
      mutant("any account", PERMISSION, without("sourceAccount")),
    ],
  },
  {
    id: "rotation-schedule",
    title: "rotations have a schedule that Secrets Manager takes, and start at once",
    check: (graph) => {
      for (const { name, inputs } of some(graph, ROTATION)) {
        const days = Number(at(inputs, "rotationRules", "automaticallyAfterDays"));
        assert.ok(days >= 1 && days <= LONGEST_ROTATION_DAYS, `${name}: ${days} days`);
        // The first value has no usable password.
        assert.equal(inputs["rotateImmediately"], true, name);
      }
    },
    mutants: [
      set("never", ROTATION, { rotationRules: { automaticallyAfterDays: 3650 } }),
      set("later", ROTATION, { rotateImmediately: false }),
    ],
  },
  {
    id: "rotation-reach",
    title: "a function that rotates reaches the database that its secret is for, on 5432",
    check: (graph) => {
      const ingress = ofType(
        graph,
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      ).filter(({ inputs }) => inputs["fromPort"] === 5432);
      for (const rotation of some(graph, ROTATION)) {
        const groups = sources(graph, rotation, "rotationLambdaArn", FUNCTION).flatMap((lambda) =>
          sources(graph, lambda, "vpcConfig", GROUP),
        );
        const databases = some(graph, "aws:rds/instance:Instance").flatMap((database) =>
          sources(graph, database, "vpcSecurityGroupIds", GROUP),
        );
        const admitted = ingress.some(
          (rule) =>
            sources(graph, rule, "securityGroupId", GROUP).some((to) => databases.includes(to)) &&
            sources(graph, rule, "referencedSecurityGroupId", GROUP).some((from) =>
              groups.includes(from),
            ) &&
            waitsFor(graph, rotation, rule),
        );
        assert.ok(admitted, `${rotation.name} reaches no database in time`);
      }
    },
    mutants: [
      mutant(
        "no wait for the rules",
        ROTATION,
        waitForNo("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
      ),
      mutant(
        "nobody admitted",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        without("referencedSecurityGroupId"),
      ),
    ],
  },
];
