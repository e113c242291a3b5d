import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { GeneratedPassword } from "../../../components/keys/generatedPassword.ts";
import { only, recorded } from "../../support/graph.ts";

const PASSWORD = "random:index/randomPassword:RandomPassword";

describe("GeneratedPassword", () => {
  it("P-KEY-3, T66, T75: 32 characters of all kinds, with specials that every consumer takes", async () => {
    const graph = await recorded(() => new GeneratedPassword("token"));
    assert.deepEqual(only(graph, PASSWORD).inputs, {
      length: 32,
      minLower: 1,
      minUpper: 1,
      minNumeric: 1,
      minSpecial: 1,
      overrideSpecial: "!&#$^<>-",
    });
  });

  it("draws from other specials, or from none", async () => {
    const some = await recorded(
      () => new GeneratedPassword("token", { length: 64, specials: "_" }),
    );
    assert.equal(only(some, PASSWORD).inputs["length"], 64);
    assert.equal(only(some, PASSWORD).inputs["overrideSpecial"], "_");

    const none = await recorded(() => new GeneratedPassword("token", { specials: "" }));
    assert.deepEqual(only(none, PASSWORD).inputs, {
      length: 32,
      minLower: 1,
      minUpper: 1,
      minNumeric: 1,
      special: false,
    });
  });

  it("P-KEY-3: its value is a Pulumi secret", async () => {
    const seen: boolean[] = [];
    await recorded(async () => {
      const { value } = new GeneratedPassword("token");
      seen.push(await pulumi.isSecret(value));
    });
    assert.deepEqual(seen, [true]);
  });
});
