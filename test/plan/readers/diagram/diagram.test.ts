import assert from "node:assert/strict";

import { diagramSvg } from "../../../../plan/readers/diagram/diagram.ts";
import { stackGraph, STACKS } from "../../../support/stacks.ts";
import { graphOf, resource } from "../../builder.ts";

describe("diagramSvg", () => {
  for (const stack of STACKS) {
    it(`draws ${stack} for a page of 1,300 pixels, with words for those who can't see it`, async () => {
      const svg = await diagramSvg(await stackGraph(stack));
      const [, width = "", height = ""] = /width="(\d+)pt" height="(\d+)pt"/.exec(svg) ?? [];
      // A point is 4/3 of a pixel, and the smallest letters have 10: on the page at least 11 pixels.
      assert.ok(10 * (1300 / Number(width)) >= 11, width);
      assert.ok(Number(height) <= 2300, height);
      assert.ok(svg.startsWith('<svg role="img" aria-labelledby="diagram-title"'));
      assert.ok(svg.includes(`<title id="diagram-title">Architecture of rampart ${stack}</title>`));
      assert.match(
        svg,
        /<desc id="diagram-text">Systems: .*\. Networks: .*\. Allowed traffic\. From the .*<\/desc>/,
      );
      assert.match(svg, /<polygon fill="white" stroke="none"/);
    });
  }

  it("sets what arrows may cross on top of all, with a white edge", async () => {
    const svg = await diagramSvg(await stackGraph("prod"));
    const crossed = [...svg.matchAll(/<g id="(?:clust|edge)\d+"[\s\S]*?<\/g>/g)];
    assert.ok(crossed.length > 40, `${crossed.length}`);
    assert.deepEqual(
      crossed.filter(([group]) => group.includes("<text")),
      [],
    );
    const [, above = ""] = svg.split('<g paint-order="stroke" stroke="white"');
    for (const text of ["Application subnets: 2 × /26", "reads and", "publishes"]) {
      assert.match(above, new RegExp(`> ?${text} ?</text>`));
    }
    assert.ok(above.endsWith("</g>\n</g>\n</svg>\n"));
  });

  it("uses only fonts whose widths it was laid out for", async () => {
    const svg = await diagramSvg(await stackGraph("dev"));
    assert.deepEqual(
      [...new Set(svg.match(/font-family="[^"]*"/g))],
      [`font-family="Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif"`],
    );
  });

  it("draws a stack without a network", async () => {
    const bucket = resource("aws:s3/bucket:Bucket", "logs", { bucket: "rampart-test-s3-logs" });
    assert.match(await diagramSvg(graphOf(bucket)), />bucket logs</);
  });
});
