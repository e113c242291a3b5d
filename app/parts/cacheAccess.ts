import { z } from "zod";

import type { Secrets } from "./secrets.ts";

/** What it takes to connect. */
export interface CacheAccess {
  readonly host: string;
  readonly port: number;
  /** @default the server's own default user */
  readonly username?: string | undefined;
  /** @default none is asked for */
  readonly password?: string | undefined;
  readonly tls: boolean;
  /** Whether the keys are spread over several servers, which tell where each is. */
  readonly cluster: boolean;
}

/** The secret's form, which the infrastructure writes. */
const secretForm = z.object({
  host: z.string().min(1),
  port: z.coerce.number().int().positive(),
  username: z.string().min(1).optional(),
  token: z.string().min(1),
  clusterMode: z.boolean().default(false),
});

/**
 * The access that a secret tells of, over TLS.
 *
 * @throws Error that names the secret and holds no value.
 */
export async function cacheAccessIn(secrets: Secrets, name: string): Promise<CacheAccess> {
  const result = secretForm.safeParse(parsed(await secrets.read(name)));
  if (!result.success) {
    const fields = result.error.issues.map(({ path }) => path.join(".")).join(", ");
    throw new Error(`Secret ${name} has not the form of a cache's access: ${fields}`);
  }
  const { host, port, username, token, clusterMode } = result.data;
  return { host, port, username, password: token, tls: true, cluster: clusterMode };
}

/** The access in a URL, as local runs have it: one server. */
export function cacheAccessInUrl(url: string): CacheAccess {
  const { protocol, hostname, port, username, password } = new URL(url);
  return {
    host: hostname,
    port: Number(port || "6379"),
    username: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
    tls: protocol === "rediss:",
    cluster: false,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
