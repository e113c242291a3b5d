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
    ...undelegatedZones(graph),
    ...secretsWithoutRotation(graph),
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

/** A new zone answers nobody before its registrar names it, and validation asks through DNS. */
function undelegatedZones(graph: Graph): string[] {
  if (ofType(graph, "aws:acm/certificateValidation:CertificateValidation").length === 0) return [];
  return ofType(graph, "aws:route53/zone:Zone").map(
    ({ inputs }) =>
      `Zone ${textOf(inputs["name"])} is new: until its nameServers stand at the registrar no certificate is validated, and \`up\` gives up after half an hour. Start with certificate mode pending.`,
  );
}

/** Secrets whose value a rotation function makes, where there is none. */
function secretsWithoutRotation(graph: Graph): string[] {
  const rotated = new Set(
    ofType(graph, "aws:secretsmanager/secretRotation:SecretRotation").flatMap(
      ({ propertyDependencies }) => propertyDependencies["secretId"] ?? [],
    ),
  );
  return ofType(graph, "aws:secretsmanager/secret:Secret")
    .filter(({ urn, inputs }) => {
      const tags = inputs["tags"];
      const manual = isProperties(tags) && tags["rotation"] === "manual";
      return !manual && !rotated.has(urn);
    })
    .map(
      ({ inputs }) =>
        `Secret ${textOf(inputs["name"])} waits for its rotation function, which no resource provides yet: nothing can log in with it.`,
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
