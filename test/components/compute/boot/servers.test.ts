import assert from "node:assert/strict";

import {
  debianParts,
  packageSourcePart,
  readSecret,
} from "../../../../components/compute/boot/debian.ts";
import {
  postgresServerParts,
  type PostgresServerArgs,
} from "../../../../components/compute/boot/postgresServer.ts";
import { bootScript } from "../../../../components/compute/boot/script.ts";
import { valkeyServerParts } from "../../../../components/compute/boot/valkeyServer.ts";
import { flawsOf } from "../../../support/tools.ts";

const ARGS: PostgresServerArgs = {
  region: "eu-west-2",
  password: { name: "/dev/password" },
  database: "app",
  user: "app",
  clients: ["10.0.0.0/16"],
};
const postgres = (overrides: Partial<PostgresServerArgs> = {}): string =>
  bootScript(postgresServerParts({ ...ARGS, ...overrides }));

describe("servers on a host", () => {
  it("P-RUN-6: without extensions, PostgreSQL comes from one source, and loads nothing", () => {
    const script = postgres();
    assert.equal(flawsOf(script), "");
    assert.ok(!script.includes("packagecloud"));
    assert.ok(!script.includes("shared_preload_libraries"));
    assert.ok(!script.includes("CREATE EXTENSION"));
    assert.match(script, /^packages postgresql-16$/m);
  });

  it("P-RUN-6: each extension brings its package once, and is loaded where it must be", () => {
    const script = postgres({ extensions: ["postgis", "postgis_topology", "pg_stat_statements"] });
    assert.match(script, /^packages postgresql-16 postgresql-16-postgis-3$/m);
    assert.match(script, /^shared_preload_libraries = 'pg_stat_statements'$/m);
  });

  it("P-RUN-6: several networks are heard, over TLS each", () => {
    const script = postgres({ clients: ["10.0.0.0/16", "127.0.0.1/32"] });
    assert.deepEqual(script.match(/^hostssl .*$/gm), [
      "hostssl app app 10.0.0.0/16 scram-sha-256",
      "hostssl app app 127.0.0.1/32 scram-sha-256",
    ]);
  });

  for (const [overrides, message] of [
    [{ user: "postgres" }, /^user is "postgres"; allowed: a lower-case letter/],
    [{ user: "pg_me" }, /^user is "pg_me"; allowed/],
    [{ database: "App" }, /^database is "App"; allowed/],
    [{ clients: [] }, /^clients is ''; allowed: one or more IPv4 blocks/],
    [{ clients: ["0.0.0.0/0"] }, /^clients is '0\.0\.0\.0\/0'; allowed/],
    [{ settings: { "a'b": 1 } }, /^settings\.a'b is 1; allowed/],
    [{ settings: { search_path: "a'b" } }, /^settings\.search_path is "a'b"; allowed/],
  ] as const) {
    it(`P-RUN-6: refuses ${JSON.stringify(overrides)}`, () => {
      assert.throws(() => postgres(overrides), { message });
    });
  }

  it("P-RUN-6: Valkey gets the memory that it is given, and no less than it needs", () => {
    const valkey = (memoryMiB: number) =>
      bootScript(valkeyServerParts({ region: "eu-west-2", password: { name: "/x" }, memoryMiB }));
    assert.match(valkey(64), /^maxmemory 64mb$/m);
    assert.equal(flawsOf(valkey(64)), "");
    for (const wrong of [15, 16.5]) {
      assert.throws(() => valkey(wrong), {
        message: `memoryMiB is ${wrong}; allowed: 16 or more, whole.`,
      });
    }
  });

  it("P-RUN-6: a Debian host gets the agent of its region before anything that may fail", () => {
    const [lists, agent] = debianParts("eu-west-2").map(({ title, commands }) => ({
      title,
      text: (commands ?? []).join("\n"),
    }));
    assert.equal(lists?.title, "package lists over TLS");
    assert.equal(agent?.title, "SSM agent");
    assert.match(agent.text, /s3\.eu-west-2\.amazonaws\.com\/amazon-ssm-eu-west-2\//);
    assert.equal(flawsOf(bootScript(debianParts("eu-west-2"))), "");
  });

  it("P-RUN-6: a package source is taken with its own key, and with no other", () => {
    const part = packageSourcePart({
      name: "vendor",
      url: "https://example.com/debian",
      suite: "bookworm",
      keyUrl: "https://example.com/key",
      fingerprint: "A".repeat(40),
    });
    const script = (part.commands ?? []).join("\n");
    assert.ok(script.includes(`= '${"A".repeat(40)}'`));
    assert.ok(
      script.includes(
        "deb [signed-by=/etc/apt/keyrings/vendor.asc] https://example.com/debian bookworm main",
      ),
    );
  });

  it("P-KEY-3: a secret is asked for by name, whole or by a key of its JSON", () => {
    assert.match(
      readSecret("word", "eu-west-2", { name: "/dev/a'b" }),
      /--secret-id '\/dev\/a'\\''b'/,
    );
    assert.match(readSecret("word", "eu-west-2", { name: "/x", key: "k" }), /\| json_key 'k'\)$/);
  });
});
