import assert from "node:assert/strict";

import { SecretRotation } from "../../../components/keys/secretRotation.ts";
import { only, recorded, refusal } from "../../support/graph.ts";

const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";

const program = (days?: number) => () =>
  new SecretRotation("credentials", { secretArn: "arn:s", functionArn: "arn:f", days });

describe("SecretRotation", () => {
  it("P-KEY-4: rotates as often as told, and at once, for the secret starts without a password", async () => {
    assert.deepEqual(only(await recorded(program(30)), ROTATION).inputs, {
      secretId: "arn:s",
      rotationLambdaArn: "arn:f",
      rotateImmediately: true,
      rotationRules: { automaticallyAfterDays: 30 },
    });
  });

  it("P-KEY-4: rotates once and then as seldom as there is, where no schedule is told", async () => {
    const { inputs } = only(await recorded(program()), ROTATION);
    assert.deepEqual(inputs["rotationRules"], { automaticallyAfterDays: 1000 });
    assert.equal(inputs["rotateImmediately"], true);
  });

  for (const days of [0, 1001, 1.5]) {
    it(`refuses ${days} days`, async () => {
      assert.equal(
        await refusal(program(days)),
        `days of credentials is ${days}; allowed: 1–1000.`,
      );
    });
  }
});
