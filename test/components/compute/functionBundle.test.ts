import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { bundleText, functionArchive } from "../../../components/compute/functionBundle.ts";
import { ROOT } from "../../support/fixtures.ts";

/** Every function that is there, by its folder. */
const FOLDERS = readdirSync(join(ROOT, "functions"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
  .map(({ name }) => name);

/** The text that another process, with another working directory, makes of a folder. */
function bundledElsewhere(folder: string, cwd: string): string {
  const module = join(ROOT, "components/compute/functionBundle.ts");
  const script = `import { bundleText } from ${JSON.stringify(module)};
    process.stdout.write(bundleText(${JSON.stringify(folder)}));`;
  const args = ["--input-type=module", "-e", script];
  return execFileSync(process.execPath, args, { cwd, maxBuffer: 2 ** 26, encoding: "utf8" });
}

describe("function bundles", () => {
  it("exist", () => {
    assert.ok(FOLDERS.includes("rotate-database-secret"));
  });

  for (const folder of FOLDERS) {
    describe(folder, () => {
      it("has the same bytes wherever it is made, and no path of this machine in it", () => {
        const text = bundleText(folder);
        assert.equal(bundledElsewhere(folder, tmpdir()), text);
        assert.ok(!text.includes(ROOT), "a path of the repository");
        assert.ok(!text.includes("node_modules/"), "a path of a package");
      });

      it("asks for nothing that Lambda's Node.js has not, so that SDK and driver are in it", () => {
        // In brackets it is a word of a message.
        const asked = [...bundleText(folder).matchAll(/(?<!\[)\brequire\("([^"]+)"\)/g)]
          .map(([, name = ""]) => name.replace(/^node:/, ""))
          .filter((name) => !builtinModules.includes(name));
        // Only when a program asks pg for its native form, which none here does.
        assert.deepEqual([...new Set(asked)], ["pg-native"]);
      });

      it("P-RESP: loads by itself, far from any package, and exports the handler", () => {
        const place = mkdtempSync(join(tmpdir(), "bundle-"));
        try {
          writeFileSync(join(place, "index.js"), bundleText(folder));
          writeFileSync(join(place, "authorities.pem"), "");
          const script = `process.stdout.write(typeof require("./index.js").handler)`;
          const told = execFileSync(process.execPath, ["-e", script], {
            cwd: place,
            encoding: "utf8",
            env: {
              AWS_REGION: "us-east-1",
              DATABASE_AUTHORITIES_FILE: join(place, "authorities.pem"),
            },
          });
          assert.equal(told, "function");
        } finally {
          rmSync(place, { recursive: true });
        }
      });
    });
  }

  it("are an archive of one file, which is the text", async () => {
    const assets = await (
      functionArchive("rotate-database-secret") as unknown as {
        assets: Promise<Record<string, { text: Promise<string> }>>;
      }
    ).assets;
    assert.deepEqual(Object.keys(assets), ["index.js"]);
    assert.equal(await assets["index.js"]?.text, bundleText("rotate-database-secret"));
  });

  it("refuse a folder without an entry", () => {
    assert.throws(() => bundleText("nothing"), {
      message: "functions/nothing has no index.ts to bundle.",
    });
  });
});

describe("rotate-database-secret, as Lambda loads it", () => {
  it("says what is missing when it is loaded without its variable", () => {
    const place = mkdtempSync(join(tmpdir(), "bundle-"));
    try {
      writeFileSync(join(place, "index.js"), bundleText("rotate-database-secret"));
      assert.throws(
        () =>
          execFileSync(process.execPath, ["-e", 'require("./index.js")'], {
            cwd: place,
            env: { AWS_REGION: "us-east-1" },
            stdio: "pipe",
          }),
        /DATABASE_AUTHORITIES_FILE is not set\./,
      );
    } finally {
      rmSync(place, { recursive: true });
    }
  });
});
