import { iamPassroleScoped } from "../../../../policy-pack/controls/iam/iam-passrole-scoped.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";
import { allBut, allow, deny, iamArn, itJudgesDocuments } from "./documents.ts";

const ROLE = iamArn("role/app-task");
const ANY_ROLE = "Statement Some lets any role be passed";
const ANY_SERVICE = "Statement Some lets roles be passed to any service";
const to = (value: Value, operator = "StringEquals") => ({
  Condition: { [operator]: { "iam:PassedToService": value } },
});
const ECS = to("ecs-tasks.amazonaws.com");

describe("iam-passrole-scoped", () => {
  itJudgesDocuments({
    control: iamPassroleScoped,
    good: allow("iam:PassRole", ROLE, ECS),
    bad: allow("iam:PassRole", "*", ECS),
    message: () => ANY_ROLE,
    fails: [
      ["all roles are meant", allow("iam:PassRole", iamArn("role/*"), ECS)],
      ["all ends of names are meant", allow("iam:PassRole", iamArn("role/*-task"), ECS)],
      ["the type is guessed", allow("iam:PassRole", iamArn("ro*"), ECS)],
      ["a named role stands beside", allow("iam:PassRole", [ROLE, iamArn("*")], ECS)],
      ["the action is a pattern", allow("iam:Pass*", "*", ECS)],
      ["the action is written otherwise", allow("IAM:PASSROLE", "*", ECS)],
      ["all actions of IAM are meant", allow("iam:*", "*", ECS)],
      ["it is not left out", allBut("s3:*", "*", ECS)],
      ["all but one role are meant", allow("iam:PassRole", [], { NotResource: ROLE, ...ECS })],
      ["a denial is for some roles", allow("iam:PassRole", "*", ECS), deny("iam:PassRole", ROLE)],
      { row: ["no service is named", allow("iam:PassRole", ROLE)], messages: [ANY_SERVICE] },
      {
        row: ["any service will do", allow("iam:PassRole", ROLE, to("*", "StringLike"))],
        messages: [ANY_SERVICE],
      },
      {
        row: [
          "one value is open",
          allow("iam:PassRole", ROLE, to(["ecs", "*.amazonaws.com"], "StringLike")),
        ],
        messages: [ANY_SERVICE],
      },
      {
        row: [
          "the key may be missing",
          allow("iam:PassRole", ROLE, to("ecs", "StringEqualsIfExists")),
        ],
        messages: [ANY_SERVICE],
      },
      {
        row: ["a service is excluded", allow("iam:PassRole", ROLE, to("ec2", "StringNotEquals"))],
        messages: [ANY_SERVICE],
      },
      { row: ["nothing is asked", allow("iam:*", "*")], messages: [ANY_ROLE, ANY_SERVICE] },
      { row: ["all is allowed", allow("*", "*")], messages: [ANY_ROLE, ANY_SERVICE] },
      {
        row: [
          "another statement asks for nothing",
          allow("iam:PassRole", ROLE, ECS),
          allow("iam:PassRole", ROLE),
        ],
        messages: [ANY_SERVICE],
      },
    ],
    accepts: [
      ["the beginning of names", allow("iam:PassRole", iamArn("role/rampart-dev-*"), ECS)],
      ["a path", allow("iam:PassRole", iamArn("role/service/*"), ECS)],
      [
        "two services",
        allow("iam:PassRole", ROLE, to(["ecs-tasks.amazonaws.com", "scheduler.amazonaws.com"])),
      ],
      ["the beginning of a service", allow("iam:PassRole", ROLE, to("ecs*", "StringLike"))],
      ["a resource that is no role", allow("*", "arn:aws:s3:::app/*")],
      ["all but what is denied", allow("iam:*", "*"), deny("iam:PassRole", "*")],
      ["nothing of it", allow("iam:Get*", "*")],
      ["a denial", deny("iam:PassRole", "*")],
      [
        "roles and services that denials leave",
        allow("iam:PassRole", "*"),
        deny("iam:PassRole", [], { NotResource: ROLE }),
        deny("iam:PassRole", "*", to("ecs-tasks.amazonaws.com", "StringNotEquals")),
      ],
    ],
  });
});
