import assert from "node:assert/strict";

import { checkSettings } from "../../config/load.ts";
import { nameProblems } from "../../config/settings.ts";
import { problemLines, rawSettings, withSetting } from "../support/settings.ts";

/** An environment that is never stopped. */
const OPERATIONS = { deployment: "on-push", monthlyCostUsd: { from: 1, to: 2 } };

/** path, value, the one line that a person reads. */
const REFUSED: readonly [path: string, value: unknown, line: string][] = [
  [
    "environment.accountId",
    111122223333,
    "rampart:environment.accountId is 111122223333; allowed: an AWS account id of 12 digits, in quotes",
  ],
  [
    "environment.zoneIds",
    ["use1-az1", "use1-az2", "use1-az3"],
    'rampart:environment.zoneIds[2] is "use1-az3"; allowed: use1-az1, use1-az2, use1-az4, use1-az5, use1-az6',
  ],
  [
    "environment.zoneIds",
    ["use1-az1", "use1-az2", "use1-az2"],
    'rampart:environment.zoneIds[2] is "use1-az2"; allowed: each zone once',
  ],
  [
    "environment.zoneIds",
    ["use1-az1", "use1-az2", "us-east-1a"],
    'rampart:environment.zoneIds[2] is "us-east-1a"; allowed: a zone id such as use1-az1',
  ],
  [
    "environment.tags",
    { Owner: "someone" },
    'rampart:environment.tags.Owner is "someone"; allowed: any tag but Project, Environment, ManagedBy, Owner, which the program sets',
  ],
  [
    "environment.dataProtection",
    "maybe",
    'rampart:environment.dataProtection is "maybe"; allowed: disposable, protected',
  ],
  [
    "environment.keyDeletionDays",
    31,
    "rampart:environment.keyDeletionDays is 31; allowed: 7–30 days",
  ],
  [
    "operations.deployment",
    undefined,
    "rampart:operations.deployment is missing; allowed: on-push, after-dev, manual-approval",
  ],
  [
    "operations.monthlyCostUsd",
    { from: 200, to: 100 },
    "rampart:operations.monthlyCostUsd.to is 100; allowed: 200 (from) or more",
  ],
  [
    "operations.shutdown",
    { timeZone: "New York", down: "20:00", up: "08:00" },
    'rampart:operations.shutdown.timeZone is "New York"; allowed: an IANA time zone such as America/New_York',
  ],
  [
    "operations.shutdown",
    { timeZone: "UTC", down: "24:00", up: "08:00" },
    'rampart:operations.shutdown.down is "24:00"; allowed: a time of day such as 20:00',
  ],
  [
    "operations.backup",
    undefined,
    "rampart:operations.backup is missing; allowed: an object with dailyDays, monthlyDays, lock",
  ],
  [
    "operations.backup.dailyDays",
    6,
    "rampart:operations.backup.dailyDays is 6; allowed: 7–36500 days",
  ],
  [
    "operations.backup",
    { dailyDays: 7, monthlyDays: 365 },
    "rampart:operations.backup.monthlyDays is 365; allowed: nothing beside shutdown: on the first of a month the database may be stopped",
  ],
  [
    "operations",
    { ...OPERATIONS, backup: { dailyDays: 35, monthlyDays: 35 } },
    "rampart:operations.backup.monthlyDays is 35; allowed: more than 35 (dailyDays)",
  ],
  [
    "operations.backup.lock",
    { mode: "governance", minimumDays: 8, maximumDays: 30 },
    "rampart:operations.backup.lock.minimumDays is 8; allowed: 7 (dailyDays) or less",
  ],
  [
    "operations.backup.lock",
    { mode: "governance", minimumDays: 1, maximumDays: 6 },
    "rampart:operations.backup.lock.maximumDays is 6; allowed: 7 or more, for which backups are kept",
  ],
  [
    "operations.backup.lock",
    { mode: "forever", minimumDays: 7, maximumDays: 7 },
    'rampart:operations.backup.lock.mode is "forever"; allowed: governance, compliance',
  ],
  [
    "operations.backup.lock",
    { mode: "compliance", minimumDays: 7, maximumDays: 7, changeableForDays: 2 },
    "rampart:operations.backup.lock.changeableForDays is 2; allowed: 3 or more",
  ],
  [
    "operations.backup.lock",
    { mode: "compliance", minimumDays: 7, maximumDays: 7, changeableForDays: 3 },
    'rampart:operations.backup.lock.mode is "compliance"; allowed: governance while environment.dataProtection is disposable',
  ],
  [
    "platform.network.cidr",
    "10.0.0.1/16",
    'rampart:platform.network.cidr is "10.0.0.1/16"; allowed: an IPv4 block from /16 to /28 without host bits, such as 10.0.0.0/16',
  ],
  [
    "platform.network.dataSubnets",
    ["10.0.21.0/24", "10.0.11.0/24", "10.0.23.0/24"],
    'rampart:platform.network.dataSubnets[1] is "10.0.11.0/24"; allowed: a block that does not overlap applicationSubnets[0] 10.0.11.0/24',
  ],
  [
    "platform.network.publicSubnets",
    ["10.9.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
    'rampart:platform.network.publicSubnets[0] is "10.9.1.0/24"; allowed: a block inside 10.0.0.0/16',
  ],
  [
    "platform.network.publicSubnets",
    ["10.0.1.0/28", "10.0.2.0/24", "10.0.3.0/24"],
    'rampart:platform.network.publicSubnets[0] is "10.0.1.0/28"; allowed: /27 or larger, which a load balancer needs',
  ],
  [
    "platform.network.dataSubnets",
    ["10.0.21.0/24", "10.0.22.0/24"],
    'rampart:platform.network.dataSubnets is ["10.0.21.0/24","10.0.22.0/24"]; allowed: 3 blocks, as many as publicSubnets',
  ],
  [
    "platform.network.natGateways",
    "none",
    'rampart:platform.network.interfaceEndpoints is ["ssm","ssmmessages","ec2messages"]; allowed: a list with ecr.api, ecr.dkr, logs, secretsmanager, kms, since natGateways is none',
  ],
  [
    "platform.network.interfaceEndpoints",
    ["kms", "kms"],
    'rampart:platform.network.interfaceEndpoints[1] is "kms"; allowed: each service once',
  ],
  [
    "platform.network.peering",
    { vpcId: "vpc-0a1b2c3d4e5f67890", cidr: "10.0.128.0/17", ports: [5432] },
    'rampart:platform.network.peering.cidr is "10.0.128.0/17"; allowed: a block that does not overlap 10.0.0.0/16',
  ],
  [
    "platform.edge.host",
    "api.example.org",
    'rampart:platform.edge.host is "api.example.org"; allowed: dev.example.com or a name under it',
  ],
  [
    "platform.edge.zone",
    { mode: "foreign" },
    'rampart:platform.edge.certificate.mode is "managed"; allowed: pending or external, since the zone is foreign',
  ],
  [
    "platform.edge.certificate",
    { mode: "none" },
    'rampart:platform.edge.certificate.mode is "none"; allowed: managed, pending, external',
  ],
  [
    "platform.edge.queryLogging",
    true,
    "rampart:platform.edge.queryLogging is true; allowed: false, unless the zone is created here",
  ],
  [
    "platform.service.memory",
    4096,
    "rampart:platform.service.memory is 4096; allowed: 512, 1024, 2048 with 256 CPU units",
  ],
  [
    "platform.service.cpu",
    300,
    "rampart:platform.service.cpu is 300; allowed: 256, 512, 1024, 2048, 4096, 8192, 16384",
  ],
  [
    "platform.service.scaling",
    { minimum: 3, maximum: 2 },
    "rampart:platform.service.scaling.maximum is 2; allowed: 3 (minimum) or more",
  ],
  [
    "platform.service.logRetentionDays",
    31,
    "rampart:platform.service.logRetentionDays is 31; allowed: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
  ],
  [
    "platform.database.instanceClass",
    "db.t2.micro",
    'rampart:platform.database.instanceClass is "db.t2.micro"; allowed: a class of the families t3, t4g, m5–m7, r5–r7, such as db.t3.micro',
  ],
  [
    "platform.database.instanceClass",
    "db.m6g.small",
    'rampart:platform.database.instanceClass is "db.m6g.small"; allowed: large or larger for db.m6g',
  ],
  [
    "platform.database.maximumStorageGiB",
    21,
    "rampart:platform.database.maximumStorageGiB is 21; allowed: 22 or more",
  ],
  [
    "platform.cache.nodeType",
    "db.t4g.small",
    'rampart:platform.cache.nodeType is "db.t4g.small"; allowed: a type that starts with cache.',
  ],
  [
    "platform.service.cpu",
    "256",
    'rampart:platform.service.cpu is "256"; allowed: 256, 512, 1024, 2048, 4096, 8192, 16384, without quotes',
  ],
  [
    "platform.database.multiZone",
    "no",
    'rampart:platform.database.multiZone is "no"; allowed: true or false',
  ],
  [
    "platform.database.storageGiB",
    1e23,
    "rampart:platform.database.storageGiB is 1e+23; allowed: 20–65536 GiB",
  ],
  [
    "platform.database.backupDays",
    NaN,
    "rampart:platform.database.backupDays is NaN; allowed: 1–35 days",
  ],
  [
    "platform.externalApiKeysFrom",
    "sk-live-canary",
    "rampart:platform.externalApiKeysFrom is [hidden]; allowed: placeholder, config",
  ],
  [
    "platform.network.peering",
    { vpcId: "vpc-0a1b2c3d4e5f67890", cidr: "10.9.0.0/16", ports: [1, 1] },
    "rampart:platform.network.peering.ports is [1,1]; allowed: each port once",
  ],
  [
    "platform.repository",
    { mode: "adopt", arn: "arn:aws:ecr:us-east-1:111122223333:table/x" },
    'rampart:platform.repository.arn is "arn:aws:ecr:us-east-1:111122223333:table/x"; allowed: an ARN such as arn:aws:ecr:us-east-1:111122223333:repository/NAME',
  ],
  [
    "platform.repository",
    { mode: "adopt", arn: "arn:aws:ecr:eu-west-1:111122223333:repository/api" },
    'rampart:platform.repository.arn is "arn:aws:ecr:eu-west-1:111122223333:repository/api"; allowed: a repository in us-east-1',
  ],
  [
    "platform.repository",
    { mode: "own", buildFrom: "nowhere" },
    'rampart:platform.repository.buildFrom is "nowhere"; allowed: a folder with a Dockerfile',
  ],
  [
    "platform.edge.certificate",
    { mode: "external", arn: "arn:aws:acm:eu-west-1:111122223333:certificate/x" },
    'rampart:platform.edge.certificate.arn is "arn:aws:acm:eu-west-1:111122223333:certificate/x"; allowed: a certificate of 111122223333 in us-east-1',
  ],
  [
    "environment.tags",
    { "aws:x": "y" },
    'rampart:environment.tags.aws:x is "y"; allowed: a tag key of up to 128 characters, not aws:…',
  ],
  [
    "operations.shutdown",
    { timeZone: "UTC", down: "20:00", up: "20:00" },
    'rampart:operations.shutdown.up is "20:00"; allowed: 4 hours or more from down, both ways',
  ],
  [
    "operations.shutdown",
    { timeZone: "UTC", down: "22:30", up: "02:15" },
    'rampart:operations.shutdown.up is "02:15"; allowed: 4 hours or more from down, both ways',
  ],
  [
    "platform.cache",
    { kind: "memorydb", nodeType: "db.m6g.large", replicas: 0, snapshotDays: 0 },
    'rampart:platform.cache.nodeType is "db.m6g.large"; allowed: db.t4g.small, db.t4g.medium, or a size of r6g, r6gd, r7g',
  ],
  [
    "operations.alerts.emails.critical",
    ["on call"],
    'rampart:operations.alerts.emails.critical[0] is "on call"; allowed: an e-mail address such as team@example.com',
  ],
  [
    "operations.alerts.emails.info",
    ["a@example.com", "a@example.com"],
    'rampart:operations.alerts.emails.info is ["a@example.com","a@example.com"]; allowed: each address once',
  ],
  [
    "operations.alerts.pagerDutyFrom",
    "config",
    "rampart:pagerDutyUrl is missing; allowed: a secret, set with: pulumi config set --secret rampart:pagerDutyUrl",
  ],
  [
    "operations.alerts.budgetOf",
    "team",
    'rampart:operations.alerts.budgetOf is "team"; allowed: account, environment',
  ],
  [
    "operations.alerts.thresholds.databaseFreeStoragePercent",
    10,
    "rampart:operations.alerts.thresholds.databaseFreeStoragePercent is 10; allowed: 1–9 percent",
  ],
  [
    "operations.alerts.thresholds.taskCpuPercent",
    70,
    "rampart:operations.alerts.thresholds.taskCpuPercent is 70; allowed: more than 70, which scaling aims at",
  ],
  [
    "operations.alerts.thresholds.taskMemoryPercent",
    80,
    "rampart:operations.alerts.thresholds.taskMemoryPercent is 80; allowed: more than 80, which scaling aims at",
  ],
  [
    "identity.github",
    { repository: "rampart", environment: "dev" },
    'rampart:identity.github.repository is "rampart"; allowed: a repository of GitHub such as example/rampart',
  ],
  [
    "identity.github",
    { repository: "example/rampart", environment: "*" },
    'rampart:identity.github.environment is "*"; allowed: a deployment environment of GitHub such as production',
  ],
  ["identity.people", "some", 'rampart:identity.people is "some"; allowed: owns, none'],
  [
    "account",
    { mode: "none" },
    'rampart:identity.github is {"repository":"example/rampart","environment":"dev"}; allowed: nothing while account.mode is none: nobody vouches for jobs',
  ],
  [
    "platform.databse",
    {},
    "rampart:platform.databse is an unknown key; allowed: one of the keys network, edge, repository, service, database, cache, externalApiKeysFrom",
  ],
  [
    "platfrom",
    {},
    "rampart:platfrom is an unknown key; allowed: one of the keys environment, account, identity, operations, platform, documents, music, tracker, ingest",
  ],
  [
    "platform.externalApiKeysFrom",
    "config",
    "rampart:externalApiKeys is missing; allowed: a secret, set with: pulumi config set --secret rampart:externalApiKeys",
  ],
];

describe("settings", () => {
  for (const stack of ["dev", "staging", "prod"]) {
    it(`P-ENV: accepts the shipped ${stack}`, () => {
      assert.deepEqual(problemLines(rawSettings(stack)), []);
    });
  }

  for (const [path, value, line] of REFUSED) {
    it(`refuses ${path} = ${JSON.stringify(value)}`, () => {
      assert.deepEqual(problemLines(withSetting(rawSettings("dev"), path, value)), [line]);
    });
  }

  it("T21: serves CloudFront and DNS query logs only from us-east-1", () => {
    const changes: readonly (readonly [string, unknown])[] = [
      ["environment.region", "eu-west-2"],
      ["environment.zoneIds", ["euw2-az1", "euw2-az2", "euw2-az3"]],
      ["music", { mode: "off" }],
      ["platform.edge.zone", { mode: "create" }],
      ["platform.edge.queryLogging", true],
      ["platform.edge.distribution", { originHost: "origin.dev.example.com" }],
    ];
    const raw = changes.reduce(
      (all, [path, value]) => withSetting(all, path, value),
      rawSettings("dev"),
    );
    assert.deepEqual(problemLines(raw), [
      'rampart:platform.edge.distribution is {"originHost":"origin.dev.example.com"}; allowed: only in an environment of us-east-1',
      "rampart:platform.edge.queryLogging is true; allowed: only in an environment of us-east-1",
    ]);
  });

  it("asks for an issued certificate behind a distribution", () => {
    const changes: readonly (readonly [string, unknown])[] = [
      ["platform.edge.zone", { mode: "foreign" }],
      ["platform.edge.certificate", { mode: "pending" }],
      ["platform.edge.distribution", { originHost: "origin.dev.example.com" }],
    ];
    const raw = changes.reduce(
      (all, [path, value]) => withSetting(all, path, value),
      rawSettings("dev"),
    );
    assert.deepEqual(problemLines(raw), [
      'rampart:platform.edge.certificate.mode is "pending"; allowed: managed or external, since a distribution asks the origin over TLS',
      "rampart:platform.edge.distribution.certificateArn is missing; allowed: a certificate in us-east-1, since the zone is foreign",
    ]);
  });

  it("asks for as many subnets as zones", () => {
    const raw = withSetting(rawSettings("dev"), "environment.zoneIds", ["use1-az1", "use1-az2"]);
    assert.deepEqual(problemLines(raw), [
      'rampart:platform.network.publicSubnets is ["10.0.1.0/24","10.0.2.0/24","10.0.3.0/24"]; allowed: 2 blocks, one for each of environment.zoneIds',
    ]);
  });

  it("asks for no requests a task while no certificate is there, and for one source of images", () => {
    const pending = withSetting(rawSettings("dev"), "platform.edge.certificate", {
      mode: "pending",
    });
    const scaling = { minimum: 1, maximum: 2, requestsPerTarget: 100 };
    assert.deepEqual(problemLines(withSetting(pending, "platform.service.scaling", scaling)), [
      "rampart:platform.service.scaling.requestsPerTarget is 100; allowed: nothing while edge.certificate is pending: no request arrives yet",
    ]);
  });

  it("asks for a way to a debug shell", () => {
    const network = {
      natGateways: "none",
      interfaceEndpoints: ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "kms"],
    };
    const raw = Object.entries(network).reduce(
      (all, [key, value]) => withSetting(all, `platform.network.${key}`, value),
      rawSettings("dev"),
    );
    assert.deepEqual(problemLines(withSetting(raw, "platform.service.debugShell", true)), [
      "rampart:platform.service.debugShell is true; allowed: false, unless network.interfaceEndpoints has ssmmessages",
    ]);
  });

  it("leaves values out where the engine has decrypted them", () => {
    const raw = withSetting(rawSettings("dev"), "platform.edge.host", "canary-1f2e");
    const { problems } = checkSettings("rampart", raw, "hidden");
    const lines = problems.map(({ key, value }) => [key, value]);
    assert.deepEqual(lines, [["rampart:platform.edge.host", "[hidden]"]]);
  });

  it("fills defaults and freezes everything", () => {
    const { settings } = checkSettings("rampart", rawSettings("dev"));
    assert.ok(settings);
    assert.equal(settings.platform.edge.firewall.requestsPerFiveMinutes, 2000);
    assert.equal(settings.platform.network.flowLogRetentionDays, 365);
    assert.ok(Object.isFrozen(settings.platform.network.publicSubnets));
    assert.throws(() => {
      (settings.platform.service as { cpu: number }).cpu = 512;
    }, TypeError);
  });

  it("refuses project and stack names that would break physical names", () => {
    assert.deepEqual(nameProblems("rampart", "dev"), []);
    assert.deepEqual(nameProblems("Rampart", "production"), [
      'project name "Rampart" is not allowed; allowed: up to 10 lower-case letters and digits, a letter first',
      'stack name "production" is not allowed; allowed: up to 8 lower-case letters and digits, a letter first',
    ]);
    assert.deepEqual(nameProblems("rampart", "integrat"), [
      'project and stack name "rampart" and "integrat" have 15 characters; allowed: 14 together',
    ]);
  });
});
