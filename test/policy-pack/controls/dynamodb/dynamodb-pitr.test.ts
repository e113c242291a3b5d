import assert from "node:assert/strict";

import { dynamodbPitr } from "../../../../policy-pack/controls/dynamodb/dynamodb-pitr.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const OWN = "pointInTimeRecovery.enabled is not true";

describe("dynamodb-pitr", () => {
  itBehaves({
    control: dynamodbPitr,
    compliant: [
      resource("aws:dynamodb/table:Table", "table", {
        pointInTimeRecovery: { enabled: true },
        replicas: [
          { regionName: "eu-west-1", pointInTimeRecovery: true },
          { regionName: "eu-north-1", pointInTimeRecovery: true },
        ],
      }),
    ],
    subject: "table",
    fails: [
      { title: "nothing is stated", path: "pointInTimeRecovery", messages: [OWN] },
      { title: "it is off", path: "pointInTimeRecovery.enabled", value: false, messages: [OWN] },
      {
        title: "it is off, in text",
        path: "pointInTimeRecovery.enabled",
        value: "false",
        messages: [OWN],
      },
      {
        title: "only its days are stated",
        path: "pointInTimeRecovery",
        value: { recoveryPeriodInDays: 35 },
        messages: [OWN],
      },
      {
        title: "a replica says nothing",
        path: "replicas[1].pointInTimeRecovery",
        messages: ["replicas[1].pointInTimeRecovery is not true"],
      },
      {
        title: "a replica has none",
        path: "replicas[0].pointInTimeRecovery",
        value: false,
        messages: ["replicas[0].pointInTimeRecovery is not true"],
      },
      {
        title: "a lone replica has none",
        path: "replicas",
        value: { regionName: "eu-west-1" },
        messages: ["replicas.pointInTimeRecovery is not true"],
      },
    ],
    accepts: [
      { title: "no replicas", path: "replicas" },
      { title: "on, in text", path: "pointInTimeRecovery.enabled", value: "true" },
      { title: "a list of one", path: "pointInTimeRecovery", value: [{ enabled: true }] },
    ],
  });

  it("judges a replica that stands by itself alike", () => {
    const answer = (inputs: Properties) =>
      said(
        judged(
          dynamodbPitr,
          [resource("aws:dynamodb/tableReplica:TableReplica", "copy", inputs)],
          "copy",
        ),
      );
    assert.equal(answer({ pointInTimeRecovery: true }), "pass");
    assert.deepEqual(answer({ pointInTimeRecovery: false }), ["pointInTimeRecovery is not true"]);
    assert.deepEqual(answer({}), ["pointInTimeRecovery is not true"]);
    assert.equal(answer({ pointInTimeRecovery: { $unknown: true } }), "undecided");
  });
});
