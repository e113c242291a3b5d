/** A failure whose message holds nothing that must be kept, so that it may be shown as it is. */
export class PlainFailure extends Error {
  override readonly name = "PlainFailure";
}

/**
 * What may be shown of any error: that of a library may quote what it was given (JSON.parse does),
 * so only its name, code and request are told, and the status of an answer that the SDK has no name
 * for: S3 answers HEAD without a body, so without one.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof PlainFailure) return error.message;
  if (!(error instanceof Error)) return "an unknown failure";
  const { name, code, $metadata = {} } = error as Answered;
  const { httpStatusCode: status, requestId } = $metadata;
  const parts = [code, name === "Unknown" && status, requestId].filter(
    (part) => typeof part === "string" || typeof part === "number",
  );
  return parts.length === 0 ? name : `${name} (${parts.join(", ")})`;
}

/** The part of an error of the SDK that may be shown. */
interface Answered extends Error {
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown; readonly requestId?: unknown };
}

/** Whether an error is one of AWS's refusals of these names. */
export function isRefusal(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
