import { createRequire } from "node:module";

import type { Policies } from "@pulumi/policy";
import protoAnalyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import protoStruct from "google-protobuf/google/protobuf/struct_pb.js";

import {
  isList,
  isProperties,
  isSecret,
  isUnknown,
  type PolicyResource,
  type Value,
} from "../../../policy-pack/engine/resource.ts";
import { holdsSecret } from "../../support/values.ts";

/** What the engine is told of a resource. */
export interface Diagnostic {
  readonly policy: string;
  readonly urn: string;
  readonly level: "advisory" | "mandatory";
  readonly message: string;
}

/** What a secret holds here; a report that shows it leaks. */
export const CANARY = "canary-2f1c9e";

/** Marks of the engine's protocol; see the SDK's `runtime/rpc`. */
const UNKNOWN_VALUE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

type Handler<T> = (
  call: { readonly request: T },
  callback: (error: Error | null | undefined, response?: protoAnalyzer.AnalyzeResponse) => void,
) => unknown;
type MakeHandler<T> = (
  pack: string,
  version: string,
  level: string,
  policies: Policies,
) => Handler<T>;

/** The SDK's own server, whose types leave these functions out. */
const server = createRequire(import.meta.url)("@pulumi/policy/server.js") as {
  readonly makeAnalyzeRpcFun: MakeHandler<protoAnalyzer.AnalyzeRequest>;
  readonly makeRemediateRpcFun: (
    ...pack: Parameters<MakeHandler<unknown>>
  ) => (
    call: { readonly request: protoAnalyzer.AnalyzeRequest },
    callback: (error: Error | null | undefined, response?: protoAnalyzer.RemediateResponse) => void,
  ) => unknown;
  readonly makeAnalyzeStackRpcFun: MakeHandler<protoAnalyzer.AnalyzeStackRequest>;
};

/**
 * What the real SDK reports of a stack, as in a preview: each resource by itself, then all.
 *
 * @param mended What another pack makes of a resource before it is judged; nothing by default.
 */
export async function analyzed(
  policies: Policies,
  resources: readonly PolicyResource[],
  mended: (resource: PolicyResource) => PolicyResource = (resource) => resource,
): Promise<Diagnostic[]> {
  const pack = ["rampart", "0.1.0", "advisory", policies] as const;
  const analyze = server.makeAnalyzeRpcFun(...pack);
  const remediate = server.makeRemediateRpcFun(...pack);
  const analyzeStack = server.makeAnalyzeStackRpcFun(...pack);
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const diagnostics: Diagnostic[] = [];
  for (const resource of resources) {
    const request = resourceRequest(resource, byUrn);
    await new Promise<void>((resolve, reject) => {
      void remediate({ request }, (error, response) => {
        const mended = response?.getRemediationsList().length ?? 0;
        if (error) reject(error);
        else if (mended > 0) reject(new Error("The pack mends a resource"));
        else resolve();
      });
    });
    const judged = resourceRequest(mended(resource), byUrn);
    diagnostics.push(...(await answerOf(analyze, judged, resource.urn)));
  }
  return [...diagnostics, ...(await answerOf(analyzeStack, stackRequest(resources), ""))];
}

/** Policies that the SDK calls not applicable to the last of the resources. */
export async function notApplicable(
  policies: Policies,
  resources: readonly PolicyResource[],
): Promise<string[]> {
  const analyze = server.makeAnalyzeRpcFun("rampart", "0.1.0", "advisory", policies);
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  let names: string[] = [];
  for (const resource of resources) {
    const request = resourceRequest(resource, byUrn);
    const response = await new Promise<protoAnalyzer.AnalyzeResponse | undefined>(
      (resolve, reject) => {
        void analyze({ request }, (error, answer) => {
          if (error) reject(error);
          else resolve(answer);
        });
      },
    );
    names = (response?.getNotApplicableList() ?? []).map((entry) => entry.getPolicyName());
  }
  return names;
}

