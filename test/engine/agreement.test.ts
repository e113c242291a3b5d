import assert from "node:assert/strict";

import type { Graph } from "../../plan/graph/resource.ts";
import { UNKNOWN } from "../../plan/graph/value.ts";
import type { MutableGraph } from "../traps/trap.ts";
import { disagreements } from "./support/agreement.ts";

const STACK = "urn:pulumi:dev::rampart::pulumi:pulumi:Stack::rampart-dev";
const GROUP = "urn:pulumi:dev::rampart::aws:ec2/securityGroup:SecurityGroup::web";

const graph: Graph = {
  project: "rampart",
  stack: "dev",
  resources: [
    {
      urn: GROUP,
      type: "aws:ec2/securityGroup:SecurityGroup",
      name: "web",
      parent: STACK,
      provider: "urn:pulumi:dev::rampart::pulumi:providers:aws::aws",
      custom: true,
      inputs: { description: "Web", vpcId: UNKNOWN, tags: { Name: "web" }, list: [1, 2] },
      dependencies: [STACK],
      propertyDependencies: { vpcId: [STACK] },
      protect: false,
      retainOnDelete: false,
      deleteBeforeReplace: false,
      aliases: [],
      ignoreChanges: ["tags"],
    },
  ],
  outputs: { url: "https://example.com" },
};

/** The engine's side with one thing changed, and what must be told of it. */
const CHANGES: readonly [string, (engine: MutableGraph) => void, string][] = [
  [
    "a type",
    set("type", "aws:x:Y"),
    `type: planned "aws:ec2/securityGroup:SecurityGroup", registered "aws:x:Y"`,
  ],
  ["a parent", set("parent", GROUP), `parent: planned "${STACK}", registered "${GROUP}"`],
  [
    "a provider",
    set("provider", "urn:pulumi:dev::rampart::pulumi:providers:aws::default_7_48_0"),
    `provider: planned "urn:pulumi:dev::rampart::pulumi:providers:aws::aws", registered absent`,
  ],
  ["custom", set("custom", false), "custom: planned true, registered false"],
  ["protection", set("protect", true), "protect: planned false, registered true"],
  ["retention", set("retainOnDelete", true), "retainOnDelete: planned false, registered true"],
  ["ignored changes", set("ignoreChanges", []), `ignoreChanges: planned ["tags"], registered []`],
  ["dependencies", set("dependencies", []), `dependencies: planned ["${STACK}"], registered []`],
  [
    "property dependencies",
    set("propertyDependencies", {}),
    `propertyDependencies.vpcId: planned ["${STACK}"], registered absent`,
  ],
  [
    "a nested input",
    input("tags", { Name: "other" }),
    `inputs.tags.Name: planned "web", registered "other"`,
  ],
  ["a list", input("list", [1, 3]), "inputs.list[1]: planned 2, registered 3"],
  ["an added input", input("added", 1), "inputs.added: planned absent, registered 1"],
  [
    "a value that nothing made",
    input("vpcId", undefined),
    `inputs.vpcId: planned {"$unknown":true}, registered absent`,
  ],
  [
    "a text made from a value that nothing made",
    input("vpcId", "vpc-undefined"),
    `inputs.vpcId: planned {"$unknown":true}, registered "vpc-undefined"`,
  ],
];

describe("the comparison of plan and engine", () => {
  for (const [what, change, told] of CHANGES) {
    it(`tells of ${what}`, () => {
      const engine = engineGraph();
      change(engine);
      assert.deepEqual(disagreements(graph, engine, "known"), [`${GROUP}: ${told}`]);
    });
  }

  it("tells of outputs", () => {
    const engine = { ...engineGraph(), outputs: {} };
    assert.deepEqual(disagreements(graph, engine, "known"), [
      `outputs.url: planned "https://example.com", registered absent`,
    ]);
  });

  it("tells of resources that only one side has", () => {
    const none = { ...graph, resources: [] };
    assert.deepEqual(disagreements(graph, none, "exact"), [
      `${GROUP}: the engine does not have it`,
    ]);
    assert.deepEqual(disagreements(none, graph, "exact"), [`${GROUP}: the plan does not have it`]);
  });

  it("takes a real value for an unknown in a state, and not in a preview", () => {
    const engine = engineGraph();
    assert.deepEqual(disagreements(graph, engine, "known"), []);
    assert.deepEqual(disagreements(graph, engine, "exact"), [
      `${GROUP}: inputs.vpcId: planned {"$unknown":true}, registered "vpc-1"`,
    ]);
  });

  it("takes a name that the provider made up, and no other", () => {
    const engine = engineGraph();
    input("name", "web-0a1b2c3")(engine);
    assert.deepEqual(disagreements(graph, engine, "known"), []);
    input("name", "web-fixed")(engine);
    assert.deepEqual(disagreements(graph, engine, "known"), [
      `${GROUP}: inputs.name: planned absent, registered "web-fixed"`,
    ]);
  });

  it("takes a made-up name for an unknown in a preview, wherever it is used", () => {
    const engine = structuredClone(graph) as MutableGraph;
    input("name", "web-0a1b2c3")(engine);
    input("vpcId", "of web-0a1b2c3")(engine);
    assert.deepEqual(disagreements(graph, engine, "exact"), []);
  });

  it("asks no values of a plan that made them up, but every edge", () => {
    const engine = engineGraph();
    input("description", "other")(engine);
    assert.deepEqual(disagreements(graph, engine, "none"), []);
    set("dependencies", [])(engine);
    assert.deepEqual(disagreements(graph, engine, "none"), [
      `${GROUP}: dependencies: planned ["${STACK}"], registered []`,
    ]);
  });
});

/** The same resource after it was made. */
function engineGraph(): MutableGraph {
  const engine = structuredClone(graph) as MutableGraph;
  input("vpcId", "vpc-1")(engine);
  return engine;
}

function set(field: string, value: unknown): (engine: MutableGraph) => void {
  return (engine) => Object.assign(engine.resources[0] ?? {}, { [field]: value });
}

function input(key: string, value: unknown): (engine: MutableGraph) => void {
  return (engine) => {
    const inputs: Record<string, unknown> = { ...engine.resources[0]?.inputs, [key]: value };
    if (value === undefined) Reflect.deleteProperty(inputs, key);
    set("inputs", inputs)(engine);
  };
}
