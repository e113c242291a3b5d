import { textOf } from "../inventory.ts";
import type { Box } from "./boxes.ts";
import { edgesOf, sharedPorts } from "./edges.ts";
import { type Flow, INTERNET } from "./flows.ts";
import type { Family } from "./kinds.ts";
import { bold, escaped, GREEN, INK, LINE, quoted, RED, row, small, SOFT, table } from "./labels.ts";
import type { Diagram, DrawnNetwork, DrawnTier } from "./model.ts";
import type { WayOut } from "./network.ts";
import { panelTable } from "./panels.ts";
import { boxesOfPlace, isNetwork, type Outside, placesOf } from "./places.ts";
import { wrapped } from "./text.ts";

const FILLS: Readonly<Record<Family, string>> = {
  edge: "#fdecea",
  network: "#eef1f4",
  compute: "#fff4e0",
  data: "#e6f0fb",
};

const WAYS: Readonly<Record<WayOut, string>> = {
  internet: "routed to the internet gateway",
  nat: "out through NAT only",
  none: "no way out",
};

/** The diagram in Graphviz's language; the same for the same diagram. */
export function toDot(diagram: Diagram): string {
  const { networks, flows, asides } = diagram;
  const places = placesOf(diagram);
  const order = places.flatMap(boxesOfPlace).map(({ id }) => id);
  const ends = new Set(flows.flatMap(({ from, to }) => [from, to]));
  const foreign = [...ends].filter(
    (end) => end !== INTERNET && !order.includes(end) && !networks.some(({ id }) => id === end),
  );
  return [
    `digraph ${quoted(diagram.title)} {`,
    `  graph [rankdir=LR, newrank=true, fontname="Arial", fontsize=12, fontcolor="${INK}", nodesep=0.25,`,
    '    ranksep=0.15, pad=0.1, bgcolor="white"];',
    `  node [shape=box, style="rounded,filled", fontname="Arial", fontsize=11, fontcolor="${INK}",`,
    '    margin="0.1,0.07", penwidth=1];',
    `  edge [fontname="Arial", fontsize=10, color="${SOFT}", fontcolor="${SOFT}", arrowsize=0.7];`,
    "",
    // What is beside the paths of traffic stands below them, as the label of the whole.
    `  labelloc=b; labeljust=l; label=<${panelTable(asides)}>;`,
    '  subgraph "cluster all" {',
    `    labelloc=t; labeljust=l; peripheries=0; margin=4; label=<${titleTable(diagram)}>;`,
    `  ${quoted(INTERNET)} [label="Internet", shape=ellipse, fillcolor="white", color="${LINE}"];`,
    ...foreign.map((block) => `  ${plainNode(block, `Network\n${block}`, flows)}`),
    ...places.flatMap((place) =>
      isNetwork(place) ? networkCluster(place, diagram) : outsideCluster(place, diagram),
    ),
    "  }",
    "",
    ...edgesOf(diagram, order),
    "}",
    "",
  ].join("\n");
}

function plainNode(id: string, label: string, flows: readonly Flow[]): string {
  const text = [label, ...portsLine(id, flows)].join("\n");
  return `${quoted(id)} [label=${quoted(text)}, fillcolor="white", color="${LINE}"];`;
}

/** By which ports a box is reached, where its arrows don't say. */
function portsLine(id: string, flows: readonly Flow[]): string[] {
  const ports = sharedPorts(id, flows);
  return ports === undefined ? [] : [`on ${ports}`];
}

function outsideCluster({ system, boxes }: Outside, { flows }: Diagram): string[] {
  const nodes = boxes.map((box) => `  ${boxNode(box, system, flows)}`);
  if (system === undefined) return nodes;
  return [
    `  subgraph ${quoted(`cluster system ${system}`)} {`,
    `    label=<${table(row(bold(system)))}>; labeljust=l; peripheries=1; style="rounded"; color="${LINE}"; penwidth=1.2; margin=10;`,
    ...nodes.map((node) => `  ${node}`),
    "  }",
  ];
}

