import assert from "node:assert/strict";

import { rdsNoPublicAccess } from "../../../../policy-pack/controls/rds/rds-no-public-access.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const PUBLIC = ["publiclyAccessible is not false"];
const path = "publiclyAccessible";

describe("rds-no-public-access", () => {
  itBehaves({
    control: rdsNoPublicAccess,
    compliant: [resource("aws:rds/instance:Instance", "database", { publiclyAccessible: false })],
    subject: "database",
    fails: [
      { title: "it is public", path, value: true, messages: PUBLIC },
      { title: "it is public, in text", path, value: "true", messages: PUBLIC },
      { title: "nobody can say what is meant", path, value: "perhaps", messages: PUBLIC },
      { title: "a list of switches is on", path, value: [true], messages: PUBLIC },
    ],
    accepts: [
      { title: "nothing stated: the provider's default is off", path },
      { title: "nothing stated, as null", path, value: null },
      { title: "off, in text", path, value: "false" },
    ],
  });

  it("judges the instances of a cluster alike", () => {
    const answer = (inputs: Properties) =>
      said(
        judged(
          rdsNoPublicAccess,
          [resource("aws:rds/clusterInstance:ClusterInstance", "one", inputs)],
          "one",
        ),
      );
    assert.deepEqual(answer({ publiclyAccessible: true }), PUBLIC);
    assert.deepEqual(answer({ publiclyAccessible: "true" }), PUBLIC);
    assert.equal(answer({ publiclyAccessible: false }), "pass");
    assert.equal(answer({}), "pass");
    assert.equal(answer({ publiclyAccessible: { $unknown: true } }), "undecided");
    assert.equal(answer({ publiclyAccessible: { $secret: true } }), "undecided");
  });
});
