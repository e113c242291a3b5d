import assert from "node:assert/strict";

import { ROOT } from "../support/fixtures.ts";
import { musicCostsPage } from "../../tools/generated/musicCosts.ts";

describe("the music's costs", () => {
  let rows: ReadonlyMap<string, readonly string[]>;

  before(async () => {
    const page = await musicCostsPage(ROOT);
    rows = new Map(
      page
        .split("\n")
        .filter((line) => line.startsWith("|"))
        .map((line) => {
          const [item = "", ...cells] = line.slice(2, -2).split(" | ");
          return [item, cells];
        }),
    );
  });

  const cell = (item: string, form: string): number =>
    Number(
      (rows.get(item)?.[rows.get("line item")?.indexOf(form) ?? -1] ?? "").replaceAll("*", ""),
    );

  it("S-MUSIC-10, S-MUSIC: the cheapest form stays under 10 USD a month", () => {
    const total = cell("**together**", "cheapest");
    assert.ok(total > 7 && total < 10, String(total));
    assert.equal(cell("machine", "cheapest"), 3.07);
  });

  it("S-MUSIC-10: one t3.micro with its disk and address is 12.84", () => {
    const parts = ["machine", "its disk, gp3", "its public IPv4 address"].map((item) =>
      cell(item, "dev, as shipped"),
    );
    assert.deepEqual(parts, [7.59, 1.6, 3.65]);
    assert.equal(parts.reduce((total, part) => total + part, 0).toFixed(2), "12.84");
  });

  it("S-MUSIC-10: tells what RDS, NAT, the firewall and the price class would cost, and what each form carries", () => {
    for (const start of ["RDS,", "a NAT gateway", "AWS WAF", "PriceClass_All", "t4g.nano (2"]) {
      assert.ok(
        [...rows.keys()].some((item) => item.startsWith(start)),
        start,
      );
    }
  });

  it("S-MUSIC-10: each form's lines make its sum", () => {
    for (const [index, form] of (rows.get("line item") ?? []).entries()) {
      const end = [...rows.keys()].indexOf("**together**");
      const lines = [...rows.values()].slice(2, end).map((cells) => Number(cells[index]) || 0);
      const sum = lines.reduce((total, line) => total + line, 0);
      assert.equal(sum.toFixed(2), cell("**together**", form).toFixed(2), form);
    }
  });
});
