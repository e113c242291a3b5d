/** A failure whose message holds no secret, so that it may be shown as it is. */
export class RotationFailure extends Error {
  override readonly name = "RotationFailure";
}

/**
 * What may be shown of any error: that of a library may quote what it was given (JSON.parse does),
 * so only its name, code and request are told.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof RotationFailure) return error.message;
  if (!(error instanceof Error)) return "an unknown failure";
  const { code, $metadata } = error as { code?: unknown; $metadata?: { requestId?: unknown } };
  const parts = [code, $metadata?.requestId].filter((part) => typeof part === "string");
  return parts.length === 0 ? error.name : `${error.name} (${parts.join(", ")})`;
}
