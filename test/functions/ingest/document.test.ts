import assert from "node:assert/strict";

import * as fc from "fast-check";

import { judgeDocument } from "../../../functions/ingest/document.ts";
import { judge, problemsOf, VALID } from "./documents.ts";

const UNKNOWN =
  "is no attribute of an item; allowed: ArtistID, ItemID, Features, Duration, Streams, EntityType, Title, Year.";

describe("ingest's judgement of a document", () => {
  it("S-INGEST-4: takes all attributes, and the two required alone", () => {
    assert.deepEqual(judge(VALID), { item: VALID });
    const { ArtistID, ItemID } = VALID;
    assert.deepEqual(judge({ ItemID, ArtistID }), { item: { ArtistID, ItemID } });
  });

  for (const [what, changes, problems] of [
    ["a missing hash key", { ArtistID: undefined }, ["/ArtistID is missing."]],
    [
      "both keys missing",
      { ArtistID: undefined, ItemID: undefined },
      ["/ArtistID is missing.", "/ItemID is missing."],
    ],
    ["another attribute", { Genre: { S: "x" } }, [`/Genre ${UNKNOWN}`]],
    ["an attribute in another case", { title: { S: "x" } }, [`/title ${UNKNOWN}`]],
    ["the attribute of the function", { IngestedFrom: { S: "x" } }, [`/IngestedFrom ${UNKNOWN}`]],
    ["a name that objects have", { constructor: { S: "x" } }, [`/constructor ${UNKNOWN}`]],
    [
      "a plain value",
      { Title: "x" },
      ["/Title is a string; an object with the one member S is wanted."],
    ],
    ["null", { Title: null }, ["/Title is null; an object with the one member S is wanted."]],
    ["no type", { Title: {} }, ["/Title names no type; S is wanted."]],
    ["another type", { Year: { S: "2026" } }, ["/Year/S is of type S; N is wanted."]],
    ["no type at all", { Title: { s: "x" } }, ["/Title/s is no type of DynamoDB; S is wanted."]],
    ["two types", { Title: { S: "x", N: "1" } }, ["/Title/N is of type N; S is wanted."]],
    ["a null type", { Title: { NULL: true } }, ["/Title/NULL is of type NULL; S is wanted."]],
    ["a set", { Features: { SS: ["a"] } }, ["/Features/SS is of type SS; L is wanted."]],
    [
      "a number as JSON",
      { Year: { N: 2026 } },
      ["/Year/N is a number; a number in a string is wanted."],
    ],
    ["a number that is none", { Year: { N: "MMXXVI" } }, ["/Year/N is no number."]],
    ["text that is none", { Title: { S: true } }, ["/Title/S is a boolean; a string is wanted."]],
    [
      "a list that is none",
      { Features: { L: {} } },
      ["/Features/L is an object; a list is wanted."],
    ],
    [
      "a list of others",
      { Features: { L: [{ S: "a" }, "b", { N: "1" }, { S: 1 }, { L: [] }] } },
      [
        "/Features/L/1 is a string; an object with the one member S is wanted.",
        "/Features/L/2/N is of type N; S is wanted.",
        "/Features/L/3/S is a number; a string is wanted.",
        "/Features/L/4/L is of type L; S is wanted.",
      ],
    ],
    [
      "an empty key",
      { ArtistID: { S: "" } },
      ["/ArtistID/S is empty; DynamoDB takes no empty key."],
    ],
    [
      "an empty ItemID",
      { ItemID: { S: "" } },
      ["/ItemID/S is empty; DynamoDB takes no empty key."],
    ],
    [
      "a long hash key",
      { ArtistID: { S: "ü".repeat(1025) } },
      ["/ArtistID/S has 2050 bytes; DynamoDB takes 2048 of this key."],
    ],
    [
      "a long range key",
      { Title: undefined, ItemID: { S: `TRACK#${"x".repeat(1019)}` } },
      ["/ItemID/S has 1025 bytes; DynamoDB takes 1024 of this key."],
    ],
    [
      "another kind of entity",
      { EntityType: { S: "track" } },
      ["/EntityType/S is none of Track, Album."],
    ],
    ["half a character", { Title: { S: "\ud83d" } }, ["/Title/S has half of a surrogate pair."]],
  ] as const) {
    it(`S-INGEST-4: refuses ${what}`, () => {
      assert.deepEqual(problemsOf({ ...VALID, ...changes }), problems);
    });
  }

  for (const [id, type, title, fits] of [
    ["TRACK#FeelULuvMe", "Track", "Feel U Luv Me", true],
    ["TRACK#Feel U Luv Me", "Track", "Feel U Luv Me", true],
    ["TRACK#Feel\tU\u00a0LuvMe", "Track", " FeelULuv Me\n", true],
    ["ALBUM#One#Two", "Album", "One#Two", true],
    ["TRACK# Feel U Luv Me ", "Track", "Feel U Luv Me", true],
    ["TRACK#feelULuvMe", "Track", "Feel U Luv Me", false],
    ["ALBUM#FeelULuvMe", "Track", "Feel U Luv Me", false],
    ["TRACK#Other", "Track", "Feel U Luv Me", false],
    ["TRACK#Other", undefined, "Feel U Luv Me", true],
    ["ALBUM#Other", "Track", undefined, true],
    ["ALBUM#Other", undefined, undefined, true],
  ] as const) {
    it(`S-INGEST-4: ItemID ${JSON.stringify(id)} ${fits ? "fits" : "does not fit"} ${type} ${JSON.stringify(title)}`, () => {
      const problems = problemsOf({
        ArtistID: { S: "a" },
        ItemID: { S: id },
        ...(type && { EntityType: { S: type } }),
        ...(title && { Title: { S: title } }),
      });
      assert.deepEqual(problems, fits ? [] : ["/ItemID/S does not fit EntityType and Title."]);
    });
  }

  for (const id of [
    ...["Track#x", "TRACK#", "TRACK# \n", "TRACK", "SONG#x", " #x"],
    // The prefix is literal: queries begin with it.
    ...[" TRACK#x", "T R\u2028ACK#x", "TRACK #x", "\ufeffALBUM#x"],
  ]) {
    it(`S-INGEST-3: refuses ${JSON.stringify(id)} as ItemID`, () => {
      const problems = problemsOf({ ArtistID: { S: "a" }, ItemID: { S: id } });
      assert.deepEqual(problems, ["/ItemID/S is neither TRACK# nor ALBUM# with a title."]);
    });
  }

  for (const [what, text, problem] of [
    ["nothing", "", "The document is empty."],
    ["space", " \n", "The document is empty."],
    ["a list", "[]", "The document is a list; an object with the item's attributes is wanted."],
    ["text", '"x"', "The document is a string; an object with the item's attributes is wanted."],
    ["no JSON", '{\n"a" 1}', "The document is no JSON: it wants a colon (line 2, column 5)."],
  ] as const) {
    it(`S-INGEST-4: refuses ${what}`, () => {
      assert.deepEqual(problemsOf(text), [problem]);
    });
  }

  it("S-INGEST-4: refuses what is no UTF-8, and a byte order mark", () => {
    const valid = JSON.stringify(VALID);
    for (const bytes of [
      Buffer.from(`\ufeff${valid}`, "utf16le"),
      Buffer.from(valid.replace("one", "é"), "latin1"),
      // An overlong slash, half of a surrogate pair, and a character that is not whole.
      Buffer.from([0x22, 0xc0, 0xaf, 0x22]),
      Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
      Buffer.from([0x22, 0xe2, 0x82]),
    ]) {
      const judged = judgeDocument(bytes);
      assert.deepEqual(judged, {
        problems: [{ path: "", problem: "is no UTF-8" }],
        problemCount: 1,
      });
    }
    assert.deepEqual(problemsOf(`\ufeff${valid}`), [
      "The document is no JSON: it has no value here (line 1, column 1).",
    ]);
  });

  it("S-INGEST-4: tells a repeated name, and what is wrong with each", () => {
    const text =
      '{"ArtistID":{"S":"a"},"ItemID":{"S":"TRACK#x","S":"TRACK#y"},"ArtistID":{"N":"1"}}';
    assert.deepEqual(problemsOf(text), [
      "/ItemID/S is there more than once.",
      "/ArtistID is there more than once.",
      "/ArtistID/N is of type N; S is wanted.",
    ]);
  });

  it("S-INGEST-4: tells every problem of a document at once, each at its path", () => {
    const defects = {
      ArtistID: [{ N: "1" }, "/ArtistID/N"],
      Features: [{ L: [1] }, "/Features/L/0"],
      Duration: [{ N: "" }, "/Duration/N"],
      Streams: [{ N: "1e126" }, "/Streams/N"],
      EntityType: [{ S: "Song" }, "/EntityType/S"],
      Year: ["2026", "/Year"],
      "a~/b": [{ S: "x" }, "/a~0~1b"],
    } as const;
    const names = Object.keys(defects) as (keyof typeof defects)[];
    fc.assert(
      fc.property(fc.subarray(names), (chosen) => {
        // Without a title ItemID says nothing of the type.
        const changes = Object.fromEntries(chosen.map((name) => [name, defects[name][0]]));
        const judged = judge({ ...VALID, Title: undefined, ...changes });
        const paths = "problems" in judged ? judged.problems.map(({ path }) => path) : [];
        assert.deepEqual(paths.sort(), chosen.map((name) => defects[name][1]).sort());
      }),
    );
  });
});
