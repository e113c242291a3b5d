import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startPostgres } from "../../app/local/parts/postgres.ts";
import { postgresServerParts, setupSql } from "../../components/compute/boot/postgresServer.ts";
import { selfSigned } from "../support/certificate.ts";
import { only } from "../support/graph.ts";
import { scriptOf } from "../support/hosts.ts";
import { type Answered, flawsOf, itWith, pathWith, run, standIns } from "../support/tools.ts";
import { systemGraph } from "../support/stacks.ts";

const POSTGRES = "/etc/postgresql/16/main";
const PASSWORD = "a-_Password.of'32 \\characters$x";

/** What this machine must not do, or can't, done by scripts that write down how they were called. */
const STAND_INS: Readonly<Record<string, string>> = {
  "apt-cache": `printf 'valkey-server:\\n  Installed: (none)\\n  Candidate: %s\\n' "\${CANDIDATE:-8.0.1+dfsg1-1~bpo12+1}"`,
  "apt-get": `case "$*" in *install*)
  if [ ! -f "$CALLS.failed" ] && [ -n "\${FAILS:-}" ]; then case "$*" in *"\${FAILS}"*) touch "$CALLS.failed"; exit 100 ;; esac; fi
esac`,
  aws: 'case "$*" in *redis-password*) echo cache-password ;; *) echo database-password ;; esac',
  curl: 'while [ $# -gt 1 ]; do if [ "$1" = "--output" ]; then echo fetched >"$2"; fi; shift; done',
  dpkg: '[ "$1" = "--print-architecture" ] && echo amd64 || true',
  gpg: `case "$*" in
  *pgdg*) printf 'pub:-\\nfpr:::::::::%s:\\n' "\${PGDG_KEY:-B97B0AFCAA1A47F044F244A07FCC7D46ACCC4CF8}" ;;
  *) printf 'pub:-\\nfpr:::::::::1005FB68604CE9B8F6879CF759F18EDF47F24417:\\nsub:-\\nfpr:::::::::FFFF:\\n' ;;
esac`,
  install: `mode=0644
while [ $# -gt 2 ]; do case "$1" in --mode=*) mode="\${1#--mode=}" ;; esac; shift; done
if [ "$1" = "/dev/stdin" ]; then mkdir -p "$(dirname "$2")"; cat >"$2"; chmod "$mode" "$2"; else mkdir -p "$2"; fi`,
  runuser: 'case "$*" in *psql*) env >>"$CALLS.env"; cat >>"$CALLS.sql" ;; esac',
  systemctl: "",
  sysctl: "",
};

