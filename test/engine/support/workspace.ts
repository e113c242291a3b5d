import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

import { parse, parseDocument, stringify } from "yaml";

import { Cloud } from "../standIn/cloud.ts";
import { type ProviderServer, serveProvider } from "../standIn/server.ts";
import { type Report, reportOf } from "./events.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

/** What one command of the CLI did. */
export interface Run extends Report {
  readonly ok: boolean;
  /** Everything that it printed. */
  readonly printed: string;
  /** What it printed to standard output alone, for `--json`. */
  readonly document: string;
}

/** How a process ended. */
interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * One stack of this repository's program on the real engine, alone in a temporary folder: its own
 * state, its own copy of the stack file (the CLI writes into it), a cloud in memory. It asks no
 * network and reads no credentials; nothing in the repository is written.
 */
export class Workspace {
  readonly cloud: Cloud;
  /** Where all of it is; tests may put files of their own there. */
  readonly folder: string;
  readonly #stack: string;
  readonly #server: ProviderServer;

  private constructor(stack: string, folder: string, cloud: Cloud, server: ProviderServer) {
    this.#stack = stack;
    this.folder = folder;
    this.cloud = cloud;
    this.#server = server;
  }

  /** A stack that has nothing yet. Close it when done. */
  static async open(stack: string): Promise<Workspace> {
    const folder = mkdtempSync(join(tmpdir(), "engine-"));
    const cloud = new Cloud();
    const workspace = new Workspace(stack, folder, cloud, await serveProvider(cloud));
    for (const name of ["home", "state"]) mkdirSync(join(folder, name));
    const project = parse(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8")) as { main: string };
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      stringify({ ...project, main: join(ROOT, project.main) }),
    );
    const file = `Pulumi.${stack}.yaml`;
    const { config } = parse(readFileSync(join(ROOT, file), "utf8")) as { config: unknown };
    // The settings alone: how the shipped stack keeps its secrets needs AWS.
    writeFileSync(join(folder, file), stringify({ config }));

    try {
      await workspace.#mustRun(["stack", "init"]);
    } catch (error) {
      workspace.close();
      throw error;
    }
    return workspace;
  }

  /** Changes a setting in the copy of the stack file: `set(["platform", "database", "backupDays"], 8)`. */
  set(path: readonly string[], value: unknown): void {
    const file = join(this.folder, `Pulumi.${this.#stack}.yaml`);
    const document = parseDocument(readFileSync(file, "utf8"));
    const [block, ...rest] = path;
    document.setIn(["config", `rampart:${block ?? ""}`, ...rest], value);
    writeFileSync(file, String(document));
  }

  preview(...flags: string[]): Promise<Run> {
    return this.#operate("preview", flags);
  }

  up(...flags: string[]): Promise<Run> {
    return this.#operate("up", ["--yes", "--skip-preview", ...flags]);
  }

  refresh(): Promise<Run> {
    return this.#operate("refresh", ["--yes", "--skip-preview"]);
  }

  /** With its preview, as a person destroys: that is where a protected resource stops it. */
  destroy(...flags: string[]): Promise<Run> {
    return this.#operate("destroy", ["--yes", ...flags]);
  }

  /** Lifts the protection of every resource, as a person does who means to delete them. */
  async unprotect(): Promise<void> {
    await this.#mustRun(["state", "unprotect", "--all", "--yes"]);
  }

  /** What `pulumi stack export` writes. */
  async exported(): Promise<unknown> {
    const file = join(this.folder, "export.json");
    await this.#mustRun(["stack", "export", "--file", file]);
    return JSON.parse(readFileSync(file, "utf8")) as unknown;
  }

  close(): void {
    this.#server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #operate(command: string, flags: readonly string[]): Promise<Run> {
    const log = join(this.folder, "events.json");
    rmSync(log, { force: true });
    const ended = await this.#pulumi([command, ...flags, "--event-log", log]);
    const report = reportOf(existsSync(log) ? readFileSync(log, "utf8") : "");
    const { code, stdout, stderr } = ended;
    return { ok: code === 0, printed: stdout + stderr, document: stdout, ...report };
  }

  async #mustRun(args: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await this.#pulumi(args);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout}${stderr}`);
  }

  #pulumi(args: readonly string[]): Promise<Ended> {
    return new Promise((resolved, rejected) => {
      const child = spawn(
        "pulumi",
        [...args, "--stack", this.#stack, "--non-interactive", "--color", "never"],
        { cwd: this.folder, env: this.#environment(), stdio: ["ignore", "pipe", "pipe"] },
      );
      let stdout = "";
      let stderr = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      child.on("error", rejected);
      child.on("close", (code) => {
        resolved({ code, stdout, stderr });
      });
    });
  }

  /** Nothing of the person's own: no credentials, no plugins, no login. */
  #environment(): NodeJS.ProcessEnv {
    const { port } = this.#server;
    return {
      // The program runs on the Node.js of the lock file.
      PATH: [join(ROOT, "node_modules", ".bin"), process.env["PATH"]].join(delimiter),
      HOME: join(this.folder, "home"),
      PULUMI_HOME: join(this.folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      // A copy of the state behind each step would take a fifth of the time.
      PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // Makes the CLI know `--event-log`, as the Automation API does.
      PULUMI_DEBUG_COMMANDS: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_DEBUG_PROVIDERS: `aws:${port},random:${port}`,
    };
  }
}
