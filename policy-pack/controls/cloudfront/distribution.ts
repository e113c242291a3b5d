import type { Reading } from "../../engine/reading.ts";
import { each, type Verdict, type Verdicts } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";

export const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
/** One for many tenants: the same settings, some of them under other names. */
const MULTITENANT = "aws:cloudfront/multitenantDistribution:MultitenantDistribution";

export const DISTRIBUTIONS = [DISTRIBUTION, MULTITENANT] as const;

/** Judges each cache behaviour by itself, the default one too, which is there even if nothing is said. */
export function eachBehaviour(
  distribution: View,
  judge: (behaviour: Reading) => Verdicts,
): Verdict[] {
  const others = spelling(distribution, "orderedCacheBehaviors", "cacheBehaviors");
  const groups = [
    () => [distribution.at("defaultCacheBehavior")],
    () => distribution.at(others).items(),
  ];
  return each(groups, (group) => each(group(), judge));
}

/** Judges each origin by itself. */
export function eachOrigin(distribution: View, judge: (origin: Reading) => Verdicts): Verdict[] {
  return each(distribution.at("origins").items(), judge);
}

/** How CloudFront speaks to an origin that is no bucket; undefined if the origin does not say. */
export function customConfigOf(distribution: View, origin: Reading): Reading | undefined {
  return origin.at(spelling(distribution, "customOriginConfig", "customOriginConfigs")).items()[0];
}

/** Names a resource of CloudFront's in a VPC; undefined if the origin names none. */
export function vpcConfigOf(distribution: View, origin: Reading): Reading | undefined {
  return origin.at(spelling(distribution, "vpcOriginConfig", "vpcOriginConfigs")).items()[0];
}

/** Properties that name a certificate other than CloudFront's. */
export function certificatesOf({ type }: View): readonly string[] {
  const acm = "viewerCertificate.acmCertificateArn";
  return type === MULTITENANT ? [acm] : [acm, "viewerCertificate.iamCertificateId"];
}

function spelling({ type }: View, usual: string, multitenant: string): string {
  return type === MULTITENANT ? multitenant : usual;
}
