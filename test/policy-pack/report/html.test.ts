import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createContext, runInContext } from "node:vm";

import fc from "fast-check";

import { htmlReport } from "../../../policy-pack/report/html.ts";
import { SCRIPT } from "../../../policy-pack/report/htmlScript.ts";
import { SCHEMES, STYLE } from "../../../policy-pack/report/htmlStyle.ts";
import { CLEAN, SAMPLE } from "./sample.ts";
import { assertGolden, hostileText, sampleOf, structureOf } from "./support.ts";

const PAGE = htmlReport(SAMPLE);
const all = (pattern: RegExp, page = PAGE) =>
  [...page.matchAll(pattern)].map(([, one = ""]) => one);

describe("report.html", () => {
  it("is the page that was reviewed", () => {
    // Without its style and script, which have files of their own.
    assertGolden("report.html", PAGE.replace(STYLE, "").replace(SCRIPT, ""));
  });

  it("says of a preview whose levels it has", () => {
    const page = htmlReport({ ...CLEAN, door: "preview" });
    assert.match(page, /<dt>Levels<\/dt><dd>Levels are the profile&#39;s, since the engine tells/);
    assert.doesNotMatch(htmlReport(CLEAN), /<dt>Levels/);
  });

  it("runs its own style and script alone, and asks for nothing", () => {
    const hash = (text: string) =>
      `&#39;sha256-${createHash("sha256").update(text).digest("base64")}&#39;`;
    const [style = "", ...moreStyles] = all(/<style>([^]*?)<\/style>/g);
    const [script = "", ...moreScripts] = all(/<script>([^]*?)<\/script>/g);
    assert.deepEqual([...moreStyles, ...moreScripts], []);
    assert.deepEqual(all(/Content-Security-Policy" content="([^"]*)"/g), [
      "default-src &#39;none&#39;; " +
        `style-src ${hash(style)}; script-src ${hash(script)}; ` +
        "base-uri &#39;none&#39;; form-action &#39;none&#39;; require-trusted-types-for &#39;script&#39;",
    ]);
    assert.doesNotMatch(PAGE, /\s(?:src|srcset|action|style|on\w+)=/i);
    assert.doesNotMatch(STYLE, /url\(|@import/);
    assert.doesNotMatch(
      SCRIPT,
      /innerHTML|outerHTML|insertAdjacent|document\.write|eval|fetch|import/,
    );
  });

  it("links to places that are there alone", () => {
    const ids = all(/\sid="([^"]*)"/g);
    assert.equal(new Set(ids).size, ids.length);
    for (const page of [PAGE, htmlReport(CLEAN)]) {
      const here = new Set(all(/\sid="([^"]*)"/g, page));
      for (const target of all(/\shref="([^"]*)"/g, page)) {
        assert.ok(target.startsWith("#") && here.has(target.slice(1)), target);
      }
      for (const target of all(/aria-labelledby="([^"]*)"/g, page)) assert.ok(here.has(target));
    }
  });

  it("can be read without seeing it", () => {
    const structure = structureOf(PAGE);
    const count = (start: string) =>
      structure.filter((tag) => tag === start || tag.startsWith(`${start} `)).length;
    assert.deepEqual([count("header"), count("main"), count("h1"), count("nav")], [1, 1, 1, 1]);
    assert.equal(all(/<nav aria-label="([^"]+)"/g).length, 1);
    assert.equal(count("table"), count("caption"));
    assert.equal(all(/<th scope="(?:col|row)"/g).length, count("th"));
    assert.equal(count("section"), all(/<section id="[^"]+" aria-labelledby="([^"]+)"/g).length);
    // Each control of the form has its label around it.
    assert.equal(all(/<label[^>]*>[^<]*<(input|select)/g).length, count("input") + count("select"));
    assert.equal(count("fieldset"), count("legend"));
    // What scrolls can be reached by keyboard.
    assert.equal(
      all(/<div class="scroll" role="region" aria-label[^=]*="([^"]+)" tabindex="0"/g).length,
      all(/class="(scroll)"/g).length,
    );
    assert.match(PAGE, /<p id="shown" role="status">/);
  });

  it("lists passes, undecided ones and requirements without a verdict in the matrix", () => {
    const rows = all(/<tr>(<th scope="row">(?:AC-3\(15\)|SC-12|1\.4|2\.1\.1)[^]*?)<\/tr>/g).map(
      (row) =>
        row
          .replaceAll(/<[^>]*>/g, " ")
          .replaceAll(/\s+/g, " ")
          .trim(),
    );
    assert.deepEqual(rows, [
      "AC-3(15) exempt secret-rotation iam-root-key 0 0 1 0",
      "SC-12 undecided kms-rotation iam-root-key 0 2 0 0",
      "1.4 not judged iam-root-key 0 0 0 0",
      "2.1.1 fail s3-bucket-tls-only 2 0 0 1",
    ]);
  });

  it("says so when a section has nothing", () => {
    const page = htmlReport(CLEAN);
    assert.match(page, /<h2 id="exemptions-title">Exemptions<\/h2>\n<p>None\.<\/p>/);
    assert.match(page, /<h2 id="planned-title">Planned controls<\/h2>\n<p>None\.<\/p>/);
    assert.match(page, /<p class="verdict passed">Passed: nothing stops an update<\/p>/);
  });

  it("is of the same shape, whatever the texts", () => {
    const shape = structureOf(htmlReport(sampleOf("x")));
    fc.assert(
      fc.property(hostileText, (text) => {
        assert.deepEqual(structureOf(htmlReport(sampleOf(text))), shape);
      }),
      { numRuns: 30 },
    );
  });

  for (const [name, scheme] of Object.entries(SCHEMES)) {
    it(`has a contrast of 4.5 for every text, ${name}`, () => {
      const { ground, raised, line, ...texts } = scheme;
      for (const [role, colour] of Object.entries(texts)) {
        for (const behind of [ground, raised]) {
          assert.ok(contrast(colour, behind) >= 4.5, `${role} on ${behind}`);
        }
      }
      assert.ok(contrast(line, ground) >= 3 && contrast(line, raised) >= 3, "lines of the form");
    });
  }
});

/** Contrast of two colours by WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[0-9a-f]{2}/g) ?? []).map((part) => {
    const share = parseInt(part, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe("the filters of report.html", () => {
  interface Row {
    readonly dataset: Readonly<Record<string, string>>;
    readonly textContent: string;
    hidden: boolean;
  }

  /** The rows of the page, as a browser would give them to the script. */
  const rowsOf = (page: string): Row[] =>
    [...page.matchAll(/<tr (data-outcome[^>]*)>([^]*?)<\/tr>/g)].map(
      ([, tag = "", cells = ""]) => ({
        dataset: Object.fromEntries(
          [...tag.matchAll(/data-(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [
            key,
            value,
          ]),
        ),
        textContent: cells.replaceAll(/<[^>]*>/g, " "),
        hidden: false,
      }),
    );

  const STANDARD = {
    outcome: ["fail", "undecided", "exempt"],
    severity: ["critical", "high", "medium", "low"],
    service: "",
    framework: "",
    text: "",
  };

  /** Names of the resources that are shown for what a person chose, and the line that says so. */
  function shownFor(choice: Partial<typeof STANDARD>): { names: string[]; said: string } {
    const chosen: Readonly<Record<string, string | string[]>> = { ...STANDARD, ...choice };
    const rows = rowsOf(PAGE);
    const shown = { textContent: "" };
    const form = { hidden: true, addEventListener: () => undefined };
    const page: Readonly<Record<string, object>> = { filters: form, shown };
    const context = createContext({
      document: {
        getElementById: (id: string) => page[id],
        querySelectorAll: (selector: string) =>
          selector === "#results-table tbody tr" ? rows : [],
      },
      addEventListener: () => undefined,
      FormData: class {
        get = (name: string) => chosen[name];
        getAll = (name: string) => chosen[name];
      },
    });
    runInContext(SCRIPT, context);
    assert.equal(form.hidden, false);
    const names = rows
      .filter(({ hidden }) => !hidden)
      .map(({ textContent }) => /urn\S*::(\S+)/.exec(textContent)?.[1] ?? "");
    return { names, said: shown.textContent };
  }

  it("show all but what passes at first", () => {
    assert.equal(shownFor({}).said, "6 of 7 results shown");
    assert.equal(shownFor({ outcome: [...STANDARD.outcome, "pass"] }).said, "7 of 7 results shown");
  });

  const cases: readonly (readonly [string, Partial<typeof STANDARD>, readonly string[]])[] = [
    ["an outcome", { outcome: ["undecided"] }, ["main", "rampart-prod"]],
    ["a severity", { severity: ["low"] }, ["logs"]],
    ["a service", { service: "secretsmanager" }, ["database-credentials"]],
    ["a framework", { framework: "securityHub" }, ["logs", "main", "rampart-prod"]],
    ["words, in any case", { text: "  Plain ACCOUNT " }, ["media"]],
    ["a requirement", { text: "cp-9" }, ["logs"]],
    ["several at once", { outcome: ["fail"], severity: ["high"], text: "secureBucket" }, ["media"]],
    ["nothing", { outcome: [] }, []],
  ];
  for (const [title, choice, names] of cases) {
    it(`show what fits ${title}`, () => {
      const shown = shownFor(choice);
      assert.deepEqual(shown.names, names);
      assert.equal(shown.said, `${names.length} of 7 results shown`);
    });
  }
});
