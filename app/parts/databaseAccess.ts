import { z } from "zod";

import type { Secrets } from "./secrets.ts";

/** What it takes to connect. */
export interface DatabaseAccess {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** Where the access comes from, and how a newer one is had. */
export interface AccessSource {
  readonly current: () => Promise<DatabaseAccess>;
  /** After the database refused an access: reads it again where that can help. */
  readonly renewed: () => Promise<DatabaseAccess>;
}

/** The secret's form, which the rotation writes. */
const secretForm = z.object({
  host: z.string().min(1),
  port: z.coerce.number().int().positive(),
  dbname: z.string().min(1),
  username: z.string().min(1),
  password: z.string().min(1),
});

/** The access in a secret, whose users take turns; the one that was used last holds for a while. */
export function accessInSecret(secrets: Secrets, name: string): AccessSource {
  const accessIn = (text: string): DatabaseAccess => {
    const result = secretForm.safeParse(parsed(text));
    if (!result.success) {
      const fields = result.error.issues.map(({ path }) => path.join(".")).join(", ");
      throw new Error(`Secret ${name} has not the form of a database's access: ${fields}`);
    }
    const { dbname, username, ...rest } = result.data;
    return { ...rest, database: dbname, user: username };
  };
  return {
    current: async () => accessIn(await secrets.read(name)),
    renewed: async () => accessIn(await secrets.renewed(name)),
  };
}

/** The access in a URL, as local runs have it: there is none newer. */
export function accessInUrl(url: string): AccessSource {
  const { hostname, port, pathname, username, password } = new URL(url);
  const access = {
    host: hostname,
    port: Number(port || "5432"),
    database: decodeURIComponent(pathname.slice(1)),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
  const same = () => Promise.resolve(access);
  return { current: same, renewed: same };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
