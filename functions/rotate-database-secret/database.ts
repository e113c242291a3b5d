import pg from "pg";

/** Who logs in where. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** A session; whoever opened it ends it. */
export interface Session {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: Record<string, unknown>[] }>;
  end(): Promise<void>;
}

/** Opens a session. */
export type Connect = (login: Login) => Promise<Session>;

/** Milliseconds to wait for a connection, and for a statement. */
const CONNECT_MS = 10_000;
const STATEMENT_MS = 20_000;

/**
 * Opens sessions over TLS, to servers whose certificate is by one of these authorities and for the
 * host that was asked for. No other authority counts, not even those that Node.js knows.
 */
export function connectTrusting(authorities: string): Connect {
  return async (login) => {
    const client = new pg.Client({
      ...login,
      ssl: { ca: authorities, rejectUnauthorized: true, minVersion: "TLSv1.2" },
      application_name: "rotate-database-secret",
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: STATEMENT_MS,
      statement_timeout: STATEMENT_MS,
    });
    // Without a listener a connection that breaks while idle would end the process.
    client.on("error", () => undefined);
    await client.connect();
    return client;
  };
}

/** Opens a session, uses it, and ends it whatever happens. */
export async function withSession<T>(
  connect: Connect,
  login: Login,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await connect(login);
  try {
    return await use(session);
  } finally {
    // What `use` threw matters more than a failing goodbye.
    await session.end().catch(() => undefined);
  }
}
