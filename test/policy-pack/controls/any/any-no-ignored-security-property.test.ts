import assert from "node:assert/strict";

import { anyNoIgnoredSecurityProperty } from "../../../../policy-pack/controls/any/any-no-ignored-security-property.ts";
import { controls } from "../../../../policy-pack/controls/index.ts";
import { s3Controls } from "../../../../policy-pack/controls/s3/index.ts";
import { flagOf } from "../../../../policy-pack/engine/parameters.ts";
import { defineControl } from "../../../../policy-pack/engine/control.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { each, expect, pass } from "../../../../policy-pack/engine/verdict.ts";
import { judged, said } from "../../support/cases.ts";
import { FOREIGN, resource } from "../../support/resources.ts";

const THING = "aws:test/thing:Thing";
const PART = "aws:test/part:Part";

const base = {
  title: "A control of the test",
  severity: "low",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3"] },
  cause: "None.",
  remedy: "None",
} as const;

/** Reads of a thing its mode, the levels of its rules, and a whole document. */
const reader = defineControl({
  ...base,
  id: "reader",
  types: [THING],
  scope: "resource",
  check: ({ resource: thing }) => [
    expect(thing.at("mode").text === "safe", "unsafe"),
    ...each(thing.at("rules").items(), (rule) => expect(rule.at("level").number === 1, "low")),
    expect(thing.at("document").value !== 0, "nothing"),
  ],
});

/** Judges things by the switches of their parts. */
const neighbour = defineControl({
  ...base,
  id: "neighbour",
  types: [THING],
  related: [PART],
  scope: "stack",
  check: ({ resource: thing, stack }) =>
    each(stack.related(thing, PART, "name"), (part) => expect(part.at("on").flag === true, "off")),
});

/** Looks at something else. */
const stranger = defineControl({
  ...base,
  id: "stranger",
  types: ["aws:test/other:Other"],
  scope: "resource",
  check: ({ resource: other }) => (other.at("mode").present ? pass : pass),
});

const control = anyNoIgnoredSecurityProperty([reader, neighbour, stranger]);
const covers = (path: string, by: string) => [
  `ignoreChanges covers ${path}, which is read by ${by}`,
];

