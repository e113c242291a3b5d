import assert from "node:assert/strict";

import { deployStatements } from "../../../components/identity/deployStatements.ts";
import { guardrailStatements } from "../../../components/identity/guardrails.ts";
import { boundaryStatements } from "../../../components/identity/permissionsBoundary.ts";
import { arnOf, type Environment } from "../../../components/shared/environment.ts";
import { policyJson, type Statement } from "../../../components/shared/policy.ts";
import { REGIONS } from "../../../components/shared/regions.ts";
import { baselineArns } from "../../../systems/identity/baseline.ts";
import { testEnvironment } from "../../support/fixtures.ts";

const ZONE = "Z0123456789ABCDEFGHIJ";

function sharesOf(environment: Environment, more: { distributes?: boolean; zone?: boolean } = {}) {
  const { distributes = true, zone = true } = more;
  return deployStatements({
    environment,
    distributes,
    servesPage: distributes,
    hostedZoneId: zone ? ZONE : undefined,
    baseline: baselineArns(environment),
    rotatorArn: arnOf(environment, "lambda", "function:rotator"),
  });
}

const sidsOf = (statements: readonly Statement[] = []): string[] =>
  statements.map(({ Sid }) => Sid);

describe("deployStatements", () => {
  it("T18, P-IAM-1: fits into managed policies wherever an environment is, and whatever it is called", () => {
    for (const region of Object.keys(REGIONS)) {
      for (const [project, name] of [
        ["abcdefghij", "prod"],
        ["abcdef", "abcdefgh"],
      ] as const) {
        const environment = testEnvironment({ region, project, name });
        const shares = sharesOf(environment);
        // They are attached to one role, which takes ten.
        assert.equal(Object.keys(shares).length, 8);
        for (const statements of Object.values(shares)) policyJson("managed", statements);
        policyJson("managed", [
          ...boundaryStatements(environment),
          ...guardrailStatements(environment, { responder: "auto-remediate" }),
        ]);
      }
    }
  });

  it("T28: speaks of the partition's ARNs alone", () => {
    const shares = sharesOf(testEnvironment({ region: "us-gov-west-1" }));
    assert.doesNotMatch(JSON.stringify(shares), /arn:aws:/);
  });

  it("P-IAM-1: changes records of the zone that is named, and of none without", () => {
    const environment = testEnvironment();
    const records = sharesOf(environment)["deploy-beside"]?.find(
      ({ Sid }) => Sid === "ChangeRecords",
    );
    assert.equal(records?.Resource, `arn:aws:route53:::hostedzone/${ZONE}`);
    const without = JSON.stringify(sharesOf(environment, { zone: false }));
    assert.doesNotMatch(without, /route53/);
  });

  it("P-IAM-1: changes headers where there is a distribution, and empties buckets that may go", () => {
    const beside = (overrides: Partial<Environment>, distributes: boolean) =>
      sidsOf(sharesOf(testEnvironment(overrides), { distributes })["deploy-beside"]);
    const disposable = beside({ dataProtection: "disposable" }, true);
    assert.ok(disposable.includes("ChangeHeaders") && disposable.includes("EmptyBuckets"));
    const kept = beside({ dataProtection: "protected" }, false);
    assert.ok(!kept.includes("ChangeHeaders") && !kept.includes("EmptyBuckets"));
  });

  it("P-IAM-1: asks for both tags wherever tags say whose a thing is", () => {
    const shares = sharesOf(testEnvironment());
    for (const share of ["deploy-by-tag", "deploy-network"]) {
      for (const { Sid, Condition = {} } of shares[share] ?? []) {
        const keys = Object.keys(Condition["StringEquals"] ?? {});
        const kind = Sid.startsWith("Change") ? "Resource" : "Request";
        assert.deepEqual(keys, [`aws:${kind}Tag/Project`, `aws:${kind}Tag/Environment`], Sid);
      }
    }
  });
});
