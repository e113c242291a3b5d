import assert from "node:assert/strict";

import { iamPermissionsBoundary } from "../../../../policy-pack/controls/iam/iam-permissions-boundary.ts";
import { type Properties, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";
import { iamArn } from "./documents.ts";

const BOUNDARY = iamArn("policy/rampart-dev-policy-boundary");
const NONE = ["The role has no permissions boundary"];
const OTHER = ["The role's permissions boundary is none of the environment's"];
const path = "permissionsBoundary";

describe("iam-permissions-boundary", () => {
  itBehaves({
    control: iamPermissionsBoundary,
    compliant: [
      resource("aws:iam/role:Role", "role", { name: "app", permissionsBoundary: BOUNDARY }),
    ],
    subject: "role",
    fails: [
      { title: "there is none", path, messages: NONE },
      { title: "it is empty", path, value: "", messages: NONE },
      { title: "it is a list", path, value: [BOUNDARY, BOUNDARY], messages: NONE },
      { title: "it is another policy", path, value: iamArn("policy/app"), messages: OTHER },
      { title: "it is no ARN", path, value: "rampart-dev-policy-boundary", messages: OTHER },
      {
        title: "it is AWS's, which limits nothing",
        path,
        value: "arn:aws:iam::aws:policy/AdministratorAccess",
        messages: OTHER,
      },
    ],
    accepts: [
      {
        title: "one for emergencies",
        path,
        value: iamArn("policy/rampart-dev-policy-break-glass-boundary"),
      },
      { title: "one with a path", path, value: iamArn("policy/base/rampart-dev-policy-boundary") },
    ],
  });

  const ask = (inputs: Properties, parameters: Record<string, readonly string[]>) => {
    const settings = { parameters: { [iamPermissionsBoundary.id]: parameters } };
    const role = resource("aws:iam/role:Role", "role", inputs);
    return said(judged(iamPermissionsBoundary, [role], "role", settings));
  };

  it("lets a profile name the boundaries", () => {
    const parameters = { boundaries: ["ceiling"] };
    const under = (name: string) =>
      ask({ permissionsBoundary: iamArn(`policy/${name}`) }, parameters);
    assert.equal(under("ceiling"), "pass");
    assert.deepEqual(under("ceiling-2"), OTHER);
    const ofAws = { permissionsBoundary: "arn:aws:iam::aws:policy/ceiling" };
    assert.deepEqual(ask(ofAws, parameters), OTHER);
  });

  it("lets a profile choose the roles, by path and name", () => {
    const parameters = { roles: ["/service/*", "/app-*"] };
    assert.equal(ask({ name: "other" }, parameters), "notApplicable");
    assert.deepEqual(ask({ name: "app-1" }, parameters), NONE);
    assert.deepEqual(ask({ namePrefix: "app-" }, parameters), NONE);
    assert.deepEqual(ask({ name: "other", path: "/service/" }, parameters), NONE);
    assert.equal(ask({ name: UNKNOWN }, parameters), "undecided");
    assert.equal(ask({ name: UNKNOWN, permissionsBoundary: BOUNDARY }, {}), "pass");
  });
});
