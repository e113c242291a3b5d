import { gunzipSync } from "node:zlib";

import { type Graph, isProvider, type Resource } from "../graph/resource.ts";
import { isProperties, textOf, type Value } from "../graph/value.ts";

/** Account ids that AWS uses in its documentation; nobody can deploy there. */
const PLACEHOLDER_ACCOUNTS = new Set([
  "111122223333",
  "444455556666",
  "777788889999",
  "123456789012",
]);

/** Ids of the shipped stack files. */
const PLACEHOLDER_DISTRIBUTION = /^E1EXAMPLE/;

/** What a person should know before `up`, each as one sentence; empty when there is nothing. */
export function noticesOf(graph: Graph): string[] {
  return [
    ...placeholderAccounts(graph),
    ...idleServices(graph),
    ...weakDistributions(graph),
    ...unreadPages(graph),
    ...undelegatedZones(graph),
    ...waitingCertificates(graph),
    ...secretsWithoutRotation(graph),
    ...openDoors(graph),
    ...idleBudgets(graph),
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

/** Only AWS knows a distribution's id, and a bucket lets in the one whose id the stack file has. */
function unreadPages(graph: Graph): string[] {
  const policies = ofType(graph, "aws:s3/bucketPolicy:BucketPolicy");
  return ofType(graph, "aws:s3/bucket:Bucket")
    .filter(({ inputs: { tags } }) => isProperties(tags) && tags["bucket-role"] === "frontend")
    .flatMap(({ inputs: { bucket } }) => {
      const texts = policies
        .filter(({ inputs }) => inputs["bucket"] === bucket)
        .map(({ inputs }) => textOf(inputs["policy"]));
      const [, id] = /:distribution\/(E[A-Z0-9]+)"/.exec(texts.join()) ?? [];
      if (id === undefined) {
        return `Bucket ${textOf(bucket)} lets no distribution read its page: \`up\` tells the id as output music.distributionId, for the setting of that name.`;
      }
      return PLACEHOLDER_DISTRIBUTION.test(id)
        ? `${id} is a placeholder; leave music.distributionId out until \`up\` tells it as output music.distributionId.`
        : [];
    });
}

/** A new zone answers nobody before its registrar names it, and validation asks through DNS. */
function undelegatedZones(graph: Graph): string[] {
  if (ofType(graph, "aws:acm/certificateValidation:CertificateValidation").length === 0) return [];
  return ofType(graph, "aws:route53/zone:Zone").map(
    ({ inputs }) =>
      `Zone ${textOf(inputs["name"])} is new: until its nameServers stand at the registrar no certificate is validated, and \`up\` gives up after half an hour. Start with certificate mode pending.`,
  );
}

/** Certificates that somebody else's DNS proves: what would answer by them is not there yet. */
function waitingCertificates(graph: Graph): string[] {
  const used = new Set(
    graph.resources.flatMap(({ propertyDependencies }) =>
      Object.values(propertyDependencies).flat(),
    ),
  );
  return ofType(graph, "aws:acm/certificate:Certificate")
    .filter(({ urn }) => !used.has(urn))
    .map(
      ({ inputs }) =>
        `Nothing answers at https://${textOf(inputs["domainName"])} until its certificate is issued: enter the validationRecords that this \`up\` tells into its DNS, then set certificate mode external with the ARN, and the next \`up\` leads to the services.`,
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

/** Bills tell costs apart by the tags that are switched on, which AWS takes only once they are used. */
function idleBudgets(graph: Graph): string[] {
  const counted = ofType(graph, "aws:costexplorer/costAllocationTag:CostAllocationTag").map(
    ({ inputs }) => textOf(inputs["tagKey"]),
  );
  return ofType(graph, "aws:budgets/budget:Budget").flatMap(({ inputs }) =>
    [...JSON.stringify(inputs["costFilters"] ?? []).matchAll(/"user:([^"$]+)\$/g)]
      .filter(([, tag = ""]) => !counted.includes(tag))
      .map(
        ([, tag = ""]) =>
          `Budget ${textOf(inputs["name"])} counts nothing until ${tag} is among account.costAllocationTags of the account that pays; AWS takes it about a day after the first \`up\`.`,
      ),
  );
}

/** The variable by which the application lets everyone in, as units and as tasks write it. */
const OPEN_DOORS = /"OPEN_DOORS(?:=|","value":")([a-z,]+)"/g;

/** Whatever is served to callers without a token is public, and somebody should mean it. */
function openDoors(graph: Graph): string[] {
  const scripts = ofType(graph, "aws:ec2/launchTemplate:LaunchTemplate").map(
    ({ name, inputs }) => [name, scriptOf(inputs["userData"])] as const,
  );
  const tasks = ofType(graph, "aws:ecs/taskDefinition:TaskDefinition").map(
    ({ name, inputs }) => [name, textOf(inputs["containerDefinitions"] ?? "")] as const,
  );
  return [...scripts, ...tasks].flatMap(([name, text]) =>
    [...text.matchAll(OPEN_DOORS)].map(
      ([, doors = ""]) =>
        `${name} serves ${doors.replaceAll(",", ", ")} to everyone: the door is open, and no token is asked for.`,
    ),
  );
}

/** The script of a first boot; a long one is packed. */
function scriptOf(userData: Value | undefined): string {
  if (typeof userData !== "string") return "";
  const bytes = Buffer.from(userData, "base64");
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8");
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
