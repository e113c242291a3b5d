import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { logFile } from "../../../../components/compute/boot/logFile.ts";
import { NODE_ARCHIVES, NODE_VERSION } from "../../../../components/compute/boot/nodeRuntime.ts";
import { nodeService } from "../../../../components/compute/boot/nodeService.ts";
import { nodeUnit, type NodeUnitArgs } from "../../../../components/compute/boot/nodeUnit.ts";
import { itWith, run } from "../../../support/tools.ts";
import { ROOT } from "../../../support/fixtures.ts";

const UNIT: NodeUnitArgs = {
  name: "service",
  description: "A service of 100 %",
  node: process.execPath,
  folder: "/",
  command: ["app/main.js", "api", "$x"],
  environment: { NODE_ENV: "production", ODD: `a "b" \\c 50% $d 'e'` },
  log: "/var/log/app/service.log",
};

describe("nodeUnit", () => {
  const unit = nodeUnit(UNIT);

  it("S-DOCS-5: is a user's that owns nothing, ends in time and comes back", () => {
    for (const line of [
      "User=service",
      "Group=service",
      "NoNewPrivileges=true",
      "CapabilityBoundingSet=",
      "ProtectSystem=strict",
      "Restart=always",
      "StartLimitIntervalSec=0",
      "TimeoutStopSec=45",
      "StandardOutput=append:/var/log/app/service.log",
      "StandardError=append:/var/log/app/service.log",
      "WantedBy=multi-user.target",
    ]) {
      assert.ok(unit.split("\n").includes(line), line);
    }
    // Node.js compiles what it runs.
    assert.doesNotMatch(unit, /MemoryDenyWriteExecute/);
  });

  it("S-DOCS-5: quotes what systemd would read as its own", () => {
    assert.match(unit, /^Description=A service of 100 %%$/m);
    assert.match(unit, /^Environment="ODD=a \\"b\\" \\\\c 50%% \$d 'e'"$/m);
    assert.match(unit, /^ExecStart="[^"]*" "app\/main\.js" "api" "\$\$x"$/m);
    assert.throws(() => nodeUnit({ ...UNIT, environment: { A: "one\ntwo" } }), {
      message: '"A=one\\ntwo" is no word of a unit file.',
    });
  });

  it("runs what must come first, and waits for the units that it uses", () => {
    const other = nodeUnit({ ...UNIT, before: ["app/main.js", "migrate"], after: ["db.service"] });
    assert.match(other, /^ExecStartPre="[^"]*" "app\/main\.js" "migrate"$/m);
    assert.match(other, /^Wants=network-online\.target db\.service$/m);
    assert.match(other, /^After=network-online\.target db\.service$/m);
    assert.doesNotMatch(unit, /ExecStartPre/);
  });

  itWith(
    [["systemd-analyze"]],
    "S-DOCS-5: systemd reads it without a word, and finds little exposed",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "unit-"));
      const file = join(folder, "service.service");
      writeFileSync(file, unit);
      const { code, out, err } = run("systemd-analyze", ["verify", "--man=no", file]);
      assert.deepEqual([code, `${out}${err}`], [0, ""]);
      // 10 is the most, and what a unit has that says nothing is 9.6.
      const told = run("systemd-analyze", ["security", "--offline=true", "--threshold=20", file]);
      assert.equal(told.code, 0, told.out);
      rmSync(folder, { recursive: true });
    },
  );
});

describe("logFile", () => {
  itWith(
    [["logrotate"]],
    "S-DOCS-5: logrotate packs a day's lines, keeps seven and loses no mode",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "log-"));
      const path = join(folder, "app/document-service.log");
      const { files = [] } = logFile("documents", path);
      const [rule] = files;
      assert.ok(rule);
      run("install", ["-D", "--mode=0640", "/dev/null", path]);
      const conf = join(folder, "rule");
      writeFileSync(conf, rule.text, { mode: 0o644 });
      for (let day = 1; day <= 9; day += 1) {
        writeFileSync(path, `day ${day}\n`, { flag: "a" });
        const { code, err } = run("logrotate", ["--force", "--state", join(folder, "state"), conf]);
        assert.equal(code, 0, err);
      }
      assert.equal(readFileSync(path, "utf8"), "");
      assert.equal(statSync(path).mode & 0o777, 0o640);
      const day = (number: number) => gunzipSync(readFileSync(`${path}.${number}.gz`)).toString();
      assert.deepEqual([day(1), day(7)], ["day 9\n", "day 3\n"]);
      assert.equal(statSync(`${path}.7.gz`).mode & 0o777, 0o640);
      assert.throws(() => statSync(`${path}.8.gz`), { code: "ENOENT" });
      rmSync(folder, { recursive: true });
    },
  );

  it("S-DOCS-5: has its rule, its folder and its mode before the first line", () => {
    const { title, files, commands = [] } = logFile("documents", "/var/log/app/documents.log");
    assert.equal(title, "log file /var/log/app/documents.log");
    assert.deepEqual(files, [
      {
        path: "/etc/logrotate.d/documents",
        mode: "0644",
        text: [
          "/var/log/app/documents.log {",
          "    daily",
          "    rotate 7",
          "    compress",
          "    missingok",
          "    notifempty",
          "    copytruncate",
          "}",
        ].join("\n"),
      },
    ]);
    assert.deepEqual(commands.slice(-3), [
      "install -d -m 0755 /var/log/app",
      "install -m 0640 /dev/null /var/log/app/documents.log",
      "systemctl enable --now logrotate.timer",
    ]);
  });
});

describe("nodeService", () => {
  it("refuses a name that is none of a unit and a user", () => {
    const artefact = { bucket: "b", key: "k", sha256: "0", region: "us-east-1" };
    assert.throws(
      () =>
        nodeService({
          name: "Rm -rf",
          description: "x",
          artefact,
          command: ["x"],
          environment: {},
          healthUrl: "x",
        }),
      {
        message:
          'name of a service is "Rm -rf"; allowed: up to 31 lower-case letters, digits and hyphens, a letter first.',
      },
    );
  });

  it("S-DOCS-5: hosts run the Node.js that the image of the application has", () => {
    const dockerfile = readFileSync(join(ROOT, "app/Dockerfile"), "utf8");
    const versions = [...dockerfile.matchAll(/^FROM node:([\d.]+)-/gm)].map(
      ([, version]) => version,
    );
    assert.deepEqual([...new Set(versions)], [NODE_VERSION]);
    for (const { sha256 } of Object.values(NODE_ARCHIVES)) assert.match(sha256, /^[0-9a-f]{64}$/);
  });
});
