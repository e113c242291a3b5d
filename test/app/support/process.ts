import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

import { CLIENT, POOL, testIssuer } from "./issuer.ts";

const MAIN = join(import.meta.dirname, "../../../app/main.ts");

/** The service as a container runs it: a process of its own. */
export interface ServiceProcess {
  readonly url: string;
  readonly process: ChildProcess;
  /** Lines that it has logged. */
  readonly lines: () => Record<string, unknown>[];
  /** Its exit code, once it has ended; null for one that was killed. */
  readonly ended: Promise<number | null>;
  /** Asks as a user. */
  readonly ask: (user: string, path: string, init?: RequestInit) => Promise<Response>;
}

/** Starts the role `api` with those variables beside what every test needs. */
export async function serviceProcess(
  variables: Readonly<Record<string, string>>,
): Promise<ServiceProcess> {
  const issuer = await testIssuer();
  const child = spawn(process.execPath, [MAIN, "api"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      PORT: "0",
      HOST: "127.0.0.1",
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      COGNITO_USER_POOL_ID: POOL,
      COGNITO_CLIENT_IDS: CLIENT,
      JWKS_URL: issuer.jwksUrl,
      REQUESTS_PER_MINUTE: "1000000",
      TRUSTED_PROXIES: "0",
      DRAIN_DELAY_SECONDS: "0",
      ...variables,
    },
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", (code) => {
      process.removeListener("exit", kill);
      resolve(code);
    });
  });
  let text = "";
  const lines = () =>
    text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const port = await new Promise<number>((resolve, reject) => {
    let wrong = "";
    child.stderr.on("data", (chunk: Buffer) => (wrong += chunk.toString()));
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const listening = lines().find(({ msg }) => msg === "listening");
      if (listening !== undefined) resolve(Number(listening["port"]));
    });
    child.once("close", (code) => {
      reject(new Error(`the service ended with ${String(code)}: ${text}${wrong}`));
    });
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    process: child,
    lines,
    ended,
    async ask(user, path, init = {}) {
      const headers = new Headers(init.headers);
      headers.set("Authorization", `Bearer ${await issuer.token(user)}`);
      return fetch(url + path, { ...init, headers });
    },
  };
}
