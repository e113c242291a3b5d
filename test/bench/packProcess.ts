import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

import { credentials, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type protoAnalyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";

const KILOBYTES_IN_A_MEGABYTE = 1024;
/** The engine allows messages of 400 MB; a stack of 2,000 resources stays below this. */
const GREATEST_MESSAGE = 2 ** 27;

type Answer = (error: ServiceError | null) => void;

/** A policy pack in a process of its own, as the engine starts it. */
export class PackProcess {
  /** Milliseconds from the start of the process to its first answer. */
  readonly startMilliseconds: number;
  readonly #child: ChildProcess;
  readonly #client: AnalyzerClient;

  private constructor(child: ChildProcess, client: AnalyzerClient, startMilliseconds: number) {
    this.#child = child;
    this.#client = client;
    this.startMilliseconds = startMilliseconds;
  }

  /** Starts the script of a pack in its folder and waits for its first answer. */
  static async start(script: readonly string[], folder: string): Promise<PackProcess> {
    const start = performance.now();
    const child = spawn(process.execPath, script, {
      cwd: folder,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const port = await new Promise<string>((resolve, reject) => {
      child.stdout.once("data", (text: Buffer) => {
        resolve(text.toString().trim());
      });
      child.once("exit", (code) => {
        reject(new Error(`The pack ended with ${String(code)} before it told its port`));
      });
    });
    const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.max_receive_message_length": GREATEST_MESSAGE,
      "grpc.max_send_message_length": GREATEST_MESSAGE,
    });
    await new Promise<void>((resolve, reject) => {
      client.getAnalyzerInfo(new empty.Empty(), (error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
    return new PackProcess(child, client, performance.now() - start);
  }

  /**
   * Milliseconds until a resource is judged: the engine lets a pack mend it first. Messages are packed
   * beforehand and not unpacked, since the engine, written in Go, does that in no time of the pack's.
   */
  async analyze(request: protoAnalyzer.AnalyzeRequest): Promise<number> {
    const bytes = Buffer.from(request.serializeBinary());
    const mended = await timed((answer) => this.#ask("Remediate", bytes, answer));
    return mended + (await timed((answer) => this.#ask("Analyze", bytes, answer)));
  }

  async analyzeStack(request: protoAnalyzer.AnalyzeStackRequest): Promise<number> {
    const bytes = Buffer.from(request.serializeBinary());
    return timed((answer) => this.#ask("AnalyzeStack", bytes, answer));
  }

  #ask(method: string, bytes: Buffer, answer: Answer): unknown {
    const same = (message: Buffer) => message;
    return this.#client.makeUnaryRequest(
      `/pulumirpc.Analyzer/${method}`,
      same,
      same,
      bytes,
      answer,
    );
  }

  /** Most memory that the process ever held, in MB; NaN where the system does not tell. */
  get peakMegabytes(): number {
    try {
      const status = readFileSync(`/proc/${this.#child.pid ?? 0}/status`, "utf8");
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / KILOBYTES_IN_A_MEGABYTE;
    } catch {
      return NaN;
    }
  }

  stop(): void {
    this.#client.close();
    this.#child.removeAllListeners("exit");
    this.#child.kill("SIGKILL");
  }
}

function timed(ask: (answer: Answer) => unknown): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    ask((error) => {
      if (error === null) resolve(performance.now() - start);
      else reject(error);
    });
  });
}
