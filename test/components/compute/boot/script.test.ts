import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import fc from "fast-check";

import {
  type BootPart,
  bootScript,
  quoted,
  userDataOf,
} from "../../../../components/compute/boot/script.ts";
import { type Answered, flawsOf, run } from "../../../support/tools.ts";

/** Lets nothing wait: what a boot tries again is tried at once. */
const NO_PAUSE = "sleep() { :; }; export -f sleep\n";
const booted = (...parts: BootPart[]): Answered =>
  run("bash", ["--norc", "-c", `${NO_PAUSE}${bootScript(parts)}`]);

describe("bootScript", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "boot-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const owner = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}` as const;

  it("S-DOCS-5: says how far it came, and has no flaw that a checker finds", () => {
    const parts = [{ title: "one", commands: ["true"] }, { title: "it's two" }];
    assert.equal(flawsOf(bootScript(parts)), "");
    const { code, out } = booted(...parts);
    assert.equal(code, 0);
    assert.equal(out, "first boot: one\nfirst boot: it's two\nfirst boot: done\n");
  });

  for (const [what, command] of [
    ["a command that fails", "false"],
    ["one that fails in a pipe", "false | true"],
    ["a variable that is not there", 'echo "${nothing}"'],
    ["one that is tried again in vain", "retry false"],
    ["a function of its own", "packages() { false; }; packages x"],
  ] as const) {
    it(`S-DOCS-5: ends at ${what}, and runs nothing after it`, () => {
      const { code, out } = booted({ title: "wrong", commands: [command] }, { title: "later" });
      assert.notEqual(code, 0);
      assert.equal(out, "first boot: wrong\n");
    });
  }

  it("S-DOCS-5: names the part that failed", () => {
    const { err } = booted({ title: "the second", commands: ["false"] });
    assert.match(err, /^first boot: failed at: the second \(line \d+\)\n$/);
  });

  it("tries again what a network fails, and no longer than it must", () => {
    const count = join(folder, "count");
    const flaky = `flaky() { echo x >>${count}; test "$(wc -l <${count})" -ge 3; }`;
    const { code } = booted({ title: "network", commands: [flaky, "retry flaky"] });
    assert.equal(code, 0);
    assert.equal(readFileSync(count, "utf8"), "x\nx\nx\n");
  });

  it("S-DOCS-5: takes a download only if it is the one that was meant", () => {
    const target = join(folder, "file");
    const curl = 'curl() { printf hello >"${*: -2:1}"; }';
    const boot = (sum: string) =>
      booted({
        title: "download",
        commands: [curl, `download https://example.com/x ${sum} ${target}`, "echo taken"],
      });
    const right = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    assert.match(boot(right).out, /taken/);
    const wrong = boot(right.replace("2", "3"));
    assert.notEqual(wrong.code, 0);
    assert.doesNotMatch(wrong.out, /taken/);
  });

  it("S-DOCS-5: a file has its mode before it has a byte, whatever is in it", () => {
    const path = join(folder, "deep/er/file");
    const text = "a $HOME `id` \\ ' \" é\n\nlast";
    const { code } = booted({ title: "files", files: [{ path, mode: "0640", owner, text }] });
    assert.equal(code, 0);
    assert.equal(readFileSync(path, "utf8"), `${text}\n`);
    assert.equal(statSync(path).mode & 0o777, 0o640);
  });

  it("refuses a file that would end before its end, and a title of two lines", () => {
    const text = "a\nEND_OF_FILE\nrm -rf /";
    assert.throws(() => bootScript([{ title: "x", files: [{ path: "/x", mode: "0644", text }] }]), {
      message: "/x has the line END_OF_FILE, which ends files of a first boot.",
    });
    assert.throws(() => bootScript([{ title: "one\ntwo" }]), {
      message: 'The title of a boot part is "one\\ntwo"; allowed: one line.',
    });
  });
});

describe("quoted", () => {
  it("makes one word of bash of any text", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { maxLength: 20 }), (words) => {
        const texts = words.map((word) => word.replaceAll("\0", ""));
        const { out } = run("bash", [
          "--norc",
          "-c",
          `printf '%s\\0' ${texts.map(quoted).join(" ")}`,
        ]);
        const printed = texts.length === 0 ? ["", ""] : [...texts, ""];
        assert.deepEqual(out.split("\0"), printed);
      }),
      { numRuns: 25 },
    );
  });
});

describe("userDataOf", () => {
  const decoded = (data: string) => Buffer.from(data, "base64");

  it("leaves a script of up to 16 KiB as it is", () => {
    const script = "é".repeat(8_192);
    assert.equal(decoded(userDataOf("host", script)).toString(), script);
  });

  it("packs a longer one, the same on every machine", () => {
    const script = "echo hello\n".repeat(2_000);
    const packed = decoded(userDataOf("host", script));
    assert.equal(gunzipSync(packed).toString(), script);
    // Neither time nor system: RFC 1952.
    assert.deepEqual([...packed.subarray(0, 10)], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
  });

  it("refuses one that is too long even so", () => {
    const script = randomBytes(16_384).toString("hex");
    assert.throws(
      () => userDataOf("host", script),
      /^Error: userData of host has 32768 bytes, \d+ when packed; allowed: 16384 at most\.$/,
    );
  });
});
