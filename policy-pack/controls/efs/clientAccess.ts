import { coversAction, type Statement } from "../../engine/policyDocument.ts";

const MOUNT = "elasticfilesystem:ClientMount";
const ROOT_ACCESS = "elasticfilesystem:ClientRootAccess";

/** Whether a statement keeps everyone from mounting without TLS: who can't mount can't do more. */
export function deniesPlainMount(statement: Statement): boolean {
  const [condition, ...more] = statement.conditions;
  return (
    deniesEveryone(statement, MOUNT) &&
    condition !== undefined &&
    more.length === 0 &&
    /^bool(ifexists)?$/.test(condition.operator) &&
    condition.key === "aws:securetransport" &&
    condition.values.includes("false")
  );
}

/** Whether a statement keeps everyone from acting as root, whatever else allows it. */
export function deniesRoot(statement: Statement): boolean {
  return deniesEveryone(statement, ROOT_ACCESS) && statement.conditions.length === 0;
}

export function allowsRoot(statement: Statement): boolean {
  return statement.effect === "Allow" && coversAction(statement, ROOT_ACCESS);
}

/** The resource of such a policy can only be its file system. */
function deniesEveryone(statement: Statement, action: string): boolean {
  const everyone = statement.principals.some(({ kind, value }) => kind === "AWS" && value === "*");
  return statement.effect === "Deny" && everyone && coversAction(statement, action);
}
