import assert from "node:assert/strict";

import { positionsIn } from "../../../plan/graph/statePositions.ts";

/** A resource of a state, made by these lines, the innermost first. */
const made = (...positions: string[]) => ({
  sourcePosition: positions[0],
  stackTrace: positions.map((sourcePosition) => ({ sourcePosition })),
});

const SDK = "project:///node_modules/@pulumi/runtime/stack.ts#79,28";
const MAIN = "project:///file:/home/me/my%20rampart/index.ts#46,20";
const ROOM = "project:///file:/home/me/my%20rampart/components/keys/key.ts";

describe("M11: the lines of the program in a state", () => {
  it("are told from the program's folder, whoever ran it where", () => {
    const outside = "project:///../../home/ci/rampart/file:/home/ci/rampart";
    assert.deepEqual(
      positionsIn([
        made(`${ROOM}#76,17`, MAIN, SDK),
        made(`${outside}/systems/edge.ts#3,1`, `${outside}/index.ts#46,20`, SDK),
      ]),
      [
        { file: "components/keys/key.ts", line: 76 },
        { file: "systems/edge.ts", line: 3 },
      ],
    );
  });

  it("are known of what is registered late, when the outer lines are lost", () => {
    assert.deepEqual(positionsIn([made(MAIN), made(`${ROOM}#9,1`)]), [
      { file: "index.ts", line: 46 },
      { file: "components/keys/key.ts", line: 9 },
    ]);
  });

  it("are the program's own, not those of a package", () => {
    const package_ = "project:///file:/home/me/my%20rampart/node_modules/awsx/vpc.ts#5,1";
    assert.deepEqual(positionsIn([made(package_, `${ROOM}#12,1`, MAIN, SDK), made(SDK)]), [
      { file: "components/keys/key.ts", line: 12 },
      undefined,
    ]);
  });

  it("are taken as they are where the engine knows the project's folder", () => {
    assert.deepEqual(
      positionsIn([
        { sourcePosition: "project:///components/keys/key.ts#8" },
        made("project:///a.ts#1,1"),
      ]),
      [
        { file: "components/keys/key.ts", line: 8 },
        { file: "a.ts", line: 1 },
      ],
    );
  });

  const none: readonly (readonly [string, Parameters<typeof positionsIn>[0][number]])[] = [
    ["nothing is said", {}],
    ["the trace is empty", { stackTrace: [{}] }],
    ["the list is null", { stackTrace: null }],
    ["a text is no position", made("components/a.ts:12")],
    ["the line is none", made("project:///a.ts#0")],
    ["the file lies outside the project", made("project:///../other/a.ts#1,1")],
  ];
  for (const [what, resource] of none) {
    it(`are left out where ${what}`, () => {
      assert.deepEqual(positionsIn([resource]), [undefined]);
    });
  }

  it("may hold a percent sign that encodes nothing", () => {
    assert.deepEqual(positionsIn([made("project:///100%.ts#1,1")]), [{ file: "100%.ts", line: 1 }]);
  });
});
