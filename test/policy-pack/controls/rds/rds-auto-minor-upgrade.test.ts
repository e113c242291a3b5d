import assert from "node:assert/strict";

import { rdsAutoMinorUpgrade } from "../../../../policy-pack/controls/rds/rds-auto-minor-upgrade.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const path = "autoMinorVersionUpgrade";
const OFF = ["autoMinorVersionUpgrade is not true"];

describe("rds-auto-minor-upgrade", () => {
  itBehaves({
    control: rdsAutoMinorUpgrade,
    compliant: [
      resource("aws:rds/instance:Instance", "database", { autoMinorVersionUpgrade: true }),
    ],
    subject: "database",
    fails: [
      { title: "it is off", path, value: false, messages: OFF },
      { title: "it is off, in text", path, value: "false", messages: OFF },
      { title: "it is neither", path, value: "later", messages: OFF },
    ],
    accepts: [
      { title: "nothing stated: the provider's default is on", path },
      { title: "nothing stated, as null", path, value: null },
      { title: "on, in text", path, value: "true" },
    ],
  });

  for (const type of ["aws:rds/clusterInstance:ClusterInstance", "aws:rds/cluster:Cluster"]) {
    it(`judges ${type} alike`, () => {
      const answer = (inputs: Properties) =>
        said(judged(rdsAutoMinorUpgrade, [resource(type, "one", inputs)], "one"));
      assert.deepEqual(answer({ autoMinorVersionUpgrade: false }), OFF);
      assert.equal(answer({ autoMinorVersionUpgrade: true }), "pass");
      assert.equal(answer({}), "pass");
      assert.equal(answer({ autoMinorVersionUpgrade: { $unknown: true } }), "undecided");
    });
  }
});
