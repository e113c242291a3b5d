import type { SecurityGroup } from "@aws-sdk/client-ec2";

/** Behind the name that the program gives, Pulumi appends seven hexadecimal digits. */
export function isNamed(name: string, prefix: string): boolean {
  return name.startsWith(`${prefix}-`) && /^[0-9a-f]{7}$/.test(name.slice(prefix.length + 1));
}

/**
 * Whether a group is one of the program's own that cut instances off: by its exact name, which
 * nobody can change later, and by the tags that the program gives to whatever it makes.
 */
export function isQuarantine(group: SecurityGroup, names: readonly string[]): boolean {
  const { GroupName = "", Tags = [] } = group;
  const tags = new Map(Tags.map(({ Key, Value }) => [Key, Value]));
  const owner = `${tags.get("Project") ?? ""}-${tags.get("Environment") ?? ""}-`;
  return names.some(
    (name) =>
      isNamed(GroupName, name) &&
      tags.get("Name") === name &&
      tags.get("ManagedBy") === "pulumi" &&
      name.startsWith(owner),
  );
}
