import assert from "node:assert/strict";

import { ecrTagImmutable } from "../../../../policy-pack/controls/ecr/ecr-tag-immutable.ts";
import type { Properties, Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const MOVE = "Tags can move";
const PROPERTY = "imageTagMutability";

const repository = (inputs: Properties) => resource("aws:ecr/repository:Repository", "api", inputs);

/** The verdict on exclusions, of which some are allowed. */
function excluding(imageTagMutabilityExclusionFilters: Value, ...allowedExclusions: string[]) {
  const settings = { parameters: { "ecr-tag-immutable": { allowedExclusions } } };
  const inputs = {
    imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
    imageTagMutabilityExclusionFilters,
  };
  return said(judged(ecrTagImmutable, [repository(inputs)], "api", settings));
}

describe("ecr-tag-immutable", () => {
  itBehaves({
    control: ecrTagImmutable,
    compliant: [repository({ imageTagMutability: "IMMUTABLE" })],
    subject: "api",
    fails: [
      { title: "tags can move", path: PROPERTY, value: "MUTABLE", messages: [MOVE] },
      { title: "nothing is said", path: PROPERTY, messages: [MOVE] },
      {
        title: "only some tags can't move",
        path: PROPERTY,
        value: "MUTABLE_WITH_EXCLUSION",
        messages: [MOVE],
      },
      { title: "it is misspelt", path: PROPERTY, value: "Immutable", messages: [MOVE] },
    ],
    accepts: [
      {
        title: "filters that have no effect",
        path: "imageTagMutabilityExclusionFilters",
        value: [{ filter: "latest", filterType: "WILDCARD" }],
      },
      { title: "exclusions of nothing", path: PROPERTY, value: "IMMUTABLE_WITH_EXCLUSION" },
    ],
  });

  it("fails an exclusion that is not listed", () => {
    assert.deepEqual(excluding([{ filter: "latest", filterType: "WILDCARD" }]), [
      "Tags like latest can move",
    ]);
    assert.deepEqual(excluding({ filter: "latest" }), ["Tags like latest can move"]);
    assert.deepEqual(excluding([{ filterType: "WILDCARD" }]), ["Tags like ? can move"]);
  });

  it("accepts those that are, exactly", () => {
    assert.equal(excluding([{ filter: "dev-*" }], "dev-*"), "pass");
    assert.deepEqual(excluding([{ filter: "dev-*" }, { filter: "*" }], "dev-*"), [
      "Tags like * can move",
    ]);
    assert.deepEqual(excluding([{ filter: "dev-1" }], "dev-*"), ["Tags like dev-1 can move"]);
  });

  it("is undecided on an unknown exclusion, and tells another that is wrong", () => {
    const unknown = { $unknown: true } as const;
    assert.equal(excluding(unknown), "undecided");
    assert.equal(excluding([{ filter: unknown }], "dev-*"), "undecided");
    assert.deepEqual(excluding([{ filter: unknown }, { filter: "*" }]), ["Tags like * can move"]);
  });
});
