import { breakGlassArnOf } from "../components/identity/breakGlass.ts";
import { roleArnOf } from "../components/identity/role.ts";
import type { Environment } from "../components/shared/environment.ts";
import type { Statement } from "../components/shared/policy.ts";
import { bucketArnOf } from "../components/storage/secureBucket.ts";

/**
 * Keeps a bucket's objects from everyone but the roles that need them, whatever IAM allows, and from
 * services. The bucket itself is left to IAM: who deploys asks by `ListBucket` whether it is there,
 * and an administrator can take this statement away. Break-glass is let in, for the day on which
 * these roles fail; a destroy ends the policy before it empties the bucket.
 *
 * @param roles Identifiers of those that are let in.
 * @param actions What is kept from the others. @default everything
 */
export function objectsOnlyFor(
  environment: Environment,
  bucket: string,
  roles: readonly string[],
  actions: string | readonly string[] = "s3:*",
): Statement {
  const admitted = roles.map((role) => roleArnOf(environment, role));
  return {
    Sid: "ObjectsOnlyForRoles",
    Effect: "Deny",
    Principal: "*",
    Action: actions,
    Resource: `${bucketArnOf(environment, bucket)}/*`,
    Condition: {
      ArnNotEquals: { "aws:PrincipalArn": [...admitted, breakGlassArnOf(environment)] },
    },
  };
}
