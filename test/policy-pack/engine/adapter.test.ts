import assert from "node:assert/strict";

import { type ResourceValidationArgs, unknownCheckingProxy } from "@pulumi/policy";

import { controls } from "../../../policy-pack/controls/index.ts";
import { policiesOf } from "../../../policy-pack/engine/adapter.ts";
import {
  type Control,
  defineControl,
  type ResourceContext,
} from "../../../policy-pack/engine/control.ts";
import type { PolicyResource } from "../../../policy-pack/engine/resource.ts";
import { run } from "../../../policy-pack/engine/run.ts";
import type { Enforced } from "../../../policy-pack/engine/session.ts";
import { propertiesOf } from "../../../policy-pack/engine/snapshot.ts";
import { expect, fail } from "../../../policy-pack/engine/verdict.ts";
import { levelOf, profileOf } from "../../../policy-pack/profiles.ts";
import { STACKS, stackGraph } from "../../support/stacks.ts";
import { analyzed, CANARY } from "../support/analyzer.ts";
import { PROVIDER, resource } from "../support/resources.ts";

const TYPE = "aws:sns/topic:Topic";
const HIDDEN = { $unknown: true } as const;

const data = {
  id: "probe",
  title: "Topics have keys",
  severity: "high",
  frameworks: { fsbp: ["SNS.1"], cis3: [], cis7: [], nist: ["SC-28"] },
  cause: "",
  remedy: "Set a key",
  types: [TYPE],
} as const;

const hasKey = ({ resource: view }: ResourceContext) =>
  expect(
    view.comesFrom("key", "aws:kms/key:Key") || view.at("key").text !== undefined,
    "The topic has no key",
  );

const keyed = defineControl({ ...data, scope: "resource", check: hasKey });

/** A configuration as the SDK hands it to a rule, of whatever type the rule believes it to be. */
const lenience = (() => ({ undecided: "show" })) as ResourceValidationArgs["getConfig"];
/** The SDK exports it, but its types leave it out. */
const proxied = unknownCheckingProxy as (properties: object) => object;

async function reported(
  control: Control,
  resources: readonly PolicyResource[],
  enforced: Partial<Enforced> = {},
): Promise<string[]> {
  const policies = policiesOf([{ control, level: "mandatory", ...enforced }]);
  const found = await analyzed(policies, [PROVIDER, ...resources]);
  return found.map(
    ({ policy, urn, level, message }) =>
      `${level} ${policy} ${urn.split("::").at(-1) ?? ""}: ${message.split("\n").slice(1).join(" ")}`,
  );
}

describe("the pack in the real SDK", () => {
  it("reports a failure once, where the resource is registered", async () => {
    assert.deepEqual(await reported(keyed, [resource(TYPE, "topic", {})]), [
      "mandatory probe topic: The topic has no key. Set a key",
    ]);
  });

  it("blocks at the level of the control when it can't decide", async () => {
    assert.deepEqual(await reported(keyed, [resource(TYPE, "topic", { key: HIDDEN })]), [
      "mandatory probe topic: Undecided: key is unknown",
    ]);
  });

  it("shows what it can't decide, instead of blocking, when it is told to", async () => {
    const [settings, ...policies] = policiesOf([{ control: keyed, level: "mandatory" }]);
    assert.ok(settings && "validateResource" in settings);
    const { validateResource: read } = settings;
    assert.ok(typeof read === "function");
    const lenient: typeof settings = {
      ...settings,
      validateResource: (args, report) => read({ ...args, getConfig: lenience }, report),
    };
    const topic = resource(TYPE, "topic", { key: HIDDEN });
    const found = await analyzed([lenient, ...policies], [PROVIDER, topic]);
    assert.deepEqual(found, [
      {
        policy: "probe",
        urn: topic.urn,
        level: "advisory",
        message: "Undecided: key is unknown",
      },
    ]);
  });

  it("decides by the origin of a value once all resources are known", async () => {
    const key = resource("aws:kms/key:Key", "key", {});
    const topic = resource(
      TYPE,
      "topic",
      { key: HIDDEN },
      { propertyDependencies: { key: [key.urn] } },
    );
    assert.deepEqual(await reported(keyed, [key, topic]), []);
  });

  it("loses nothing of one resource to an unknown of another", async () => {
    const across = defineControl({ ...data, scope: "stack", check: hasKey });
    for (const control of [keyed, across]) {
      const messages = await reported(control, [
        resource(TYPE, "one", { key: HIDDEN, other: [HIDDEN] }),
        resource(TYPE, "two", {}),
      ]);
      assert.deepEqual(messages.sort(), [
        "mandatory probe one: Undecided: key is unknown",
        "mandatory probe two: The topic has no key. Set a key",
      ]);
    }
  });

  it("tells of a control that breaks, at its own level", async () => {
    const broken = defineControl({
      ...data,
      scope: "resource",
      check: () => {
        throw new TypeError("boom");
      },
    });
    assert.deepEqual(await reported(broken, [resource(TYPE, "topic", {})]), [
      "mandatory probe topic: Undecided: the control broke with TypeError",
    ]);
  });

  it("keeps to the level, and is silent when disabled", async () => {
    const topic = [resource(TYPE, "topic", {})];
    assert.deepEqual(await reported(keyed, topic, { level: "advisory" }), [
      "advisory probe topic: The topic has no key. Set a key",
    ]);
    assert.deepEqual(await reported(keyed, topic, { level: "disabled" }), []);
  });

  it("shows a control what is protected, ignored and whose account it is", async () => {
    const probe = defineControl({
      ...data,
      scope: "resource",
      check: ({ resource: { resource: stated }, ownAccounts }) =>
        fail(`${stated.protect} ${stated.ignoreChanges.join()} ${ownAccounts().join()}`),
    });
    const topic = resource(TYPE, "topic", {}, { protect: true, ignoreChanges: ["key"] });
    assert.deepEqual(await reported(probe, [topic]), [
      "mandatory probe topic: true key 111122223333. Set a key",
    ]);
  });

  for (const stack of STACKS) {
    it(`says of ${stack} what the offline run says`, async () => {
      const { resources } = await stackGraph(stack);
      const profile = profileOf(stack);
      const enforced = controls.map((control) => ({
        control,
        level: levelOf(profile, control),
        parameters: profile.parameters[control.id],
      }));
      const { findings, undecided } = run(controls, resources, { parameters: profile.parameters });
      const diagnostics = await analyzed(policiesOf(enforced), resources);
      const key = (control: string, urn: string) => `${control} ${urn}`;
      assert.deepEqual(
        diagnostics.map(({ policy, urn }) => key(policy, urn)).sort(),
        [...findings, ...undecided].map(({ control, urn }) => key(control, urn)).sort(),
      );
      assert.ok(!JSON.stringify(diagnostics).includes(CANARY), "a secret is shown");
    });
  }
});

describe("what a rule is handed", () => {
  const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const UNKNOWN_LIST = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";

  it("is read place by place, unknowns of every kind marked", () => {
    const props = proxied({
      name: "topic",
      key: UNKNOWN_TEXT,
      list: ["a", UNKNOWN_TEXT, { deep: UNKNOWN_LIST }],
      nothing: null,
      __defaults: ["name"],
    });
    assert.deepEqual(propertiesOf(props), {
      name: "topic",
      key: HIDDEN,
      list: ["a", HIDDEN, { deep: HIDDEN }],
    });
  });

  it("may be endless: what is too deep counts as unknown", () => {
    const endless: Record<string, unknown> = {};
    endless["self"] = endless;
    assert.ok(JSON.stringify(propertiesOf(endless)).includes('{"$unknown":true}'));
  });
});
