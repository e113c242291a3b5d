import { userInfo } from "node:os";

import { S3Client } from "@aws-sdk/client-s3";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";

import { RoleError } from "./awsFailure.ts";
import type { Target } from "./target.ts";

/** Two minutes send the largest document over a slow line. */
const CALLS = {
  maxAttempts: 5,
  requestHandler: {
    connectionTimeout: 5000,
    requestTimeout: 120_000,
    throwOnRequestTimeout: true,
  },
};

/** A client that works as the role, which it assumes with its first call and again in time. */
export function clientFor({ role, region }: Target): S3Client {
  const where = region === undefined ? {} : { region };
  const assume = fromTemporaryCredentials({
    params: { RoleArn: role, RoleSessionName: sessionName(userName()) },
    clientConfig: where,
  });
  return new S3Client({
    ...CALLS,
    ...where,
    async credentials(identity) {
      try {
        return await assume(identity);
      } catch (cause) {
        throw new RoleError("The role was not assumed.", { cause });
      }
    },
  });
}

/** Who it is; a container may run as a number that nobody has given a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

/** Who it was, for CloudTrail; STS takes 2 to 64 of these characters. */
export function sessionName(user: string): string {
  return `ingest-${user.replaceAll(/[^\w+=,.@-]/g, "-")}`.slice(0, 64);
}
