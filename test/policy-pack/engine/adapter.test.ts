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
import { analyzed, CANARY, notApplicable } from "../support/analyzer.ts";
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
  const { run: policies } = policiesOf([{ control, level: "mandatory", ...enforced }]);
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
    const [settings, ...policies] = policiesOf([{ control: keyed, level: "mandatory" }]).run;
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

  const sealed = defineControl({
    ...data,
    scope: "resource",
    check: ({ resource: view }) =>
      expect(view.at("key").kind === "secret", `The key is ${view.at("key").kind}`),
  });

  it("judges what another pack has made of a resource, and still knows what is secret", async () => {
    const { run: policies } = policiesOf([{ control: keyed, level: "mandatory" }]);
    const before = resource(TYPE, "topic", { key: "a" });
    const opened = (one: PolicyResource) =>
      one.urn === before.urn ? { ...one, inputs: { name: "topic" } } : one;
    const found = await analyzed(policies, [PROVIDER, before], opened);
    assert.deepEqual(
      found.map(({ policy }) => policy),
      ["probe"],
    );
    const { run: sealing } = policiesOf([{ control: sealed, level: "mandatory" }]);
    const secret = resource(TYPE, "topic", { key: { $secret: true } });
    const renamed = (one: PolicyResource) =>
      one.urn === secret.urn ? { ...one, inputs: { ...one.inputs, name: "other" } } : one;
    assert.deepEqual(await analyzed(sealing, [PROVIDER, secret], renamed), []);
  });

  it("tells the engine which controls are about other types, and which about the stack", async () => {
    const ofQueues = defineControl({
      ...data,
      id: "queues",
      types: ["aws:sqs/queue:Queue"],
      scope: "resource",
      check: hasKey,
    });
    const ofStack = defineControl({ ...data, id: "whole", scope: "stack", check: hasKey });
    const { run: policies, advertised } = policiesOf(
      [keyed, ofQueues, ofStack].map((control) => ({ control, level: "mandatory" as const })),
    );
    const topics = ["one", "two"].map((name) => resource(TYPE, name, { key: "a" }));
    assert.deepEqual(await notApplicable(policies, topics), ["queues"]);
    const ofResources = advertised.filter(
      (policy) => (policy as { validateResource?: unknown }).validateResource !== undefined,
    );
    assert.deepEqual(
      ofResources.map(({ name }) => name),
      ["probe", "queues"],
    );
  });

  it("has the SDK unpack a resource for a control only where that has something to say", async () => {
    const { run: policies } = policiesOf([{ control: keyed, level: "mandatory" }]);
    const unpacked: string[] = [];
    const watched = policies.map(
      (policy) =>
        new Proxy(policy, {
          get(target, property) {
            const value: unknown = Reflect.get(target, property);
            if (property !== "validateResource" || typeof value !== "function") return value;
            const watch = (args: ResourceValidationArgs, ...rest: unknown[]): unknown => {
              unpacked.push(`${target.name} ${args.name}`);
              return Reflect.apply(value, undefined, [args, ...rest]);
            };
            return Object.assign(watch, value);
          },
        }),
    );
    const good = ["first", "second"].map((name) => resource(TYPE, name, { key: "a" }));
    const bad = resource(TYPE, "third", {});
    const found = await analyzed(watched, [...good, bad]);
    assert.deepEqual(
      found.map(({ urn }) => urn),
      [bad.urn],
    );
    // Of the first one all are asked: that is how the pack learns what runs.
    assert.deepEqual(
      unpacked.filter((line) => line.startsWith("probe ")),
      ["probe first", "probe third"],
    );
  });

  it("judges by a list that the engine calls secret as a whole, and quotes nothing of it", async () => {
    const quoting = defineControl({
      ...data,
      scope: "resource",
      check: ({ resource: view }) =>
        view
          .at("subscribers")
          .items()
          .map((one) => fail(`${one.at("name").text ?? ""} has ${one.at("token").text ?? ""}`)),
    });
    const subscribers = [
      { name: "first", token: { $secret: true } },
      { name: "second-one" },
    ] as const;
    assert.deepEqual(await reported(quoting, [resource(TYPE, "topic", { subscribers })]), [
      "mandatory probe topic: first has …. Set a key",
      "mandatory probe topic: … has . Set a key",
    ]);
    const deriving = defineControl({
      ...data,
      scope: "resource",
      check: ({ resource: view }) => {
        const one = view.at("subscribers[0]");
        const inner = one.at("document").json().at("inner").text ?? "";
        return fail(
          `${inner}, ${one.at("pin").text ?? ""}, ${(one.at("name").text ?? "").toUpperCase()}`,
        );
      },
    });
    const derived = { name: "second-one", document: '{"inner":"hidden-in-json"}', pin: 93847261 };
    assert.deepEqual(
      await reported(deriving, [
        resource(TYPE, "topic", { subscribers: [{ ...derived, token: { $secret: true } }] }),
      ]),
      ["mandatory probe topic: …, …, …. Set a key"],
    );
  });

  it("can't be told to look away: nobody knows the name of what sees the secrets", () => {
    const names = () => {
      const { run: policies, advertised } = policiesOf([{ control: keyed, level: "mandatory" }]);
      const told = new Set(advertised.map(({ name }) => name));
      return policies.map(({ name }) => name).filter((name) => !told.has(name));
    };
    const [first, second] = [names(), names()];
    assert.equal(first.length, 1);
    assert.match(first[0] ?? "", /^witness-[0-9a-f-]{36}$/);
    assert.notDeepEqual(first, second);
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
      const diagnostics = await analyzed(policiesOf(enforced).run, resources);
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
  it("is read place by place, unknowns of every kind marked", () => {
    // A boolean, a number, a text, a list, an asset, an archive and an object of the SDK.
    const marks = [
      "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
      "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
      "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
      "030794c1-ac77-496b-92df-f27374a8bd58",
      "e48ece36-62e2-4504-bad9-02848725956a",
      "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    ];
    const id = "04da6b54-80e4-46f7-96ec-000000000000";
    const props = proxied({
      name: "topic",
      list: ["a", ...marks, { deep: { of: marks } }],
      id,
      ids: [id],
      nothing: null,
      __defaults: ["name"],
    });
    const hidden = marks.map(() => HIDDEN);
    assert.deepEqual(propertiesOf(props), {
      name: "topic",
      list: ["a", ...hidden, { deep: { of: hidden } }],
      id,
      ids: [id],
    });
  });

  it("may be endless: what is too deep counts as unknown", () => {
    const endless: Record<string, unknown> = {};
    endless["self"] = endless;
    assert.ok(JSON.stringify(propertiesOf(endless)).includes('{"$unknown":true}'));
  });
});
