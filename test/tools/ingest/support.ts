import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable, Writable } from "node:stream";

import { runIngest } from "../../../tools/ingest/command.ts";
import { ROOT } from "../../support/fixtures.ts";
import { LAUNCHED } from "../../support/launched.ts";

/** How a command ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder with those files, which is gone at the end. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "ingest-cli-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const HOME = folderWith({});

/** Runs the program in a process, as `npm run ingest` does, from a folder, with that on its standard input. */
export function runProcess(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  { folder = HOME, input = "" }: { readonly folder?: string; readonly input?: string } = {},
): Promise<Ended> {
  const { PATH, NODE_V8_COVERAGE } = process.env;
  const child = spawn(process.execPath, [...LAUNCHED, "tools/ingest/main.ts", ...args], {
    cwd: ROOT,
    env: {
      PATH,
      ...(NODE_V8_COVERAGE === undefined ? {} : { NODE_V8_COVERAGE }),
      // Nothing of this machine's own is found.
      HOME,
      AWS_EC2_METADATA_DISABLED: "true",
      INIT_CWD: folder,
      ...environment,
    },
  });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  // It may have ended before it reads.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString();
      resolve({ code, stdout: text(stdout), stderr: text(stderr) });
    });
  });
}

/** Runs the program in this process, which a test with many runs has the time for. */
export async function runHere(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  { folder = HOME, input = "" }: { readonly folder?: string; readonly input?: string } = {},
): Promise<Ended> {
  const said = { stdout: "", stderr: "" };
  const collect = (stream: keyof typeof said) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        said[stream] += chunk.toString();
        done();
      },
    });
  const [stdout, stderr] = [collect("stdout"), collect("stderr")];
  const stdin = Readable.from(input === "" ? [] : [input]);
  const code = await runIngest(args, { folder, environment, stdin, stdout, stderr });
  return { code, ...said };
}

/** Sets what the SDK reads of the environment; gives back what was there. */
export function setEnvironment(environment: NodeJS.ProcessEnv): () => void {
  const none = join(HOME, "none");
  const wanted = { AWS_CONFIG_FILE: none, AWS_SHARED_CREDENTIALS_FILE: none, ...environment };
  const before = Object.keys(wanted).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, wanted);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  };
}

export const ACCOUNT = "111122223333";
export const UPLOADER = `arn:aws:iam::${ACCOUNT}:role/rampart-dev-role-ingest-uploader`;
export const OPERATOR = `arn:aws:iam::${ACCOUNT}:role/rampart-dev-role-ingest-operator`;

/** What a role has as long as it is assumed. */
export const ROLE_KEY = { id: "ASIAROLE", secret: "role-secret", token: "role-token" };

/** A request that the stand-in got. */
export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What it answers. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Answers in AWS's place over HTTP: STS by itself, S3 as a test says. */
export class AwsHttp {
  readonly asked: Asked[] = [];
  /** How S3 answers. */
  s3: (asked: Asked) => Answer = () => assert.fail("nobody expected S3 to be asked");
  /** How STS refuses to let the role be assumed. */
  denial: Answer | undefined;
  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const asked = { method, url, headers, body: Buffer.concat(chunks).toString() };
      this.asked.push(asked);
      const isSts = asked.body.includes("Action=AssumeRole");
      const {
        status = 200,
        headers: more = {},
        body = "",
      } = isSts ? (this.denial ?? assumed()) : this.s3(asked);
      response.writeHead(status, { "Content-Type": "application/xml", ...more }).end(body);
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, "127.0.0.1", resolve);
    });
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Forgets all that a test has said, and what was asked. */
  reset(): void {
    this.asked.length = 0;
    this.denial = undefined;
    this.s3 = () => assert.fail("nobody expected S3 to be asked");
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What makes a command find this, and its settings. */
  get environment(): NodeJS.ProcessEnv {
    return {
      AWS_ENDPOINT_URL_STS: this.url,
      AWS_ENDPOINT_URL_S3: this.url,
      AWS_ACCESS_KEY_ID: "AKIACALLER",
      AWS_SECRET_ACCESS_KEY: "caller-secret",
      AWS_REGION: "us-east-1",
      INGEST_PROCESSING_BUCKET: "processing",
      INGEST_QUARANTINE_BUCKET: "quarantine",
      INGEST_UPLOADER_ROLE: UPLOADER,
      INGEST_OPERATOR_ROLE: OPERATOR,
    };
  }

  /** Forms by which roles were assumed. */
  get assumptions(): URLSearchParams[] {
    return this.asked
      .filter(({ body }) => body.includes("Action=AssumeRole"))
      .map(({ body }) => new URLSearchParams(body));
  }

  /** What S3 was asked, in short. */
  get calls(): string[] {
    return this.asked
      .filter(({ body }) => !body.includes("Action=AssumeRole"))
      .map(({ method, url }) => `${method} ${url}`);
  }
}

/** One for all tests of a suite, which find it in the environment; each begins with it anew. */
export function awsForSuite(): AwsHttp {
  const aws = new AwsHttp();
  let restore: () => void;
  before(async () => {
    await aws.start();
    restore = setEnvironment(aws.environment);
  });
  beforeEach(() => {
    aws.reset();
  });
  after(() => {
    restore();
    aws.stop();
  });
  return aws;
}

function assumed(): Answer {
  return {
    body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><Arn>arn:aws:sts::${ACCOUNT}:assumed-role/r/s</Arn><AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser>
<Credentials><AccessKeyId>${ROLE_KEY.id}</AccessKeyId><SecretAccessKey>${ROLE_KEY.secret}</SecretAccessKey>
<SessionToken>${ROLE_KEY.token}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>`,
  };
}

/** What STS says when it refuses. */
export function stsError(code: string, status = 403): Answer {
  return {
    status,
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  };
}

/** What S3 says when it refuses. */
export function s3Error(code: string, status: number): Answer {
  return {
    status,
    headers: { "x-amz-request-id": "REQUEST1" },
    body: `<Error><Code>${code}</Code><Message>Because.</Message><RequestId>REQUEST1</RequestId></Error>`,
  };
}
