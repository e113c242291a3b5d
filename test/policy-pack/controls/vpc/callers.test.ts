import assert from "node:assert/strict";

import { vpcEndpointsForUsedServices } from "../../../../policy-pack/controls/vpc/vpc-endpoints-for-used-services.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
  type Value,
} from "../../../../policy-pack/engine/resource.ts";
import { judged, said } from "../../support/cases.ts";
import { linked, nat, routed, vpc } from "../../support/networks.ts";
import { resource } from "../../support/resources.ts";

type Links = Readonly<Record<string, PolicyResource | readonly PolicyResource[]>>;

const inner = routed("private", { natGatewayId: nat });
const [subnet, ...routes] = inner as [PolicyResource, ...PolicyResource[]];
const other = linked("vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" });
const afar = linked("subnet:Subnet", "afar", {}, { vpcId: other });
/** The stack has a key, a role, a parameter and a secret, of which somebody may make use. */
const stack = [
  vpc,
  nat,
  subnet,
  ...routes,
  other,
  afar,
  resource("aws:kms/key:Key", "key", {}),
  resource("aws:ssm/parameter:Parameter", "parameter", {}),
  resource("aws:secretsmanager/secret:Secret", "secret", {}),
];

const allow = (action: Value, more: Properties = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: action, Resource: "*", ...more }],
});
const role = (name: string, inputs: Properties = {}) =>
  resource("aws:iam/role:Role", name, { name, ...inputs });
const may = (policy: Value) => [
  role("caller", { inlinePolicies: [{ name: "rights", policy: policy as Properties }] }),
];
const fn = (name: string, links: Links, inputs: Properties = {}) =>
  within("aws:lambda/function:Function", name, "vpcConfig", "subnetIds", inputs, links);

/** A resource whose list of subnets stands below a property: unknown ids, whose origins are known. */
function within(
  type: string,
  name: string,
  property: string,
  list: string,
  inputs: Properties,
  { subnets = [], ...links }: Links,
): PolicyResource {
  const sources = [subnets].flat();
  const made = linked(type, name, inputs, links);
  if (sources.length === 0) return made;
  return {
    ...made,
    inputs: { ...made.inputs, [property]: { [list]: sources.map(() => UNKNOWN) } },
    propertyDependencies: { ...made.propertyDependencies, [property]: sources.map((s) => s.urn) },
  };
}

const service = (name: string, links: Links, inputs: Properties = {}) =>
  within("aws:ecs/service:Service", name, "networkConfiguration", "subnets", inputs, links);
const task = (name: string, links: Links = {}, inputs: Properties = {}) =>
  linked("aws:ecs/taskDefinition:TaskDefinition", name, { family: name, ...inputs }, links);

const SERVICES = ["kms", "secretsmanager", "ssm", "sts"];
/** Services whose endpoint a VPC lacks because somebody may call them. */
function called(
  more: readonly PolicyResource[],
  services: readonly string[] = SERVICES,
): readonly string[] | string {
  const verdict = said(
    judged(vpcEndpointsForUsedServices, [...stack, ...more], "vpc", {
      parameters: { "vpc-endpoints-for-used-services": { services } },
    }),
  );
  if (typeof verdict === "string") return verdict;
  return verdict.map((message) => message.replace("The VPC has no endpoint for ", ""));
}

const plain = role("plain");
const repository = resource("aws:ecr/repository:Repository", "repository", {});
const idle = fn("idle", { subnets: [subnet], role: plain });
/** The stack has roles now, so that somebody may ask for others. */
const ALL = ["kms", "secretsmanager", "ssm", "sts"];

