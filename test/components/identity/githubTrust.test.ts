import assert from "node:assert/strict";

import { githubTrust } from "../../../components/identity/githubTrust.ts";
import { Role } from "../../../components/identity/role.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { only, policyOf, recorded, refusal } from "../../support/graph.ts";

const ROLE = "aws:iam/role:Role";
const ISSUER = "token.actions.githubusercontent.com";

function program(overrides: Partial<ConstructorParameters<typeof Role>[1]> = {}) {
  return () => {
    const environment = testEnvironment();
    const { boundary } = foundation(environment);
    const jobs = { environment: "production" };
    new Role("deploy", {
      environment,
      boundary,
      identifier: "deploy",
      service: githubTrust(environment, "example/rampart", jobs),
      ...overrides,
    });
  };
}

describe("githubTrust", () => {
  it("P-IAM-1, T95: a role is for the jobs of one deployment environment of one repository", async () => {
    const role = only(await recorded(program()), ROLE);
    assert.deepEqual(policyOf(role, "assumeRolePolicy").Statement, [
      {
        Sid: "TrustCaller",
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${ISSUER}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${ISSUER}:aud`]: "sts.amazonaws.com",
            [`${ISSUER}:sub`]: "repo:example/rampart:environment:production",
          },
        },
      },
    ]);
    assert.equal(role.inputs["maxSessionDuration"], undefined);
  });

  it("P-IAM-1: or for those of its pull requests", () => {
    const { conditions } = githubTrust(testEnvironment(), "example/rampart", "pull_request");
    assert.equal(
      conditions["StringEquals"]?.[`${ISSUER}:sub`],
      "repo:example/rampart:pull_request",
    );
  });

  it("a role may be assumed for as long as it says", async () => {
    const role = only(await recorded(program({ sessionSeconds: 7200 })), ROLE);
    assert.equal(role.inputs["maxSessionDuration"], 7200);
  });

  it("refuses a source, which a job has none of", async () => {
    assert.equal(
      await refusal(program({ sourceArn: "arn:aws:x" })),
      "sourceArn of deploy is arn:aws:x; who assumes it sends no source along, so none can be asked for.",
    );
  });
});
