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

  /** Hands over a configuration as the engine does. */
  async configure(configuration: Readonly<Record<string, Value>>): Promise<void> {
    const request = new protoAnalyzer.ConfigureAnalyzerRequest();
    for (const [name, policy] of configured(await this.policies(), configuration)) {
      request.getPolicyconfigMap().set(name, policy);
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

/**
 * What the engine makes of a configuration: first each policy's own level and defaults, then the
 * level of `all`, then what is said of each name, be it of a policy or not (pulumi/pulumi,
 * pkg/resource/analyzer/config.go).
 *
 * @throws Error where the engine would refuse: for a level that there is not, or none at all.
 */
export function configured(
  policies: readonly protoAnalyzer.PolicyInfo[],
  configuration: Readonly<Record<string, Value>>,
): ReadonlyMap<string, protoAnalyzer.PolicyConfig> {
  const known = new Map(policies.map((policy) => [policy.getName(), policy]));
  const said = new Map(
    Object.entries(configuration)
      .map(([name, entry]) => [name, saidOf(name, entry)] as const)
      .filter(([, { level, properties }]) => level !== undefined || properties.length > 0),
  );
  const names = new Set([...known.keys(), ...said.keys()]);
  return new Map(
    [...names].map((name) => {
      const policy = known.get(name);
      const { level, properties = [] } = said.get(name) ?? {};
      const standard = policy && (said.get("all")?.level ?? policy.getEnforcementlevel());
      const result = new protoAnalyzer.PolicyConfig();
      result.setEnforcementlevel(level ?? standard ?? invalid(name, ""));
      const values = Object.fromEntries([...defaultsOf(policy), ...properties]);
      result.setProperties(protoStruct.Struct.fromJavaScript(values));
      return [name, result];
    }),
  );
}

interface Said {
  readonly level: protoAnalyzer.EnforcementLevel | undefined;
  readonly properties: readonly (readonly [string, Value])[];
}

function saidOf(name: string, entry: Value): Said {
  const said = isProperties(entry) ? entry : { enforcementLevel: entry };
  const { enforcementLevel, ...rest } = said;
  const properties = Object.entries(rest);
  if (enforcementLevel === undefined) return { level: undefined, properties };
  const text = typeof enforcementLevel === "string" ? enforcementLevel : "";
  return { level: NAMES[text] ?? invalid(name, text), properties };
}

function defaultsOf(policy: protoAnalyzer.PolicyInfo | undefined): [string, Value][] {
  const schema = policy?.getConfigschema()?.getProperties()?.toJavaScript() ?? {};
  return Object.entries(schema).flatMap(([name, property]): [string, Value][] => {
    const standard = (property as { default?: Value }).default;
    return standard === undefined ? [] : [[name, standard]];
  });
}

function invalid(name: string, level: string): never {
  throw new Error(`${name}: invalid enforcement level "${level}"`);
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
