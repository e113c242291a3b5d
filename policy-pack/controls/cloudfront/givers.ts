import { typeInUrn } from "../../engine/resource.ts";
import { canonicalType } from "../../engine/tokens.ts";
import type { View } from "../../engine/view.ts";

/** What a bucket's host name comes from. */
export const BUCKET_GIVERS = [
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
  "aws:s3/accessPoint:AccessPoint",
];
/** What the host name of another origin comes from. */
const HOST_GIVERS = [
  "aws:apigateway/restApi:RestApi",
  "aws:apigateway/stage:Stage",
  "aws:apigatewayv2/api:Api",
  "aws:apigatewayv2/stage:Stage",
  "aws:ec2/eip:Eip",
  "aws:ec2/instance:Instance",
  "aws:elb/loadBalancer:LoadBalancer",
  "aws:lambda/functionUrl:FunctionUrl",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:route53/record:Record",
];
/** What else may stand in an origin or a cache behaviour, and is no host name. */
const OTHER_GIVERS = [
  "aws:cloudfront/cachePolicy:CachePolicy",
  "aws:cloudfront/fieldLevelEncryptionConfig:FieldLevelEncryptionConfig",
  "aws:cloudfront/function:Function",
  "aws:cloudfront/keyGroup:KeyGroup",
  "aws:cloudfront/originAccessControl:OriginAccessControl",
  "aws:cloudfront/originAccessIdentity:OriginAccessIdentity",
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy",
  "aws:cloudfront/realtimeLogConfig:RealtimeLogConfig",
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
  "aws:cloudfront/vpcOrigin:VpcOrigin",
  "aws:lambda/function:Function",
  "aws:secretsmanager/secretVersion:SecretVersion",
  "random:index/randomPassword:RandomPassword",
];
const KNOWN = new Set([...BUCKET_GIVERS, ...HOST_GIVERS, ...OTHER_GIVERS]);

/**
 * Whether an unknown value below a property comes from a resource of one of the types. The engine
 * tells origins for a whole list of origins or behaviours, so this is sure only where the others
 * give something else: each type of the lists above does.
 */
export function surelyFrom(
  distribution: View,
  property: string,
  types: readonly string[],
): boolean {
  const givers = giversOf(distribution, property);
  return givers.every((type) => KNOWN.has(type)) && givers.some((type) => types.includes(type));
}

/** Whether an unknown host name is surely no bucket's. */
export function surelyNoBucket(distribution: View): boolean {
  const givers = giversOf(distribution, "origins");
  return (
    surelyFrom(distribution, "origins", HOST_GIVERS) &&
    !givers.some((type) => BUCKET_GIVERS.includes(type))
  );
}

function giversOf(distribution: View, property: string): string[] {
  return distribution.origins(property).map((urn) => canonicalType(typeInUrn(urn)));
}
