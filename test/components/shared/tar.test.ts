import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";

import { tarOf } from "../../../components/shared/tar.ts";
import { run } from "../../support/tools.ts";

const files = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,8}(\/[a-z0-9-]{1,8}){0,2}\.[a-z]{2,3}$/),
  fc.uint8Array({ maxLength: 2_000 }),
  { maxKeys: 6 },
);

/** What tar makes of an archive, in a folder that goes again. */
function unpacked(archive: Buffer, look: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "tar-"));
  const file = join(folder, "archive.tar");
  writeFileSync(file, archive);
  const args = ["--extract", "--file", file, "--directory", folder, "--no-same-owner"];
  const { code, err } = run("tar", args);
  assert.deepEqual([code, err], [0, ""]);
  look(folder);
  rmSync(folder, { recursive: true });
}

describe("tarOf", () => {
  it("holds every byte under its path, as tar reads it", () => {
    fc.assert(
      fc.property(files, (content) => {
        unpacked(tarOf(content), (folder) => {
          for (const [path, bytes] of Object.entries(content)) {
            assert.deepEqual(new Uint8Array(readFileSync(join(folder, path))), bytes, path);
          }
        });
      }),
      { numRuns: 20 },
    );
  });

  it("is the same bytes whatever the order, and of nobody's and no time", () => {
    assert.deepEqual(tarOf({ a: "1", b: "2" }), tarOf({ b: "2", a: "1" }));
    assert.notDeepEqual(tarOf({ a: "1" }), tarOf({ a: "2" }));
    const { out } = run("tar", ["--list", "--verbose", "--utc", "--file", "-"], {
      input: tarOf({ "app/main.js": "x" }),
    });
    assert.equal(out, "-rw-r--r-- root/root         1 1970-01-01 00:00 app/main.js\n");
  });

  it("everyone may read what is in it, and only its owner writes", () => {
    unpacked(tarOf({ "a/b": "x" }), (folder) => {
      assert.equal(statSync(join(folder, "a/b")).mode & 0o777, 0o644);
    });
  });

  for (const path of ["/etc/passwd", "a/../../b", "a".repeat(101)]) {
    it(`refuses the path ${path.slice(0, 12)}`, () => {
      assert.throws(() => tarOf({ [path]: "" }), {
        message: `"${path}" can't be in an archive; allowed: a path inside it of up to 100 bytes.`,
      });
    });
  }
});