describe("the first boot of the tracker's database host", function () {
  this.timeout(60_000);
  let script = "";
  let root = "";

  before(async () => {
    const graph = await systemGraph("staging", ["tracker"]);
    script = scriptOf(only(graph, "aws:ec2/launchTemplate:LaunchTemplate"));
  });
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "tracker-host-"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  /** Runs it with the stand-ins, in a folder that stands for the root. */
  function boot(env: Readonly<Record<string, string>> = {}): Answered {
    const bin = join(root, "bin");
    const calls = join(root, "calls");
    standIns(bin, STAND_INS, calls);
    mkdirSync(join(root, "etc/apt/sources.list.d"), { recursive: true });
    mkdirSync(join(root, "etc/valkey"), { recursive: true });
    mkdirSync(join(root, "etc/redis"), { recursive: true });
    writeFileSync(
      join(root, "etc/apt/sources.list"),
      "deb http://deb.debian.org/debian bookworm main\n",
    );
    const moved = script
      .replaceAll(/(?<![\w:/"}.])\/etc\//g, `${root}/etc/`)
      .replaceAll('"/etc/', `"${root}/etc/`);
    const PATH = pathWith(bin);
    return run("bash", ["-s"], { input: moved, env: { PATH, CALLS: calls, ...env } });
  }
  const file = (path: string): string => readFileSync(join(root, path), "utf8");

  it("S-TRACKER-8: is a script in which neither shellcheck nor bash finds a flaw", () => {
    assert.equal(flawsOf(script), "");
  });

  it("S-TRACKER-8: names secrets, and holds none", () => {
    const asked = [...script.matchAll(/--secret-id '([^']+)'/g)].map(([, name]) => name);
    assert.deepEqual(asked, [
      "/staging/tracker/postgres-password",
      "/staging/tracker/redis-password",
    ]);
    assert.ok(script.includes("--region 'eu-west-2'"));
  });

  it("S-TRACKER-8: comes to its end, and enters passwords by no command line and no log", () => {
    const { code, out, err } = boot();
    assert.equal(code, 0, err);
    assert.match(out, /first boot: done\n$/);
    const calls = file("calls");
    for (const text of [calls, out, err, file("calls.sql")]) {
      assert.ok(!/(?:database|cache)-password/.test(text));
    }
    assert.match(file("calls.env"), /^SETUP_PASSWORD=database-password$/m);
  });

  it("S-TRACKER-8, P-OBS-4: tells the tracker's region how full the disk of the database is", () => {
    boot();
    assert.match(file("calls"), /^systemctl enable --now disk-use\.timer$/m);
    assert.match(
      script,
      /^used=\$\(df --output=pcent \/ '\/var\/lib\/postgresql' .*\naws cloudwatch put-metric-data --region 'eu-west-2' --namespace 'rampart\/staging\/tracker-db' /m,
    );
  });

  it("S-TRACKER-8: installs PostgreSQL 16 with its extensions, the agent, and Valkey", () => {
    boot();
    const calls = file("calls");
    for (const wanted of [
      "postgresql-16 timescaledb-2-postgresql-16 postgresql-16-postgis-3",
      "--no-install-recommends valkey-server",
      /^apt-get install .* awscli .*gnupg.* unattended-upgrades$/m.exec(calls)?.[0] ?? "nothing",
    ]) {
      assert.ok(calls.includes(wanted), wanted);
    }
    assert.match(calls, /amazon-ssm-eu-west-2\/latest\/debian_amd64\/amazon-ssm-agent\.deb/);
    assert.ok(calls.includes("systemctl enable --now amazon-ssm-agent"));
    assert.equal(file("etc/apt/sources.list"), "deb https://deb.debian.org/debian bookworm main\n");
  });

  it("S-TRACKER-8: refuses packages that somebody else signed", () => {
    const { code, err } = boot({ PGDG_KEY: "0".repeat(40) });
    assert.equal(code, 1);
    assert.match(err, /first boot: failed at: package source pgdg/);
    assert.ok(!file("calls").includes("postgresql-16"));
  });

  for (const none of ["(none)", " "]) {
    it(`S-TRACKER-8: takes Redis where Debian's lists have "${none}" for Valkey`, () => {
      assert.equal(boot({ CANDIDATE: none }).code, 0);
      assert.match(file("calls"), /^apt-get install .* redis-server$/m);
      assert.ok(!/^apt-get install .*valkey/m.test(file("calls")));
      assert.ok(existsSync(join(root, "etc/redis/server.conf")));
      assert.ok(file("calls").includes("systemctl restart redis-server"));
    });
  }

  it("S-TRACKER-8: asks for Valkey again when a mirror is away for a moment, and takes no other", () => {
    assert.equal(boot({ FAILS: "valkey-server" }).code, 0);
    const asked = file("calls").match(/^apt-get install .* (?:valkey|redis)-server$/gm) ?? [];
    assert.equal(asked.length, 2);
    for (const line of asked) assert.match(line, /DPkg::Lock::Timeout=300 .* valkey-server$/);
  });

  it("S-TRACKER-8: sets the server as the table says, and hears its user from the VPC over TLS alone", () => {
    boot();
    assert.deepEqual(file(`${POSTGRES}/conf.d/10-server.conf`).trim().split("\n"), [
      "listen_addresses = '*'",
      "ssl = 'on'",
      "password_encryption = 'scram-sha-256'",
      "log_connections = 'on'",
      "log_disconnections = 'on'",
      "shared_preload_libraries = 'timescaledb,pg_stat_statements'",
      "timescaledb.telemetry_level = 'off'",
      "max_connections = 100",
      "shared_buffers = '256MB'",
      "effective_cache_size = '768MB'",
    ]);
    assert.equal(
      file(`${POSTGRES}/pg_hba.conf`),
      "local all postgres peer\nhostssl tracker tracker 10.40.0.0/24 scram-sha-256\n",
    );
    assert.equal(statSync(join(root, POSTGRES, "pg_hba.conf")).mode & 0o777, 0o640);
    const extensions = [...file("calls.sql").matchAll(/CREATE EXTENSION IF NOT EXISTS (\w+);/g)];
    assert.deepEqual(
      extensions.map(([, name]) => name),
      ["timescaledb", "postgis", "postgis_topology", "pg_stat_statements"],
    );
  });

  it("S-TRACKER-8: keeps what Valkey is told, and the password to those who run it", () => {
    boot();
    const settings = "etc/valkey/server.conf";
    assert.equal(statSync(join(root, settings)).mode & 0o777, 0o640);
    assert.deepEqual(file(settings).trim().split("\n"), [
      "bind 0.0.0.0",
      "protected-mode yes",
      "appendonly yes",
      "appendfsync everysec",
      "maxmemory 512mb",
      "maxmemory-policy volatile-lfu",
      'requirepass "cache-password"',
    ]);
    assert.match(file("etc/valkey/valkey.conf"), /\/etc\/valkey\/server\.conf"?$/m);
  });

  describe("with the real servers", () => {
    let server: ChildProcess | undefined;
    afterEach(async () => {
      // It writes into the folder until it is gone.
      const gone = server && once(server, "exit");
      server?.kill("SIGKILL");
      await gone;
      server = undefined;
    });

    const NEEDS = [
      ["valkey-server", "redis-server"],
      ["valkey-cli", "redis-cli"],
    ];
    const redisTitle =
      "S-TRACKER-8: a Redis-compatible server takes the settings, and asks for the password";
    itWith(NEEDS, redisTitle, async (binary = "", client = "") => {
      boot();
      const port = String(20_000 + (process.pid % 20_000));
      const socket = join(root, "socket");
      const config = join(root, "server.conf");
      const own = `port ${port}\nunixsocket ${socket}\ndir ${root}\n`;
      writeFileSync(config, own + file("etc/valkey/server.conf").replace("0.0.0.0", "127.0.0.1"));
      server = spawn(binary, [config], { stdio: "ignore" });
      for (let tries = 0; tries < 50 && !existsSync(socket); tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const ask = (...words: string[]) => run(client, ["-s", socket, ...words]).out.trim();
      assert.match(ask("ping"), /NOAUTH/);
      assert.match(ask("--no-auth-warning", "-a", "cache-password", "ping"), /PONG/);
      const kept = ask("--no-auth-warning", "-a", "cache-password", "config", "get", "appendonly");
      assert.match(kept, /yes/);
    });

    const title =
      "S-TRACKER-8: PostgreSQL takes the settings and, twice, the statements; hears its user over TLS alone, and tells nobody the password";
    itWith([["psql"]], title, async (psql = "") => {
      const args = {
        region: "eu-west-2",
        password: { name: "/staging/tracker/postgres-password" },
        database: "tracker",
        user: "tracker",
        clients: ["127.0.0.1/32"],
        extensions: ["pg_stat_statements"],
      } as const;
      const files = postgresServerParts(args).flatMap((part) => part.files ?? []);
      const fileOf = (name: string) => files.find(({ path }) => path.endsWith(name))?.text ?? "";
      const settings = [...fileOf("/10-server.conf").matchAll(/^([\w.]+) = '(.*)'$/gm)];
      const { key, certificate } = selfSigned("localhost");
      const postgres = await startPostgres({
        folder: join(root, "data"),
        settings: {
          ...Object.fromEntries(settings.map(([, name = "", value = ""]) => [name, value])),
          listen_addresses: "127.0.0.1",
          log_statement: "all",
        },
        files: {
          "server.key": key,
          "server.crt": certificate,
          "pg_hba.conf": `${fileOf("/pg_hba.conf")}hostssl all postgres 127.0.0.1/32 trust\n`,
        },
      });
      const as = (user: string, database: string, input: string, env: NodeJS.ProcessEnv = {}) =>
        run(
          psql,
          [
            ...["-h", "127.0.0.1", "-p", String(postgres.port), "-U", user, "-d", database],
            ...["-X", "-q", "-At", "-w", "-v", "ON_ERROR_STOP=1"],
          ],
          { input, env: { ...process.env, PGSSLMODE: "require", ...env } },
        );
      try {
        const sql = setupSql(args).join("\n");
        for (const round of ["first", "second"]) {
          const { code, err } = as("postgres", "postgres", sql, { SETUP_PASSWORD: PASSWORD });
          assert.equal(code, 0, `${round}: ${err}`);
        }
        const told = as(
          "postgres",
          "tracker",
          `SELECT rolsuper, left(rolpassword, 14) FROM pg_authid WHERE rolname = 'tracker';
           SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'tracker';
           SELECT count(*) FROM pg_stat_statements WHERE query LIKE '%Password.of%';`,
        );
        assert.deepEqual(told.out.trim().split("\n"), ["f|SCRAM-SHA-256$", "tracker", "0"]);
        assert.ok(!postgres.log().includes("Password.of"));
        const login = (PGPASSWORD: string, PGSSLMODE = "require") =>
          as("tracker", "tracker", "SELECT 1;", { PGPASSWORD, PGSSLMODE });
        assert.equal(login(PASSWORD).out.trim(), "1");
        assert.match(login("another").err, /password authentication failed/);
        assert.match(login(PASSWORD, "disable").err, /no pg_hba.conf entry .* no encryption/);
      } finally {
        await postgres.stop("SIGQUIT");
      }
    });
  });
});