describe("vpc-endpoints-for-used-services: who calls from where", () => {
  it("counts each service of the stack where nobody is placed yet", () => {
    assert.deepEqual(called([plain]), ALL);
    const elsewhere = fn("elsewhere", { subnets: [afar], role: plain });
    assert.deepEqual(called([plain, elsewhere]), ALL);
    assert.deepEqual(called([plain, fn("outside", { role: plain })]), ALL);
  });

  it("counts no service that nobody who is placed there may call", () => {
    assert.equal(called([plain, idle]), "pass");
  });

  it("counts what those may call who are placed there, and not what others do", () => {
    const caller = may(allow(["kms:Decrypt", "secretsmanager:GetSecretValue"]));
    const [caller1] = caller as [PolicyResource];
    const here = fn("here", { subnets: [subnet], role: caller1 });
    assert.deepEqual(called([plain, idle, ...caller, here]), ["kms", "secretsmanager"]);
    const there = fn("there", { subnets: [afar], role: caller1 });
    assert.equal(called([plain, idle, ...caller, there]), "pass");
    const outside = fn("outside", { role: caller1 });
    assert.equal(called([plain, idle, ...caller, outside]), "pass");
    const detached = fn("outside", { role: caller1 }, { vpcConfig: {} });
    assert.equal(called([plain, idle, ...caller, detached]), "pass");
  });

  it("is undecided while one of an unknown place may be the first who is there", () => {
    const stray = fn("stray", { role: plain }, { vpcConfig: UNKNOWN });
    assert.equal(called([plain, stray]), "undecided");
    assert.equal(called([plain, idle, stray]), "pass");
  });

  it("takes a function with an empty list of subnets for one outside", () => {
    const [caller] = may(allow("kms:*")) as [PolicyResource];
    const outside = (subnetIds: Value) =>
      called([plain, idle, caller, fn("outside", { role: caller }, { vpcConfig: { subnetIds } })]);
    assert.equal(outside([]), "pass");
    assert.deepEqual(outside(["subnet-1"]), ["kms"]);
  });

  for (const [what, links, inputs, verdict] of [
    ["is unknown", {}, { vpcConfig: UNKNOWN }, "undecided"],
    ["has unknown subnets", {}, { vpcConfig: { subnetIds: UNKNOWN } }, "undecided"],
    ["has subnets of another stack", {}, { vpcConfig: { subnetIds: ["subnet-1"] } }, ["kms"]],
  ] as const) {
    it(`counts for every VPC what one may call whose place ${what}`, () => {
      const [caller] = may(allow("kms:*")) as [PolicyResource];
      const stray = fn("stray", { ...links, role: caller }, inputs);
      assert.deepEqual(called([plain, idle, caller, stray]), verdict);
    });
  }

  for (const [what, rights, expected] of [
    ["a key that is asked through a service", allow("kms:Decrypt", via("StringEquals")), "pass"],
    [
      "a key that may be asked without one",
      allow("kms:Decrypt", via("StringEqualsIfExists")),
      ["kms"],
    ],
    ["all actions", allow("*"), ALL],
    [
      "all actions but some",
      { Statement: { Effect: "Allow", NotAction: ["KMS:*", "s*:*"], Resource: "*" } },
      "pass",
    ],
    [
      "all actions but a few of a service",
      { Statement: { Effect: "Allow", NotAction: ["kms:Delete*", "s*:*"], Resource: "*" } },
      ["kms"],
    ],
    ["a pattern over services", allow("s?m:GetParameter"), ["ssm"]],
    ["other capitals", allow("STS:AssumeRole"), ["sts"]],
    ["a denial", { Statement: { Effect: "Deny", Action: "*", Resource: "*" } }, "pass"],
    ["another service", allow("sqs:SendMessage"), "pass"],
    ["an unknown document", UNKNOWN, "undecided"],
  ] as const) {
    it(`reads from a role's rights whom it calls: ${what}`, () => {
      const [caller] = may(rights) as [PolicyResource];
      assert.deepEqual(called([caller, fn("here", { subnets: [subnet], role: caller })]), expected);
    });
  }

  function via(operator: string): Properties {
    return {
      Condition: { [operator]: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } },
    };
  }

  it("knows a few of AWS's own policies, and takes others for any", () => {
    const attached = (arn: Value) =>
      called([idle, { ...plain, inputs: { ...plain.inputs, managedPolicyArns: [arn] } }]);
    const aws = (name: string) => attached(`arn:aws:iam::aws:policy/${name}`);
    assert.equal(aws("service-role/AWSLambdaVPCAccessExecutionRole"), "pass");
    assert.deepEqual(aws("AmazonSSMManagedInstanceCore"), ["ssm"]);
    assert.deepEqual(aws("PowerUserAccess"), ALL);
    assert.deepEqual(attached("arn:aws:iam::111122223333:policy/theirs"), ALL);
    assert.equal(attached(UNKNOWN), "undecided");
  });

  it("is undecided where a policy of an unknown role may be the caller's", () => {
    const rights = resource("aws:iam/rolePolicy:RolePolicy", "rights", {
      policy: allow("sqs:*"),
      role: "plain",
    });
    assert.equal(called([plain, idle, rights]), "pass");
    const stray = {
      ...rights,
      urn: `${rights.urn}2`,
      inputs: { policy: allow("kms:*"), role: UNKNOWN },
    };
    assert.equal(called([plain, idle, stray]), "undecided");
    assert.equal(called([plain, idle, rights, stray]), "undecided");
  });

  for (const [what, type, path, statement, expected] of [
    [
      "a role that trusts it",
      "aws:iam/role:Role",
      "assumeRolePolicy",
      { Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::111122223333:role/plain" } },
      ["sts"],
    ],
    [
      "a role that trusts another",
      "aws:iam/role:Role",
      "assumeRolePolicy",
      { Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::111122223333:role/more" } },
      "pass",
    ],
    [
      "a role that trusts a service",
      "aws:iam/role:Role",
      "assumeRolePolicy",
      { Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
      "pass",
    ],
    [
      "a key for it",
      "aws:kms/keyPolicy:KeyPolicy",
      "policy",
      { Action: "kms:*", Principal: { AWS: ["arn:aws:iam::111122223333:role/in/plain"] } },
      ["kms"],
    ],
    [
      "a key for its session",
      "aws:kms/keyPolicy:KeyPolicy",
      "policy",
      { Action: "kms:*", Principal: { AWS: ["arn:aws:sts::111122223333:assumed-role/plain/one"] } },
      ["kms"],
    ],
    [
      "a key for the account",
      "aws:kms/keyPolicy:KeyPolicy",
      "policy",
      { Action: "kms:*", Principal: { AWS: "arn:aws:iam::111122223333:root" } },
      "pass",
    ],
    [
      "a key for everyone",
      "aws:kms/keyPolicy:KeyPolicy",
      "policy",
      { Action: "kms:*", Principal: "*" },
      ["kms"],
    ],
    [
      "another region's key for it",
      "aws:kms/replicaKey:ReplicaKey",
      "policy",
      { Action: "kms:*", Principal: { AWS: "arn:aws:iam::111122223333:role/plain" } },
      ["kms"],
    ],
    [
      "a repository for it",
      "aws:ecr/repositoryPolicy:RepositoryPolicy",
      "policy",
      { Action: "ecr:*", Principal: { AWS: "arn:aws:iam::111122223333:role/plain" } },
      ["ecr.api"],
    ],
    [
      "a repository yet to be made for it",
      "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
      "repositoryPolicy",
      { Action: "ecr:*", Principal: { AWS: "arn:aws:iam::111122223333:role/plain" } },
      ["ecr.api"],
    ],
    [
      "a key for all but some",
      "aws:kms/keyPolicy:KeyPolicy",
      "policy",
      { Action: "kms:*", NotPrincipal: { AWS: "arn:aws:iam::111122223333:role/more" } },
      ["kms"],
    ],
    [
      "a key for everyone of another name",
      "aws:kms/keyPolicy:KeyPolicy",
      "policy",
      {
        Action: "kms:*",
        Principal: "*",
        Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/more" } },
      },
      "pass",
    ],
    [
      "a secret for it",
      "aws:secretsmanager/secretPolicy:SecretPolicy",
      "policy",
      {
        Action: "secretsmanager:GetSecretValue",
        Principal: { AWS: "arn:aws:iam::111122223333:role/plain" },
      },
      ["secretsmanager"],
    ],
  ] as const) {
    it(`reads from what admits a role whom it calls: ${what}`, () => {
      const ask = (...more: readonly PolicyResource[]) =>
        called([plain, idle, repository, ...more], [...SERVICES, "ecr.api"]);
      const admitting = (policy: Value, name = "admitting") =>
        resource(type, name, { name, [path]: policy });
      const known = admitting({ Statement: [{ Effect: "Allow", ...statement }] });
      assert.deepEqual(ask(known), expected);
      for (const hidden of [UNKNOWN, { Statement: UNKNOWN }, { Statement: [UNKNOWN] }]) {
        assert.equal(ask(admitting(hidden)), "undecided");
        const sure = expected === "pass" ? "undecided" : expected;
        assert.deepEqual(ask(admitting(hidden, "hidden"), known), sure);
      }
    });
  }

  it("counts keys that a role may use by a grant", () => {
    const grant = (granteePrincipal: Value, from: readonly PolicyResource[] = []) =>
      resource(
        "aws:kms/grant:Grant",
        "grant",
        { granteePrincipal },
        { propertyDependencies: { granteePrincipal: from.map(({ urn }) => urn) } },
      );
    assert.deepEqual(called([plain, idle, grant(UNKNOWN, [plain])]), ["kms"]);
    assert.deepEqual(called([plain, idle, grant("arn:aws:iam::111122223333:role/plain")]), ["kms"]);
    const other = role("other");
    assert.equal(called([plain, idle, other, grant(UNKNOWN, [other])]), "pass");
    assert.equal(called([plain, idle, grant(UNKNOWN)]), "undecided");
  });

  it("takes a role of another stack for one that may call anything", () => {
    const foreign = fn(
      "foreign",
      { subnets: [subnet] },
      { role: "arn:aws:iam::111122223333:role/theirs" },
    );
    assert.deepEqual(called([plain, foreign]), ALL);
    assert.equal(
      called([plain, fn("unknown", { subnets: [subnet] }, { role: UNKNOWN })]),
      "undecided",
    );
  });

  it("asks for what starts a task beside what the task may call, but for keys", () => {
    const [caller] = may(allow(["secretsmanager:GetSecretValue", "kms:Decrypt"])) as [
      PolicyResource,
    ];
    const started = task("task", { executionRoleArn: caller });
    const run = service("run", { subnets: [subnet], taskDefinition: started });
    assert.deepEqual(called([caller, started, run]), ["secretsmanager"]);
    const asking = task("task", { taskRoleArn: caller });
    assert.deepEqual(called([caller, asking, run]), ["kms", "secretsmanager"]);
    const images = said(
      judged(vpcEndpointsForUsedServices, [...stack, caller, started, run], "vpc"),
    );
    const missed = ["s3", "ecr.api", "ecr.dkr", "logs", "secretsmanager"];
    assert.deepEqual(
      images,
      missed.map((name) => `The VPC has no endpoint for ${name}`),
    );
  });

  it("counts a task everywhere that no service places, and a service whose task is not seen", () => {
    const [caller] = may(allow("kms:Decrypt")) as [PolicyResource];
    const alone = task("task", { taskRoleArn: caller });
    assert.deepEqual(called([plain, idle, caller, alone]), ["kms"]);
    const afarRun = service("run", { subnets: [afar], taskDefinition: alone });
    assert.equal(called([plain, idle, caller, alone, afarRun]), "pass");
    const anywhere = service("run", { taskDefinition: alone });
    assert.deepEqual(called([plain, idle, caller, alone, anywhere]), ["kms"]);
    const set = { ...afarRun, type: "aws:ecs/taskSet:TaskSet" };
    assert.equal(called([plain, idle, caller, alone, set]), "pass");
    const unseen = service("run", { subnets: [subnet] }, { taskDefinition: "theirs:1" });
    assert.deepEqual(called([plain, unseen]), ALL);
    const stray = service("stray", { subnets: [afar] }, { taskDefinition: UNKNOWN });
    assert.equal(called([plain, idle, caller, alone, stray]), "undecided");
  });

  it("finds machines by their own subnet, their group's, or their template's", () => {
    const [caller] = may(allow("kms:Decrypt")) as [PolicyResource];
    const profile = linked(
      "aws:iam/instanceProfile:InstanceProfile",
      "profile",
      {},
      { role: caller },
    );
    const machine = linked(
      "instance:Instance",
      "machine",
      {},
      { subnetId: subnet, iamInstanceProfile: profile },
    );
    assert.deepEqual(called([caller, profile, machine]), ["kms", "ssm"]);
    const bare = linked("instance:Instance", "machine", {}, { subnetId: subnet });
    assert.deepEqual(called([plain, bare]), ["ssm"]);
    const away = linked(
      "instance:Instance",
      "machine",
      {},
      { subnetId: afar, iamInstanceProfile: profile },
    );
    assert.equal(called([plain, idle, caller, profile, away]), "pass");
    const nowhere = linked("instance:Instance", "machine", {}, { iamInstanceProfile: profile });
    assert.deepEqual(called([plain, idle, caller, profile, nowhere]), ["kms", "ssm"]);

    const template = linked(
      "launchTemplate:LaunchTemplate",
      "template",
      {},
      { iamInstanceProfile: profile },
    );
    assert.deepEqual(called([plain, idle, caller, profile, template]), ["kms", "ssm"]);
    const group = (links: Links) => linked("aws:autoscaling/group:Group", "group", {}, links);
    const here = group({ vpcZoneIdentifiers: [subnet], launchTemplate: template });
    assert.deepEqual(called([caller, profile, template, here]), ["kms", "ssm"]);
    const there = group({ vpcZoneIdentifiers: [afar], mixedInstancesPolicy: template });
    assert.equal(called([plain, idle, caller, profile, template, there]), "pass");
    const unseen = linked(
      "aws:autoscaling/group:Group",
      "group",
      { launchTemplate: { id: "lt-1" } },
      { vpcZoneIdentifiers: [subnet] },
    );
    assert.deepEqual(called([plain, unseen]), ALL);
    const placed = linked(
      "launchTemplate:LaunchTemplate",
      "template",
      {},
      { iamInstanceProfile: profile, networkInterfaces: [subnet] },
    );
    assert.deepEqual(called([caller, profile, placed]), ["kms", "ssm"]);
    const at = linked("networkInterface:NetworkInterface", "at", {}, { subnetId: subnet });
    const attached = linked("instance:Instance", "machine", {}, { primaryNetworkInterface: at });
    assert.deepEqual(called([plain, at, attached]), ["ssm"]);
    const theirs = linked(
      "instance:Instance",
      "machine",
      { iamInstanceProfile: "theirs" },
      { subnetId: subnet },
    );
    assert.deepEqual(called([plain, theirs]), ALL);
  });

  it("takes whatever else names a subnet for one that may call anything", () => {
    const build = (of: PolicyResource) =>
      linked("aws:codebuild/project:Project", "build", {}, { vpcConfig: of });
    assert.deepEqual(called([plain, idle, build(subnet)]), ALL);
    assert.equal(called([plain, idle, build(afar)]), "pass");
    const fleet = resource("aws:ec2/spotFleetRequest:SpotFleetRequest", "fleet", {});
    assert.deepEqual(called([plain, idle, fleet]), ALL);
    for (const [type, property] of [
      ["aws:lb/loadBalancer:LoadBalancer", "subnets"],
      ["aws:ec2transitgateway/vpcAttachment:VpcAttachment", "subnetIds"],
      ["aws:ssm/parameter:Parameter", "value"],
    ] as const) {
      const quiet = linked(type, "quiet", {}, { [property]: [subnet] });
      assert.equal(called([plain, idle, quiet]), "pass", type);
    }
  });

  for (const [what, inputs, expected] of [
    ["by their ids", { vpcConfig: { vpcId: "vpc-1", subnets: ["subnet-1"] } }, ALL],
    ["by what was looked up", { vpcConfig: { vpcId: UNKNOWN, subnets: UNKNOWN } }, "undecided"],
    ["by something unknown as a whole", { vpcConfig: UNKNOWN }, "undecided"],
    ["in one block of several", { vpcConfigs: [{}, { subnetIds: ["subnet-1"] }] }, ALL],
    ["nowhere", { vpcConfig: {}, subnetIds: [], subnetId: "" }, "pass"],
    ["by a group of them", { dbSubnetGroupName: "data", subnetGroupName: UNKNOWN }, "pass"],
  ] as const) {
    it(`takes what names subnets ${what} for one that may be anywhere`, () => {
      const build = resource("aws:codebuild/project:Project", "build", inputs);
      assert.deepEqual(called([plain, idle, build]), expected);
    });
  }

  it("takes a subnet of an unknown VPC for one of any", () => {
    const stray = linked("subnet:Subnet", "stray", { vpcId: "vpc-1" });
    const [caller] = may(allow("kms:Decrypt")) as [PolicyResource];
    const there = fn("there", { subnets: [stray], role: caller });
    assert.deepEqual(called([plain, idle, caller, stray, there]), ["kms"]);
  });
});
