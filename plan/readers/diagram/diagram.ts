import type { Graph } from "../../graph/resource.ts";
import { toDot } from "./dot.ts";
import { diagramOf } from "./model.ts";
import { inWords } from "./words.ts";

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
  return legible(drawn.slice(drawn.indexOf("<svg")))
    .replaceAll('font-family="Arial"', `font-family="${FONTS}"`)
    .replace(
      /^<svg ([^>]*)>/,
      (_, attributes: string) =>
        `<svg role="img" aria-labelledby="diagram-title" aria-describedby="diagram-text" ${attributes}>\n${words}`,
    );
}

/** Sets titles of frames and what arrows say on top of all, with a white edge: arrows cross them. */
function legible(svg: string): string {
  const texts: string[] = [];
  const bare = svg.replaceAll(/<g id="(?:clust|edge)\d+"[\s\S]*?<\/g>/g, (group) =>
    group.replaceAll(/<text[\s\S]*?<\/text>\n?/g, (text) => {
      texts.push(text);
      return "";
    }),
  );
  const edge = 'paint-order="stroke" stroke="white" stroke-width="3" stroke-linejoin="round"';
  return bare.replace(/<\/g>\s*<\/svg>\s*$/, `<g ${edge}>\n${texts.join("")}</g>\n</g>\n</svg>\n`);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
