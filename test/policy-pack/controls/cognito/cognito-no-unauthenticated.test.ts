import assert from "node:assert/strict";

import { cognitoNoUnauthenticated } from "../../../../policy-pack/controls/cognito/cognito-no-unauthenticated.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const GUESTS = "Guests get credentials of AWS";
const CLASSIC = "The classic flow lets a user choose a role";

const pool = (inputs: Properties) =>
  resource("aws:cognito/identityPool:IdentityPool", "pool", {
    identityPoolName: "rampart-dev",
    ...inputs,
  });
const told = (inputs: Properties) => said(judged(cognitoNoUnauthenticated, [pool(inputs)], "pool"));

describe("cognito-no-unauthenticated", () => {
  itBehaves({
    control: cognitoNoUnauthenticated,
    compliant: [pool({ allowUnauthenticatedIdentities: false, allowClassicFlow: false })],
    subject: "pool",
    fails: [
      ...[true, "true", "yes"].map((value) => ({
        title: `guests are let in by ${JSON.stringify(value)}`,
        path: "allowUnauthenticatedIdentities",
        value,
        messages: [GUESTS],
      })),
      ...[true, "true", "yes"].map((value) => ({
        title: `the classic flow is on by ${JSON.stringify(value)}`,
        path: "allowClassicFlow",
        value,
        messages: [CLASSIC],
      })),
    ],
    accepts: [
      {
        title: "guests that are not mentioned",
        path: "allowUnauthenticatedIdentities",
      },
      { title: "a classic flow that is not mentioned", path: "allowClassicFlow" },
      { title: "no guests, in text", path: "allowUnauthenticatedIdentities", value: "false" },
      { title: "no classic flow, in text", path: "allowClassicFlow", value: "false" },
    ],
  });

  it("tells both, and one beside an unknown other", () => {
    const both = { allowUnauthenticatedIdentities: true, allowClassicFlow: true };
    const unknown = { $unknown: true } as const;
    assert.deepEqual(told(both), [GUESTS, CLASSIC]);
    assert.deepEqual(told({ ...both, allowUnauthenticatedIdentities: unknown }), [CLASSIC]);
    assert.deepEqual(told({ ...both, allowClassicFlow: unknown }), [GUESTS]);
  });

  it("passes a pool that mentions neither", () => {
    assert.equal(told({}), "pass");
  });
});
