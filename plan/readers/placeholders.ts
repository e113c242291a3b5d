import type { Settings } from "../../config/settings.ts";

/**
 * What the shipped stack files have in the place of names and ids of yours: domains that are reserved
 * for documentation (RFC 2606), and ids that nobody has.
 */
const PLACEHOLDER =
  /(^|[.@])example\.(com|org|net)$|^example\/|:certificate\/11111111-2222-3333-4444-555555555555$|^(vpc|rtb)-0a1b2c3d4e5f67890$/;

/** The settings that nobody put values of their own into, in one sentence; none when all are. */
export function placeholderNotices(settings: Settings): string[] {
  const paths = pathsOf(settings, "");
  if (paths.length === 0) return [];
  return [`The stack file has placeholders; put yours into ${paths.join(", ")}.`];
}

function pathsOf(value: unknown, path: string): string[] {
  if (typeof value === "string") return PLACEHOLDER.test(value) ? [path] : [];
  if (Array.isArray(value)) {
    return value.flatMap((entry, index) => pathsOf(entry, `${path}[${index}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) =>
    pathsOf(entry, path === "" ? key : `${path}.${key}`),
  );
}
