import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { decideIdentity, type PolicyDocument, readDocument } from "../../plan/iam/evaluate.ts";
import { ofType, policyOf } from "./graph.ts";

/** What somebody wants to do. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Condition keys in any case; one that is missing is missing. */
  readonly context?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

/** What IAM says: a denial wins, and without an Allow nobody may. */
export type Answer = "allowed" | "denied" | "not allowed";

interface Document {
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

/** An identity's policies, and its ceiling if it has one. */
export interface Identity {
  readonly documents: readonly Document[];
  readonly boundary?: Document | undefined;
}

/** What IAM answers an identity; the rules are those of the guide, "Policy evaluation logic". */
export function answer({ documents, boundary }: Identity, request: Request): Answer {
  const { action, resource, context = {} } = request;
  const told = Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value].flat()]),
  );
  const decision = decideIdentity(
    { documents: documents.map(read), boundary: boundary && read(boundary) },
    { action, resource, context: { told, unsure: [] } },
  );
  if (decision.answer === "unsure") throw new Error(`${action} can't be decided here`);
  return decision.answer;
}

const alreadyRead = new WeakMap<Document, PolicyDocument>();

/** Tests ask one document thousands of questions. */
function read(document: Document): PolicyDocument {
  const known = alreadyRead.get(document) ?? readDocument(JSON.stringify(document), "policy");
  alreadyRead.set(document, known);
  return known;
}

/** AWS's own policies that matter here, as far as tests ask. */
const OF_AWS: Readonly<Record<string, Document>> = {
  AdministratorAccess: { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
  AmazonSSMManagedInstanceCore: { Statement: [] },
  SecurityAudit: { Statement: [] },
  ViewOnlyAccess: { Statement: [] },
};

function byArn(graph: Graph, arn: unknown): Document {
  const [name = ""] = String(arn).split("/").slice(-1);
  const aws = String(arn).includes(":aws:policy/") ? OF_AWS[name] : undefined;
  if (aws) return aws;
  const found = ofType(graph, "aws:iam/policy:Policy").find(
    ({ inputs }) => inputs["name"] === name,
  );
  if (found === undefined) throw new Error(`there is no policy ${String(arn)}`);
  return policyOf(found);
}

function attached(graph: Graph, type: string, property: string, { inputs }: Resource): Document[] {
  return ofType(graph, type)
    .filter((entry) => entry.inputs[property] === inputs["name"])
    .map((entry) => byArn(graph, entry.inputs["policyArn"]));
}

/** A role of a graph, with all that is attached to it. */
export function roleIn(graph: Graph, role: Resource): Identity {
  const inline = ofType(graph, "aws:iam/rolePolicy:RolePolicy")
    .filter(({ inputs }) => inputs["role"] === role.inputs["name"])
    .map((entry) => policyOf(entry));
  const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
  return {
    documents: [...inline, ...attached(graph, type, "role", role)],
    boundary: byArn(graph, role.inputs["permissionsBoundary"]),
  };
}

/** A member of a group of a graph, who has nothing else. */
export function memberOf(graph: Graph, group: Resource): Identity {
  const type = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment";
  return { documents: attached(graph, type, "group", group) };
}
