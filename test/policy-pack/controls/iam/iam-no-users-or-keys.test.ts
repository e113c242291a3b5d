import assert from "node:assert/strict";

import { controls } from "../../../../policy-pack/controls/index.ts";
import { iamNoUsersOrKeys } from "../../../../policy-pack/controls/iam/iam-no-users-or-keys.ts";
import { UNKNOWN, type Value } from "../../../../policy-pack/engine/resource.ts";
import { run } from "../../../../policy-pack/engine/run.ts";
import { judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

describe("iam-no-users-or-keys", () => {
  it("is in the pack", () => {
    assert.ok(controls.includes(iamNoUsersOrKeys));
  });

  const kinds: readonly (readonly [type: string, message: string])[] = [
    ["user:User", "The stack makes an IAM user"],
    ["accessKey:AccessKey", "The stack makes a long-lived access key"],
    ["userLoginProfile:UserLoginProfile", "The stack makes a console password"],
  ];
  // There is nothing to set that would make one good.
  const inputs: Readonly<Record<string, Record<string, Value>>> = {
    "with nothing set": {},
    "of a user": { user: "ann", name: "ann" },
    "that is switched off": { status: "Inactive" },
    "that is encrypted": { pgpKey: "keybase:ann" },
    "that nobody knows": { user: UNKNOWN, name: UNKNOWN, status: UNKNOWN },
    "of the wrong types": { user: [17], name: { a: true }, status: 5 },
  };
  for (const [type, message] of kinds) {
    for (const [title, values] of Object.entries(inputs)) {
      it(`fails for a ${type} ${title}`, () => {
        const one = resource(`aws:iam/${type}`, "one", values);
        assert.deepEqual(said(judged(iamNoUsersOrKeys, [one], "one")), [message]);
      });
    }
  }

  it("does not concern roles, groups and their policies", () => {
    const others = ["role:Role", "group:Group", "groupPolicy:GroupPolicy", "policy:Policy"];
    const resources = others.map((type) => resource(`aws:iam/${type}`, type, {}));
    assert.deepEqual(run([iamNoUsersOrKeys], resources).judgements, []);
  });
});
