/** A failure whose message holds nothing that must be kept, so that it may be shown as it is. */
export class PlainFailure extends Error {
  override readonly name = "PlainFailure";
}

/**
 * What may be shown of any error: that of a library may quote what it was given (JSON.parse does),
 * so only its name, code and request are told.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof PlainFailure) return error.message;
  if (!(error instanceof Error)) return "an unknown failure";
  const { code, $metadata } = error as { code?: unknown; $metadata?: { requestId?: unknown } };
  const parts = [code, $metadata?.requestId].filter((part) => typeof part === "string");
  return parts.length === 0 ? error.name : `${error.name} (${parts.join(", ")})`;
}

/** Whether an error is one of AWS's refusals of these names. */
export function isRefusal(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
