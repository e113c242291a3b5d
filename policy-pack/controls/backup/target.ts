import type { StackView } from "../../engine/associations.ts";
import type { View } from "../../engine/view.ts";
import { CLUSTER, INSTANCE } from "../shared/databases.ts";

const TABLE = "aws:dynamodb/table:Table";
export const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";

/** How AWS Backup calls data: the part of an ARN before its name, and the property of the name. */
const KINDS: Readonly<Record<string, readonly [service: string, prefix: string, name: string]>> = {
  [INSTANCE]: ["rds", "db:", "identifier"],
  [CLUSTER]: ["rds", "cluster:", "clusterIdentifier"],
  [TABLE]: ["dynamodb", "table/", "name"],
  // Its id is AWS's own: no input says it.
  [FILE_SYSTEM]: ["elasticfilesystem", "file-system/", ""],
};

/** Types of resources that hold data. */
export const DATA_TYPES = Object.keys(KINDS);

const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"];
/** What else AWS Backup takes in by its own ARN, beside {@link DATA_TYPES}: hosts. */
export const BACKED_UP_TYPES = [...DATA_TYPES, "aws:ec2/instance:Instance"];

/** A name that only a pattern for all names covers. */
const ANY_NAME = "\u0000";

/** Something that a plan may select. */
export interface Target {
  readonly urn: string;
  /** Whether its ARN can be told before it exists. */
  readonly isNamed: boolean;
  /** ARNs that it may have. */
  readonly arns: () => readonly string[];
  /** A tag's value, also of a tag that the provider gives everything. */
  readonly tag: (key: string) => string | undefined;
}

export function targetOf(
  resource: View,
  stack: StackView,
  ownAccounts: () => readonly string[],
): Target {
  const [service, prefix, property] = KINDS[resource.type] ?? ["", "", ""];
  const provider = stack.byUrn(resource.resource.provider ?? "");
  const name = property === "" ? undefined : resource.at(property).text;
  const tags = [resource.at("tags")];
  if (provider !== undefined) tags.push(provider.at("defaultTags").json().at("tags"));
  return {
    urn: resource.urn,
    isNamed: name !== undefined,
    arns() {
      const stated = resource.at("region");
      const region = stated.text ?? provider?.at("region").text;
      if (region === undefined) throw stated.undecidable();
      return PARTITIONS.flatMap((partition) =>
        ownAccounts().map(
          (account) =>
            `arn:${partition}:${service}:${region}:${account}:${prefix}${name ?? ANY_NAME}`,
        ),
      );
    },
    tag(key) {
      for (const set of tags) {
        const [, found] = set.entries().find(([own]) => own === key) ?? [];
        if (found !== undefined) return found.text;
      }
      return undefined;
    },
  };
}
