import { type Flow, INTERNET } from "./flows.ts";
import { BLUE, quoted, RED } from "./labels.ts";
import { boxesIn, type Diagram, type DrawnUse } from "./model.ts";

/** An arrow, which sets its end in a column behind that of its beginning unless it is loose. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly attributes: string;
  readonly loose?: boolean;
}

/** Without a label's room an arrow would run behind boxes. */
const UNTOLD = 'label=" "';

/** The arrows of a diagram in Graphviz's language, in the order in which the boxes stand. */
export function edgesOf(diagram: Diagram, order: readonly string[]): string[] {
  const { flows, uses } = diagram;
  const edges = [
    ...flows.flatMap((flow) => flowEdges(flow, diagram)),
    ...uses.map((use, index) => useEdge(use, uses.slice(0, index))),
  ];
  const place = (end: string) => order.indexOf(end);
  edges.sort((a, b) => place(a.to) - place(b.to) || place(a.from) - place(b.from));
  // What nothing leads to would stand in the internet's column, which is to be narrow.
  const reached = new Set(edges.filter(({ loose }) => loose !== true).map(({ to }) => to));
  const first = order.filter((id) => !reached.has(id));
  const hidden = first.map((to) => ({ from: INTERNET, to, attributes: "style=invis" }));
  // Services share the way from NAT to the internet: one edge for all.
  return [...new Set([...edges, ...hidden].map(edgeText))];
}

/** Ports that all who lead to an end have in common: it tells them, and its arrows don't. */
export function sharedPorts(end: string, flows: readonly Flow[]): string | undefined {
  const [first, ...others] = flows.filter(({ to, open }) => to === end && !open).map(portsOf);
  return others.length > 0 && others.every((ports) => ports === first) ? first : undefined;
}

function portsOf({ ports }: Flow): string {
  return ports.join(", ");
}

function edgeText({ from, to, attributes, loose }: Edge): string {
  const all = loose === true ? `${attributes}, constraint=false` : attributes;
  return `  ${quoted(from)} -> ${quoted(to)} [${all}];`;
}

function flowEdges(flow: Flow, diagram: Diagram): Edge[] {
  const { from, to, open, outward } = flow;
  const label = labelOf(flow);
  if (open) {
    return [{ from, to, attributes: `${label}, color="${RED}", fontcolor="${RED}", penwidth=1.6` }];
  }
  if (outward) {
    // Drawn against the reading direction, which goes inwards.
    const style = "dir=back, style=dashed";
    const [gateway] = natGateways(from, diagram);
    if (gateway === undefined) {
      return [{ from: INTERNET, to: from, attributes: `${style}, ${label}` }];
    }
    // Ports that all have in common are told once.
    const alike = diagram.flows
      .filter((other) => other.outward && natGateways(other.from, diagram).includes(gateway))
      .every((other) => labelOf(other) === label);
    return [
      { from: INTERNET, to: gateway, attributes: `${style}, ${label}` },
      { from: gateway, to: from, attributes: `${style}, ${alike ? UNTOLD : label}` },
    ];
  }
  const computes = boxesIn(diagram.networks).filter(({ family }) => family === "compute");
  const beside = [from, to].every((end) => computes.some(({ id }) => id === end));
  // Between neighbours in a column the label would stand on the line.
  const apart = `label=${quoted(`${portsOf(flow)}     `)}`;
  const told = sharedPorts(to, diagram.flows) === undefined;
  const attributes = told ? (beside ? apart : label) : UNTOLD;
  return [beside ? { from, to, attributes, loose: true } : { from, to, attributes }];
}

/** In short lines, for the width of labels is that of the picture. */
function labelOf({ ports }: Flow): string {
  return `label=${quoted(` ${ports.join(", \n ")} `)}`;
}

function useEdge({ from, to, what }: DrawnUse, earlier: readonly DrawnUse[]): Edge {
  const label = `label=${quoted(` ${what.replace(/ (?=\S+$)/, "\n")} `)}`;
  // A store's events lead to what stands behind it, so its use of the store leads back.
  const loose = earlier.some((use) => use.from === to && use.to === from);
  return { from, to, attributes: `${label}, color="${BLUE}", fontcolor="${BLUE}"`, loose };
}

/** The NAT gateways by which a box gets out: those of its network, unless its tier needs none. */
function natGateways(from: string, { networks }: Diagram): string[] {
  const network = networks.filter(({ tiers }) =>
    tiers.some(({ way, boxes }) => way !== "internet" && boxes.some(({ id }) => id === from)),
  );
  return boxesIn(network)
    .filter(({ members }) => members.some(({ type }) => type === "aws:ec2/natGateway:NatGateway"))
    .map(({ id }) => id);
}
