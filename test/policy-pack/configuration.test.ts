import assert from "node:assert/strict";

import { readConfiguration } from "../../policy-pack/configuration.ts";
import { defineControl } from "../../policy-pack/engine/control.ts";
import { numberOf, textsOf } from "../../policy-pack/engine/parameters.ts";
import { SETTINGS_DISABLED } from "../../policy-pack/engine/packSettings.ts";
import { pass } from "../../policy-pack/engine/verdict.ts";
import type { Profile } from "../../policy-pack/profiles.ts";

const control = (id: string, severity: "critical" | "low") =>
  defineControl({
    id,
    title: "Something holds",
    severity,
    frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3"] },
    cause: "",
    remedy: "",
    types: ["*"],
    parameters: {
      days: numberOf(30, "Days.", { minimum: 1 }),
      ports: textsOf([], "Ports."),
      mode: {
        default: "strict",
        description: "How strict.",
        schema: { type: "string", enum: ["strict", "lenient"] },
      },
    },
    scope: "resource",
    check: () => pass,
  });

const controls = [control("one", "critical"), control("two", "low")];
const profile: Profile = {
  name: "dev",
  levels: { critical: "mandatory", high: "mandatory", medium: "mandatory", low: "advisory" },
  exceptions: {},
  parameters: { two: { days: 7 } },
};

describe("the pack's configuration", () => {
  it("leaves what it does not say as in the profile", () => {
    assert.deepEqual(readConfiguration({}, controls, profile), {
      levels: { one: "mandatory", two: "advisory" },
      parameters: { one: {}, two: { days: 7 } },
      settings: {},
    });
  });

  it("takes a level alone, or a level and parameters, and the pack's settings", () => {
    const raw = {
      all: "advisory",
      one: "disabled",
      two: { enforcementLevel: "mandatory", ports: ["22"] },
      settings: { undecided: "show" },
    };
    assert.deepEqual(readConfiguration(raw, controls, profile), {
      levels: { one: "disabled", two: "mandatory" },
      parameters: { one: {}, two: { days: 7, ports: ["22"] } },
      settings: { undecided: "show" },
    });
  });

  it("is refused with all of its problems at once", () => {
    const raw = {
      all: "strict",
      three: "advisory",
      one: { enforcementLevel: "off", days: 0, colour: "red" },
      two: { days: "7", ports: [22], mode: "odd" },
      settings: { undecided: "ignore", ownAccounts: ["12"] },
    };
    assert.throws(() => readConfiguration(raw, controls, profile), {
      name: "ConfigurationError",
      message: [
        'all: "strict" is no level; allowed: mandatory, advisory, disabled',
        'settings.ownAccounts.0 must match pattern "^\\d{12}$"',
        "settings.undecided must be equal to one of the allowed values: block, show",
        "three: no such control; RULES.md lists them",
        'one: "off" is no level; allowed: mandatory, advisory, disabled',
        "one.colour: no such parameter; known: days, ports, mode",
        "one.days must be >= 1",
        "two.days must be number",
        "two.ports.0 must be string",
        "two.mode must be equal to one of the allowed values: strict, lenient",
      ].join("\n"),
    });
    assert.throws(() => readConfiguration({ settings: "off" }, controls, profile), {
      message: 'settings: "off" is no level; allowed: mandatory, advisory, remediate',
    });
    assert.throws(() => readConfiguration([], controls, profile), {
      message: "The configuration is no object",
    });
  });

  it("takes a level for the settings, which the engine has too", () => {
    const expected = readConfiguration({ settings: { undecided: "show" } }, controls, profile);
    for (const enforcementLevel of ["advisory", "mandatory", "remediate"]) {
      const settings = { enforcementLevel, undecided: "show" };
      assert.deepEqual(readConfiguration({ settings }, controls, profile), expected);
    }
    assert.deepEqual(readConfiguration({ settings: "remediate" }, controls, profile).settings, {});
  });

  it("is refused when it disables the settings of controls that run", () => {
    const message = SETTINGS_DISABLED;
    for (const raw of [
      { settings: "disabled" },
      { settings: { enforcementLevel: "disabled" } },
      { all: "disabled", one: "mandatory" },
      { all: "disabled", one: "mandatory", settings: { undecided: "show" } },
    ]) {
      assert.throws(() => readConfiguration(raw, controls, profile), { message });
    }
    const stated = { all: "disabled", one: "mandatory", settings: "advisory" };
    assert.deepEqual(readConfiguration(stated, controls, profile).levels, {
      one: "mandatory",
      two: "disabled",
    });
    const { levels } = readConfiguration({ all: "disabled" }, controls, profile);
    assert.deepEqual(levels, { one: "disabled", two: "disabled" });
  });
});
