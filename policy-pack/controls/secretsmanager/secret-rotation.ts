import { defineControl } from "../../engine/control.ts";
import { flagOf, numberOf } from "../../engine/parameters.ts";
import { each, expect, fail, notApplicable, undecided } from "../../engine/verdict.ts";
import { rotationDays } from "./rotationSchedule.ts";

const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";

export const secretRotation = defineControl({
  id: "secret-rotation",
  title: "Secrets rotate by themselves",
  severity: "medium",
  frameworks: {
    fsbp: ["SecretsManager.1", "SecretsManager.4"],
    cis3: [],
    cis7: [],
    nist: ["AC-2(1)", "AC-3(15)"],
  },
  cause: "A secret that leaked once stays good for ever.",
  remedy: "Add a SecretRotation, or tag the secret rotation: manual and write its runbook",
  types: ["aws:secretsmanager/secret:Secret"],
  related: [ROTATION],
  parameters: {
    maximumDays: numberOf(90, "Longest time between two rotations, in days.", { minimum: 1 }),
    acceptManual: flagOf(false, "Whether a tag rotation: manual stands for a runbook."),
  },
  scope: "stack",
  check({ resource, stack, parameters }) {
    const { maximumDays, acceptManual } = parameters;
    if (acceptManual && resource.at("tags.rotation").text === "manual") return notApplicable;
    const rotations = stack.related(resource, ROTATION, "secretId");
    if (rotations.length === 0) return fail("The secret does not rotate");
    return [
      ...each(rotations, (rotation) =>
        expect(
          (rotationDays(rotation) ?? Infinity) <= maximumDays,
          `The secret does not rotate within ${maximumDays} days`,
        ),
      ),
      // A secret has one rotation: of several resources the last one wins.
      ...each(stack.unplaced(resource, ROTATION, "secretId"), undecided),
    ];
  },
});
