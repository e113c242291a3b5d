import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

import { credentials, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import protoAnalyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import protoStruct from "google-protobuf/google/protobuf/struct_pb.js";

import {
  isProperties,
  type PolicyResource,
  type Value,
} from "../../../policy-pack/engine/resource.ts";
import { ROOT } from "../../support/fixtures.ts";
import { type Diagnostic, diagnosticsOf, resourceRequest, stackRequest } from "./analyzer.ts";

const LEVELS = protoAnalyzer.EnforcementLevel;
const NAMES: Readonly<Record<string, protoAnalyzer.EnforcementLevel>> = {
  advisory: LEVELS.ADVISORY,
  mandatory: LEVELS.MANDATORY,
  disabled: LEVELS.DISABLED,
  remediate: LEVELS.REMEDIATE,
};

/** The whole pack in a process of its own, configured and asked as the engine does it. */
export class PackProcess {
  readonly #child: ChildProcess;
  readonly #client: AnalyzerClient;

  private constructor(child: ChildProcess, client: AnalyzerClient) {
    this.#child = child;
    this.#client = client;
  }

  /** @param stack Whose profile applies. */
  static async start(stack = "dev"): Promise<PackProcess> {
    const child = spawn(process.execPath, ["index.js"], {
      cwd: join(ROOT, "policy-pack"),
      env: { ...process.env, PULUMI_NODEJS_STACK: stack },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const port = await new Promise<string>((resolve, reject) => {
      child.stdout.once("data", (text: Buffer) => {
        resolve(text.toString().trim());
      });
      child.once("exit", (code) => {
        reject(new Error(`The pack ended with ${String(code)}`));
      });
    });
    const address = `127.0.0.1:${port}`;
    return new PackProcess(child, new AnalyzerClient(address, credentials.createInsecure()));
  }

  /** What the engine is told of the policies. */
  async policies(): Promise<protoAnalyzer.PolicyInfo[]> {
    const info = await answered<protoAnalyzer.AnalyzerInfo>((done) =>
      this.#client.getAnalyzerInfo(new empty.Empty(), done),
    );
    return info.getPoliciesList();
  }

  /**
   * Hands over a configuration as the engine does: first each policy's own level and defaults, then
   * the level of `all`, then what is said of each (pulumi/pulumi, pkg/resource/analyzer/config.go).
   */
  async configure(configuration: Readonly<Record<string, Value>>): Promise<void> {
    const { all } = configuration;
    const request = new protoAnalyzer.ConfigureAnalyzerRequest();
    for (const policy of await this.policies()) {
      const entry = configuration[policy.getName()] ?? {};
      const said = isProperties(entry) ? entry : { enforcementLevel: entry };
      const { enforcementLevel: level = all, ...properties } = said;
      const schema = policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {};
      const defaults = Object.entries(schema).flatMap(([name, property]) => {
        const standard = (property as { default?: Value }).default;
        return standard === undefined ? [] : [[name, standard]];
      });
      const configured = new protoAnalyzer.PolicyConfig();
      configured.setEnforcementlevel(
        (typeof level === "string" ? NAMES[level] : undefined) ?? policy.getEnforcementlevel(),
      );
      configured.setProperties(
        protoStruct.Struct.fromJavaScript({
          ...(Object.fromEntries(defaults) as Record<string, never>),
          ...(properties as Record<string, never>),
        }),
      );
      request.getPolicyconfigMap().set(policy.getName(), configured);
    }
    await answered((done) => this.#client.configure(request, done));
  }

  /** What the engine is told in a preview, as `policy urn: message`. */
  async preview(resources: readonly PolicyResource[]): Promise<string[]> {
    const told = await this.diagnostics(resources);
    return told.map(({ policy, urn, message }) => `${policy} ${urn}: ${message}`);
  }

  /** What the engine is told in a preview, with levels. */
  async diagnostics(resources: readonly PolicyResource[]): Promise<Diagnostic[]> {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const told: Diagnostic[] = [];
    for (const resource of resources) {
      const request = resourceRequest(resource, byUrn);
      await answered((done) => this.#client.remediate(request, done));
      const answer = await answered<protoAnalyzer.AnalyzeResponse>((done) =>
        this.#client.analyze(request, done),
      );
      told.push(...diagnosticsOf(answer, resource.urn));
    }
    const request = stackRequest(resources);
    const answer = await answered<protoAnalyzer.AnalyzeResponse>((done) =>
      this.#client.analyzeStack(request, done),
    );
    return [...told, ...diagnosticsOf(answer, "")];
  }

  stop(): void {
    this.#client.close();
    this.#child.removeAllListeners("exit");
    this.#child.kill("SIGKILL");
  }
}

function answered<T>(
  ask: (done: (error: ServiceError | null, answer?: T) => void) => unknown,
): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, answer) => {
      if (error !== null) reject(error);
      else resolve(answer as T);
    });
  });
}
