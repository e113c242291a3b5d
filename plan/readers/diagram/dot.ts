import type { Aside } from "./aside.ts";
import { type Box, type Family, wrapped } from "./boxes.ts";
import { type Flow, INTERNET } from "./flows.ts";
import type { Diagram, DrawnNetwork, DrawnTier } from "./model.ts";
import type { WayOut } from "./network.ts";
import { textOf } from "../inventory.ts";

const INK = "#1f2933";
const SOFT = "#52606d";
const LINE = "#7b8794";
const RED = "#c62828";
const GREEN = "#2e7d32";

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
  const { networks, outside, flows, asides } = diagram;
  const foreign = new Set(
    flows.flatMap(({ from, to }) => [from, to]).filter((end) => !isDrawn(end, diagram)),
  );
  return [
    `digraph ${quoted(diagram.title)} {`,
    `  graph [rankdir=LR, fontname="Arial", fontsize=12, fontcolor="${INK}", nodesep=0.3,`,
    '    ranksep=0.5, pad=0.2, bgcolor="white"];',
    `  node [shape=box, style="rounded,filled", fontname="Arial", fontsize=11, fontcolor="${INK}",`,
    '    margin="0.12,0.08", penwidth=1];',
    `  edge [fontname="Arial", fontsize=10, color="${SOFT}", fontcolor="${SOFT}", arrowsize=0.7];`,
    "",
    // What is beside the paths of traffic stands below them, as the label of the whole.
    `  labelloc=b; labeljust=l; label=<${asideTable(asides)}>;`,
    '  subgraph "cluster all" {',
    `    labelloc=t; labeljust=l; peripheries=0; margin=4; label=<${titleTable(diagram)}>;`,
    `  ${quoted(INTERNET)} [label="Internet", shape=ellipse, fillcolor="white", color="${LINE}"];`,
    ...[...foreign].filter((end) => end !== INTERNET).map(networkNode),
    ...outside.map((box) => `  ${boxNode(box)}`),
    ...networks.flatMap(networkCluster),
    "  }",
    "",
    // Services share the way from NAT to the internet: one edge for all.
    ...new Set(flows.flatMap((flow) => flowEdges(flow, diagram))),
    "}",
    "",
  ].join("\n");
}

function isDrawn(end: string, { networks, outside }: Diagram): boolean {
  const inside = networks.flatMap(({ tiers }) => tiers.flatMap(({ boxes }) => boxes));
  return [...outside, ...inside].some(({ id }) => id === end);
}

function networkNode(block: string): string {
  return `  ${quoted(block)} [label=${quoted(`Network\n${block}`)}, fillcolor="white", color="${LINE}"];`;
}

function networkCluster({ id, cidr, region, tiers }: DrawnNetwork): string[] {
  const title = row(bold(`VPC ${cidr}${region === "" ? "" : ` in ${region}`}`));
  return [
    `  subgraph ${quoted(`cluster ${id}`)} {`,
    `    label=<${table(title)}>; labeljust=l; peripheries=1; style="rounded"; color="${LINE}"; penwidth=1.2; margin=14;`,
    ...tiers.flatMap((tier) => tierCluster(`${id} ${tier.name}`, tier)),
    "  }",
  ];
}

function tierCluster(id: string, { name, way, subnets, boxes }: DrawnTier): string[] {
  const blocks = subnets.map(({ inputs }) => textOf(inputs["cidrBlock"], "?"));
  const title = [
    row(bold(`${name.charAt(0).toUpperCase()}${name.slice(1)} subnets: ${foldedBlocks(blocks)}`)),
    ...wrapped(blocks, 42).map((line) => row(small(line))),
    row(small(WAYS[way])),
  ].join("");
  return [
    `    subgraph ${quoted(`cluster ${id}`)} {`,
    `      label=<${table(title)}>; labeljust=l; style="rounded,filled"; fillcolor="#fafbfc";`,
    `      color="${LINE}"; penwidth=0.8; margin=10;`,
    // An empty tier keeps its place.
    ...(boxes.length === 0 ? [`      ${quoted(id)} [style=invis, label="", width=1.5];`] : []),
    ...boxes.map((box) => `      ${boxNode(box)}`),
    `      { rank=same; ${boxes.map(({ id: box }) => `${quoted(box)};`).join(" ")} }`,
    "    }",
  ];
}

