import assert from "node:assert/strict";

import { AssumingUser } from "../../../components/identity/assumingUser.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { namesOf, only, policyOf, recorded, waitsFor } from "../../support/graph.ts";

const USER = "aws:iam/user:User";
const GROUP = "aws:iam/group:Group";
const ATTACHMENT = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment";
const MEMBERSHIP = "aws:iam/userGroupMembership:UserGroupMembership";
const POLICY = "aws:iam/policy:Policy";
const POLICY_ARN = "arn:aws:iam::111122223333:policy/rampart-dev-policy-partner";

function program(seen: (user: AssumingUser) => void = () => undefined) {
  return () => {
    const environment = testEnvironment();
    const { boundary } = foundation(environment);
    seen(
      new AssumingUser("partner", {
        environment,
        boundary,
        identifier: "partner",
        roleIdentifier: "uploader",
      }),
    );
  };
}

describe("AssumingUser", () => {
  it("S-INGEST-6: has no policy of its own, and no password or key that would be in the state", async () => {
    const graph = await recorded(program());
    const made = graph.resources.filter(({ type, urn }) => {
      return type.startsWith("aws:iam/") && urn.includes("AssumingUser$");
    });
    assert.deepEqual(made.map(({ type }) => type).sort(), [
      GROUP,
      ATTACHMENT,
      POLICY,
      USER,
      MEMBERSHIP,
    ]);
  });

  it("P-IAM-3: is under the boundary, and goes with the stack though it has keys made elsewhere", async () => {
    const graph = await recorded(program());
    const user = only(graph, USER);
    assert.deepEqual(user.inputs, {
      name: "rampart-dev-user-partner",
      permissionsBoundary: "arn:aws:iam::111122223333:policy/rampart-dev-policy-boundary",
      forceDestroy: true,
    });
    assert.ok(waitsFor(graph, user, only(graph, POLICY, "boundary")));
  });

  it("S-INGEST-6: may become one role, by the group that it is in, and nothing else", async () => {
    const graph = await recorded(program());
    assert.deepEqual(policyOf(only(graph, POLICY, "partner")).Statement, [
      {
        Sid: "AssumeRole",
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Resource: "arn:aws:iam::111122223333:role/rampart-dev-role-uploader",
      },
    ]);
    assert.deepEqual(only(graph, ATTACHMENT).inputs, {
      group: "rampart-dev-group-partner",
      policyArn: POLICY_ARN,
    });
    assert.deepEqual(only(graph, MEMBERSHIP).inputs, {
      user: "rampart-dev-user-partner",
      groups: ["rampart-dev-group-partner"],
    });
    assert.deepEqual(namesOf(graph, GROUP), ["partner"]);
  });

  it("its name is known before it exists", async () => {
    const seen: string[] = [];
    await recorded(program(({ userName }) => userName.apply((name) => seen.push(name))));
    assert.deepEqual(seen, ["rampart-dev-user-partner"]);
  });
});
