import assert from "node:assert/strict";

import { checkSettings } from "../../config/load.ts";
import { besideMusicUsd, monthlyBudgetUsd, monthlyCosts } from "../../config/costs.ts";
import type { Settings } from "../../config/settings.ts";
import { budgetFigure } from "../../plan/readers/operations.ts";
import { only } from "../support/graph.ts";
import { rawSettings, withSetting, withSystems } from "../support/settings.ts";
import { programGraph, STACKS } from "../support/stacks.ts";
import type { RawSettings } from "../../config/load.ts";

function settingsOf(raw: RawSettings): Settings {
  const { settings, problems } = checkSettings("rampart", raw);
  return settings ?? assert.fail(JSON.stringify(problems));
}

describe("costs of a month", () => {
  const EXPECTED = {
    dev: [{ platform: 120, documents: 80, music: 30, tracker: 260 }, 490, 460],
    staging: [{ platform: 200, documents: 80, music: 20, tracker: 260 }, 560, 540],
    prod: [{ platform: 800, documents: 80, music: 80, tracker: 300 }, 1260, 1180],
  } as const;
  for (const stack of STACKS) {
    it(`P-OBS-6: ${stack}'s budget is what its systems may cost, and the music's alarms what the others may`, () => {
      const settings = settingsOf(rawSettings(stack));
      const costs = Object.fromEntries(monthlyCosts(settings).map((one) => [one.system, one.usd]));
      assert.deepEqual(
        [costs, monthlyBudgetUsd(settings), besideMusicUsd(settings)],
        EXPECTED[stack],
      );
    });
  }

  it("P-OBS-6, P-ENV: alone, the platform's envelope is the budget", async () => {
    const raw = withSystems(rawSettings("dev"));
    assert.equal(monthlyBudgetUsd(settingsOf(raw)), 120);
    const { inputs } = only(await programGraph(raw), "aws:budgets/budget:Budget");
    assert.equal(inputs["limitAmount"], "120");
  });

  it("P-OBS-6: the whole program's budget is the sum, and the plan tells of what", async () => {
    const raw = rawSettings("dev");
    const { inputs } = only(await programGraph(raw), "aws:budgets/budget:Budget", "budget");
    assert.equal(inputs["limitAmount"], "490");
    assert.deepEqual(budgetFigure(settingsOf(raw)), {
      name: "monthly budget",
      value: "490 USD: platform 120, documents 80, music 30, tracker 260",
    });
  });

  it("S-MUSIC-7: an account that holds more than this environment says what that costs", () => {
    const raw = withSetting(rawSettings("dev"), "music.costs.besideUsd", 900);
    assert.equal(besideMusicUsd(settingsOf(raw)), 900);
    const off = withSetting(rawSettings("dev"), "music", { mode: "off" });
    assert.equal(besideMusicUsd(settingsOf(off)), 460);
  });
});
