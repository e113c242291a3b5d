import { type Graph, isProvider, type Resource } from "../graph/resource.ts";
import { isProperties, textOf, type Value } from "../graph/value.ts";

/** Account ids that AWS uses in its documentation; nobody can deploy there. */
const PLACEHOLDER_ACCOUNTS = new Set([
  "111122223333",
  "444455556666",
  "777788889999",
  "123456789012",
]);

/** Domains reserved for documentation (RFC 2606). */
const PLACEHOLDER_DOMAIN = /(^|\.)example\.(com|org|net)$/;

/** What a person should know before `up`, each as one sentence; empty when there is nothing. */
export function noticesOf(graph: Graph): string[] {
  return [
    ...placeholderAccounts(graph),
    ...placeholderDomains(graph),
    ...idleServices(graph),
    ...weakDistributions(graph),
  ];
}

function placeholderAccounts(graph: Graph): string[] {
  const accounts = graph.resources
    .filter(isProvider)
    .flatMap(({ inputs }) => strings(parsed(inputs["allowedAccountIds"])))
    .filter((account) => PLACEHOLDER_ACCOUNTS.has(account));
  return [...new Set(accounts)].map(
    (account) =>
      `Account ${account} is a placeholder from AWS's documentation; set environment.accountId to yours before \`pulumi up\`, which refuses any other account.`,
  );
}

function placeholderDomains(graph: Graph): string[] {
  const names = ofType(graph, "aws:acm/certificate:Certificate").flatMap(({ inputs }) =>
    strings([inputs["domainName"] ?? ""]),
  );
  return [...new Set(names.filter((name) => PLACEHOLDER_DOMAIN.test(name)))].map(
    (name) => `${name} is a placeholder; set platform.edge to a domain of yours.`,
  );
}

function idleServices(graph: Graph): string[] {
  return ofType(graph, "aws:ecs/service:Service")
    .filter(({ inputs }) => inputs["desiredCount"] === 0)
    .map(
      ({ inputs }) =>
        `Service ${textOf(inputs["name"])} starts no task until its imageDigest is set, so that the first \`up\` works before the first image exists.`,
    );
}

/** CloudFront's own certificate fixes the minimum protocol at TLSv1. */
function weakDistributions(graph: Graph): string[] {
  return ofType(graph, "aws:cloudfront/distribution:Distribution")
    .filter(({ inputs }) => {
      const certificate = inputs["viewerCertificate"];
      return isProperties(certificate) && certificate["cloudfrontDefaultCertificate"] === true;
    })
    .map(
      ({ name }) =>
        `Distribution ${name} uses CloudFront's own certificate, which admits TLS 1.0; a custom domain raises that to TLS 1.2.`,
    );
}

function ofType(graph: Graph, type: string): Resource[] {
  return graph.resources.filter((resource) => resource.type === type);
}

/** Provider inputs arrive as JSON text. */
function parsed(value: Value | undefined): Value {
  if (typeof value !== "string") return value ?? null;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}

function strings(value: Value): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}
