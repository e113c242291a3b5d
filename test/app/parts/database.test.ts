import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Client } from "pg";

import { makeLog } from "../../../app/log.ts";
import { Database } from "../../../app/parts/database.ts";
import { accessInSecret, accessInUrl } from "../../../app/parts/databaseAccess.ts";
import { Secrets } from "../../../app/parts/secrets.ts";
import { AwsStandIn } from "../../support/awsClient.ts";
import { testPostgres, type TestPostgres } from "../../support/postgres.ts";

const CONNECTIONS = 4;
const AT_ONCE = 20;
const HOUR_MS = 3_600_000;

describe("A-COMMON: a database whose password changes", () => {
  let server: TestPostgres;
  let superuser: Client;
  let database: Database;
  /** What the secret holds, and the time by which readings of it grow old. */
  const state = { password: "", now: 0, reads: 0 };

  const setPassword = async (password: string) => {
    await superuser.query(`alter role ada password '${password}'`);
  };
  const asked = () =>
    Promise.allSettled(
      Array.from({ length: AT_ONCE }, () => database.query("select current_user, pg_sleep(0.02)")),
    );

  before(async () => {
    server = await testPostgres();
    const { host, port, superuser: user, authorities } = server;
    superuser = new Client({ host, port, user, database: "postgres", ssl: { ca: authorities } });
    await superuser.connect();
    await superuser.query("create role ada login");
  });

  after(async () => {
    await superuser.query("drop role ada");
    await superuser.end();
  });

  beforeEach(async () => {
    Object.assign(state, { password: "first", now: 0, reads: 0 });
    await setPassword("first");
    const { host, port, authorities } = server;
    const aws = new AwsStandIn().on(GetSecretValueCommand, () => {
      state.reads += 1;
      const { password } = state;
      const secret = { host, port, dbname: "postgres", username: "ada", password };
      return { SecretString: JSON.stringify(secret) };
    });
    const client = aws.answers(new SecretsManagerClient({ region: "us-east-1" }));
    database = new Database({
      access: accessInSecret(new Secrets(client, () => state.now), "dev/database"),
      authorities,
      connections: CONNECTIONS,
      log: makeLog("fatal"),
    });
    await database.query("select 1");
    state.now += HOUR_MS;
  });

  afterEach(() => database.close());

  it("serves all who ask and all who wait for a connection, for one read of the secret", async () => {
    await setPassword("second");
    state.password = "second";
    const answers = await asked();
    assert.deepEqual(
      answers.filter(({ status }) => status === "rejected"),
      [],
    );
    assert.equal(state.reads, 2);
    assert.ok(database.connections.busy + database.connections.idle <= CONNECTIONS);
  });

  it("reads the secret no more than every five seconds while it doesn't help", async () => {
    await superuser.query(
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'ada'",
    );
    await setPassword("second");
    const answers = await asked();
    assert.ok(answers.every(({ status }) => status === "rejected"));
    await assert.rejects(database.query("select 1"), { status: 503 });
    assert.equal(state.reads, 2);
    state.password = "second";
    state.now += 5000;
    await database.query("select 1");
    assert.equal(state.reads, 3);
  });
});

describe("A-COMMON: a database that refuses the only credentials that there are", () => {
  it("is asked once, for a second try would be the same", async () => {
    let connections = 0;
    const text = "SFATAL\0C28P01\0Mno\0\0";
    const refusal = Buffer.from(`E\0\0\0${String.fromCharCode(text.length + 4)}${text}`);
    const server = createServer((socket) => {
      connections += 1;
      socket.on("error", () => undefined).once("data", () => socket.end(refusal));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const database = new Database({
      access: accessInUrl(`postgres://ada:first@127.0.0.1:${port}/postgres`),
      authorities: undefined,
      connections: CONNECTIONS,
      log: makeLog("fatal"),
    });
    await assert.rejects(database.query("select 1"), { status: 503 });
    assert.equal(connections, 1);
    await database.close();
    server.close();
  });
});
