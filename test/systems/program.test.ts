import assert from "node:assert/strict";

import { type Graph, isStack, managedResources, type Resource } from "../../plan/graph/resource.ts";
import { isProperties, SECRET, textOf } from "../../plan/graph/value.ts";
import { unknownPolicies } from "../../plan/readers/policies.ts";
import { readStackFile } from "../../config/stackFile.ts";
import { ROOT } from "../support/fixtures.ts";
import { at, ofType, only, waitsFor } from "../support/graph.ts";
import { limitsBroken } from "../support/limits.ts";
import { withSetting } from "../support/settings.ts";
import { computed, everythingOn, programGraph, STACKS, stackGraph } from "../support/stacks.ts";
import statefulUrns from "./stateful-urns.json" with { type: "json" };

/** Types that hold what can't be made again (P-DATA-5). */
const STATEFUL = [
  "aws:backup/vault:Vault",
  "aws:cognito/userPool:UserPool",
  "aws:dynamodb/table:Table",
  "aws:efs/fileSystem:FileSystem",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:kms/key:Key",
  "aws:memorydb/cluster:Cluster",
  "aws:rds/instance:Instance",
  "aws:route53/zone:Zone",
  "aws:s3/bucket:Bucket",
];

const TAGS_OF_THE_PROVIDER = ["Project", "Environment", "ManagedBy", "Owner"];

function tagsOf({ inputs }: Resource): string[] {
  const tags = inputs["tags"];
  return isProperties(tags) ? Object.keys(tags) : [];
}

/** Systems that have a region, or a tag, of their own. */
const OWN_PROVIDERS = ["Music", "Tracker"];

/** URN of the provider that a resource must have. */
function providerOf(graph: Graph, { urn }: Resource): string {
  const system = OWN_PROVIDERS.find((name) => urn.includes(`::rampart:systems:${name}$`));
  const name = system === undefined ? "aws" : `aws-${system.toLowerCase()}`;
  return only(graph, "pulumi:providers:aws", name).urn;
}

function checkHouseRules(graph: Graph): void {
  const byUrn = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  assert.equal(byUrn.size, graph.resources.length, "two resources share a URN");
  assert.deepEqual(limitsBroken(graph), []);
  for (const resource of managedResources(graph)) {
    const parent = byUrn.get(resource.parent ?? "");
    assert.ok(parent && !parent.custom && !isStack(parent), `${resource.urn} has no component`);
    if (resource.type.startsWith("aws:"))
      assert.equal(resource.provider, providerOf(graph, resource), resource.urn);
    const byHand = tagsOf(resource).filter((tag) => TAGS_OF_THE_PROVIDER.includes(tag));
    assert.deepEqual(byHand, [], `${resource.urn} sets tags that the provider sets`);
  }
}

