import assert from "node:assert/strict";

import { mutant, set } from "./breaking.ts";
import { KEY, PASSWORD, SECRET, some, textOf } from "./reading.ts";
import type { Trap } from "./trap.ts";

/** Traps of secrets and of the passwords in them. */
export const secretTraps: readonly Trap[] = [
  {
    id: "T66",
    title: "no generated password has a character that its service refuses, or is too short",
    check: (graph) => {
      for (const { name, inputs } of some(graph, PASSWORD)) {
        if (inputs["special"] !== false) {
          assert.match(textOf(inputs["overrideSpecial"]), /^[^/@"'\s]+$/, name);
        }
        const length = Number(inputs["length"]);
        assert.ok(length >= 16 && length <= 128, `${name} has ${length} characters`);
      }
    },
    mutants: [
      set("a slash", PASSWORD, { overrideSpecial: "!/" }),
      set("the generator's own specials, an @ among them", PASSWORD, { overrideSpecial: null }),
      set("too short", PASSWORD, { length: 15 }),
    ],
  },
  {
    id: "T77",
    title: "a deleted secret frees its name at once where data may be lost, and only there",
    check: (graph) => {
      const kept = some(graph, KEY).some(({ protect }) => protect);
      for (const { name, inputs } of some(graph, SECRET)) {
        const days = inputs["recoveryWindowInDays"];
        const right = kept ? Number(days) >= 7 && Number(days) <= 30 : days === 0;
        assert.ok(right, `${name} can be recovered for ${Number(days)} days`);
      }
    },
    mutants: [
      set("AWS's default", SECRET, { recoveryWindowInDays: null }),
      mutant("the other choice", SECRET, ({ inputs }) => {
        inputs["recoveryWindowInDays"] = inputs["recoveryWindowInDays"] === 0 ? 30 : 0;
      }),
    ],
  },
];