describe("any-no-ignored-security-property", () => {
  const inputs: Properties = {
    name: "one",
    mode: "safe",
    rules: [{ level: 1, note: "a" }],
    document: { deep: { inside: 1 } },
    size: 5,
  };
  const ask = (ignoreChanges: readonly string[], values = inputs) =>
    said(judged(control, [resource(THING, "thing", values, { ignoreChanges })], "thing"));
  const part = (ignoreChanges: readonly string[]): PolicyResource[] => [
    resource(THING, "thing", inputs),
    resource(PART, "part", { name: "one", on: true, size: 5 }, { ignoreChanges }),
  ];

  it("is in the pack, made from the controls of services", () => {
    assert.equal(control.id, "any-no-ignored-security-property");
    assert.equal(control.severity, "high");
    assert.ok(controls.some(({ id }) => id === control.id));
  });

  it("does not concern a resource that ignores nothing", () => {
    assert.equal(ask([]), "notApplicable");
  });

  it("accepts what no control reads", () => {
    assert.equal(ask(["size"]), "pass");
    assert.equal(ask(["size", "tags.Name"]), "pass");
  });

  it("fails when a property is ignored that a control reads", () => {
    assert.deepEqual(ask(["mode"]), covers("mode", "reader"));
    assert.deepEqual(ask(["size", "mode"]), covers("mode", "reader"));
  });

  it("fails when something above is ignored, or everything", () => {
    assert.deepEqual(ask(["rules"]), covers("rules", "reader"));
    assert.deepEqual(ask(["rules[0]"]), covers("rules[0]", "reader"));
    assert.deepEqual(ask(["*"]), covers("*", "reader"));
  });

  it("fails when the very leaf is ignored, however its place is written", () => {
    for (const path of ["rules[0].level", "rules[*].level", 'rules[0]["level"]']) {
      assert.deepEqual(ask([path]), covers(path, "reader"));
    }
  });

  it("accepts a leaf beside the one that is read", () => {
    assert.equal(ask(["rules[0].note"]), "pass");
    assert.equal(ask(["rules[*].note"]), "pass");
    assert.equal(ask(["mod"]), "pass");
  });

  it("fails when a part of what is read as a whole is ignored", () => {
    assert.deepEqual(ask(["document.deep.inside"]), covers("document.deep.inside", "reader"));
  });

  it("names each ignored property by itself", () => {
    assert.deepEqual(ask(["mode", "rules"]), [
      ...covers("mode", "reader"),
      ...covers("rules", "reader"),
    ]);
  });

  it("names all that read the property", () => {
    const second = defineControl({ ...reader, id: "second" });
    const both = anyNoIgnoredSecurityProperty([reader, second]);
    const thing = resource(THING, "thing", inputs, { ignoreChanges: ["mode"] });
    assert.deepEqual(said(judged(both, [thing], "thing")), covers("mode", "reader, second"));
  });

  it("accepts a property of the same name that is read of another resource", () => {
    const [thing, one] = part([]);
    assert.ok(thing && one);
    const ignoring = { ...thing, ignoreChanges: ["on"] };
    assert.equal(said(judged(control, [ignoring, one], "thing")), "pass");
  });

  it("accepts what a control only counts, and what it only passes through", () => {
    const counter = defineControl({
      ...base,
      id: "counter",
      types: [THING],
      scope: "resource",
      check: ({ resource: thing }) => expect(thing.entries().length > 0, "empty"),
    });
    const thing = resource(THING, "thing", inputs, { ignoreChanges: ["mode"] });
    const counting = anyNoIgnoredSecurityProperty([counter]);
    assert.equal(said(judged(counting, [thing], "thing")), "pass");
  });

  it("tells a value that is read as a whole from its neighbour that is read in part", () => {
    const choosy = defineControl({
      ...base,
      id: "choosy",
      types: [THING],
      scope: "resource",
      check: ({ resource: thing }) => [
        expect(thing.at("pair.left").value !== 0, "nothing"),
        expect(thing.at("pair.right.deep.value").present, "nothing"),
      ],
    });
    const values = { pair: { left: { inside: 1 }, right: { deep: { value: 1 }, note: "a" } } };
    const by = (path: string) =>
      said(
        judged(
          anyNoIgnoredSecurityProperty([choosy]),
          [resource(THING, "thing", values, { ignoreChanges: [path] })],
          "thing",
        ),
      );
    assert.deepEqual(by("pair.left.inside"), covers("pair.left.inside", "choosy"));
    assert.equal(by("pair.right.note"), "pass");
  });

  it("asks only controls that look at the type, and none that judges the run", () => {
    let asked = 0;
    const count = () => {
      asked++;
      return pass;
    };
    const silent = anyNoIgnoredSecurityProperty([
      defineControl({ ...base, id: "other", types: [PART], scope: "resource", check: count }),
      defineControl({ ...base, id: "run", types: [THING], scope: "run", check: count }),
    ]);
    const thing = resource(THING, "thing", inputs, { ignoreChanges: ["mode"] });
    assert.equal(said(judged(silent, [thing, ...part([]).slice(1)], "thing")), "pass");
    assert.equal(asked, 0);
  });

  it("sees what is read of a resource when another is judged", () => {
    const by = (ignoreChanges: readonly string[]) =>
      said(judged(control, part(ignoreChanges), "part"));
    assert.deepEqual(by(["on"]), covers("on", "neighbour"));
    assert.deepEqual(by(["name"]), covers("name", "neighbour"));
    assert.equal(by(["size"]), "pass");
  });

  it("counts what is read though it is unknown, absent or of the wrong type", () => {
    for (const mode of [UNKNOWN, null, 17, [], { a: 1 }]) {
      assert.deepEqual(ask(["mode"], { ...inputs, mode }), covers("mode", "reader"));
    }
    assert.deepEqual(ask(["mode"], {}), covers("mode", "reader"));
  });

  it("lets a profile accept a property of a type", () => {
    const parameters = { [control.id]: { accepted: [`${THING} mode`] } };
    const one = resource(THING, "thing", inputs, { ignoreChanges: ["mode", "rules"] });
    assert.deepEqual(
      said(judged(control, [one], "thing", { parameters })),
      covers("rules", "reader"),
    );
  });

  it("lets a profile accept a property of one resource, and of no other of its type", () => {
    const parameters = { [control.id]: { accepted: [`${THING}::thing mode`] } };
    const named = (name: string) =>
      said(
        judged(control, [resource(THING, name, inputs, { ignoreChanges: ["mode"] })], name, {
          parameters,
        }),
      );
    assert.equal(named("thing"), "notApplicable");
    assert.deepEqual(named("thing-2"), covers("mode", "reader"));
  });

  it("judges with what is set for the other controls", () => {
    const choosy = defineControl({
      ...base,
      id: "choosy",
      types: [THING],
      parameters: { asks: flagOf(false, "Whether it looks at the mode.") },
      scope: "resource",
      check: ({ resource: thing, parameters, ownAccounts }) =>
        expect(
          !parameters.asks || thing.at(ownAccounts().includes(FOREIGN) ? "size" : "mode").present,
          "unsafe",
        ),
    });
    const real = anyNoIgnoredSecurityProperty([choosy]);
    const one = resource(THING, "thing", inputs, { ignoreChanges: ["mode"] });
    const parameters = { choosy: { asks: true } };
    assert.equal(said(judged(real, [one], "thing")), "pass");
    assert.deepEqual(said(judged(real, [one], "thing", { parameters })), covers("mode", "choosy"));
    const orphan = { ...one, provider: "" };
    const ownAccounts = [FOREIGN];
    assert.equal(said(judged(real, [orphan], "thing", { parameters, ownAccounts })), "pass");
  });

  it("knows what the real controls read", () => {
    const real = anyNoIgnoredSecurityProperty(s3Controls);
    const versioning = resource(
      "aws:s3/bucketVersioning:BucketVersioning",
      "versioning",
      { bucket: "data", versioningConfiguration: { status: "Enabled" } },
      { ignoreChanges: ["versioningConfiguration.status"] },
    );
    const bucket = resource("aws:s3/bucket:Bucket", "data", { bucket: "data" });
    assert.deepEqual(
      said(judged(real, [bucket, versioning], "versioning")),
      covers("versioningConfiguration.status", "s3-bucket-versioning"),
    );
  });
});
