import type { Control } from "../../engine/control.ts";
import { iamNoAdminStar } from "./iam-no-admin-star.ts";
import { iamNoAwsAdminManagedPolicy } from "./iam-no-aws-admin-managed-policy.ts";
import { iamNoDecryptAllKeys } from "./iam-no-decrypt-all-keys.ts";
import { iamNoNotactionAllow } from "./iam-no-notaction-allow.ts";
import { iamNoServiceWildcard } from "./iam-no-service-wildcard.ts";
import { iamNoStarResourceWhenRestrictable } from "./iam-no-star-resource-when-restrictable.ts";
import { iamNoUsersOrKeys } from "./iam-no-users-or-keys.ts";
import { iamPassroleScoped } from "./iam-passrole-scoped.ts";
import { iamPasswordPolicy } from "./iam-password-policy.ts";
import { iamPermissionsBoundary } from "./iam-permissions-boundary.ts";
import { iamPrivescSingleDocument } from "./iam-privesc-single-document.ts";
import { iamTrustConfusedDeputy } from "./iam-trust-confused-deputy.ts";
import { iamTrustNoWildcardPrincipal } from "./iam-trust-no-wildcard-principal.ts";
import { iamTrustOidcScoped } from "./iam-trust-oidc-scoped.ts";
import { iamUserPermissionsViaGroups } from "./iam-user-permissions-via-groups.ts";

export const iamControls: readonly Control[] = [
  iamNoAdminStar,
  iamNoServiceWildcard,
  iamNoStarResourceWhenRestrictable,
  iamNoAwsAdminManagedPolicy,
  iamNoNotactionAllow,
  iamNoUsersOrKeys,
  iamUserPermissionsViaGroups,
  iamPasswordPolicy,
  iamTrustNoWildcardPrincipal,
  iamTrustConfusedDeputy,
  iamTrustOidcScoped,
  iamPrivescSingleDocument,
  iamPassroleScoped,
  iamPermissionsBoundary,
  iamNoDecryptAllKeys,
];
