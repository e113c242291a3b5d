/**
 * Tokens that name the same thing. A control lists the canonical one; resources of a twin are
 * judged alike. Sources: the aliases in `@pulumi/aws` 7.48 and its deprecated `*V2` types.
 */

/** Types of `aws:lb` that `aws:alb` and two older modules repeat. */
const LOAD_BALANCING = [
  "listener:Listener",
  "listenerCertificate:ListenerCertificate",
  "listenerRule:ListenerRule",
  "loadBalancer:LoadBalancer",
  "targetGroup:TargetGroup",
  "targetGroupAttachment:TargetGroupAttachment",
];
const LOAD_BALANCING_MODULES = ["alb", "applicationloadbalancing", "elasticloadbalancingv2"];

/** Types of `aws:s3` with a deprecated twin of the same name and `V2`. */
const S3_VERSION_2 = [
  "Bucket",
  "BucketAccelerateConfiguration",
  "BucketAcl",
  "BucketCorsConfiguration",
  "BucketLifecycleConfiguration",
  "BucketLogging",
  "BucketObjectLockConfiguration",
  "BucketRequestPaymentConfiguration",
  "BucketServerSideEncryptionConfiguration",
  "BucketVersioning",
  "BucketWebsiteConfiguration",
];

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
const s3Token = (name: string) => `aws:s3/${lowerFirst(name)}:${name}`;

const CANONICAL: ReadonlyMap<string, string> = new Map([
  ...LOAD_BALANCING_MODULES.flatMap((module) =>
    LOAD_BALANCING.map((name) => [`aws:${module}/${name}`, `aws:lb/${name}`] as const),
  ),
  ...S3_VERSION_2.map((name) => [s3Token(`${name}V2`), s3Token(name)] as const),
  ["aws:elasticloadbalancing/loadBalancer:LoadBalancer", "aws:elb/loadBalancer:LoadBalancer"],
]);

/** The token that stands for a type and its twins. */
export function canonicalType(type: string): string {
  return CANONICAL.get(type) ?? type;
}

/** A canonical type and all of its twins. */
export function twinsOf(type: string): string[] {
  const twins = [...CANONICAL].filter(([, canonical]) => canonical === type);
  return [type, ...twins.map(([twin]) => twin)];
}
