import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { settingsOf } from "../../app/settings.ts";
import { hostBoot } from "../../systems/music/hostBoot.ts";
import { testEnvironment } from "../support/fixtures.ts";
import { environmentIn, unitIn } from "../support/hosts.ts";
import { flawsOf, itWith, pathWith, run, standIns } from "../support/tools.ts";

const KEY = `ssh-ed25519 ${"A".repeat(68)}`;

const boot = (more: { readonly ssh?: { from: string; publicKey: string } } = {}) =>
  hostBoot({
    environment: testEnvironment(),
    settings: { originHost: "music-origin.dev.example.com", ...more },
    artefact: {
      bucket: "artefacts",
      key: "sha256:1.tar",
      sha256: "a".repeat(64),
      region: "us-east-1",
    },
    secretName: "/dev/music/host",
    guardHeader: "X-Origin-Guard",
    vpcCidr: "10.0.0.0/16",
  });

describe("the first boot of the music's host", () => {
  const script = boot();

  it("S-MUSIC-1: is a script without a flaw that fits, and holds no secret", () => {
    assert.equal(flawsOf(script), "");
    assert.ok(Buffer.byteLength(script) < 16 * 1_024, String(script.length));
    const read = script.split("\n").filter((line) => line.includes("get-secret-value"));
    assert.deepEqual(
      read.map((line) => line.replace(/=.*json_key (.*)\)$/, " $1")),
      ["password 'password'", "guard 'guard'", "pool 'userPoolId'", "clients 'clientIds'"],
    );
  });

  it("S-MUSIC-1: comes to the application last, with all that it needs and all that leads to it in place", () => {
    const titles = [...script.matchAll(/^part='(.*)'$/gm)].map(([, title]) => title);
    const order = [
      "address in the internet",
      "swap",
      "PostgreSQL 16",
      "certificate of PostgreSQL",
      "disk use",
      "web server",
      "certificate of music-origin.dev.example.com",
      "ids of the pool and its clients",
      "service music",
    ];
    assert.deepEqual(
      titles.filter((title) => order.includes(title ?? "")),
      order,
    );
  });

  it("S-MUSIC-1: PostgreSQL hears the host and the VPC over TLS, and nobody else", () => {
    const lines = /pg_hba\.conf' <<'END_OF_FILE'\n([\s\S]*?)\nEND_OF_FILE/.exec(script)?.[1];
    assert.deepEqual(lines?.split("\n"), [
      "local all postgres peer",
      "hostssl music music 127.0.0.1/32 scram-sha-256",
      "hostssl music music 10.0.0.0/16 scram-sha-256",
    ]);
  });

  it("gives the application an environment that it takes, with the ids from its file", () => {
    const settings = settingsOf({
      ...environmentIn(script),
      COGNITO_USER_POOL_ID: "us-east-1_AbCdEfGhI",
      COGNITO_CLIENT_IDS: "one,two",
    });
    assert.deepEqual(settings.DOORS, ["music"]);
    assert.equal(settings.DATABASE_AUTHORITIES_FILE, "/etc/music/database.pem");
    const unit = unitIn(script);
    assert.match(unit, /^EnvironmentFile=\/etc\/music\/ids$/m);
    assert.match(unit, /^ExecStartPre="\/opt\/node\/bin\/node" "app\/main\.js" "migrate"$/m);
    assert.match(unit, /^After=.* postgresql\.service$/m);
  });

  itWith(
    [["openssl"]],
    "writes a certificate that the application takes for its database's",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "certificate-"));
      const [line = ""] = script.split("\n").filter((one) => one.startsWith("openssl req"));
      const here = line
        .replaceAll("/etc/postgresql/16/main", folder)
        .replaceAll("/etc/music", folder);
      assert.equal(run("bash", ["-c", here]).code, 0);
      const names = run("openssl", [
        ...["x509", "-in", join(folder, "database.pem"), "-noout", "-ext", "subjectAltName"],
      ]);
      assert.match(names.out, /DNS:localhost, IP Address:127\.0\.0\.1/);
      rmSync(folder, { recursive: true });
    },
  );

  itWith([["python3"]], "takes its ids out of the secret", () => {
    const folder = mkdtempSync(join(tmpdir(), "ids-"));
    const value = { password: "p", userPoolId: "us-east-1_A", clientIds: "a,b", guard: "g" };
    standIns(folder, { aws: `echo '${JSON.stringify(value)}'` });
    const [start, end] = ["retry() {", "part='package lists over TLS'"].map((line) =>
      script.indexOf(line),
    );
    const helpers = script.slice(start, end);
    const json = /^json_key\(\) \{[\s\S]*?^\}$/m.exec(script)?.[0] ?? "";
    const reads = script.split("\n").filter((line) => line.includes("get-secret-value"));
    const told = run("bash", ["-s"], {
      input: [
        "set -Eeuo pipefail",
        helpers,
        json,
        ...reads,
        'echo "${password} ${pool} ${clients} ${guard}"',
      ].join("\n"),
      env: { ...process.env, PATH: pathWith(folder) },
    });
    assert.match(told.out, /^p us-east-1_A a,b g$/m);
    rmSync(folder, { recursive: true });
  });

  it("S-MUSIC-1: knows one key where SSH is on, and none otherwise", () => {
    assert.doesNotMatch(script, /authorized_keys/);
    const open = boot({ ssh: { from: "198.51.100.7/32", publicKey: KEY } });
    assert.ok(open.includes(`/home/admin/.ssh/authorized_keys <<<'${KEY}'`));
    assert.equal(flawsOf(open), "");
  });
});
