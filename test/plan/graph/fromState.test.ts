import assert from "node:assert/strict";

import { graphFromState, StateError } from "../../../plan/graph/fromState.ts";

const STACK = "urn:pulumi:dev::rampart::pulumi:pulumi:Stack::rampart-dev";
const KEY = "urn:pulumi:dev::rampart::rampart:keys:EncryptionKey$aws:kms/key:Key::main";
const ALIAS = "urn:pulumi:dev::rampart::aws:kms/alias:Alias::main::second";
const PROVIDER = "urn:pulumi:dev::rampart::pulumi:providers:aws::aws";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const CIPHERTEXT = { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
const PLAINTEXT = { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", plaintext: '"hunter2"' };

/** A state as the CLI writes it: what is false or empty is left out. */
const deployment = {
  manifest: { time: "2026-01-01T00:00:00Z", magic: "x", version: "3.270.0" },
  resources: [
    {
      urn: STACK,
      custom: false,
      type: "pulumi:pulumi:Stack",
      outputs: { url: "https://example.com", token: PLAINTEXT },
    },
    {
      urn: KEY,
      custom: true,
      id: "1234",
      type: "aws:kms/key:Key",
      inputs: {
        __defaults: ["isEnabled"],
        description: "Main",
        nested: [{ __defaults: [], a: 1 }],
      },
      outputs: { keyId: "1234" },
      parent: STACK,
      provider: `${PROVIDER}::7f0e`,
      protect: true,
      retainOnDelete: true,
      ignoreChanges: ["description"],
      sourcePosition: "project:///components/keys/encryptionKey.ts#1,1",
    },
    {
      urn: ALIAS,
      custom: true,
      type: "aws:kms/alias:Alias",
      inputs: { name: CIPHERTEXT },
      parent: STACK,
      dependencies: [STACK, KEY],
      propertyDependencies: { targetKeyId: [STACK, KEY], name: [], prefix: null },
    },
    { urn: KEY, custom: true, type: "aws:kms/key:Key", delete: true },
    { urn: `${KEY}-read`, custom: true, type: "aws:kms/key:Key", external: true },
  ],
};

const rest = {
  dependencies: [],
  propertyDependencies: {},
  protect: false,
  retainOnDelete: false,
  deleteBeforeReplace: false,
  aliases: [],
  ignoreChanges: [],
};

describe("the graph of a state", () => {
  it("has project, stack, outputs, and what is managed", () => {
    assert.deepEqual(graphFromState({ version: 3, deployment }), {
      project: "rampart",
      stack: "dev",
      outputs: { url: "https://example.com", token: { $secret: true } },
      resources: [
        {
          ...rest,
          urn: STACK,
          type: "pulumi:pulumi:Stack",
          name: "rampart-dev",
          custom: false,
          inputs: {},
        },
        {
          ...rest,
          urn: KEY,
          type: "aws:kms/key:Key",
          name: "main",
          parent: STACK,
          provider: PROVIDER,
          custom: true,
          inputs: { description: "Main", nested: [{ a: 1 }] },
          protect: true,
          retainOnDelete: true,
          ignoreChanges: ["description"],
          source: { file: "components/keys/encryptionKey.ts", line: 1 },
        },
        {
          ...rest,
          urn: ALIAS,
          type: "aws:kms/alias:Alias",
          name: "main::second",
          parent: STACK,
          custom: true,
          inputs: { name: { $secret: true } },
          dependencies: [KEY, STACK].sort(),
          propertyDependencies: { targetKeyId: [KEY, STACK].sort() },
        },
      ],
    });
  });

  it("is the same from the deployment alone, and from the newer version", () => {
    const graph = graphFromState({ version: 3, deployment });
    assert.deepEqual(graphFromState(deployment), graph);
    assert.deepEqual(graphFromState({ version: 4, deployment }), graph);
  });

  it("holds no secret, encrypted or not", () => {
    const text = JSON.stringify(graphFromState(deployment));
    assert.doesNotMatch(text, /hunter2|ciphertext|v1:abc/);
  });

  const refused: readonly [string, unknown, string][] = [
    ["a text", "state", "Invalid input: expected object, received string"],
    ["another version", { version: 2, deployment }, "version: Invalid option: expected one of 3|4"],
    [
      "a resource without URN",
      { resources: [{ urn: "main", custom: true, type: "t" }] },
      "resources.0.urn: no URN",
    ],
  ];
  for (const [what, document, problem] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => graphFromState(document),
        new StateError(`This is no state as \`pulumi stack export\` writes it: ${problem}`),
      );
    });
  }

  for (const resources of [undefined, null, []]) {
    it(`refuses a state whose resources are ${resources === undefined ? "absent" : JSON.stringify(resources)}`, () => {
      assert.throws(
        () => graphFromState({ version: 3, deployment: { resources } }),
        new StateError("The state holds no resources."),
      );
    });
  }
});
