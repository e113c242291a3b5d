import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** A request as it came. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** What AWS would say of a request that it refuses. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Seconds that the clocks of client and server may be apart. */
const SKEW_SECONDS = 15 * 60;

/**
 * Checks the signature of a request (AWS Signature Version 4), in its headers or in its URL.
 *
 * @param secrets Secret keys by their ids.
 * @returns undefined if it holds.
 */
export function refusalOf(
  request: SignedRequest,
  secrets: Readonly<Record<string, string>>,
  now: number,
): Refusal | undefined {
  const [path = "", search = ""] = request.url.split("?");
  const query = new URLSearchParams(search);
  const presigned = query.has("X-Amz-Signature");
  const claim = presigned ? claimInQuery(query) : claimInHeaders(request.headers);
  if (claim === undefined) return denied("Access Denied");
  const [id = "", day, region, service] = claim.credential.split("/");
  const secret = secrets[id];
  if (secret === undefined) return refused("InvalidAccessKeyId", "There is no such access key.");
  const signedAt = timeOf(claim.date);
  if (claim.expires !== undefined) {
    if (now > signedAt + claim.expires * 1000) return denied("Request has expired");
  } else if (!(Math.abs(now - signedAt) <= SKEW_SECONDS * 1000)) {
    return refused("RequestTimeTooSkewed", "The clocks are too far apart.");
  }
  const scope = `${day}/${region}/${service}/aws4_request`;
  const canonical = [
    request.method,
    path,
    canonicalQuery(query),
    canonicalHeaders(claim.signedHeaders, request.headers),
    claim.signedHeaders,
    claim.payload,
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", claim.date, scope, hash(canonical)].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<Buffer | string>(
    (secretSoFar, step) => hmac(secretSoFar, step ?? ""),
    `AWS4${secret}`,
  );
  const wanted = Buffer.from(hmac(key, toSign).toString("hex"));
  const given = Buffer.from(claim.signature);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    return refused("SignatureDoesNotMatch", "The signature is not the one that was calculated.");
  }
  return undefined;
}

/** What a request says of its own signature. */
interface Claim {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly date: string;
  readonly payload: string;
  /** Seconds for which a presigned URL holds. */
  readonly expires?: number;
}

function claimInQuery(query: URLSearchParams): Claim {
  const get = (name: string) => query.get(`X-Amz-${name}`) ?? "";
  return {
    credential: get("Credential"),
    signedHeaders: get("SignedHeaders"),
    signature: get("Signature"),
    date: get("Date"),
    payload: query.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD",
    expires: Number(get("Expires")),
  };
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/;

function claimInHeaders(headers: IncomingHttpHeaders): Claim | undefined {
  const [, credential, signedHeaders, signature] =
    AUTHORIZATION.exec(headers.authorization ?? "") ?? [];
  if (credential === undefined || signedHeaders === undefined || signature === undefined) {
    return undefined;
  }
  return {
    credential,
    signedHeaders,
    signature,
    date: textOf(headers["x-amz-date"]),
    payload: textOf(headers["x-amz-content-sha256"]),
  };
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
}

function canonicalHeaders(names: string, headers: IncomingHttpHeaders): string {
  return names
    .split(";")
    .map((name) => `${name}:${textOf(headers[name]).trim().replaceAll(/ +/g, " ")}\n`)
    .join("");
}

/** `20260301T120000Z` */
function timeOf(date: string): number {
  const digits = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (digits === null) return NaN;
  const [, year, month, day, hour, minute, second] = digits;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function textOf(value: string | string[] | undefined): string {
  return String(value ?? "");
}

/** RFC 3986 leaves fewer characters alone than JavaScript does. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function denied(message: string): Refusal {
  return refused("AccessDenied", message);
}

function refused(code: string, message: string): Refusal {
  return { status: 403, code, message };
}
