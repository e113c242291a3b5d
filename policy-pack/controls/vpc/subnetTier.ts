import type { StackView } from "../../engine/associations.ts";
import type { View } from "../../engine/view.ts";
import { partOf } from "../shared/part.ts";

/** Groups of subnets that data stores stand in. */
const DATA_SUBNET_GROUPS = [
  "aws:dax/subnetGroup:SubnetGroup",
  "aws:docdb/subnetGroup:SubnetGroup",
  "aws:elasticache/subnetGroup:SubnetGroup",
  "aws:memorydb/subnetGroup:SubnetGroup",
  "aws:neptune/subnetGroup:SubnetGroup",
  "aws:rds/subnetGroup:SubnetGroup",
  "aws:redshift/subnetGroup:SubnetGroup",
];
export const DATA_SUBNET_TYPES = DATA_SUBNET_GROUPS;

/** Where a subnet says what it is, in whatever capitals, the plainest statement first. */
const TAGS = ["tier", "aws-cdk:subnet-type", "Name"];

/**
 * Whether a subnet is declared to be away from the internet: by its tag `tier` or another that says
 * so, by a word of its Name tag or of its logical name, else because a data store stands in it.
 */
export function isDeclaredInner(
  stack: StackView,
  subnet: View,
  innerWords: readonly string[],
  outerWords: readonly string[],
): boolean {
  const declared = (text: string) => {
    const words = wordsIn(text);
    if (words.some((word) => outerWords.includes(word))) return false;
    return words.some((word) => innerWords.includes(word)) ? true : undefined;
  };
  for (const tag of TAGS) {
    const said = declared(partOf(subnet.at("tags"), tag).text ?? "");
    if (said !== undefined) return said;
  }
  return (
    declared(subnet.name) ??
    DATA_SUBNET_GROUPS.some((type) => stack.related(subnet, type, "subnetIds").length > 0)
  );
}

/** The words of a name such as `net-private-1`, `netPrivateA` or `DBSubnet2`, with and without digits. */
function wordsIn(text: string): string[] {
  const parted = text
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2");
  return [text, parted].flatMap((form) => [
    ...form.toLowerCase().split(/[^a-z0-9]+/),
    ...form.toLowerCase().split(/[^a-z]+/),
  ]);
}
