import assert from "node:assert/strict";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type {
  FargateService,
  FargateServiceArgs,
} from "../../../components/compute/fargateService.ts";
import { Namespace } from "../../../components/compute/namespace.ts";
import type { Graph } from "../../../plan/graph/resource.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { at, namesOf, ofType, only, recorded, refusal, waitsFor } from "../../support/graph.ts";
import { REPOSITORY, testService, testTarget, textOf } from "../../support/compute.ts";

const SERVICE = "aws:ecs/service:Service";
const SCALING_TARGET = "aws:appautoscaling/target:Target";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

describe("FargateService", () => {
  const graphOf = (overrides: Partial<FargateServiceArgs> = {}): Promise<Graph> =>
    recorded(() => {
      testService(overrides);
    });
  const graphWithTarget = (overrides: Partial<FargateServiceArgs> = {}): Promise<Graph> =>
    recorded(() => {
      const environment = testEnvironment();
      testService({ target: testTarget(environment), ...overrides }, environment);
    });

  it("P-RUN-3, feature 18: a worker is private, deployed in steps, and rolled back when it fails", async () => {
    assert.deepEqual(only(await graphOf(), SERVICE).inputs, {
      name: "rampart-dev-svc-api",
      cluster: "arn:aws:ecs:us-east-1:111122223333:cluster/rampart-dev-ecs-main",
      taskDefinition: { $unknown: true },
      desiredCount: 2,
      capacityProviderStrategies: [{ capacityProvider: "FARGATE", base: 2, weight: 100 }],
      forceNewDeployment: true,
      platformVersion: "LATEST",
      deploymentMinimumHealthyPercent: 50,
      deploymentConfiguration: { strategy: "ROLLING" },
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      availabilityZoneRebalancing: "ENABLED",
      networkConfiguration: {
        subnets: ["subnet-1", "subnet-2"],
        securityGroups: [{ $unknown: true }],
        assignPublicIp: false,
      },
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
    });
  });

  it("feature 20: takes a deployment back when an alarm says so, and asks none unless told", async () => {
    const { inputs } = only(await graphOf({ rollbackAlarms: ["errors", "latency"] }), SERVICE);
    assert.deepEqual(inputs["alarms"], {
      enable: true,
      rollback: true,
      alarmNames: ["errors", "latency"],
    });
    assert.equal(only(await graphOf({ rollbackAlarms: [] }), SERVICE).inputs["alarms"], undefined);
  });

  it("P-RUN-3, T47: behind a load balancer a new task gets time to become healthy", async () => {
    const { inputs } = only(await graphWithTarget(), SERVICE);
    assert.deepEqual(inputs["loadBalancers"], [
      { targetGroupArn: { $unknown: true }, containerName: "api", containerPort: 8000 },
    ]);
    assert.equal(inputs["healthCheckGracePeriodSeconds"], 60);
  });

  it("T46: waits for the listener of its target group", async () => {
    const graph = await graphWithTarget();
    assert.ok(waitsFor(graph, only(graph, SERVICE), only(graph, "aws:lb/listener:Listener")));
  });

  it("T53, T58: waits for its roles' policies, the capacity providers and the way out", async () => {
    const graph = await graphOf({
      taskStatements: [{ Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "x" }],
    });
    const service = only(graph, SERVICE);
    const needed = [
      ...ofType(graph, "aws:iam/rolePolicy:RolePolicy"),
      ...ofType(graph, "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"),
      ...ofType(graph, EGRESS),
    ];
    assert.deepEqual(
      needed.map(({ name }) => name),
      ["api-start-start", "api-task-application", "main", "api-to-internet"],
    );
    assert.ok(needed.every((resource) => waitsFor(graph, service, resource)));
  });

  it("P-NET-7: calls out on 443 and is called by the load balancer on its port, no more", async () => {
    const graph = await graphWithTarget();
    const rules = (type: string) =>
      ofType(graph, type).map(({ name, inputs }) => [name, inputs["fromPort"], inputs["cidrIpv4"]]);
    assert.deepEqual(rules(EGRESS), [
      ["api-to-internet", 443, "0.0.0.0/0"],
      ["api-from-load-balancer", 8000, undefined],
    ]);
    assert.deepEqual(rules(INGRESS), [["api-from-load-balancer", 8000, undefined]]);
    const [group] = only(graph, INGRESS).propertyDependencies["securityGroupId"] ?? [];
    assert.equal(
      group,
      only(graph, "aws:ec2/securityGroup:SecurityGroup", "rampart-dev-sg-api").urn,
    );
    assert.deepEqual(ofType(await graphOf(), INGRESS), []);
  });

  it("T50: leaves the number of tasks to scaling, and keeps its fixed name through replacement", async () => {
    const service = only(await graphOf(), SERVICE);
    assert.deepEqual(service.ignoreChanges, ["desiredCount"]);
    assert.equal(service.deleteBeforeReplace, true);
  });

  it("P-RUN-4: is scaled by its own name, known at preview", async () => {
    const graph = await graphOf();
    assert.deepEqual(only(graph, SCALING_TARGET).inputs, {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: "service/rampart-dev-ecs-main/rampart-dev-svc-api",
      minCapacity: 2,
      maxCapacity: 4,
    });
    assert.ok(waitsFor(graph, only(graph, SCALING_TARGET), only(graph, SERVICE)));
  });

  it("decisions, registry: without an image nothing runs, so that the first update works", async () => {
    const graph = await graphOf({ image: { repository: REPOSITORY } });
    assert.equal(only(graph, SERVICE).inputs["desiredCount"], 0);
    assert.equal(only(graph, SCALING_TARGET).inputs["minCapacity"], 0);
    assert.equal(only(graph, SCALING_TARGET).inputs["maxCapacity"], 4);
  });

  for (const [spotPercent, strategies] of [
    [0, [{ capacityProvider: "FARGATE", base: 2, weight: 100 }]],
    [
      70,
      [
        { capacityProvider: "FARGATE", base: 2, weight: 30 },
        { capacityProvider: "FARGATE_SPOT", weight: 70 },
      ],
    ],
    [
      100,
      [
        { capacityProvider: "FARGATE", base: 2, weight: 0 },
        { capacityProvider: "FARGATE_SPOT", weight: 100 },
      ],
    ],
  ] as const) {
    it(`T45, feature 22: ${spotPercent} % Spot leaves the minimum on Fargate and names no launch type`, async () => {
      const { inputs } = only(await graphOf({ spotPercent }), SERVICE);
      assert.deepEqual(inputs["capacityProviderStrategies"], strategies);
      assert.equal(inputs["launchType"], undefined);
    });
  }

  it("P-RUN-3: does not rebalance zones when no task may be added for it", async () => {
    const deployment = { minimumHealthyPercent: 0, maximumPercent: 100 };
    const { inputs } = only(await graphOf({ deployment }), SERVICE);
    assert.equal(inputs["availabilityZoneRebalancing"], "DISABLED");
  });

  it("T54, feature 24: a debug shell is recorded in the cluster's group", async () => {
    const graph = await graphOf({ debugShell: true });
    assert.equal(only(graph, SERVICE).inputs["enableExecuteCommand"], true);
    assert.deepEqual(namesOf(graph, "aws:iam/rolePolicy:RolePolicy"), [
      "api-start-start",
      "api-task-debug-shell",
    ]);
    const task = only(graph, "aws:ecs/taskDefinition:TaskDefinition");
    assert.match(textOf(task, "containerDefinitions"), /"readonlyRootFilesystem":false/);
  });

  it("feature 25: has a private DNS name only when it asks for one", async () => {
    let service: FargateService | undefined;
    const graph = await recorded(() => {
      const namespace = new Namespace("names", { vpcId: "vpc-1", domain: "anisette-v3.local" });
      service = testService({ discovery: { namespace, label: "anisette-v3" } });
    });
    assert.equal(service?.host, "anisette-v3.anisette-v3.local");
    assert.deepEqual(only(graph, SERVICE).inputs["serviceRegistries"], {
      registryArn: { $unknown: true },
    });
    const without = await graphOf();
    assert.equal(only(without, SERVICE).inputs["serviceRegistries"], undefined);
    assert.deepEqual(ofType(without, "aws:servicediscovery/service:Service"), []);
  });

  it("T57: waits for the file system's mount targets", async () => {
    const graph = await recorded(() => {
      const fileSystem = new pulumi.ComponentResource("test:index:FileSystem", "files");
      new aws.efs.MountTarget(
        "files",
        { fileSystemId: "fs-1", subnetId: "subnet-1" },
        { parent: fileSystem },
      );
      const mount = { name: "data", fileSystemId: "fs-1", accessPointId: "fsap-1", fileSystem };
      testService({ efsMounts: [{ ...mount, containerPath: "/data" }] });
    });
    const target = only(graph, "aws:efs/mountTarget:MountTarget");
    assert.ok(waitsFor(graph, only(graph, SERVICE), target));
  });

  it("T99: an update registers the same service as a preview, with ids for unknowns", async () => {
    const graph = await recorded(
      () => {
        const environment = testEnvironment();
        testService({ target: testTarget(environment) }, environment);
      },
      { mode: "update" },
    );
    const { inputs } = only(graph, SERVICE);
    assert.equal(
      inputs["taskDefinition"],
      "arn:aws:mock:::aws:ecs/taskDefinition:TaskDefinition/api",
    );
    assert.deepEqual(at(inputs, "networkConfiguration", "securityGroups"), [
      "rampart-dev-sg-api-id",
    ]);
    const preview = await graphWithTarget();
    const urns = ({ resources }: Graph) => resources.map(({ urn }) => urn).sort();
    assert.deepEqual(urns(graph), urns(preview));
  });

  it("refuses a target without a port", async () => {
    const message = await refusal(() => {
      const environment = testEnvironment();
      testService({ target: testTarget(environment), port: undefined }, environment);
    });
    assert.equal(message, "target of api is set, but port is not; a target needs one.");
  });

  it("T46: refuses a target to which nothing forwards", async () => {
    const message = await refusal(() => {
      const environment = testEnvironment();
      testService({ target: { ...testTarget(environment), routes: [] } }, environment);
    });
    assert.equal(
      message,
      "target.routes of api is empty; nothing would forward to the target group.",
    );
  });

  it("refuses a deployment that could replace no task", async () => {
    const deployment = { minimumHealthyPercent: 100, maximumPercent: 100 };
    assert.equal(
      await refusal(() => testService({ deployment })),
      "deployment.maximumPercent of api is 100; allowed: more than 100 when minimumHealthyPercent is 100.",
    );
  });

  it("P-RUN-3: refuses a port of which nobody knows whether it answers", async () => {
    assert.equal(
      await refusal(() => testService({ healthCheck: undefined })),
      "healthCheck of api is missing; who answers on a port says how it is.",
    );
  });
});
