import { managedResources, type Resource } from "../../graph/resource.ts";
import { type Inventory, textOf } from "../inventory.ts";
import type { Systems } from "./boxes.ts";
import { shortName } from "./text.ts";

/** What isn't on a path of traffic, in a few words. */
export interface Aside {
  readonly title: string;
  readonly items: readonly AsideItem[];
}

/** A line beside the network: a bucket, a key, a count. */
export interface AsideItem {
  readonly text: string;
  /** Whether Pulumi refuses to delete it, or all of them. */
  readonly guarded: boolean;
}

/** A kind of resource in an aside: each by name, or only how many there are. */
interface Kind {
  readonly type: string;
  readonly one: string;
  readonly many: string;
  /** Input that names it; without one the kind is only counted. */
  readonly label?: string;
}

const counted = (type: string, one: string, many: string): Kind => ({ type, one, many });
const named = (type: string, one: string, many: string, label: string): Kind => ({
  type,
  one,
  many,
  label,
});

const GROUPS: readonly (readonly [title: string, kinds: readonly Kind[]])[] = [
  [
    "Keys and secrets",
    [
      named("aws:kms/alias:Alias", "key", "keys", "name"),
      named("aws:secretsmanager/secret:Secret", "secret", "secrets", "name"),
    ],
  ],
  [
    "Storage",
    [
      named("aws:s3/bucket:Bucket", "bucket", "buckets", "bucket"),
      named("aws:dynamodb/table:Table", "table", "tables", "name"),
      named("aws:ecr/repository:Repository", "image repository", "image repositories", "name"),
      named("aws:backup/vault:Vault", "backup vault", "backup vaults", "name"),
    ],
  ],
  [
    "Events and functions",
    [
      named("aws:lambda/function:Function", "function", "functions", "name"),
      named("aws:sns/topic:Topic", "topic", "topics", "name"),
      named("aws:sqs/queue:Queue", "queue", "queues", "name"),
      counted("aws:cloudwatch/eventRule:EventRule", "event rule", "event rules"),
      counted("aws:scheduler/schedule:Schedule", "schedule", "schedules"),
    ],
  ],
  [
    "Watching",
    [
      counted("aws:cloudwatch/logGroup:LogGroup", "log group", "log groups"),
      counted("aws:ec2/flowLog:FlowLog", "flow log", "flow logs"),
      counted("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", "alarms"),
      counted("aws:cloudwatch/dashboard:Dashboard", "dashboard", "dashboards"),
      counted("aws:cloudtrail/trail:Trail", "trail", "trails"),
      counted("aws:guardduty/detector:Detector", "GuardDuty detector", "GuardDuty detectors"),
      counted("aws:securityhub/account:Account", "Security Hub", "Security Hubs"),
      counted("aws:cfg/rule:Rule", "Config rule", "Config rules"),
      counted("aws:budgets/budget:Budget", "budget", "budgets"),
    ],
  ],
  [
    "Identity",
    [
      counted("aws:iam/role:Role", "role", "roles"),
      counted("aws:iam/policy:Policy", "managed policy", "managed policies"),
      counted("aws:iam/group:Group", "group", "groups"),
      counted("aws:iam/user:User", "user", "users"),
      counted(
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        "OIDC provider",
        "OIDC providers",
      ),
    ],
  ],
];

/** Names shown of one kind; the rest is counted. */
const SHOWN = 6;

/** What a stack has beside its paths of traffic, group by group; empty groups are left out. */
export function asidesOf(inventory: Inventory, systems: Systems): Aside[] {
  return [
    ...GROUPS.map(([title, kinds]) => ({
      title,
      items: kinds.flatMap((kind) => itemsOf(kind, inventory)),
    })),
    { title: "Systems", items: systemItems(inventory, systems) },
  ].filter(({ items }) => items.length > 0);
}

function systemItems({ graph }: Inventory, systems: Systems): AsideItem[] {
  const owned = managedResources(graph).filter(({ urn }) => systems.has(urn));
  const members = Map.groupBy(owned, ({ urn }) => systems.get(urn) ?? "");
  return [...members.keys()].sort().map((system) => {
    const own = members.get(system) ?? [];
    return {
      text: `${system}: ${own.length} ${own.length === 1 ? "resource" : "resources"}`,
      guarded: own.every(({ protect }) => protect),
    };
  });
}

function itemsOf(kind: Kind, inventory: Inventory): AsideItem[] {
  const members = inventory.ofType(kind.type);
  if (members.length === 0) return [];
  const { label, one, many } = kind;
  if (label === undefined) {
    const text = members.length === 1 ? `1 ${one}` : `${members.length} ${many}`;
    return [{ text, guarded: members.every(({ protect }) => protect) }];
  }
  const nameOf = ({ inputs, name }: Resource) => shortName(textOf(inputs[label], name));
  const named = Map.groupBy(members, nameOf);
  const shown = members.slice(0, SHOWN).map((resource) => {
    const name = nameOf(resource);
    // What two regions have alike is told apart by them.
    const region = (named.get(name) ?? []).length > 1 ? inventory.region(resource) : "";
    return {
      text: `${one} ${name}${region === "" ? "" : ` in ${region}`}`,
      guarded: isGuarded(resource, inventory),
    };
  });
  const rest = members.length - shown.length;
  return rest === 0 ? shown : [...shown, { text: `and ${rest} more ${many}`, guarded: false }];
}

/** An alias stands for its key. */
function isGuarded(resource: Resource, inventory: Inventory): boolean {
  return [resource, ...inventory.sources(resource, "targetKeyId", "aws:kms/key:Key")].some(
    ({ protect }) => protect,
  );
}
