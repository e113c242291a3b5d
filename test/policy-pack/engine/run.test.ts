import assert from "node:assert/strict";

import {
  type Control,
  defineControl,
  type ResourceControl,
} from "../../../policy-pack/engine/control.ts";
import { numberOf } from "../../../policy-pack/engine/parameters.ts";
import type { PolicyResource } from "../../../policy-pack/engine/resource.ts";
import { run } from "../../../policy-pack/engine/run.ts";
import {
  each,
  every,
  expect,
  fail,
  notApplicable,
  pass,
  some,
} from "../../../policy-pack/engine/verdict.ts";
import { ACCOUNT, PROVIDER, resource } from "../support/resources.ts";

type Check = ResourceControl["check"];

const TYPE = "aws:s3/bucket:Bucket";
const HIDDEN = { $unknown: true } as const;

/** A control that is nothing but its check. */
function control(check: Check, id = "probe"): Control {
  return defineControl({
    id,
    title: "Probe",
    severity: "high",
    frameworks: { fsbp: [], cis3: [], cis7: [], nist: [] },
    cause: "",
    remedy: "Mend it",
    types: [TYPE],
    scope: "resource",
    check,
  });
}

const bucket = (name: string, inputs = {}) => resource(TYPE, name, inputs);

describe("the runner", () => {
  it("judges each resource of the control's types and of their twins, and no other", () => {
    const resources = [
      bucket("one"),
      resource("aws:s3/bucketV2:BucketV2", "two", {}),
      resource("aws:sns/topic:Topic", "three", {}),
    ];
    const { judgements } = run([control(() => pass)], resources);
    assert.deepEqual(
      judgements.map(({ urn, outcome }) => [urn.split("::").at(-1), outcome]),
      [
        ["one", "pass"],
        ["two", "pass"],
      ],
    );
  });

  it("reports a failure with its control, place and remedy", () => {
    const { findings } = run([control(() => fail("It is wrong", "acl"))], [bucket("one")]);
    assert.deepEqual(findings, [
      {
        control: "probe",
        severity: "high",
        urn: bucket("one").urn,
        property: "acl",
        message: "It is wrong",
        remedy: "Mend it",
      },
    ]);
  });

  it("is undecided where a check meets an unknown, and names the property", () => {
    const check: Check = ({ resource: view }) => expect(view.at("acl").text === "private", "Open");
    const { judgements, undecided } = run([control(check)], [bucket("one", { acl: HIDDEN })]);
    assert.deepEqual(
      judgements.map(({ outcome }) => outcome),
      ["undecided"],
    );
    assert.deepEqual(undecided, [
      {
        control: "probe",
        severity: "high",
        urn: bucket("one").urn,
        property: "acl",
        reason: "is unknown",
        defect: false,
      },
    ]);
  });

  it("never shows what a control threw, which may hold what it read", () => {
    const canary = "canary-7d41c0";
    const holder = { ...bucket("one"), inputs: { policy: `${canary} is no JSON` } };
    class Named extends Error {
      override readonly name = canary;
    }
    const thrown: Readonly<Record<string, (text: string) => unknown>> = {
      "with SyntaxError": (text) => JSON.parse(text) as unknown,
      "with RangeError": (text) => text.repeat(-1),
      "with an error": (text) => {
        throw new Named(text);
      },
      "with an error ": (text) => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- anything may be thrown
        throw text;
      },
    };
    for (const [end, act] of Object.entries(thrown)) {
      const broken = control(({ resource: view }) => {
        act(view.at("policy").text ?? "");
        return fail("It is wrong");
      });
      const result = run([broken], [holder]);
      assert.deepEqual(
        result.undecided.map(({ reason }) => reason),
        [`the control broke ${end.trim()}`],
      );
      assert.ok(!JSON.stringify(result).includes(canary), end);
    }
  });

  it("lets no broken control, and no resource that breaks it, hide anything", () => {
    const broken = control(({ resource: view }) => {
      if (view.name === "one") throw new TypeError("boom");
      return fail("It is wrong");
    });
    const { findings, undecided } = run(
      [broken, control(() => fail("Also wrong"), "other")],
      [bucket("one"), bucket("two")],
    );
    assert.deepEqual(
      undecided.map(({ urn, reason, defect }) => [urn, reason, defect]),
      [[bucket("one").urn, "the control broke with TypeError", true]],
    );
    assert.deepEqual(
      findings.map(({ urn, message }) => `${urn.split("::").at(-1) ?? ""}: ${message}`),
      ["two: It is wrong", "one: Also wrong", "two: Also wrong"],
    );
  });

  it("survives a check that never ends its recursion", () => {
    const endless = (): never => endless();
    const { undecided } = run([control(endless)], [bucket("one")]);
    assert.equal(undecided.length, 1);
  });

  it("weighs parts: a failure before an unknown before a pass", () => {
    const outcome = (...parts: ("pass" | "fail" | "unknown" | "none")[]) => {
      const check: Check = ({ resource: view }) =>
        each(parts, (part) => {
          if (part === "unknown") return expect(view.at("acl").text === "", "Never");
          return part === "fail" ? fail("Wrong") : part === "pass" ? pass : notApplicable;
        });
      return run([control(check)], [bucket("one", { acl: HIDDEN })]).judgements[0]?.outcome;
    };
    assert.equal(outcome("pass", "unknown", "fail"), "fail");
    assert.equal(outcome("pass", "unknown", "none"), "undecided");
    assert.equal(outcome("pass", "none"), "pass");
    assert.equal(outcome("none"), "notApplicable");
    assert.equal(outcome(), "pass");
  });

  it("knows the own account from the provider, else from the settings, else not at all", () => {
    const check: Check = ({ ownAccounts }) => fail(ownAccounts().join());
    const messages = (resources: Parameters<typeof run>[1], ownAccounts?: string[]) => {
      const { findings, undecided } = run([control(check)], resources, { ownAccounts });
      return [
        ...findings.map(({ message }) => message),
        ...undecided.map(({ property }) => property),
      ];
    };
    assert.deepEqual(messages([PROVIDER, bucket("one")], ["444455556666"]), [ACCOUNT]);
    assert.deepEqual(messages([bucket("one")], ["444455556666"]), ["444455556666"]);
    assert.deepEqual(messages([bucket("one")]), ["aws: allowedAccountIds"]);
    const hidden = { ...PROVIDER, inputs: { allowedAccountIds: HIDDEN } };
    assert.deepEqual(messages([hidden, bucket("one")]), ["aws: allowedAccountIds"]);
  });

  it("takes the environment from the settings, else from the stack's name", () => {
    const check: Check = ({ environment }) => fail(environment.name);
    const name = (environment?: { name: string }) =>
      run([control(check)], [bucket("one")], { environment }).findings[0]?.message;
    assert.deepEqual([name(), name({ name: "prod" })], ["dev", "prod"]);
  });

  it("P-DET: knows from the graph that a stack owns the account's baseline, unless the settings say", () => {
    const check: Check = ({ environment }) => fail(String(environment.ownsAccountBaseline));
    const baseline = resource("rampart:systems:Account", "account", {});
    const alike = resource("rampart:systems:Accounts", "accounts", {});
    const owns = (resources: readonly PolicyResource[], ownsAccountBaseline?: boolean) => {
      const environment = ownsAccountBaseline === undefined ? {} : { ownsAccountBaseline };
      return run([control(check)], [bucket("one"), ...resources], { environment }).findings[0]
        ?.message;
    };
    assert.equal(owns([]), "false");
    assert.equal(owns([alike]), "false");
    assert.equal(owns([baseline]), "true");
    assert.equal(owns([baseline], false), "false");
    assert.equal(owns([], true), "true");
  });

  it("hands a control its parameters, set or not", () => {
    const days = defineControl({
      ...control(() => pass),
      scope: "resource",
      parameters: { days: numberOf(7, "Days") },
      check: ({ parameters }) => fail(`${parameters.days + 1} days`),
    });
    const message = (settings = {}) => run([days], [bucket("one")], settings).findings[0]?.message;
    assert.equal(message(), "8 days");
    assert.equal(message({ parameters: { probe: { days: 30 } } }), "31 days");
  });
});

describe("some and every", () => {
  const values = (...texts: (boolean | typeof HIDDEN)[]) => {
    const found: (boolean | string)[] = [];
    const check: Check = ({ resource: view }) => {
      const items = view.at("p").items();
      found.push(some(items, (item) => item.flag === true));
      return pass;
    };
    const { undecided } = run([control(check)], [bucket("one", { p: texts })]);
    return found[0] ?? undecided[0]?.property;
  };

  it("are sure when one item decides, and open when an unknown might", () => {
    assert.equal(values(HIDDEN, true), true);
    assert.equal(values(false, HIDDEN), "p[1]");
    assert.equal(values(false, false), false);
    assert.equal(values(), false);
  });

  it("agree with each other", () => {
    assert.equal(
      every([1, 2], (item) => item > 0),
      true,
    );
    assert.equal(
      every([1, 2], (item) => item > 1),
      false,
    );
  });
});
