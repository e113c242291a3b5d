import type { Target } from "./target.ts";

/** Why the role could not be assumed; what S3 refuses looks the same otherwise. */
export class RoleError extends Error {
  override readonly name = "RoleError";
}

/** The part of an error of the SDK that tells what it is. */
interface Told {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

const EXPIRED = ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"];
const UNKNOWN_CALLER = [
  ...["InvalidClientTokenId", "InvalidAccessKeyId", "UnrecognizedClientException"],
  ...["SignatureDoesNotMatch", "InvalidToken"],
];
const DENIED = ["AccessDenied", "AccessDeniedException", "Forbidden"];
const ELSEWHERE = [
  "PermanentRedirect",
  "AuthorizationHeaderMalformed",
  "IllegalLocationConstraint",
];
const UNREACHABLE = [
  ...["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EHOSTUNREACH"],
  ...["ENETUNREACH", "TimeoutError"],
];

/**
 * Whether an error is what AWS or the way to it says, and no fault of this program.
 */
export function isOfAws(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, $metadata, name } = error as Told;
  return (
    error instanceof RoleError ||
    $metadata !== undefined ||
    name === "CredentialsProviderError" ||
    UNREACHABLE.includes(String(code)) ||
    UNREACHABLE.includes(String(name))
  );
}

/** What AWS says, in words that tell what to do about it. */
export function awsSentence(error: unknown, { bucket, role, region }: Target): string {
  const isOfRole = error instanceof RoleError;
  const cause = isOfRole ? error.cause : error;
  const { name, code, $metadata = {} } = cause as Told;
  const is = (names: readonly string[]) =>
    names.includes(String(name)) || names.includes(String(code));
  // A HEAD is answered without a body: its status is all there is.
  const status = $metadata.httpStatusCode;
  if (is(EXPIRED)) {
    return "Your AWS credentials have expired. Sign in again, then repeat the command.";
  }
  if (is(["CredentialsProviderError"])) {
    return `There are no AWS credentials to begin with: ${messageOf(cause)}`;
  }
  if (is(UNKNOWN_CALLER)) return "AWS does not accept your credentials: it knows no such key.";
  if (is(["RequestTimeTooSkewed"])) return "AWS refuses: the clock of this machine is wrong.";
  if (is(UNREACHABLE)) return `AWS can't be reached (${String(code ?? name)}).`;
  if (is(DENIED) || status === 403) {
    return isOfRole
      ? `Access denied: you may not assume ${role}.`
      : `Access denied: ${role} may not do this in ${bucket}, or the bucket is another account's.`;
  }
  if (is(["NoSuchBucket"])) return `There is no bucket ${bucket}.`;
  if (is(ELSEWHERE) || status === 301) {
    return `${bucket} is not in ${region ?? "this region"}: give its region by --region.`;
  }
  const { requestId } = $metadata;
  return `AWS refuses: ${String(name)}: ${messageOf(cause)}${requestId === undefined ? "" : ` (request ${requestId})`}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
