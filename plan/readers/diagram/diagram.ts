import type { Graph } from "../../graph/resource.ts";
import { toDot } from "./dot.ts";
import { INTERNET } from "./flows.ts";
import { type Diagram, diagramOf } from "./model.ts";

/** The stack's architecture in Graphviz's language: paths of traffic, tiers, and what is beside. */
export function diagramDot(graph: Graph): string {
  return toDot(diagramOf(graph));
}

/** Families with the widths that the text was laid out for. */
const FONTS = "Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif";

/**
 * The stack's architecture as an SVG image that stands alone, for a README, or inside a page. What
 * it shows is also said in words, for those who can't see it.
 */
export async function diagramSvg(graph: Graph): Promise<string> {
  // 800 KB of WebAssembly that only this needs.
  const { Graphviz } = await import("@hpcc-js/wasm-graphviz");
  const graphviz = await Graphviz.load();
  const diagram = diagramOf(graph);
  const drawn = graphviz.layout(toDot(diagram), "svg", "dot");
  const words = [
    `<title id="diagram-title">${escaped(`Architecture of ${diagram.title}`)}</title>`,
    `<desc id="diagram-text">${escaped(inWords(diagram))}</desc>`,
  ].join("\n");
  return drawn
    .slice(drawn.indexOf("<svg"))
    .replaceAll('font-family="Arial"', `font-family="${FONTS}"`)
    .replace(
      /^<svg ([^>]*)>/,
      (_, attributes: string) =>
        `<svg role="img" aria-labelledby="diagram-title" aria-describedby="diagram-text" ${attributes}>\n${words}`,
    );
}

/** The allowed traffic as sentences. */
function inWords({ networks, outside, flows }: Diagram): string {
  const boxes = [
    ...outside,
    ...networks.flatMap(({ tiers }) => tiers.flatMap((tier) => tier.boxes)),
  ];
  const titles = new Map(boxes.map(({ id, title }) => [id, title]));
  const named = (end: string) => (end === INTERNET ? "the internet" : (titles.get(end) ?? end));
  const sentences = flows.map(
    ({ from, to, ports }) => `From ${named(from)} to ${named(to)} on ${ports.join(", ")}.`,
  );
  return ["Allowed traffic.", ...sentences].join(" ");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
