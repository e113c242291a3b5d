import assert from "node:assert/strict";

import { exemptionValid } from "../../../policy-pack/controls/any/exemption-valid.ts";
import { defineControl, type Severity } from "../../../policy-pack/engine/control.ts";
import { type Exemption, readExemptions } from "../../../policy-pack/engine/exemptions.ts";
import type { Value } from "../../../policy-pack/engine/resource.ts";
import { type Result, run } from "../../../policy-pack/engine/run.ts";
import { fail, undecided } from "../../../policy-pack/engine/verdict.ts";
import { PROVIDER, resource, STACK } from "../support/resources.ts";

const TOPIC = "aws:sns/topic:Topic";
const topic = resource(TOPIC, "topic", {});

const probe = (severity: Severity) =>
  defineControl({
    id: "probe",
    title: "Topics are as they should be",
    severity,
    frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3"] },
    cause: "",
    remedy: "Mend it",
    types: [TOPIC],
    scope: "resource",
    check: () => fail("It is wrong"),
  });

const good: Exemption = {
  control: "probe",
  urn: topic.urn,
  reason: "It is replaced by a queue in spring",
  owner: "platform-team",
  expires: "2027-03-31",
};

function runWith(
  all: readonly Exemption[],
  severity: Severity = "high",
  date = "2026-11-22",
): Result {
  const controls = [probe(severity), exemptionValid];
  return run(controls, [STACK, PROVIDER, topic], { exemptions: { all, date } });
}

/** What the exemptions' own control says; nothing if it passes. */
function complaints({ findings }: Result): string[] {
  return findings.flatMap(({ control, message, urn }) => {
    if (control !== "exemption-valid") return [];
    assert.equal(urn, STACK.urn);
    return [message];
  });
}

describe("M10: exemptions", () => {
  it("accept a finding, which stays in the result", () => {
    const result = runWith([good]);
    assert.deepEqual(result.findings, []);
    assert.deepEqual(result.exemptions, [{ ...good, state: "used" }]);
    const [judgement] = result.judgements;
    assert.equal(judgement?.outcome, "exempt");
    assert.deepEqual(judgement.exemption, good);
    assert.deepEqual(
      judgement.findings.map(({ message }) => message),
      ["It is wrong"],
    );
  });

  it("are without effect on other controls and resources", () => {
    const other = { ...good, urn: topic.urn.replace("::topic", "::another") };
    const { findings, exemptions } = runWith([other]);
    assert.deepEqual(
      findings.map(({ control }) => control),
      ["probe", "exemption-valid"],
    );
    assert.deepEqual(
      exemptions.map(({ state }) => state),
      ["unused"],
    );
  });

  it("of other stacks and projects are none of this one's business", () => {
    const elsewhere = [
      { ...good, urn: topic.urn.replace("pulumi:dev", "pulumi:prod") },
      { ...good, urn: topic.urn.replace("::rampart::", "::another::") },
    ];
    const result = runWith(elsewhere);
    assert.deepEqual(result.exemptions, []);
    assert.deepEqual(complaints(result), []);
    assert.equal(result.findings.length, 1);
  });

  it("may cover several resources by a pattern, but not of a critical control", () => {
    const wide = { ...good, urn: "urn:pulumi:dev::rampart::aws:sns/*::*" };
    assert.deepEqual(runWith([wide]).findings, []);
    assert.deepEqual(complaints(runWith([wide], "critical")), [
      "The exemption of * from probe: a critical control takes no wildcard",
    ]);
  });

  it("hold through their last day", () => {
    assert.deepEqual(complaints(runWith([good], "high", "2027-03-31")), []);
    const late = runWith([good], "high", "2027-04-01");
    assert.deepEqual(complaints(late), [
      "The exemption of topic from probe: it expired on 2027-03-31",
    ]);
    assert.equal(late.findings.length, 2);
  });

  const refused: readonly (readonly [
    title: string,
    change: Partial<Exemption>,
    problem: string,
  ])[] = [
    ["unknown control", { control: "prob" }, 'no control is called "prob"'],
    ["no reason", { reason: "  ok     " }, "it gives no reason"],
    ["no owner", { owner: " " }, "it names no owner"],
    ["a day that is far off", { expires: "2027-11-24" }, "it holds for more than 366 days"],
    ["no day", { expires: "2027-02-30" }, "expires is no day such as 2027-03-31"],
    ["another form of day", { expires: "31.3.2027" }, "expires is no day such as 2027-03-31"],
    ["no resource", { urn: "topic" }, "urn names no resource of one stack and project"],
    [
      "every stack",
      { urn: "urn:pulumi:*::rampart::aws:sns/topic:Topic::topic" },
      "urn names no resource of one stack and project",
    ],
    [
      "every project",
      { urn: "urn:pulumi:dev::*::aws:sns/topic:Topic::topic" },
      "urn names no resource of one stack and project",
    ],
  ];
  for (const [title, change, problem] of refused) {
    it(`with ${title} accept nothing and are a finding`, () => {
      const exemption = { ...good, ...change };
      const result = runWith([exemption]);
      const name = exemption.urn.split("::").at(-1) ?? "";
      assert.deepEqual(complaints(result), [
        `The exemption of ${name} from ${exemption.control}: ${problem}`,
      ]);
      assert.equal(result.findings.length, 2);
      assert.deepEqual(
        result.exemptions.map(({ state }) => state),
        ["invalid"],
      );
    });
  }

  it("tell all that is wrong with one at once", () => {
    assert.deepEqual(complaints(runWith([{ ...good, reason: "", owner: "", expires: "" }])), [
      "The exemption of topic from probe: it gives no reason; it names no owner; expires is no day such as 2027-03-31",
    ]);
  });

  it("leave open what could not be decided beside the failure", () => {
    const half = defineControl({
      ...probe("high"),
      scope: "resource",
      check: ({ resource: view }) => [fail("It is wrong"), undecided(view.at("policy"))],
    });
    const settings = { exemptions: { all: [good], date: "2026-11-22" } };
    const { judgements, findings } = run(
      [half, exemptionValid],
      [STACK, PROVIDER, topic],
      settings,
    );
    assert.equal(judgements[0]?.outcome, "undecided");
    assert.deepEqual(findings, []);
  });
});

describe("the file of exemptions", () => {
  it("is read entry by entry, what is missing as an empty text", () => {
    const { control, urn, reason, expires } = good;
    assert.deepEqual(readExemptions([{ control, urn, reason, expires, ticket: "SEC-1" }]), [
      { ...good, owner: "", ticket: "SEC-1" },
    ]);
  });

  it("is refused with all that is wrong in it", () => {
    const raw: Value = [{ ...good, reasons: "x" }, "probe", { control: 7 }];
    assert.throws(() => readExemptions(raw), {
      name: "ExemptionsError",
      message: [
        'exemption 1 has an unknown field "reasons"; known: control, urn, reason, owner, expires, ticket',
        "exemption 2 is no object",
        "exemption 3: control is no text",
      ].join("\n"),
    });
    assert.throws(() => readExemptions({}), { message: "The exemptions are no list" });
  });
});
