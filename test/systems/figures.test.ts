import assert from "node:assert/strict";

import { readStackFile } from "../../config/stackFile.ts";
import { figuresOf } from "../../plan/readers/figures.ts";
import type { Resource } from "../../plan/graph/resource.ts";
import { operationsFigures, operationsNotices } from "../../plan/readers/operations.ts";
import { ROOT } from "../support/fixtures.ts";
import { STACKS, stackGraph } from "../support/stacks.ts";

/** P-ENV's table, as the plan tells it. */
const EXPECTED: Readonly<Record<(typeof STACKS)[number], Readonly<Record<string, string>>>> = {
  dev: {
    VPC: "10.0.0.0/16",
    zones: "3 (use1-az1, use1-az2, use1-az4)",
    "public subnets": "10.0.1.0/24, 10.0.2.0/24, 10.0.3.0/24",
    "application subnets": "10.0.11.0/24, 10.0.12.0/24, 10.0.13.0/24",
    "data subnets": "10.0.21.0/24, 10.0.22.0/24, 10.0.23.0/24",
    "NAT gateways": "1",
    "gateway endpoints": "s3, dynamodb",
    "interface endpoints": "ssm, ssmmessages, ec2messages",
    "service rampart-dev-svc-api": "0 now, then 1 × 0.25 vCPU / 0.5 GB, at most 2",
    "database rampart-dev-db-main": "postgres 16, db.t3.micro, 20 GB, single-AZ, 7-day backups",
    "cache rampart-dev-cache-main": "valkey 8.0, cache.t3.micro, no replica",
    "table rampart-dev-table-ingest":
      "by ArtistID and ItemID, on demand, recoverable to a point in time",
    hours:
      "down 20:00–08:00 America/New_York, and at the weekend; documents, music, tracker always up",
    deployment: "automatic on push",
    "monthly cost": "80–120 USD wanted",
  },
  staging: {
    VPC: "10.1.0.0/16",
    zones: "3 (use1-az1, use1-az2, use1-az4)",
    "public subnets": "10.1.1.0/24, 10.1.2.0/24, 10.1.3.0/24",
    "application subnets": "10.1.11.0/24, 10.1.12.0/24, 10.1.13.0/24",
    "data subnets": "10.1.21.0/24, 10.1.22.0/24, 10.1.23.0/24",
    "NAT gateways": "1",
    "gateway endpoints": "s3, dynamodb",
    "interface endpoints": "ssm, ssmmessages, ec2messages",
    "service rampart-staging-svc-api": "0 now, then 2 × 0.5 vCPU / 1 GB, at most 4",
    "database rampart-staging-db-main":
      "postgres 16, db.t3.small, 50 GB, single-AZ, 14-day backups, Performance Insights",
    "cache rampart-staging-cache-main": "valkey 8.0, cache.t3.small, no replica",
    "table rampart-staging-table-ingest":
      "by ArtistID and ItemID, on demand, recoverable to a point in time",
    hours: "always up",
    deployment: "automatic after dev succeeds",
    "monthly cost": "150–200 USD wanted",
  },
  prod: {
    VPC: "10.2.0.0/16",
    zones: "3 (use1-az1, use1-az2, use1-az4)",
    "public subnets": "10.2.1.0/24, 10.2.2.0/24, 10.2.3.0/24",
    "application subnets": "10.2.11.0/24, 10.2.12.0/24, 10.2.13.0/24",
    "data subnets": "10.2.21.0/24, 10.2.22.0/24, 10.2.23.0/24",
    "NAT gateways": "3",
    "gateway endpoints": "s3, dynamodb",
    "interface endpoints":
      "ecr.api, ecr.dkr, logs, secretsmanager, ssm, ssmmessages, ec2messages, kms, sts",
    "service rampart-prod-svc-api": "0 now, then 3 × 1 vCPU / 2 GB, at most 12",
    "database rampart-prod-db-main":
      "postgres 16, db.t3.medium, 100 GB, Multi-AZ, 30-day backups, Performance Insights, deletion protection",
    "cache rampart-prod-cache-main":
      "valkey 8.0, cache.t3.medium, 1 replica, Multi-AZ, automatic failover",
    "table rampart-prod-table-ingest":
      "by ArtistID and ItemID, on demand, recoverable to a point in time",
    hours: "always up",
    deployment: "manual approval",
    "monthly cost": "600–800 USD wanted",
  },
};

/** What stands in networks of its own, or beside the platform in its; the table is the platform's. */
const OTHER_SYSTEMS = /::rampart:systems:(?:Documents|Music|Tracker)\$/;

const SCHEDULE = "aws:scheduler/schedule:Schedule";

/** Days for which the application's own log is kept. */
const APPLICATION_LOG_DAYS = { dev: 30, staging: 30, prod: 90 };

describe("the figures of an environment", () => {
  for (const stack of STACKS) {
    it(`P-ENV: ${stack} is what its column of the table says`, async () => {
      const graph = await stackGraph(stack);
      const { settings } = readStackFile(ROOT, stack);
      const resources = graph.resources.filter(({ urn }) => !OTHER_SYSTEMS.test(urn));
      const figures = [...figuresOf({ ...graph, resources }), ...operationsFigures(settings)];
      const logs = figures.filter(({ name }) => name.startsWith("logs kept"));
      const rest = figures.filter(({ name }) => !name.startsWith("logs kept"));
      assert.deepEqual(
        Object.fromEntries(rest.map(({ name, value }) => [name, value])),
        EXPECTED[stack],
      );
      const own = logs.find(({ value }) => value.split(", ").includes(`/ecs/${stack}/api`));
      assert.equal(own?.name, `logs kept ${APPLICATION_LOG_DAYS[stack]} days`);
    });
  }

  it("P-ENV: tells when nothing enforces the hours, whatever else is scheduled", async () => {
    const graph = await stackGraph("dev");
    const { operations } = readStackFile(ROOT, "dev").settings;
    const left = (fits: (schedule: Resource) => boolean) => ({
      ...graph,
      resources: graph.resources.filter((entry) => entry.type !== SCHEDULE || fits(entry)),
    });
    const hours = ({ name }: Resource) => name.startsWith("hours-");
    assert.deepEqual(operationsNotices(operations, graph), []);
    assert.ok(graph.resources.some((entry) => entry.type === SCHEDULE && !hours(entry)));
    const none =
      "Nothing enforces operations.shutdown: no schedule takes the environment down and up in America/New_York, so it stays up.";
    assert.deepEqual(
      operationsNotices(
        operations,
        left((entry) => !hours(entry)),
      ),
      [none],
    );
    assert.deepEqual(
      operationsNotices(
        operations,
        left(({ name }) => !/^hours-up/.test(name)),
      ),
      [
        "Nothing enforces operations.shutdown: no schedule takes the environment up in America/New_York, so it stays down.",
      ],
    );
    for (const [input, value] of [
      ["state", "DISABLED"],
      ["scheduleExpressionTimezone", "UTC"],
      ["target", { input: "{}" }],
    ] as const) {
      const resources = graph.resources.map((entry) =>
        entry.type === SCHEDULE ? { ...entry, inputs: { ...entry.inputs, [input]: value } } : entry,
      );
      assert.deepEqual(operationsNotices(operations, { ...graph, resources }), [none], input);
    }
    const { operations: always } = readStackFile(ROOT, "prod").settings;
    assert.deepEqual(
      operationsNotices(
        always,
        left(() => false),
      ),
      [],
    );
  });
});