/** Three blocks of one size → `3 × /24`. */
function foldedBlocks(blocks: readonly string[]): string {
  const sizes = Map.groupBy(blocks, (block) => block.split("/")[1] ?? "?");
  return [...sizes].map(([size, members]) => `${members.length} × /${size}`).join(", ");
}

function boxNode({ id, family, title, lines, exposure, guarded }: Box): string {
  const colour = exposure === undefined ? (guarded ? GREEN : LINE) : RED;
  const rows = [
    row(bold(title)),
    ...lines.map((line) => row(small(line))),
    ...(exposure === undefined ? [] : [row(small(`public: ${exposure}`, RED))]),
    ...(guarded ? [row(small("protected", GREEN))] : []),
  ].join("");
  const width = exposure === undefined && !guarded ? 1 : 2;
  return `${quoted(id)} [label=<${table(rows)}>, fillcolor="${FILLS[family]}", color="${colour}", penwidth=${width}];`;
}

function flowEdges(flow: Flow, diagram: Diagram): string[] {
  const { from, to, ports, open, outward } = flow;
  const text = ports.join(", ");
  const label = `label=${quoted(` ${text} `)}`;
  if (open) {
    return [edge(from, to, `${label}, color="${RED}", fontcolor="${RED}", penwidth=1.6`)];
  }
  if (outward) {
    // Drawn against the reading direction, which goes inwards.
    const way = [INTERNET, ...natGateway(from, diagram), from];
    return way
      .slice(1)
      .map((end, index) => edge(way[index] ?? INTERNET, end, `dir=back, style=dashed, ${label}`));
  }
  const beside = diagram.networks.some(({ tiers }) =>
    tiers.some(({ boxes }) => [from, to].every((end) => boxes.some(({ id }) => id === end))),
  );
  // Between neighbours in a column the label would stand on the line.
  return [edge(from, to, beside ? `label=${quoted(`${text}     `)}, constraint=false` : label)];
}

function edge(from: string, to: string, attributes: string): string {
  return `  ${quoted(from)} -> ${quoted(to)} [${attributes}];`;
}

/** The box of the NAT gateways in a box's network; none where it has no such gateway. */
function natGateway(from: string, { networks }: Diagram): string[] {
  return networks
    .map(({ tiers }) => tiers.flatMap(({ boxes }) => boxes))
    .filter((boxes) => boxes.some(({ id }) => id === from))
    .flatMap((boxes) =>
      boxes.filter((box) =>
        box.members.some(({ type }) => type === "aws:ec2/natGateway:NatGateway"),
      ),
    )
    .slice(0, 1)
    .map(({ id }) => id);
}

function titleTable({ title, networks }: Diagram): string {
  const zones = new Set(networks.flatMap((network) => network.zones));
  return table(
    `<TR><TD ALIGN="LEFT"><FONT POINT-SIZE="16"><B>${escaped(title)}</B></FONT></TD></TR>` +
      (zones.size === 0 ? "" : row(small(`zones ${[...zones].join(", ")}`))),
  );
}

function asideTable(asides: readonly Aside[]): string {
  const panels = [
    ...asides.map(({ title, items }) => ({
      title,
      lines: items.map(({ text, guarded }) => small(text, guarded ? GREEN : SOFT)),
    })),
    { title: "Legend", lines: LEGEND },
  ];
  const height = Math.max(...panels.map(({ lines }) => lines.length));
  const cells = panels.map(({ title, lines }) => {
    // As many rows in each, or Graphviz would stretch the rows of the shorter ones.
    const missing = Array.from({ length: height - lines.length }, () => small(" "));
    const rows = [bold(title), ...lines, ...missing].map(row).join("");
    return `<TD BORDER="1" COLOR="${LINE}" STYLE="ROUNDED" CELLPADDING="6">${table(rows)}</TD>`;
  });
  return `<TABLE BORDER="0" CELLSPACING="8"><TR>${cells.join("")}</TR></TABLE>`;
}

const LEGEND = [
  small("red: anyone can reach it", RED),
  small("green: protected from deletion", GREEN),
  small("arrow: allowed traffic, ports"),
  small("dashed: on the way out"),
];

function table(rows: string): string {
  return `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1">${rows}</TABLE>`;
}

function row(content: string): string {
  return `<TR><TD ALIGN="LEFT">${content}</TD></TR>`;
}

function bold(text: string): string {
  return `<B>${escaped(text)}</B>`;
}

function small(text: string, colour = SOFT): string {
  return `<FONT POINT-SIZE="10" COLOR="${colour}">${escaped(text)}</FONT>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
