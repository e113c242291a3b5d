import assert from "node:assert/strict";

import { iamTrustConfusedDeputy } from "../../../../policy-pack/controls/iam/iam-trust-confused-deputy.ts";
import { type Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, document, FOREIGN } from "../../support/resources.ts";
import { deny, iamArn } from "./documents.ts";
import { role, trust } from "./trusts.ts";

const ECS = { Service: "ecs-tasks.amazonaws.com" };
const CI = `arn:aws:iam::${FOREIGN}:role/ci`;
const path = "assumeRolePolicy";
const others = (service: string) => [`Statement Trust lets ${service} act for other accounts`];
const UNBOUND = others("ecs-tasks.amazonaws.com");
const NO_ID = [`Statement Trust admits ${CI} of another account without sts:ExternalId`];
const source = (Value: Value, operator = "StringEquals") => ({
  [operator]: { "aws:SourceAccount": Value },
});
const arn = (account: string) => ({
  ArnLike: { "aws:SourceArn": `arn:aws:ecs:us-east-1:${account}:*` },
});
const row = (title: string, messages: readonly string[], ...statements: Value[]) => ({
  title,
  path,
  value: document(...statements),
  messages,
});
const good = (title: string, ...statements: Value[]) => row(title, [], ...statements);

describe("iam-trust-confused-deputy", () => {
  itBehaves({
    control: iamTrustConfusedDeputy,
    compliant: [role(trust(ECS, source(ACCOUNT)))],
    subject: "role",
    fails: [
      row("a service is not bound", UNBOUND, trust(ECS)),
      row("it is bound to another account", UNBOUND, trust(ECS, source(FOREIGN))),
      row("it is bound to another account too", UNBOUND, trust(ECS, source([ACCOUNT, FOREIGN]))),
      row("the account is a pattern", UNBOUND, trust(ECS, source("1111*", "StringLike"))),
      row(
        "the account may be missing",
        UNBOUND,
        trust(ECS, source(ACCOUNT, "StringEqualsIfExists")),
      ),
      row("one account is excluded", UNBOUND, trust(ECS, source(FOREIGN, "StringNotEquals"))),
      row("the ARN is of another account", UNBOUND, trust(ECS, arn(FOREIGN))),
      row("the ARN is of any account", UNBOUND, trust(ECS, arn("*"))),
      row(
        "the ARN has the account anywhere",
        UNBOUND,
        trust(ECS, { StringLike: { "aws:SourceArn": `arn:*:*:*:${ACCOUNT}:*` } }),
      ),
      row(
        "the service is regional",
        others("logs.us-east-1.amazonaws.com"),
        trust({ Service: "logs.us-east-1.amazonaws.com" }),
      ),
      row(
        "the service is China's",
        others("states.amazonaws.com.cn"),
        trust({ Service: "states.amazonaws.com.cn" }),
      ),
      row(
        "two services are not bound",
        [...others("scheduler.amazonaws.com"), ...others("monitoring.rds.amazonaws.com")],
        trust({
          Service: ["scheduler.amazonaws.com", "ec2.amazonaws.com", "monitoring.rds.amazonaws.com"],
        }),
      ),
      row("a foreign role shows no id", NO_ID, trust({ AWS: CI })),
      row("any id will do", NO_ID, trust({ AWS: CI }, { StringLike: { "sts:ExternalId": "?*" } })),
      row("the id is empty", NO_ID, trust({ AWS: CI }, { StringEquals: { "sts:ExternalId": "" } })),
      row(
        "a foreign role is fixed by condition",
        NO_ID,
        trust("*", { ArnEquals: { "aws:PrincipalArn": CI } }),
      ),
    ],
    accepts: [
      good("a source ARN of the account", trust(ECS, arn(ACCOUNT))),
      good(
        "services that send no source",
        trust({ Service: ["ec2.amazonaws.com", "cloudtrail.amazonaws.com"] }),
      ),
      good(
        "a foreign role with an id",
        trust({ AWS: CI }, { StringEquals: { "sts:ExternalId": "x" } }),
      ),
      good("a role of one's own", trust({ AWS: iamArn("role/app") })),
      good("a whole foreign account, which another control judges", trust({ AWS: FOREIGN })),
      good("a binding by denial", trust(ECS), {
        ...deny("sts:AssumeRole", [], { Condition: source(ACCOUNT, "StringNotEquals") }),
        Principal: "*",
      }),
      good("a denial", { ...trust(ECS), Effect: "Deny" }),
    ],
  });

  it("accepts sources of accounts that a profile allows", () => {
    const parameters = { [iamTrustConfusedDeputy.id]: { allowedAccounts: [FOREIGN] } };
    const subject = role(trust(ECS, source([ACCOUNT, FOREIGN])));
    assert.equal(said(judged(iamTrustConfusedDeputy, [subject], "role", { parameters })), "pass");
  });

  it("does not take a denial for some, or of something else, for a binding", () => {
    const Condition = source(ACCOUNT, "StringNotEquals");
    const denials = [
      { ...deny("sts:AssumeRole", [], { Condition }), Principal: { AWS: ACCOUNT } },
      { ...deny("sts:TagSession", [], { Condition }), Principal: "*" },
    ];
    for (const denial of denials) {
      const subject = role(trust(ECS), denial);
      assert.deepEqual(said(judged(iamTrustConfusedDeputy, [subject], "role")), UNBOUND);
    }
  });
});
