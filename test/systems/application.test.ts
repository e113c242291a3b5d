import assert from "node:assert/strict";

import { stopSeconds } from "../../app/contract.ts";
import { settingsOf } from "../../app/settings.ts";
import type { Graph } from "../../plan/graph/resource.ts";
import { ofType, only, statement } from "../support/graph.ts";
import { STACKS, systemGraph } from "../support/stacks.ts";

interface Container {
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly stopTimeout: number;
}

/** The one container of the task that runs the application. */
function containerIn(graph: Graph): Container {
  const task = only(graph, "aws:ecs/taskDefinition:TaskDefinition", "api");
  const document = task.inputs["containerDefinitions"];
  assert.ok(typeof document === "string");
  const [container, ...more] = JSON.parse(document) as Container[];
  assert.ok(container !== undefined && more.length === 0);
  return container;
}

/** What it is told. */
function variablesIn(graph: Graph): Record<string, string> {
  const { environment } = containerIn(graph);
  return Object.fromEntries(environment.map(({ name, value }) => [name, value]));
}

for (const stack of STACKS) {
  describe(`The application in ${stack}`, () => {
    let graph: Graph;
    let variables: Record<string, string>;

    before(async () => {
      graph = await systemGraph(stack, [], { mode: "update" });
      variables = variablesIn(graph);
    });

    it("P-RUN-5: may read the secrets that it is told of, and no others", () => {
      const told = Object.entries(variables)
        .filter(([name]) => name.endsWith("_SECRET"))
        .map(([, value]) => value);
      assert.deepEqual(told.sort(), [
        `/${stack}/app/jwt-secret`,
        `/${stack}/database/credentials`,
        `/${stack}/redis/auth-token`,
      ]);
      const access = only(graph, "aws:iam/rolePolicy:RolePolicy", "api-task-application");
      const { Resource: patterns } = statement(access, "ReadSecrets");
      assert.deepEqual(
        (patterns as string[])
          .map((pattern) => pattern.replace(/^.*:secret:(.*)-\?{6}$/, "$1"))
          .sort(),
        told,
      );
    });

    it("A-COMMON: is told nothing that it has no use for, and has all that it needs", () => {
      const known = Object.keys(settingsOf(variables));
      const others = Object.keys(variables).filter((name) => !known.includes(name));
      assert.deepEqual(others, ["NODE_ENV"]);
    });

    it("A-COMMON: takes the word of what stands before it on the client's address, and nobody else's", () => {
      const distributions = ofType(graph, "aws:cloudfront/distribution:Distribution").length;
      assert.equal(distributions, stack === "dev" ? 0 : 1);
      // The load balancer's, and CloudFront's before it, for its guard lets in nobody else.
      assert.equal(variables["TRUSTED_PROXIES"], String(1 + distributions));
    });

    it("A-COMMON: has the time to end by itself before it is killed", () => {
      const { DRAIN_DELAY_SECONDS: delay } = settingsOf(variables);
      assert.ok(delay >= 5);
      assert.equal(containerIn(graph).stopTimeout, stopSeconds(delay));
    });
  });
}
