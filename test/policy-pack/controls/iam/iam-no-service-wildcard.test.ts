import { iamNoServiceWildcard } from "../../../../policy-pack/controls/iam/iam-no-service-wildcard.ts";
import { allBut, allow, deny, itJudgesDocuments } from "./documents.ts";

const BUCKET = "arn:aws:s3:::app/*";
const all = (services: string) => [`Statement Some allows all actions of ${services}`];

describe("iam-no-service-wildcard", () => {
  itJudgesDocuments({
    control: iamNoServiceWildcard,
    good: allow(["s3:Get*", "s3:PutObject"], BUCKET),
    bad: allow("s3:*", BUCKET),
    message: () => all("s3")[0] ?? "",
    fails: [
      ["the wildcard is doubled", allow("s3:**", BUCKET)],
      ["question marks stand before it", allow("s3:??*", BUCKET)],
      ["it is one of several", allow(["ecr:GetAuthorizationToken", "s3:*"], "*")],
      [
        "a condition stands beside",
        allow("s3:*", BUCKET, { Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      ],
      ["some of it is denied", allow("s3:*", BUCKET), deny("s3:Delete*", "*")],
      [
        "a denial is for another bucket",
        allow("s3:*", BUCKET),
        deny("s3:*", "arn:aws:s3:::audit/*"),
      ],
      { row: ["there are two", allow(["s3:*", "kms:*", "s3:?*"], "*")], messages: all("s3, kms") },
      { row: ["no service is named", allow("*", BUCKET)], messages: all("every service") },
      { row: ["the service is a star", allow("*:*", BUCKET)], messages: all("every service") },
      { row: ["services begin alike", allow("s*:*", BUCKET)], messages: all("s*") },
      { row: ["all but one service", allBut("iam:*", BUCKET)], messages: all("every service") },
      { row: ["all but some actions", allBut(["s3:Put*"], "*")], messages: all("every service") },
    ],
    accepts: [
      ["the beginning of names", allow("s3:Get*", BUCKET)],
      ["the end of names", allow("s3:*Tagging", BUCKET)],
      ["question marks alone", allow("s3:????", BUCKET)],
      ["a denial of all", deny("s3:*", BUCKET)],
      ["a wildcard that is denied again", allow("s3:*", BUCKET), deny("s3:*", "*")],
      [
        "a wildcard denied by NotAction",
        allow("s3:*", BUCKET),
        deny([], "*", { NotAction: "ecr:*" }),
      ],
      ["nothing left by NotAction", allBut("*:*", "*")],
    ],
  });
});
