import type { Control } from "../../engine/control.ts";
import { ecsContainerLogging } from "./ecs-container-logging.ts";
import { ecsEfsInTransitEncryption } from "./ecs-efs-in-transit-encryption.ts";
import { ecsExecAudited } from "./ecs-exec-audited.ts";
import { ecsExecutionRoleSecretsScoped } from "./ecs-execution-role-secrets-scoped.ts";
import { ecsImagePinnedPrivate } from "./ecs-image-pinned-private.ts";
import { ecsNoHostNamespaces } from "./ecs-no-host-namespaces.ts";
import { ecsNoPlaintextSecrets } from "./ecs-no-plaintext-secrets.ts";
import { ecsNoPrivilegedContainer } from "./ecs-no-privileged-container.ts";
import { ecsNonRootUser } from "./ecs-non-root-user.ts";
import { ecsReadonlyRootFilesystem } from "./ecs-readonly-root-filesystem.ts";
import { ecsServiceNoPublicIp } from "./ecs-service-no-public-ip.ts";

export const ecsControls: readonly Control[] = [
  ecsNoPrivilegedContainer,
  ecsReadonlyRootFilesystem,
  ecsNonRootUser,
  ecsNoHostNamespaces,
  ecsNoPlaintextSecrets,
  ecsContainerLogging,
  ecsImagePinnedPrivate,
  ecsEfsInTransitEncryption,
  ecsExecutionRoleSecretsScoped,
  ecsServiceNoPublicIp,
  ecsExecAudited,
];
