import { iamNoAdminStar } from "../../../../policy-pack/controls/iam/iam-no-admin-star.ts";
import { allBut, allow, deny, itJudgesDocuments } from "./documents.ts";
import { ACCOUNT } from "../../support/resources.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz".split("").map((letter) => `${letter}*`);
const TOGETHER = ["The statements of policy together allow every action on every resource"];
const ALWAYS_MFA = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };

describe("iam-no-admin-star", () => {
  itJudgesDocuments({
    control: iamNoAdminStar,
    good: allow("s3:GetObject", "arn:aws:s3:::app/*"),
    bad: allow("*", "*"),
    message: () => "Statement Some allows every action on every resource",
    fails: [
      ["all actions are *:*", allow("*:*", "*")],
      ["the star is one of several actions", allow(["s3:GetObject", "*"], "*")],
      ["the star is doubled", allow("**", ["**"])],
      ["the star hides behind question marks", allow("?*:?*", "*")],
      ["each letter has its own star", allow(LETTERS, "*")],
      [
        "the letters are capital",
        allow(
          LETTERS.map((one) => one.toUpperCase()),
          "*",
        ),
      ],
      ["all resources are arn:*", allow("*", "arn:*")],
      ["all resources are of this account", allow("*", `arn:aws:*:*:${ACCOUNT}:*`)],
      [
        "all resources are listed by service",
        allow("*", [
          "arn:aws:s3:::*",
          "arn:aws:iam::*:*",
          ...["ec2", "kms", "lambda", "secretsmanager", "sts"].map((one) => `arn:aws:${one}:*`),
        ]),
      ],
      ["all resources but one", allow("*", [], { NotResource: "arn:aws:s3:::audit" })],
      ["all actions but some", allBut("iam:*", "*")],
      ["all actions and a denial of some", allow("*", "*"), deny("iam:*", "*")],
      ["all actions, denied here and there", allow("*", "*"), deny("*", "arn:aws:s3:::audit/*")],
      ["all actions under a condition", allow("*", "*", ALWAYS_MFA)],
      [
        "a denial that holds only sometimes",
        allow("*", "*"),
        deny("*", "*", { Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      ],
      {
        row: ["two halves", allow(LETTERS.slice(0, 13), "*"), allow(LETTERS.slice(13), "*")],
        messages: TOGETHER,
      },
    ],
    accepts: [
      ["all actions on one bucket", allow("*", "arn:aws:s3:::app/*")],
      ["all actions, all denied", allow("*", "*"), deny("*", "*")],
      [
        "all actions, all denied but one bucket",
        allow("*", "*"),
        deny("*", [], { NotResource: "arn:aws:s3:::app" }),
      ],
      ["nothing left by NotAction", allBut(["*"], "*")],
      ["one service", allow("s3:*", "*")],
      ["half of the letters", allow(LETTERS.slice(0, 13), "*")],
      ["a denial", deny("*", "*")],
    ],
  });
});