describe("the program", () => {
  for (const stack of STACKS) {
    describe(stack, () => {
      let graph: Graph;
      before(async () => (graph = await stackGraph(stack)));

      it("P-NAME: has unique URNs, names that fit, components as parents, one provider, no tags by hand", () => {
        checkHouseRules(graph);
      });

      it("runs as an update too, and registers the same resources", async () => {
        const update = await stackGraph(stack, { mode: "update" });
        checkHouseRules(update);
        const urns = (of: Graph) => of.resources.map((resource) => resource.urn).sort();
        assert.deepEqual(urns(update), urns(graph));
      });

      it("P-KEY-3, P-RUN-5: has no policy document that a first preview can't judge", () => {
        assert.deepEqual(unknownPolicies(graph), []);
      });

      it("P-RUN-3: has a task definition that a first preview can judge", () => {
        const { inputs } = only(graph, "aws:ecs/taskDefinition:TaskDefinition", "api");
        assert.equal(typeof inputs["containerDefinitions"], "string");
      });

      it("S-PLATFORM: runs the items API on port 8000, behind balancer and firewall, with database and cache", () => {
        const balancer = only(
          graph,
          "aws:lb/loadBalancer:LoadBalancer",
          `rampart-${stack}-alb-main`,
        );
        const association = only(
          graph,
          "aws:wafv2/webAclAssociation:WebAclAssociation",
          "firewall",
        );
        assert.deepEqual(association.propertyDependencies, {
          resourceArn: [balancer.urn],
          webAclArn: [only(graph, "aws:wafv2/webAcl:WebAcl", `rampart-${stack}-waf-api`).urn],
        });
        const target = only(graph, "aws:lb/targetGroup:TargetGroup", `rampart-${stack}-tg-api`);
        const rule = only(graph, "aws:lb/listenerRule:ListenerRule", "route");
        assert.deepEqual(rule.propertyDependencies["actions"], [target.urn]);
        const service = only(graph, "aws:ecs/service:Service", "api");
        assert.deepEqual(service.propertyDependencies["loadBalancers"], [target.urn]);
        assert.equal(at(service.inputs, "loadBalancers", 0, "containerPort"), 8000);
        const { inputs } = only(graph, "aws:ecs/taskDefinition:TaskDefinition", "api");
        const [container] = JSON.parse(textOf(inputs["containerDefinitions"])) as {
          environment: { name: string; value: string }[];
        }[];
        const variables = container?.environment.map(({ name, value }) => `${name}=${value}`) ?? [];
        for (const store of [
          `DATABASE_SECRET=/${stack}/database/credentials`,
          `REDIS_SECRET=/${stack}/redis/auth-token`,
        ]) {
          assert.ok(variables.includes(store), `${store} is not among ${variables.join(", ")}`);
        }
        for (const [name, type, port] of [
          ["database", "aws:rds/instance:Instance", 5432],
          ["cache", "aws:elasticache/replicationGroup:ReplicationGroup", 6379],
        ] as const) {
          assert.equal(only(graph, type).inputs["port"], port);
          const way = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
          assert.equal(only(graph, way, `api-to-${name}`).inputs["toPort"], port);
        }
      });

      it("P-EDGE-2: has a way to the internet before it has a load balancer", () => {
        const balancer = only(
          graph,
          "aws:lb/loadBalancer:LoadBalancer",
          `rampart-${stack}-alb-main`,
        );
        const gateway = only(graph, "aws:ec2/internetGateway:InternetGateway", "network");
        assert.ok(waitsFor(graph, balancer, gateway));
      });

      it("P-DATA-5, feature 32: protects and retains what can't be made again, in prod and only there", () => {
        const guarded = managedResources(graph).filter(({ protect }) => protect);
        const expected =
          stack === "prod" ? graph.resources.filter(({ type }) => STATEFUL.includes(type)) : [];
        assert.deepEqual(
          guarded.map(({ urn }) => urn).sort(),
          expected.map(({ urn }) => urn).sort(),
        );
        assert.ok(guarded.every(({ retainOnDelete }) => retainOnDelete));
      });

      it("T103, P-DATA-5: keeps the URNs of stateful resources, or has aliases for them", () => {
        const stateful = graph.resources.filter(({ type }) => STATEFUL.includes(type));
        const listed = statefulUrns[stack];
        const reached = new Set(stateful.flatMap(({ urn, aliases }) => [urn, ...aliases]));
        const lost = listed.filter((urn) => !reached.has(urn));
        assert.deepEqual(lost, [], "renamed without an alias: AWS would lose their data");
        const unlisted = stateful.map(({ urn }) => urn).filter((urn) => !listed.includes(urn));
        assert.deepEqual(unlisted, [], "add them to stateful-urns.json");
      });

      it("pins the account and tags through the provider", () => {
        const { inputs } = only(graph, "pulumi:providers:aws", "aws");
        const accounts = { dev: "111122223333", staging: "444455556666", prod: "777788889999" };
        assert.equal(inputs["allowedAccountIds"], `["${accounts[stack]}"]`);
        assert.deepEqual(JSON.parse(textOf(inputs["defaultTags"])), {
          tags: {
            Project: "rampart",
            Environment: stack,
            ManagedBy: "pulumi",
            Owner: "platform-team",
          },
        });
      });

      it("tells what people and pipelines look up, and no secret", () => {
        assert.deepEqual(Object.keys(graph.outputs).sort(), [
          "alertAddresses",
          "cluster",
          "database",
          "documents",
          "ingest",
          "loadBalancer",
          "music",
          "repository",
          "secretNames",
          "service",
          "tracker",
          "url",
        ]);
        const host = {
          dev: "api.dev.example.com",
          staging: "api.staging.example.com",
          prod: "api.example.com",
        };
        assert.equal(graph.outputs["url"], `https://${host[stack]}`);
        assert.deepEqual(graph.outputs["secretNames"], [
          `/${stack}/database/credentials`,
          `/${stack}/redis/auth-token`,
          `/${stack}/app/jwt-secret`,
          `/${stack}/app/external-api-keys`,
          `/${stack}/monitoring/slack-webhook`,
        ]);
      });
    });
  }

  it("P-EDGE-4: no two accounts share a hosted zone", () => {
    const places = STACKS.map((stack) => readStackFile(ROOT, stack).settings);
    const ids = places.flatMap(({ platform: { edge } }) =>
      edge.zone.mode === "adopt" ? [edge.zone.id] : [],
    );
    const accounts = new Set(places.map(({ environment }) => environment.accountId));
    assert.equal(accounts.size, STACKS.length);
    assert.equal(new Set(ids).size, STACKS.length);
  });

  it("P-RUN-1: what other accounts run outlives the stack that made it", async () => {
    const graph = await stackGraph("dev");
    const repository = only(graph, "aws:ecr/repository:Repository", "repository");
    const key = only(graph, "aws:kms/key:Key", "registry-key");
    assert.deepEqual([repository.retainOnDelete, key.retainOnDelete], [true, true]);
    assert.equal(repository.inputs["forceDelete"], false);
    assert.deepEqual(repository.propertyDependencies["encryptionConfigurations"], [key.urn]);
  });

  it("holds with every optional feature on", async () => {
    for (const mode of ["preview", "update"] as const) {
      checkHouseRules(await programGraph(everythingOn(), { mode, stack: "prod" }));
    }
  });

  it("P-EDGE-5: protects what faces the internet with Shield Advanced when asked", async () => {
    const graph = await programGraph(everythingOn(), { stack: "prod" });
    const shield = only(graph, "aws:shield/protection:Protection");
    const distribution = only(graph, "aws:cloudfront/distribution:Distribution", "distribution");
    assert.deepEqual(shield.propertyDependencies, { resourceArn: [distribution.urn] });
    assert.deepEqual(ofType(await stackGraph("prod"), shield.type), []);
  });

  it("never lets a secret's value into the graph", async () => {
    const canary = "canary-77aa";
    const raw = withSetting(everythingOn(), "platform.externalApiKeysFrom", "config");
    const graph = await programGraph(
      { ...raw, externalApiKeys: canary },
      {
        mode: "update",
        secretKeys: ["rampart:externalApiKeys"],
        computed: (type) => (type.startsWith("random:") ? { result: canary } : computed()),
      },
    );
    assert.equal(JSON.stringify(graph).split(canary).length - 1, 0);
    const versions = ofType(graph, "aws:secretsmanager/secretVersion:SecretVersion");
    assert.equal(versions.length, 10);
    for (const { inputs } of versions) assert.deepEqual(inputs["secretString"], SECRET);
  });
});
