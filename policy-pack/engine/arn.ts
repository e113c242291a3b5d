/** Twelve digits. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** The account field of an ARN; undefined if it has none, or the text is no ARN. */
export function accountInArn(arn: string): string | undefined {
  const [scheme, , , , account = ""] = arn.split(":");
  return scheme === "arn" && account !== "" ? account : undefined;
}

/** The resource part of an ARN: `key/*`, `role/app`. */
export function resourceInArn(arn: string): string {
  return arn.split(":").slice(5).join(":");
}
