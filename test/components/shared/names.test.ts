import assert from "node:assert/strict";

import fc from "fast-check";

import {
  ENVIRONMENT_NAME_LIMIT,
  NAMED_TYPES,
  nameLimit,
  physicalName,
  PROJECT_NAME_LIMIT,
} from "../../../components/shared/names.ts";

const scope = { project: "rampart", name: "dev" };

describe("physicalName", () => {
  const table = [
    ["security-group", "alb", "rampart-dev-sg-alb"],
    ["database", "main", "rampart-dev-db-main"],
    ["cache", "main", "rampart-dev-cache-main"],
    ["role", "api-task", "rampart-dev-role-api-task"],
    ["endpoint", "main-ecr.api", "rampart-dev-vpce-main-ecr.api"],
  ] as const;
  for (const [type, identifier, name] of table) {
    it(`P-NAME: ${type} ${identifier} is ${name}`, () => {
      assert.equal(physicalName(scope, type, identifier), name);
    });
  }

  it("P-NAME: no two types share an abbreviation, so no two names can meet", () => {
    const names = NAMED_TYPES.map((type) => physicalName(scope, type, "x"));
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  const limits = [
    ["load-balancer", 24],
    ["target-group", 24],
    ["role", 64],
    ["cache", 40],
    ["database", 63],
    ["bucket", 63],
    ["security-group", 247],
  ] as const;
  for (const [type, limit] of limits) {
    it(`T37, T76, T98: a ${type} name may have ${limit} characters before any suffix`, () => {
      assert.equal(nameLimit(type), limit);
    });
  }

  it("P-NAME: accepts a name up to its limit and refuses one more, for every type", () => {
    for (const type of NAMED_TYPES) {
      const stem = physicalName(scope, type, "x").length - 1;
      const longest = "x".repeat(nameLimit(type) - stem);
      assert.equal(physicalName(scope, type, longest).length, nameLimit(type));
      assert.throws(() => physicalName(scope, type, `${longest}x`), {
        message:
          `The ${type} name "${physicalName(scope, type, longest)}x" has ` +
          `${nameLimit(type) + 1} characters; ${nameLimit(type)} are allowed. ` +
          `Shorten the identifier "${longest}x".`,
      });
    }
  });

  it("P-NAME: every type has room for a word in the longest environment", () => {
    const longest = {
      project: "p".repeat(PROJECT_NAME_LIMIT),
      name: "e".repeat(ENVIRONMENT_NAME_LIMIT),
    };
    const without = NAMED_TYPES.filter((type) => {
      const stem = `${longest.project}-${longest.name}-`.length;
      return nameLimit(type) <= stem;
    });
    assert.deepEqual(without, []);
  });

  for (const identifier of ["", "-x", "x-", "a--b", "Api", "a_b", "a/b", "a b", ".a"]) {
    it(`T37: refuses the identifier "${identifier}", as most services do`, () => {
      assert.throws(() => physicalName(scope, "target-group", identifier), {
        message:
          `The target-group identifier "${identifier}" is not allowed; allowed: lower-case ` +
          "letters and digits, joined by single hyphens or dots.",
      });
    });
  }

  const texts = fc.string({ unit: fc.constantFrom("a", "1", "-", "."), maxLength: 6 });
  it("T37: never ends in a hyphen nor has two in a row, whatever the identifier", () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMED_TYPES), texts, (type, text) => {
        try {
          assert.match(physicalName(scope, type, text), /^[a-z0-9]+([-.][a-z0-9]+)*$/);
        } catch (error) {
          if (error instanceof assert.AssertionError) throw error;
        }
      }),
    );
  });
});
