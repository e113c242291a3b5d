import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { request } from "node:https";
import { type AddressInfo, createServer as createPort } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { bootScript } from "../../../../components/compute/boot/script.ts";
import { tlsFrontParts } from "../../../../components/compute/boot/tlsFront.ts";
import { flawsOf, itWith, run } from "../../../support/tools.ts";

const HOST = "music-origin.example.com";
const GUARD = "aB3".repeat(16);
const KEPT = { bucket: "certificates", key: "letsencrypt.tar", region: "us-east-1" };
const SCRIPT = bootScript([
  { title: "a secret", commands: [`guard=${GUARD}`] },
  ...tlsFrontParts({
    host: HOST,
    port: 8080,
    guardHeader: "X-Origin-Guard",
    guardVariable: "guard",
    bodyKiB: 1,
    kept: KEPT,
  }),
]);

/** What the script writes to a file whose path ends so. */
function textOf(end: string): string {
  const [, text = ""] =
    new RegExp(`${end}'? <<'?(?:END_OF_\\w+)'?\\n([\\s\\S]*?)\\nEND_OF_`).exec(SCRIPT) ?? [];
  return text;
}

/** A certbot that finds what to do, and does it as the real one: a link to the newest, then the hook. */
const ISSUES = [
  `mkdir -p "$ROOT/etc/letsencrypt/live/${HOST}" "$ROOT/etc/letsencrypt/archive"`,
  'echo "certificate 1" >"$ROOT/etc/letsencrypt/archive/fullchain1.pem"',
  `ln -s ../../archive/fullchain1.pem "$ROOT/etc/letsencrypt/live/${HOST}/fullchain.pem"`,
  '"$ROOT/usr/local/sbin/keep-certificate"',
].join("\n");

/** What S3 answers in place of what is there, on standard error. */
const REFUSED = "echo 'An error occurred (AccessDenied)' >&2; exit 254";

interface Machine {
  readonly folder: string;
  /** Boots the script; certbot is what it is told, and S3's lists and reads begin with what they are. */
  readonly boot: (stand: {
    readonly certbot: string;
    readonly list?: string;
    readonly read?: string;
  }) => ReturnType<typeof run>;
  /** Another machine in the same place: nothing is left but what is in S3. */
  readonly renew: () => void;
  /** What has been called since the last boot. */
  readonly calls: () => string[];
  readonly certificate: () => string;
}

/** A machine whose files are in a folder, and whose commands write down what they are told. */
function machineOf(): Machine {
  const folder = mkdtempSync(join(tmpdir(), "machine-"));
  const [root, path, log] = ["root", "path", "log"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const stand = (name: string, text: string) => {
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, name), `#!/bin/bash\nset -eu\n${text}\n`, { mode: 0o755 });
  };
  const kept = join(folder, "kept");
  const address = `s3://${KEPT.bucket}/${KEPT.key}`;
  const asked = `--bucket ${KEPT.bucket} --prefix ${KEPT.key} --no-paginate --query KeyCount --output text`;
  const standS3 = (list: string, read: string) => {
    stand(
      "aws",
      `case "$*" in
        *" - ${address}") cat >"${kept}" ;;
        "s3api list-objects-v2 --region ${KEPT.region} ${asked}")
          echo "S3 lists" >>"${log}"
          ${list}
          if [ -e "${kept}" ]; then echo 1; else echo 0; fi ;;
        *" ${address} "*)
          echo "S3 reads" >>"${log}"
          ${read}
          cp "${kept}" "\${@: -1}" ;;
        *) exit 9 ;;
      esac`,
    );
  };
  stand("nginx", "true");
  stand(
    "systemctl",
    `echo "systemctl $*" >>"${log}"
    if [ "$*" = "start front-certificate.service" ]; then certbot certonly; fi`,
  );
  const script = SCRIPT.replaceAll(/(?<![\w}])\/(etc|usr\/local)\//g, `${root}/$1/`)
    .replaceAll(/--owner="\$2" --group="\$3" /g, "")
    .replace(/^packages\(\) \{[\s\S]*?^\}$/m, `packages() { echo "packages $*" >>"${log}"; }`);
  const prepare = () => {
    for (const one of ["etc/letsencrypt", "etc/nginx/sites-enabled"]) {
      mkdirSync(join(root, one), { recursive: true });
    }
  };
  prepare();
  return {
    folder,
    boot: ({ certbot, list = "", read = "" }) => {
      writeFileSync(log, "");
      standS3(list, read);
      stand("certbot", `echo "certbot $*" >>"${log}"\n${certbot}`);
      const env = { ...process.env, PATH: `${path}:${process.env["PATH"] ?? ""}`, ROOT: root };
      // What is tried again is tried at once.
      return run("bash", ["-s"], { input: `sleep() { :; }\n${script}`, env });
    },
    renew: () => {
      rmSync(root, { recursive: true });
      prepare();
    },
    calls: () => readFileSync(log, "utf8").trim().split("\n"),
    certificate: () =>
      readFileSync(join(root, "etc/letsencrypt/live", HOST, "fullchain.pem"), "utf8"),
  };
}