/** What the engine asks of a resource that is about to be made. */
export function resourceRequest(
  resource: PolicyResource,
  byUrn: ReadonlyMap<string, PolicyResource>,
): protoAnalyzer.AnalyzeRequest {
  const request = new protoAnalyzer.AnalyzeRequest();
  fill(request, resource, byUrn);
  return request;
}

/** What the engine asks when all resources are registered. */
export function stackRequest(
  resources: readonly PolicyResource[],
): protoAnalyzer.AnalyzeStackRequest {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const request = new protoAnalyzer.AnalyzeStackRequest();
  request.setResourcesList(resources.map((resource) => messageOf(resource, byUrn)));
  return request;
}

function answerOf<T>(handler: Handler<T>, request: T, urn: string): Promise<Diagnostic[]> {
  return new Promise((resolve, reject) => {
    void handler({ request }, (error, response) => {
      if (error) reject(error);
      resolve(diagnosticsOf(response, urn));
    });
  });
}

/** @param urn Of the resource that was asked about, which an answer need not repeat. */
export function diagnosticsOf(
  response: protoAnalyzer.AnalyzeResponse | undefined,
  urn: string,
): Diagnostic[] {
  return (response?.getDiagnosticsList() ?? []).map((entry) => ({
    policy: entry.getPolicyname(),
    urn: entry.getUrn() || urn,
    level:
      entry.getEnforcementlevel() === protoAnalyzer.EnforcementLevel.MANDATORY
        ? "mandatory"
        : "advisory",
    message: entry.getMessage(),
  }));
}

function messageOf(
  resource: PolicyResource,
  byUrn: ReadonlyMap<string, PolicyResource>,
): protoAnalyzer.AnalyzerResource {
  const message = new protoAnalyzer.AnalyzerResource();
  fill(message, resource, byUrn);
  message.setParent(resource.parent ?? "");
  message.setDependenciesList([...resource.dependencies]);
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    const origins = new protoAnalyzer.AnalyzerPropertyDependencies();
    origins.setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(property, origins);
  }
  return message;
}

function fill(
  message: protoAnalyzer.AnalyzeRequest | protoAnalyzer.AnalyzerResource,
  resource: PolicyResource,
  byUrn: ReadonlyMap<string, PolicyResource>,
): void {
  message.setUrn(resource.urn);
  message.setType(resource.type);
  message.setName(resource.name);
  message.setProperties(structOf(resource));
  const options = new protoAnalyzer.AnalyzerResourceOptions();
  options.setProtect(resource.protect);
  options.setIgnorechangesList([...resource.ignoreChanges]);
  message.setOptions(options);
  const provider = byUrn.get(resource.provider ?? "");
  if (provider === undefined) return;
  const described = new protoAnalyzer.AnalyzerProviderResource();
  described.setUrn(provider.urn);
  described.setType(provider.type);
  described.setName(provider.name);
  described.setProperties(structOf(provider));
  message.setProvider(described);
}

function structOf({ inputs }: PolicyResource): protoStruct.Struct {
  return protoStruct.Struct.fromJavaScript(onTheWire(inputs) as Record<string, never>);
}

/**
 * As the engine hands it on for a provider that takes no secrets: it can't tell which element of a
 * list was one, and calls the list secret. Source: pulumi/pulumi `annotateSecrets`.
 */
function onTheWire(value: Value, isHidden = false): unknown {
  if (isUnknown(value)) return UNKNOWN_VALUE;
  if (isSecret(value)) return isHidden ? CANARY : secret(CANARY);
  if (isList(value)) {
    const hides = !isHidden && value.some(holdsSecret);
    const list = value.map((item) => onTheWire(item, isHidden || hides));
    return hides ? secret(list) : list;
  }
  if (!isProperties(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, onTheWire(entry, isHidden)]),
  );
}

function secret(value: unknown): object {
  return { [SIGNATURE]: SECRET_SIGNATURE, value };
}
