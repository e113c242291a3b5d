import assert from "node:assert/strict";

import { iamUserPermissionsViaGroups } from "../../../../policy-pack/controls/iam/iam-user-permissions-via-groups.ts";
import { type Properties, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { document, resource } from "../../support/resources.ts";
import { iamArn } from "./documents.ts";

const policyArn = iamArn("policy/app");
const TO_USERS = ["A managed policy is attached to users"];

describe("iam-user-permissions-via-groups", () => {
  itBehaves({
    control: iamUserPermissionsViaGroups,
    compliant: [
      resource("aws:iam/policyAttachment:PolicyAttachment", "attachment", {
        name: "app",
        policyArn,
        groups: ["developers"],
        users: [],
      }),
    ],
    subject: "attachment",
    fails: [
      { title: "a user is named beside", path: "users", value: ["ann"], messages: TO_USERS },
      { title: "the user is not in a list", path: "users", value: "ann", messages: TO_USERS },
      { title: "the user's name is unknown", path: "users", value: [UNKNOWN], messages: TO_USERS },
    ],
    accepts: [
      { title: "no word of users", path: "users" },
      { title: "roles", path: "roles", value: ["app"] },
    ],
  });

  const ask = (type: string, inputs: Properties) =>
    said(judged(iamUserPermissionsViaGroups, [resource(`aws:iam/${type}`, "one", inputs)], "one"));

  it("fails for whatever is attached to users by its nature", () => {
    const inline = ["An inline policy is attached to a user"];
    const managed = ["A managed policy is attached to a user"];
    const denial = document({ Effect: "Deny", Action: "*", Resource: "*" });
    assert.deepEqual(ask("userPolicy:UserPolicy", { user: "ann", policy: document() }), inline);
    assert.deepEqual(ask("userPolicy:UserPolicy", { user: "ann", policy: denial }), inline);
    assert.deepEqual(ask("userPolicy:UserPolicy", { user: UNKNOWN, policy: UNKNOWN }), inline);
    assert.deepEqual(ask("userPolicyAttachment:UserPolicyAttachment", { policyArn }), managed);
    assert.deepEqual(ask("userPolicyAttachment:UserPolicyAttachment", {}), managed);
  });

  it("judges an exclusive list by what is in it", () => {
    const type = "userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive";
    assert.deepEqual(ask(type, { userName: "ann", policyArns: [policyArn] }), TO_USERS);
    assert.equal(ask(type, { userName: "ann", policyArns: [] }), "pass");
    assert.equal(ask(type, { userName: "ann", policyArns: UNKNOWN }), "undecided");
  });
});
