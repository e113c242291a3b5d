import assert from "node:assert/strict";

import fc from "fast-check";

import {
  type LogEvent,
  matcherOf,
} from "../../../../policy-pack/controls/cloudwatch/filterPattern.ts";

const EVENT: LogEvent = {
  eventName: "PutEvent",
  eventSource: "events.amazonaws.com",
  error: "Ev*ent",
  quoted: 'say "yes"',
  flag: true,
  off: false,
  user: { type: "Root", session: { mfa: "No" } },
};
const matches = (pattern: string) => matcherOf(pattern)?.(EVENT);

describe("the filter patterns of CloudWatch Logs", () => {
  const YES = [
    "{ $.eventName = PutEvent }",
    '{$.eventName="PutEvent"}',
    "  {\n\t$.eventName\n=\nPutEvent }\n",
    "{ $.eventName = * }",
    '{ $.eventName = "*Event" }',
    "{ $.eventName = Put* }",
    "{ $.eventName = *utEv* }",
    "{ $.eventName != GetEvent }",
    "{ $.eventSource = events.amazonaws.com }",
    "{ $.user.session.mfa = No }",
    "{ $.user.session.key NOT EXISTS }",
    "{ $.nothing.at.all NOT EXISTS }",
    "{ $.flag IS TRUE }",
    "{ $.off IS FALSE }",
    '{ $.quoted = "say \\"yes\\"" }',
    "{ ($.eventName = PutEvent) }",
    "{ (($.eventName = PutEvent)) && ($.flag IS TRUE) }",
    // AND binds before OR.
    "{ $.eventName = PutEvent || $.eventName = a && $.eventName = b }",
    "{ $.eventName = a && $.eventName = b || $.eventName = PutEvent }",
    '{ $.error = "Ev*ent" }',
  ];
  for (const pattern of YES) {
    it(`match with ${JSON.stringify(pattern)}`, () => {
      assert.equal(matches(pattern), true);
    });
  }

  const NO = [
    "{ $.eventName = putevent }",
    "{ $.eventName = Put }",
    "{ $.eventName = Pat* }",
    "{ $.eventName = Event* }",
    "{ $.eventName = *Put }",
    "{ $.missing NOT NULL }",
    "{ $.missing IS FALSE }",
    // A star counts at the ends alone.
    "{ $.eventName = P*t }",
    "{ $.eventName = P?tEvent }",
    "{ $.eventName != Put* }",
    "{ $.missing = a }",
    "{ $.missing != a }",
    "{ $.user = Root }",
    "{ $.user != Root }",
    "{ $.user NOT EXISTS }",
    "{ $.flag IS FALSE }",
    "{ $.flag = true }",
    "{ $.eventName IS NULL }",
    "{ $.eventName > 5 }",
    "{ $.constructor = * }",
    "{ ($.eventName = PutEvent || $.eventName = a) && $.eventName = b }",
  ];
  for (const pattern of NO) {
    it(`do not match with ${JSON.stringify(pattern)}`, () => {
      assert.equal(matches(pattern), false);
    });
  }

  const BROKEN = [
    "",
    "PutEvent",
    '"AccessDenied"',
    "?AccessDenied ?Unauthorized",
    "[ip, user]",
    "{}",
    "{ $.eventName }",
    "{ $.eventName = }",
    "{ eventName = PutEvent }",
    "{ $.eventName = PutEvent",
    "{ ($.eventName = PutEvent }",
    "{ $.eventName = PutEvent) }",
    "{ $.eventName = PutEvent ]",
    "{ $.eventName = PutEvent && }",
    "{ || $.eventName = PutEvent }",
    "{ $.eventName = PutEvent $.flag IS TRUE }",
    "{ $.eventName ~ PutEvent }",
    '{ $.eventName = "PutEvent }',
    "{ $.eventName = PutEvent } { $.flag IS TRUE }",
    `{ $.eventName = ${"a".repeat(1024)} }`,
  ];
  for (const pattern of BROKEN) {
    it(`are none in ${JSON.stringify(pattern.slice(0, 60))}`, () => {
      assert.equal(matcherOf(pattern), undefined);
    });
  }

  it("may be as long as CloudWatch Logs takes them", () => {
    const start = '{ $.eventName = "';
    const pattern = `${start}${"a".repeat(1024 - start.length - 3)}" }`;
    assert.equal(pattern.length, 1024);
    assert.equal(matches(pattern), false);
  });

  it("mean the same in any order and with any space", () => {
    const clauses = ["$.eventName = GetEvent", "$.flag IS TRUE", '$.user.type = "Root"', "$.a = b"];
    const spaces = fc.constantFrom("", " ", "  ", "\n", "\t");
    fc.assert(
      fc.property(
        fc.shuffledSubarray(clauses, { minLength: 1 }),
        fc.constantFrom("||", "&&"),
        spaces,
        (chosen, operator, space) => {
          const pattern = `{${space}${chosen
            .map((clause) => `(${space}${clause}${space})`)
            .join(`${space}${operator}${space}`)}${space}}`;
          const holds = (clause: string) => clause.includes("IS TRUE") || clause.includes("Root");
          const expected = operator === "||" ? chosen.some(holds) : chosen.every(holds);
          assert.equal(matches(pattern), expected);
        },
      ),
    );
  });

  it("never throw", () => {
    const token = fc.constantFrom(
      "{",
      "}",
      "(",
      ")",
      "&&",
      "||",
      "$.a",
      "=",
      "NOT",
      "IS",
      '"',
      "*",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(token, fc.string())), (tokens) => {
        matcherOf(`{${tokens.join(" ")}}`)?.(EVENT);
      }),
    );
    assert.equal(matcherOf(`{${"(".repeat(1000)}}`), undefined);
  });
});
