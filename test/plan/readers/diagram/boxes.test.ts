import assert from "node:assert/strict";

import type { Resource } from "../../../../plan/graph/resource.ts";
import { boxesIn, diagramOf } from "../../../../plan/readers/diagram/model.ts";
import { graphOf, resource } from "../../builder.ts";
import {
  vpc,
  subnet,
  inside,
  group,
  callers,
  called,
  service,
  callee,
  tcp,
  place,
  exit,
  entry,
  system,
  partOf,
  allow,
  rolePolicy,
  traffic,
  boxTexts,
} from "./support.ts";

const TASK = "aws:ecs/taskDefinition:TaskDefinition";

describe("hosts in the diagram", () => {
  const template = (inputs = {}, links = {}) =>
    resource(
      "aws:ec2/launchTemplate:LaunchTemplate",
      "hosts",
      { instanceType: "t3.micro", ...inputs },
      links,
    );
  const groupOf = (launchTemplate: Resource, minSize: number, maxSize: number) =>
    resource(
      "aws:autoscaling/group:Group",
      "hosts",
      { name: "rampart-test-asg-documents", minSize, maxSize },
      { launchTemplate, vpcZoneIdentifiers: inside },
    );
  const ruled = [vpc, inside, callers, called, callee, exit("a", tcp(80)), entry("a", tcp(80))];

  const sizes: readonly (readonly [least: number, most: number, text: string])[] = [
    [2, 4, "2 to 4 × t3.micro"],
    [1, 1, "1 × t3.micro"],
  ];
  for (const [least, most, text] of sizes) {
    it(`draws an Auto Scaling group of ${text}`, () => {
      const hosts = template();
      assert.deepEqual(boxTexts(graphOf(vpc, inside, hosts, groupOf(hosts, least, most))), [
        `Auto Scaling group documents | ${text}`,
      ]);
    });
  }

  for (const property of ["networkInterfaces", "vpcSecurityGroupIds"]) {
    it(`P-NET-7: finds the traffic of hosts by ${property} of their launch template`, () => {
      const hosts = template({}, { [property]: callers });
      assert.deepEqual(traffic(graphOf(...ruled, hosts, groupOf(hosts, 2, 4))), [
        "Auto Scaling group documents → Fargate service callee: 80",
      ]);
    });
  }

  it("finds an instance's size, subnet and traffic in its launch template", () => {
    const launchTemplate = template({}, { networkInterfaces: [inside, callers] });
    const instance = resource("aws:ec2/instance:Instance", "one", {}, { launchTemplate });
    const graph = graphOf(...ruled, launchTemplate, instance);
    assert.deepEqual(diagramOf(graph).outside, []);
    assert.deepEqual(boxTexts(graph), [
      "Fargate service callee | 1 task",
      "EC2 instance one | t3.micro",
    ]);
    assert.deepEqual(traffic(graph), ["EC2 instance one → Fargate service callee: 80"]);
  });

  it("marks hosts whose launch template gives them public addresses", () => {
    const hosts = template({ networkInterfaces: [{ associatePublicIpAddress: "true" }] });
    const { networks } = diagramOf(graphOf(vpc, inside, hosts, groupOf(hosts, 1, 1)));
    assert.deepEqual(
      boxesIn(networks).map(({ exposure }) => exposure),
      ["public address"],
    );
  });
});

describe("services that are alike", () => {
  const [alpha, beta] = [system("alpha"), system("beta")];
  const data = subnet("data", "use1-az1", "10.0.21.0/24");
  const third = service("third", callers);
  const base = [alpha, beta, ...place, data, exit("a", tcp(80)), entry("a", tcp(80))];

  it("share a box with their names, and their traffic is told once", () => {
    const graph = graphOf(...base, third);
    assert.deepEqual(boxTexts(graph), [
      "Fargate service callee | 1 task",
      "2 Fargate services | caller, third | 1 task each",
    ]);
    assert.deepEqual(traffic(graph), ["2 Fargate services → Fargate service callee: 80"]);
  });

  const differing: readonly (readonly [
    what: string,
    other: Resource,
    rules?: readonly Resource[],
  ])[] = [
    ["of another system", partOf(beta, service("third", callers))],
    ["protected", service("third", callers, true)],
    ["with other traffic", service("third", group("third")), [group("third")]],
    [
      "of another size",
      resource(
        "aws:ecs/service:Service",
        "third",
        { desiredCount: 2 },
        { networkConfiguration: [inside, callers] },
      ),
    ],
    [
      "in another tier",
      resource(
        "aws:ecs/service:Service",
        "third",
        { desiredCount: 1 },
        { networkConfiguration: [data, callers] },
      ),
    ],
  ];
  for (const [what, other, rules = []] of differing) {
    it(`don't share a box with one ${what}`, () => {
      const titles = boxTexts(graphOf(...base, ...rules, other)).map(
        (text) => text.split(" | ")[0],
      );
      assert.deepEqual(titles.sort(), [
        "Fargate service callee",
        "Fargate service caller",
        "Fargate service third",
      ]);
    });
  }

  it("don't share a box with one that uses other stores", () => {
    const bucket = resource("aws:s3/bucket:Bucket", "data", { bucket: "data" });
    const [mine, other] = ["mine", "other"].map((name) => {
      const role = resource("aws:iam/role:Role", name, { name });
      const task = resource(TASK, name, { cpu: "512", memory: "1024" }, { taskRoleArn: role });
      const own = resource(
        "aws:ecs/service:Service",
        name,
        { desiredCount: 1 },
        { networkConfiguration: [inside, callers], taskDefinition: task },
      );
      return { role, all: [role, task, own] };
    });
    assert.ok(mine && other);
    const graph = graphOf(vpc, inside, callers, bucket, ...mine.all, ...other.all);
    const size = "0.5 vCPU, 1 GB each";
    assert.deepEqual(boxTexts(graph), [`2 Fargate services | mine, other | 1 task each | ${size}`]);

    const policy = rolePolicy(mine.role, [allow("s3:GetObject", "arn:aws:s3:::data/*")]);
    assert.deepEqual(boxTexts({ ...graph, resources: [...graph.resources, policy] }), [
      `Fargate service mine | 1 task | ${size}`,
      `Fargate service other | 1 task | ${size}`,
      "S3 bucket data",
    ]);
  });
});
