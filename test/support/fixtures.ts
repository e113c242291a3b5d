import { readStackFile } from "../../config/stackFile.ts";
import { type Environment, environmentOf } from "../../components/shared/environment.ts";
import { PermissionsBoundary } from "../../components/identity/permissionsBoundary.ts";
import { EncryptionKey } from "../../components/keys/encryptionKey.ts";
import { logsGrant } from "../../components/keys/grants.ts";
import { SecureBucket } from "../../components/storage/secureBucket.ts";

/** The environment of component tests; AWS's documentation account. */
export function testEnvironment(overrides: Partial<Environment> = {}): Environment {
  return environmentOf({
    project: "rampart",
    name: "dev",
    accountId: "111122223333",
    region: "us-east-1",
    zoneIds: ["use1-az1", "use1-az2", "use1-az4"],
    dataProtection: "disposable",
    tags: { Project: "rampart", Environment: "dev", Owner: "platform-team" },
    ...overrides,
  });
}

/** What nearly every component stands on, made inside a recorded program. */
export function foundation(environment: Environment): {
  key: EncryptionKey;
  boundary: PermissionsBoundary;
  accessLogs: SecureBucket;
} {
  const key = new EncryptionKey("key", {
    environment,
    description: "test",
    deletionDays: 7,
    grants: [logsGrant(environment)],
  });
  const boundary = new PermissionsBoundary("boundary", { environment });
  const accessLogs = new SecureBucket("access-logs", {
    environment,
    key,
    identifier: "access-logs",
    role: "access-log-target",
  });
  return { key, boundary, accessLogs };
}

/** The repository's folder, where the stack files are. */
export const ROOT = new URL("../..", import.meta.url).pathname;

/** A shipped stack file, read as `npm run plan` reads it. */
export function shippedStack(stack: string): ReturnType<typeof readStackFile> {
  return readStackFile(ROOT, stack);
}
