import assert from "node:assert/strict";

import { asidesOf } from "../../../../plan/readers/diagram/aside.ts";
import { Inventory } from "../../../../plan/readers/inventory.ts";
import { graphOf, resource } from "../../builder.ts";

describe("asidesOf", () => {
  const secret = (name: string, protect: boolean) =>
    resource("aws:secretsmanager/secret:Secret", name, { name: `/test/${name}` }, {}, { protect });

  it("names a few of a kind and counts the rest", () => {
    const secrets = Array.from({ length: 8 }, (_, index) => secret(`s${index}`, index === 0));
    const [aside, ...others] = asidesOf(new Inventory(graphOf(...secrets)), new Map());
    assert.deepEqual(others, []);
    assert.equal(aside?.title, "Keys and secrets");
    assert.deepEqual(aside.items.slice(0, 2), [
      { text: "secret /test/s0", guarded: true },
      { text: "secret /test/s1", guarded: false },
    ]);
    assert.deepEqual(aside.items.slice(6), [{ text: "and 2 more secrets", guarded: false }]);
  });

  it("tells what two regions have alike apart by them", () => {
    const topic = (name: string, region: string) =>
      resource("aws:sns/topic:Topic", `${name}-${region}`, { name, region });
    const topics = [topic("a", "us-east-1"), topic("a", "eu-west-2"), topic("b", "eu-west-2")];
    const [aside] = asidesOf(new Inventory(graphOf(...topics)), new Map());
    assert.deepEqual(
      aside?.items.map(({ text }) => text),
      ["topic a in us-east-1", "topic a in eu-west-2", "topic b"],
    );
  });

  it("counts kinds whose names say little", () => {
    const groups = ["a", "b"].map((name) => resource("aws:cloudwatch/logGroup:LogGroup", name));
    assert.deepEqual(asidesOf(new Inventory(graphOf(...groups)), new Map()), [
      { title: "Watching", items: [{ text: "2 log groups", guarded: false }] },
    ]);
  });

  it("P-DATA-5: takes a key's protection for its alias", () => {
    const key = resource("aws:kms/key:Key", "main", {}, {}, { protect: true });
    const alias = resource(
      "aws:kms/alias:Alias",
      "main",
      { name: "alias/x" },
      { targetKeyId: key },
    );
    assert.deepEqual(asidesOf(new Inventory(graphOf(key, alias)), new Map()), [
      { title: "Keys and secrets", items: [{ text: "key alias/x", guarded: true }] },
    ]);
  });
});
