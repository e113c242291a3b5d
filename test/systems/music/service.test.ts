import assert from "node:assert/strict";

import type { Graph } from "../../../plan/graph/resource.ts";
import { textOf } from "../../../plan/graph/value.ts";
import { at, ofType, only, policyOf, waitsFor } from "../../support/graph.ts";
import { answer, roleIn } from "../../support/iam.ts";
import { graphOf, recordStacks } from "../../support/identities.ts";
import { changed, problemLines } from "../../support/settings.ts";
import { STACKS } from "../../support/stacks.ts";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const ROLE = "aws:iam/role:Role";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";

/** Whom the rules of a group let in, by port. */
function admitted(graph: Graph, group: string): string[] {
  const found = only(graph, "aws:ec2/securityGroup:SecurityGroup", group);
  return ofType(graph, INGRESS)
    .filter((rule) => rule.propertyDependencies["securityGroupId"]?.includes(found.urn))
    .map(
      ({ inputs }) =>
        `${textOf(inputs["fromPort"])} from ${textOf(inputs["cidrIpv4"] ?? inputs["prefixListId"] ?? "a group")}`,
    )
    .sort();
}

describe("the music on Fargate", () => {
  recordStacks();
  let staging: Graph;
  before(() => {
    staging = graphOf("staging");
  });

  it("S-MUSIC-2: is a service of the platform's cluster, behind its balancer and on its database", () => {
    const service = only(staging, "aws:ecs/service:Service", "music");
    assert.match(textOf(service.inputs["cluster"]), /cluster\/rampart-staging-ecs-main$/);
    const rule = only(staging, "aws:lb/listenerRule:ListenerRule", "music-route");
    assert.equal(rule.inputs["priority"], 50);
    assert.deepEqual(at(rule.inputs, "conditions", 0), { pathPattern: { values: ["/api/*"] } });
    // Behind CloudFront the balancer demands its header on this path, too.
    assert.equal(
      at(rule.inputs, "conditions", 1, "httpHeader", "httpHeaderName"),
      "X-Origin-Guard",
    );
    assert.ok(waitsFor(staging, service, rule));
    assert.deepEqual(admitted(staging, "rampart-staging-sg-db-main").length, 3);
  });

  it("S-MUSIC-2: its task is known before the pool is, and gets the pool's ids when it starts", () => {
    const task = only(staging, TASK, "music");
    const [container] = JSON.parse(textOf(task.inputs["containerDefinitions"])) as {
      environment: { name: string; value: string }[];
      secrets: { name: string; valueFrom: string }[];
    }[];
    const variables = Object.fromEntries(
      (container?.environment ?? []).map(({ name, value }) => [name, value]),
    );
    assert.deepEqual(variables, {
      AUDIO_BUCKET: "rampart-staging-s3-music-audio-444455556666-us-east-1",
      AWS_REGION: "us-east-1",
      DATABASE_SECRET: "/staging/database/credentials",
      DOORS: "music",
      KEEP_ALIVE_SECONDS: "65",
      NODE_ENV: "production",
      PORT: "8000",
      TRUSTED_PROXIES: "2",
    });
    const secret = "arn:aws:secretsmanager:us-east-1:444455556666:secret:/staging/music/sign-in";
    assert.deepEqual(container?.secrets, [
      { name: "COGNITO_CLIENT_IDS", valueFrom: `${secret}:clientIds::` },
      { name: "COGNITO_USER_POOL_ID", valueFrom: `${secret}:userPoolId::` },
    ]);
  });

  it("is refused without what it stands on, each with its reason", () => {
    const reason =
      "allowed: one with an originHost, since music.mode is fargate: only CloudFront may reach its balancer";
    assert.deepEqual(problemLines(changed("staging", ["platform.edge.distribution", undefined])), [
      `rampart:platform.edge.distribution is missing; ${reason}`,
    ]);
    const elsewhere = problemLines(changed("staging", ["music.host", "music.example.net"]));
    assert.deepEqual(elsewhere, [
      'rampart:music.host is "music.example.net"; allowed: a name under staging.example.com',
    ]);
  });

  it("S-MUSIC-2, P-IAM-1, P-IAM-2: is released by the pipeline, and started anew by developers", () => {
    for (const stack of STACKS) {
      const graph = graphOf(stack);
      const account = /arn:aws:iam::(\d+):/.exec(
        textOf(only(graph, ROLE, "release").inputs["permissionsBoundary"]),
      )?.[1];
      const scope = `rampart-${stack}`;
      const ecs = `arn:aws:ecs:us-east-1:${account}`;
      const of = (name: string) => `arn:aws:iam::${account}:role/${scope}-role-${name}`;
      const asks = (
        action: string,
        resource: string,
        context: Readonly<Record<string, string>> = {},
      ) => ({ action, resource, context: { "aws:RequestedRegion": "us-east-1", ...context } });
      const toTasks = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
      const release = roleIn(graph, only(graph, ROLE, "release"));
      const own = [
        asks("ecs:UpdateService", `${ecs}:service/${scope}-ecs-main/${scope}-svc-music`),
        asks("ecs:RegisterTaskDefinition", `${ecs}:task-definition/${scope}-task-music:7`),
        asks("iam:PassRole", of("music-start"), toTasks),
        asks("iam:PassRole", of("music-task"), toTasks),
      ];
      const expected = stack === "dev" ? "not allowed" : "allowed";
      assert.deepEqual(
        own.map((request) => answer(release, request)),
        own.map(() => expected),
        stack,
      );
      const others = [
        asks("ecs:UpdateService", `${ecs}:service/${scope}-ecs-main/${scope}-svc-music-2`),
        asks("ecs:RegisterTaskDefinition", `${ecs}:task-definition/${scope}-task-music-2:7`),
        asks("iam:PassRole", of("music-task"), { "iam:PassedToService": "lambda.amazonaws.com" }),
        // The host's, which an instance has.
        asks("iam:PassRole", of("music"), toTasks),
      ];
      for (const request of others) assert.equal(answer(release, request), "not allowed");

      const developer = policyOf(only(graph, "aws:iam/policy:Policy", "developer"));
      const { action, resource } = asks(
        "ecs:UpdateService",
        `${ecs}:service/${scope}-ecs-main/${scope}-svc-music`,
      );
      const context = { "aws:MultiFactorAuthPresent": "true" };
      assert.equal(answer({ documents: [developer] }, { action, resource, context }), expected);
      if (stack === "dev") continue;
      // All of it exists under these names.
      const named = (type: string, property: string) =>
        ofType(graph, type).map(({ inputs }) => inputs[property]);
      assert.ok(named("aws:ecs/service:Service", "name").includes(`${scope}-svc-music`));
      assert.ok(named(TASK, "family").includes(`${scope}-task-music`));
      for (const purpose of ["start", "task"]) {
        assert.ok(named(ROLE, "name").includes(`${scope}-role-music-${purpose}`));
      }
    }
  });
});
