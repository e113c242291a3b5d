import type { Environment } from "../shared/environment.ts";

/** Where CloudFront looks for its certificates, web ACLs and logs (T1, T21, T22). */
export const CLOUDFRONT_REGION = "us-east-1";

/**
 * Log groups and keys can't be used across regions, so what CloudFront logs needs an environment
 * there. A stack elsewhere hands over a second environment, with a key and a provider of us-east-1.
 *
 * @throws Error when the environment is in another region.
 */
export function checkCloudFrontRegion(what: string, { region }: Environment): void {
  if (region !== CLOUDFRONT_REGION) {
    throw new Error(
      `${what} serves CloudFront from ${region}; allowed: ${CLOUDFRONT_REGION}, for its log group and key.`,
    );
  }
}
