import type { Graph, Resource } from "../../graph/resource.ts";
import type { Value } from "../../graph/value.ts";
import { identityOf } from "../../proofs/role.ts";
import { TYPE } from "../../proofs/types.ts";
import { World } from "../../proofs/world.ts";
import { type Statement, coversAction } from "../../../policy-pack/engine/policyDocument.ts";
import { type Inventory, listOf, textOf, valueAt } from "../inventory.ts";
import type { Systems } from "./boxes.ts";
import { withTemplates } from "./network.ts";

/** What one resource does with another without a security group between them. */
export interface Use {
  readonly from: Resource;
  readonly to: Resource;
  /** `reads and writes`, or the events that one sends. */
  readonly what: string;
}

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const TABLE = "aws:dynamodb/table:Table";
const HOSTS = [
  "aws:ecs/service:Service",
  "aws:autoscaling/group:Group",
  "aws:ec2/instance:Instance",
];

/** What a statement allows with a store, by some of the actions that mean it. */
const DEEDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  [TYPE.bucket]: {
    reads: ["s3:GetObject"],
    writes: ["s3:PutObject"],
    deletes: ["s3:DeleteObject"],
  },
  [TABLE]: {
    reads: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"],
    writes: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
    deletes: ["dynamodb:DeleteItem"],
  },
  [TYPE.topic]: { publishes: ["sns:Publish"] },
};

const LIST = new Intl.ListFormat("en-GB");

/**
 * What leads on from the paths of traffic, or to them: the buckets behind CloudFront, the objects
 * that EventBridge tells functions of, and the stores of their own system that hosts, tasks and these
 * functions may use. A statement that names the store is enough; what others deny is not looked at.
 */
export function usesOf(graph: Graph, systems: Systems): Use[] {
  const world = new World(graph);
  const events = eventsOf(world);
  const users = new Set([...events.map(({ to }) => to), ...world.ofType(...HOSTS)]);
  const stores = world.ofType(...Object.keys(DEEDS));
  return [
    ...originsOf(world),
    ...events,
    ...[...users].flatMap((user) => {
      const allowed = rolesOf(user, world.inventory)
        .flatMap((role) => identityOf(world, role).documents)
        .flatMap(({ statements }) => statements.filter(({ effect }) => effect === "Allow"));
      return stores
        .filter(({ urn }) => systems.get(urn) === systems.get(user.urn))
        .flatMap((store) => useOf(world, user, store, allowed));
    }),
  ];
}

function originsOf({ inventory }: World): Use[] {
  return inventory
    .ofType(DISTRIBUTION)
    .flatMap((from) =>
      inventory.sources(from, "origins", TYPE.bucket).map((to) => ({ from, to, what: "reads" })),
    );
}

/** Rules whose pattern names a bucket, and the functions that they hand its events to. */
function eventsOf({ inventory }: World): Use[] {
  return inventory.ofType(TYPE.target).flatMap((target) => {
    const [rule] = inventory.sources(target, "rule", TYPE.rule);
    const pattern = parsed(rule?.inputs["eventPattern"]);
    const names = listOf(valueAt(pattern, "detail", "bucket", "name"));
    const what = listOf(valueAt(pattern, "detail-type")).map((type) => textOf(type, "?"));
    const buckets = inventory
      .ofType(TYPE.bucket)
      .filter(({ inputs }) => names.includes(inputs["bucket"] ?? null));
    return inventory
      .sources(target, "arn", TYPE.function)
      .flatMap((to) => buckets.map((from) => ({ from, to, what: LIST.format(what) })));
  });
}

function parsed(text: Value | undefined): Value {
  return typeof text === "string" ? (JSON.parse(text) as Value) : null;
}

/** The roles that a function, task or host acts as. */
function rolesOf(user: Resource, inventory: Inventory): Resource[] {
  return [...withTemplates(user, inventory), ...inventory.sources(user, "taskDefinition")]
    .flatMap((holder) =>
      ["role", "taskRoleArn", "iamInstanceProfile"].flatMap((property) =>
        inventory.sources(holder, property),
      ),
    )
    .flatMap((source) =>
      source.type === TYPE.role ? [source] : inventory.sources(source, "role", TYPE.role),
    );
}

function useOf(world: World, from: Resource, to: Resource, allowed: readonly Statement[]): Use[] {
  const arn = arnOf(world, to);
  const about = allowed.filter(({ resources }) =>
    resources.some((resource) => resource === arn || resource.startsWith(`${arn}/`)),
  );
  const deeds = Object.entries(DEEDS[to.type] ?? {}).flatMap(([deed, actions]) =>
    about.some((statement) => actions.some((action) => coversAction(statement, action)))
      ? [deed]
      : [],
  );
  return deeds.length === 0 ? [] : [{ from, to, what: LIST.format(deeds) }];
}

function arnOf(world: World, store: Resource): string | undefined {
  if (store.type !== TABLE) return world.arnOf(store);
  const name = store.inputs["name"];
  return typeof name === "string"
    ? world.arn("dynamodb", world.region(store), `table/${name}`)
    : undefined;
}
