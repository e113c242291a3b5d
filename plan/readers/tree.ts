import { type Graph, isProvider, isStack, type Resource } from "../graph/resource.ts";
import { publicReason } from "./exposure.ts";

/** A component, or the group of equal resources in it, as a person reads it. */
export interface TreeNode {
  readonly label: string;
  /** Resources at and below this node that a provider will create. */
  readonly count: number;
  /** How many of those can't be destroyed while they are protected. */
  readonly protected: number;
  /** Why anyone can reach it; only on the resource itself. */
  readonly exposures: readonly string[];
  readonly children: readonly TreeNode[];
}

/** The stack as a tree of components; resources of one type in one component share a line. */
export function treeOf(graph: Graph): TreeNode {
  const root = graph.resources.find(isStack);
  const known = new Set(graph.resources.map(({ urn }) => urn));
  const children = new Map<string, Resource[]>();
  for (const resource of graph.resources) {
    if (isProvider(resource) || isStack(resource)) continue;
    // A part of a state may hold children whose parent it lacks.
    const key = known.has(resource.parent ?? "") ? (resource.parent ?? "") : (root?.urn ?? "");
    children.set(key, [...(children.get(key) ?? []), resource]);
  }
  return componentNode(
    `${graph.project} ${graph.stack}`,
    children.get(root?.urn ?? "") ?? [],
    children,
  );
}

function componentNode(
  label: string,
  members: readonly Resource[],
  children: ReadonlyMap<string, readonly Resource[]>,
): TreeNode {
  const parts = members
    .filter((resource) => !resource.custom)
    .map((resource) =>
      componentNode(
        `${resource.name} (${shortType(resource.type)})`,
        children.get(resource.urn) ?? [],
        children,
      ),
    );
  const groups = Map.groupBy(
    members.filter((resource) => resource.custom),
    (resource) => resource.type,
  );
  const nodes = [...[...groups].map(([type, resources]) => groupNode(type, resources)), ...parts];
  const sum = (pick: (node: TreeNode) => number) =>
    nodes.reduce((total, node) => total + pick(node), 0);
  return {
    label,
    count: sum((node) => node.count),
    protected: sum((node) => node.protected),
    exposures: [],
    children: nodes,
  };
}

function groupNode(type: string, resources: readonly Resource[]): TreeNode {
  return {
    label: resources.length === 1 ? shortType(type) : `${resources.length} × ${shortType(type)}`,
    count: resources.length,
    protected: resources.filter((resource) => resource.protect).length,
    exposures: [...new Set(resources.flatMap((resource) => publicReason(resource) ?? []))],
    children: [],
  };
}

/** `aws:s3/bucket:Bucket` → `s3.Bucket`; a component's own class name otherwise. */
function shortType(type: string): string {
  const [pkg = "", module = "", name = ""] = type.split(":");
  return pkg === "rampart" ? name : `${module.split("/")[0] ?? ""}.${name}`;
}

/** Lines of the tree with branches drawn; `mark` colours the remarks behind a label. */
export function drawTree(root: TreeNode, mark: (kind: Remark, text: string) => string): string[] {
  const draw = (node: TreeNode, first: string, rest: string): string[] => [
    `${first}${node.label}${remarks(node, mark)}`,
    ...(isPlain(node)
      ? []
      : node.children.flatMap((child, index) => {
          const last = index === node.children.length - 1;
          return draw(child, `${rest}${last ? "└─ " : "├─ "}`, `${rest}${last ? "   " : "│  "}`);
        })),
  ];
  return draw(root, "", "");
}

/** What a remark behind a label says. */
export type Remark = "count" | "protected" | "public";

/** Whether a component holds resources alone, none of them worth a remark: then a line is enough. */
function isPlain({ children }: TreeNode): boolean {
  return children.every((child) => child.children.length === 0 && child.exposures.length === 0);
}

function remarks(node: TreeNode, mark: (kind: Remark, text: string) => string): string {
  const isComponent = node.children.length > 0;
  const contents =
    isComponent && isPlain(node) ? `: ${node.children.map(({ label }) => label).join(", ")}` : "";
  return [
    ...(isComponent ? [mark("count", ` ${node.count}${contents}`)] : []),
    ...(node.protected > 0
      ? [mark("protected", isComponent ? ` ${node.protected} protected` : " protected")]
      : []),
    ...node.exposures.map((reason) => mark("public", ` public: ${reason}`)),
  ].join("");
}
