import assert from "node:assert/strict";

import { panelTable } from "../../../../plan/readers/diagram/panels.ts";

describe("panels of the diagram", () => {
  it("stand in columns no higher than the highest of them", () => {
    const aside = (title: string, count: number) => ({
      title,
      items: Array.from({ length: count }, () => ({ text: "x", guarded: false })),
    });
    const columns = panelTable([aside("a", 3), aside("b", 12), aside("c", 2), aside("d", 2)])
      .split("<TD VALIGN")
      .slice(1)
      .map((column) => column.match(/(?<=<B>)\w+/g));
    assert.deepEqual(columns, [["a"], ["b"], ["c", "d"], ["Legend"]]);
  });
});
