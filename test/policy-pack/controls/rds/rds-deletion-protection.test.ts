import assert from "node:assert/strict";

import { rdsDeletionProtection } from "../../../../policy-pack/controls/rds/rds-deletion-protection.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const INSTANCE = "aws:rds/instance:Instance";
const CLUSTER = "aws:rds/cluster:Cluster";
const OPEN = "deletionProtection is not true";
const TRACELESS = "skipFinalSnapshot is not false";
const PROD = { environment: { name: "prod" } };

const answer = (type: string, inputs: Properties, settings = {}) =>
  said(judged(rdsDeletionProtection, [resource(type, "database", inputs)], "database", settings));

describe("rds-deletion-protection", () => {
  itBehaves({
    control: rdsDeletionProtection,
    settings: PROD,
    compliant: [
      resource(INSTANCE, "database", { deletionProtection: true, skipFinalSnapshot: false }),
    ],
    subject: "database",
    fails: [
      { title: "nothing protects it", path: "deletionProtection", messages: [OPEN] },
      { title: "protection is off", path: "deletionProtection", value: false, messages: [OPEN] },
      {
        title: "protection is off, in text",
        path: "deletionProtection",
        value: "false",
        messages: [OPEN],
      },
      {
        title: "the last snapshot is left out",
        path: "skipFinalSnapshot",
        value: true,
        messages: [TRACELESS],
      },
      {
        title: "the last snapshot is left out, in text",
        path: "skipFinalSnapshot",
        value: "true",
        messages: [TRACELESS],
      },
      {
        title: "nobody can say whether there is a snapshot",
        path: "skipFinalSnapshot",
        value: "perhaps",
        messages: [TRACELESS],
      },
    ],
    accepts: [
      { title: "the provider's default, which takes a snapshot", path: "skipFinalSnapshot" },
      { title: "protection in text", path: "deletionProtection", value: "true" },
    ],
  });

  it("judges clusters alike, and says all that is wrong", () => {
    assert.deepEqual(answer(CLUSTER, { skipFinalSnapshot: true }, PROD), [OPEN, TRACELESS]);
    assert.equal(answer(CLUSTER, { deletionProtection: true }, PROD), "pass");
  });

  it("asks no snapshot of a replica, of which RDS takes none", () => {
    const replica = { replicateSourceDb: "main", skipFinalSnapshot: true };
    assert.equal(answer(INSTANCE, { ...replica, deletionProtection: true }, PROD), "pass");
    assert.deepEqual(answer(INSTANCE, replica, PROD), [OPEN]);
  });

  it("leaves environments alone that hold nothing, and no others", () => {
    assert.equal(answer(INSTANCE, {}), "notApplicable");
    assert.equal(answer(INSTANCE, {}, { environment: { name: "staging" } }), "notApplicable");
    assert.deepEqual(answer(INSTANCE, {}, { environment: { name: "production" } }), [OPEN]);
    const parameters = { "rds-deletion-protection": { disposableEnvironments: [] } };
    assert.deepEqual(answer(INSTANCE, {}, { parameters }), [OPEN]);
  });
});