function networkCluster(network: DrawnNetwork, diagram: Diagram): string[] {
  const { id, system, cidr, region, tiers } = network;
  const isEnd = diagram.flows.some(({ from, to }) => from === id || to === id);
  const owner = system === undefined ? "" : `${system} · `;
  const title = row(bold(`${owner}VPC ${cidr}${region === "" ? "" : ` in ${region}`}`));
  return [
    `  subgraph ${quoted(`cluster ${id}`)} {`,
    `    label=<${table(title)}>; labeljust=l; peripheries=1; style="rounded"; color="${LINE}"; penwidth=1.2; margin=10;`,
    ...(isEnd ? [`    ${plainNode(id, `Anything in\nthe VPC`, diagram.flows)}`] : []),
    ...tiers.flatMap((tier) => tierCluster(`${id} ${tier.name}`, tier, system, diagram)),
    "  }",
  ];
}

function tierCluster(
  id: string,
  { name, way, subnets, boxes }: DrawnTier,
  system: string | undefined,
  { flows }: Diagram,
): string[] {
  const blocks = subnets.map(({ inputs }) => textOf(inputs["cidrBlock"], "?"));
  const title = [
    row(bold(`${name.charAt(0).toUpperCase()}${name.slice(1)} subnets: ${foldedBlocks(blocks)}`)),
    ...wrapped(blocks, 26).map((line) => row(small(line))),
    row(small(WAYS[way])),
  ].join("");
  // What others of the tier lead to stands behind them, or their arrows would run past each other.
  const behind = boxes.filter(
    (box) =>
      box.family !== "compute" &&
      flows.some(({ from, to }) => to === box.id && boxes.some((other) => other.id === from)),
  );
  const front = boxes.filter((box) => !behind.includes(box));
  return [
    `    subgraph ${quoted(`cluster ${id}`)} {`,
    `      label=<${table(title)}>; labeljust=l; style="rounded,filled"; fillcolor="#fafbfc";`,
    `      color="${LINE}"; penwidth=0.8; margin=8;`,
    // An empty tier keeps its place.
    ...(boxes.length === 0 ? [`      ${quoted(id)} [style=invis, label="", width=1.5];`] : []),
    ...boxes.map((box) => `      ${boxNode(box, system, flows)}`),
    `      { rank=same; ${front.map(({ id: box }) => `${quoted(box)};`).join(" ")} }`,
    "    }",
  ];
}

/** Three blocks of one size → `3 × /24`. */
function foldedBlocks(blocks: readonly string[]): string {
  const sizes = Map.groupBy(blocks, (block) => block.split("/")[1] ?? "?");
  return [...sizes].map(([size, members]) => `${members.length} × /${size}`).join(", ");
}

/** A box, which tells its system where what is around it is of another. */
function boxNode(box: Box, around: string | undefined, flows: readonly Flow[]): string {
  const { id, family, system, title, lines, exposure, guarded } = box;
  const colour = exposure === undefined ? (guarded ? GREEN : LINE) : RED;
  const rows = [
    row(bold(title)),
    ...(system === undefined || system === around ? [] : [row(small(`of ${system}`, INK))]),
    ...[...lines, ...portsLine(id, flows)].map((line) => row(small(line))),
    ...(exposure === undefined ? [] : [row(small(`public: ${exposure}`, RED))]),
    ...(guarded ? [row(small("protected", GREEN))] : []),
  ].join("");
  const width = exposure === undefined && !guarded ? 1 : 2;
  return `${quoted(id)} [label=<${table(rows)}>, fillcolor="${FILLS[family]}", color="${colour}", penwidth=${width}];`;
}

function titleTable({ title, networks }: Diagram): string {
  const zones = new Set(networks.flatMap((network) => network.zones));
  return table(
    `<TR><TD ALIGN="LEFT"><FONT POINT-SIZE="16"><B>${escaped(title)}</B></FONT></TD></TR>` +
      (zones.size === 0 ? "" : row(small(`zones ${[...zones].join(", ")}`))),
  );
}