const free = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createPort().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });

describe("tlsFrontParts", () => {
  it("S-MUSIC-1: are a script without a flaw", () => {
    assert.equal(flawsOf(SCRIPT), "");
  });

  it("S-MUSIC-4: ask for a certificate by a record, and open no port for it", () => {
    assert.match(
      SCRIPT,
      /^ExecStart=\/usr\/bin\/certbot certonly .*--dns-route53 .*--domain music-origin\.example\.com /m,
    );
    assert.doesNotMatch(SCRIPT, /listen 80|--standalone|--webroot/);
  });

  it("keep the header's value from all but root, and forget it", () => {
    assert.match(SCRIPT, /^write_file 0600 root root \/etc\/nginx\/conf\.d\/guard\.conf/m);
    assert.match(SCRIPT, /^unset guard$/m);
    assert.match(textOf("guard\\.conf"), /"\$\{guard\}" 1;/);
  });

  it("refuse a name that could be more than one", () => {
    const args = { port: 1, guardHeader: "X", guardVariable: "x", bodyKiB: 1, kept: KEPT };
    assert.throws(() => tlsFrontParts({ ...args, host: "a.example.com; rm" }), {
      message: "host is 'a.example.com; rm'; allowed: a name in lower case.",
    });
  });

  describe("on a machine of stand-ins", () => {
    let machine: Machine;
    beforeEach(() => {
      machine = machineOf();
    });
    afterEach(() => {
      rmSync(machine.folder, { recursive: true });
    });

    it("S-MUSIC-1: a first host asks for a certificate, and keeps it for the next", () => {
      const first = machine.boot({ certbot: ISSUES });
      assert.equal(first.code, 0, first.err);
      assert.match(first.out, /first boot: no certificate is kept\n[\s\S]*first boot: done\n$/);
      assert.deepEqual(machine.calls(), [
        "packages nginx-light certbot python3-certbot-dns-route53",
        "S3 lists",
        "systemctl enable nginx",
        "systemctl daemon-reload",
        "systemctl enable front-certificate.service",
        "systemctl start front-certificate.service",
        "certbot certonly",
        "systemctl reload-or-restart nginx",
      ]);
      machine.renew();
      const next = machine.boot({ certbot: "echo 'certbot knows the certificate'" });
      assert.equal(next.code, 0, next.err);
      assert.doesNotMatch(next.out, /no certificate/);
      assert.equal(machine.certificate(), "certificate 1\n");
      assert.ok(machine.calls().includes("systemctl restart nginx"));
      assert.ok(!machine.calls().includes("systemctl reload-or-restart nginx"));
    });

    for (const [what, stand, asked] of [
      ["it is refused the list", { list: REFUSED }, "S3 lists"],
      ["it is refused what is kept", { read: REFUSED }, "S3 reads"],
      ["a list says neither", { list: "exit 0" }, "S3 reads"],
    ] as const) {
      it(`S-MUSIC-1: where ${what}, the boot ends in time and asks for no other certificate`, () => {
        if (asked === "S3 reads" && !("list" in stand)) machine.boot({ certbot: ISSUES });
        machine.renew();
        const { code, out, err } = machine.boot({ certbot: ISSUES, ...stand });
        assert.notEqual(code, 0);
        assert.match(err, /^first boot: gave up: aws s3(api)? .*$/m);
        assert.match(
          err,
          /^first boot: failed at: kept certificate of music-origin\.example\.com \(line \d+\)$/m,
        );
        assert.doesNotMatch(out, /no certificate is kept|first boot: web server/);
        const calls = machine.calls();
        assert.equal(calls.filter((call) => call === asked).length, 9);
        assert.ok(!calls.some((call) => call.startsWith("certbot")));
      });
    }

    it("S-MUSIC-1: S3 that fails for a moment is asked again, and the certificate is there", () => {
      machine.boot({ certbot: ISSUES });
      machine.renew();
      const once = (name: string) =>
        `if [ ! -e "${machine.folder}/${name}" ]; then touch "${machine.folder}/${name}"; echo SlowDown >&2; exit 255; fi`;
      const stand = { list: once("listed"), read: once("read") };
      const { code, err } = machine.boot({ certbot: "true", ...stand });
      assert.equal(code, 0, err);
      assert.equal(machine.certificate(), "certificate 1\n");
      assert.deepEqual(machine.calls().slice(1, 5), [
        "S3 lists",
        "S3 lists",
        "S3 reads",
        "S3 reads",
      ]);
    });

    it("S-MUSIC-1: where none can be had, the boot goes on, and it is asked for each hour", () => {
      const { code, out, err } = machine.boot({ certbot: "exit 1" });
      assert.equal(code, 0, err);
      assert.match(
        out,
        /no certificate yet; front-certificate\.service asks again each hour\n[\s\S]*first boot: done\n$/,
      );
      const unit = textOf("front-certificate\\.service").split("\n");
      for (const line of ["Restart=on-failure", "RestartSec=1h", "StartLimitIntervalSec=0"]) {
        assert.ok(unit.includes(line), line);
      }
      assert.ok(!machine.calls().includes("systemctl restart nginx"));
    });
  });

  itWith(
    [["nginx"], ["openssl"]],
    "S-MUSIC-4: let in who shows the header, with all that he sends but that",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "front-"));
      const [front, back] = [await free(), await free()];
      const received: IncomingHttpHeaders[] = [];
      const behind = createServer((asked, answer) => {
        received.push(asked.headers);
        answer.end("played");
      }).listen(back, "127.0.0.1");
      mkdirSync(join(folder, "live"));
      const files = ["privkey.pem", "fullchain.pem"].map((name) => join(folder, "live", name));
      const [key = "", chain = ""] = files;
      run("openssl", [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
        ...["-subj", `/CN=${HOST}`, "-keyout", key, "-out", chain],
      ]);
      const site = textOf("sites-available/front")
        .replaceAll(`/etc/letsencrypt/live/${HOST}`, join(folder, "live"))
        .replace("listen 443", `listen 127.0.0.1:${front}`)
        .replace("127.0.0.1:8080", `127.0.0.1:${back}`);
      const guard = textOf("guard\\.conf").replaceAll("\\$", "$").replace("${guard}", GUARD);
      const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
        (kind) => `${kind}_temp_path ${folder}/${kind};`,
      );
      const settings = join(folder, "nginx.conf");
      writeFileSync(
        settings,
        `pid ${folder}/pid; daemon off; error_log ${folder}/errors;\nevents {}\n` +
          `http { access_log off; ${paths.join(" ")}\n${guard}\n${site} }`,
      );
      const checked = run("nginx", ["-t", "-q", "-c", settings]);
      assert.equal(checked.code, 0, checked.err);
      const nginx = spawn("nginx", ["-c", settings], { stdio: "ignore" });
      try {
        const ask = (headers: Record<string, string>): Promise<number> =>
          new Promise((resolve, reject) => {
            const asked = request(
              {
                host: "127.0.0.1",
                port: front,
                path: "/api/x",
                headers,
                rejectUnauthorized: false,
              },
              (answer) => {
                answer.resume();
                resolve(answer.statusCode ?? 0);
              },
            );
            asked.on("error", reject);
            asked.end();
          });
        const patiently = async (): Promise<number> => {
          for (let tries = 0; tries < 50; tries += 1) {
            const status = await ask({}).catch(() => 0);
            if (status !== 0) return status;
            await new Promise((resolve) => setTimeout(resolve, 100));
          }
          return 0;
        };
        assert.equal(await patiently(), 403);
        assert.equal(await ask({ "X-Origin-Guard": `${GUARD}x` }), 403);
        const sent = { Authorization: "Bearer t", "X-Forwarded-For": "203.0.113.9" };
        assert.equal(await ask({ ...sent, "X-Origin-Guard": GUARD }), 200);
        assert.equal(received.length, 1);
        const [{ authorization, host, ...rest } = {}] = received;
        assert.deepEqual([authorization, host], ["Bearer t", HOST]);
        assert.equal(rest["x-forwarded-for"], "203.0.113.9");
        assert.ok(!("x-origin-guard" in rest));
      } finally {
        nginx.kill();
        behind.close();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
