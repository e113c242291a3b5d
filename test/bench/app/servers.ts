import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Client } from "pg";

import { DOCUMENTS_NODE_OPTIONS } from "../../../app/contract.ts";
import { makeLog } from "../../../app/log.ts";
import { migrate } from "../../../app/migrate.ts";
import { CLIENT, POOL, testIssuer } from "../../app/support/issuer.ts";
import { testDocumentsTable } from "../../support/dynamodb.ts";
import { testPostgres } from "../../support/postgres.ts";
import { type Process, pythonWith, startProcess } from "./process.ts";

const HERE = import.meta.dirname;
const MAIN = join(HERE, "../../../app/main.ts");

/** The application on real parts, each in a process of its own as on AWS. */
export interface Bench {
  readonly databaseUrl: string;
  readonly authorities: string;
  /** Which cache it is. */
  readonly cacheKind: string;
  /** The application with open doors for items and music, so that a token is not what is measured. */
  readonly app: Server;
  /** The same with the door for documents alone, as their own host runs it. */
  readonly documents: Server;
  /** The same with the door for items alone and a token asked for: the header comes beside. */
  readonly closed: Server & { readonly authorization: string };
  /** Starts something to compare with. */
  readonly contestant: (name: string, item?: string) => Promise<Server>;
  /** The twin in FastAPI; undefined where its packages are not installed. */
  readonly fastApi: () => Promise<Server | undefined>;
  readonly stop: () => Promise<void>;
}

export interface Server {
  readonly url: string;
  readonly process: Process;
}

export async function startBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const stopping: (() => Promise<void>)[] = [];
  const kept = <S extends Server>(server: S): S => {
    stopping.push(server.process.stop);
    return server;
  };
  const { databaseUrl, authorities } = await database();
  const authoritiesFile = join(folder, "authorities.pem");
  writeFileSync(authoritiesFile, authorities);
  const cacheProcess = await startProcess(process.execPath, [join(HERE, "cache.ts")]);
  stopping.push(cacheProcess.stop);
  const cache = JSON.parse(cacheProcess.said) as { url: string; kind: string };
  const table = await testDocumentsTable();
  const issuer = await testIssuer();
  const variables = {
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: "0",
    DATABASE_URL: databaseUrl,
    DATABASE_AUTHORITIES_FILE: authoritiesFile,
    REDIS_URL: cache.url,
    DOCUMENTS_TABLE: table.name,
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_REGION: "us-east-1",
    AUDIO_BUCKET: "none",
    REQUESTS_PER_MINUTE: "1000000",
    TRUSTED_PROXIES: "0",
    DRAIN_DELAY_SECONDS: "0",
    METRICS_PORT: "0",
  };
  const started = async (own: Readonly<Record<string, string>>): Promise<Server> => {
    const all = { ...variables, ...own };
    const app = await startProcess(process.execPath, [MAIN, "api"], all, /"listening"/);
    const { port } = JSON.parse(app.said) as { port: number };
    return kept({ url: `http://127.0.0.1:${port}`, process: app });
  };
  const open = (doors: string, more = {}) => started({ DOORS: doors, OPEN_DOORS: doors, ...more });
  const app = await open("items,music");
  const documents = await open("documents", { NODE_OPTIONS: DOCUMENTS_NODE_OPTIONS });
  const closed = await started({
    DOORS: "items",
    COGNITO_USER_POOL_ID: POOL,
    COGNITO_CLIENT_IDS: CLIENT,
    JWKS_URL: issuer.jwksUrl,
  });
  const hour = { exp: Math.floor(Date.now() / 1000) + 3600 };
  return {
    databaseUrl,
    authorities,
    cacheKind: cache.kind,
    app,
    documents,
    closed: { ...closed, authorization: `Bearer ${await issuer.token("ada", hour)}` },
    async contestant(name, item = "{}") {
      const own = await startProcess(process.execPath, [join(HERE, "contestant.ts"), name], {
        NODE_ENV: "production",
        ITEM: item,
        DATABASE_URL: databaseUrl,
        DATABASE_AUTHORITIES: authorities,
      });
      return kept({ url: `http://127.0.0.1:${own.said}`, process: own });
    },
    async fastApi() {
      const python = pythonWith(["fastapi", "uvicorn", "redis.asyncio", "python_multipart"]);
      if (python === undefined) {
        process.stderr.write("FastAPI is not installed: its lines are left out\n");
        return undefined;
      }
      const twin = await startProcess(python, [join(HERE, "twin.py")], { REDIS_URL: cache.url });
      return kept({ url: `http://127.0.0.1:${twin.said}`, process: twin });
    },
    async stop() {
      await Promise.all(stopping.map((stop) => stop()));
      rmSync(folder, { recursive: true });
    },
  };
}

/** A database with the schema and no log of statements, which would be measured too. */
async function database(): Promise<{ databaseUrl: string; authorities: string }> {
  const { host, port, superuser, authorities } = await testPostgres();
  const name = `bench_${randomBytes(6).toString("hex")}`;
  const url = (of: string) => `postgres://${superuser}@${host}:${port}/${of}`;
  const client = new Client({ connectionString: url("postgres"), ssl: { ca: authorities } });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.query(`alter database ${name} set log_statement = 'none'`);
  await client.end();
  const access = { host, port, database: name, user: superuser, password: "" };
  await migrate({ access, authorities, doors: ["items", "music"], log: makeLog("fatal") });
  return { databaseUrl: url(name), authorities };
}
