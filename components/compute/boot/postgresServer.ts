import { type PackageSource, packageSourcePart, readSecret, type SecretPart } from "./debian.ts";
import { type BootPart, quoted } from "./script.ts";

/** What may be loaded into a database. */
export type PostgresExtension =
  "pg_stat_statements" | "postgis" | "postgis_topology" | "timescaledb";

/** A PostgreSQL server with one database, and who gets into it. */
export interface PostgresServerArgs {
  /** Where the password is; the host's own region. */
  readonly region: string;
  /** Where the user's password is. */
  readonly password: SecretPart;
  /** Database, and the user who owns it; both a lower-case letter, then letters, digits or `_`. */
  readonly database: string;
  /** See {@link database}. */
  readonly user: string;
  /** IPv4 blocks that the user comes from, over TLS; nobody else is heard. */
  readonly clients: readonly string[];
  /** What is loaded into the database. @default nothing */
  readonly extensions?: readonly PostgresExtension[] | undefined;
  /** Settings of the server, such as `shared_buffers`. @default PostgreSQL's own */
  readonly settings?: Readonly<Record<string, string | number>> | undefined;
}

const VERSION = 16;

/** Where a Debian host has its data. */
export const POSTGRES_DATA = "/var/lib/postgresql";

/** Where the one cluster of a Debian host has its settings. */
const FOLDER = `/etc/postgresql/${VERSION}/main`;

const POSTGRESQL: PackageSource = {
  name: "pgdg",
  url: "https://apt.postgresql.org/pub/repos/apt",
  suite: "bookworm-pgdg",
  keyUrl: "https://www.postgresql.org/media/keys/ACCC4CF8.asc",
  fingerprint: "B97B0AFCAA1A47F044F244A07FCC7D46ACCC4CF8",
};

/** PostgreSQL's own repository has it without what its makers license otherwise, as compression. */
const TIMESCALE: PackageSource = {
  name: "timescaledb",
  url: "https://packagecloud.io/timescale/timescaledb/debian/",
  suite: "bookworm",
  keyUrl: "https://packagecloud.io/timescale/timescaledb/gpgkey",
  fingerprint: "1005FB68604CE9B8F6879CF759F18EDF47F24417",
};

/** What each extension is installed by, and whether the server loads it when it starts. */
const EXTENSIONS: Readonly<
  Record<PostgresExtension, { readonly package?: string; readonly preloaded?: true }>
> = {
  pg_stat_statements: { preloaded: true },
  postgis: { package: `postgresql-${VERSION}-postgis-3` },
  postgis_topology: { package: `postgresql-${VERSION}-postgis-3` },
  timescaledb: { package: `timescaledb-2-postgresql-${VERSION}`, preloaded: true },
};

/**
 * PostgreSQL 16 on a Debian 12 host behind {@link debianParts}: from PostgreSQL's own packages, with
 * one database and one user. Passwords are hashed by scram-sha-256 and asked for over TLS; the one of
 * the user comes from Secrets Manager, and stands in no file, command line or log.
 *
 * @throws Error when a name, a block or a setting is not what PostgreSQL's files take.
 */
export function postgresServerParts(args: PostgresServerArgs): BootPart[] {
  check(args);
  const { extensions = [] } = args;
  const sources = [POSTGRESQL, ...(extensions.includes("timescaledb") ? [TIMESCALE] : [])];
  const packages = extensions.flatMap((extension) => EXTENSIONS[extension].package ?? []);
  return [
    ...sources.map(packageSourcePart),
    {
      title: `PostgreSQL ${VERSION}`,
      commands: [`packages ${[...new Set([`postgresql-${VERSION}`, ...packages])].join(" ")}`],
    },
    {
      title: "settings of PostgreSQL",
      files: [
        {
          path: `${FOLDER}/conf.d/10-server.conf`,
          mode: "0644",
          owner: "postgres:postgres",
          text: serverSettings(args),
        },
        {
          path: `${FOLDER}/pg_hba.conf`,
          mode: "0640",
          owner: "postgres:postgres",
          text: admission(args),
        },
      ],
      commands: ["systemctl restart postgresql", `systemctl enable postgresql`],
    },
    {
      title: "database, user and extensions",
      commands: [
        readSecret("password", args.region, args.password),
        "retry runuser -u postgres -- pg_isready --quiet",
        "SETUP_PASSWORD=\"${password}\" runuser -u postgres -- psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=postgres <<'END_OF_SQL'",
        ...setupSql(args),
        "END_OF_SQL",
        "unset password",
      ],
    },
  ];
}

/** What psql is given; the password comes by its environment, and is quoted by psql. */
export function setupSql({ database, user, extensions = [] }: PostgresServerArgs): string[] {
  return [
    // Neither an error nor the statistics of statements may keep the password.
    "SET log_statement = 'none';",
    "SET log_min_error_statement = 'panic';",
    "SET log_min_duration_statement = -1;",
    "SET pg_stat_statements.track = 'none';",
    "\\getenv password SETUP_PASSWORD",
    `SELECT 'CREATE ROLE ${user}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${user}') \\gexec`,
    `ALTER ROLE ${user} WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';`,
    `SELECT 'CREATE DATABASE ${database} OWNER ${user}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '${database}') \\gexec`,
    `REVOKE ALL ON DATABASE ${database} FROM PUBLIC;`,
    `\\connect ${database}`,
    ...extensions.map((extension) => `CREATE EXTENSION IF NOT EXISTS ${extension};`),
  ];
}

/** On top of what Debian sets, TLS with a certificate of the host's own among it. */
function serverSettings({ extensions = [], settings = {} }: PostgresServerArgs): string {
  const preloaded = extensions.filter((extension) => EXTENSIONS[extension].preloaded);
  const all: Readonly<Record<string, string | number>> = {
    // Every address of the host is inside the VPC; whom it hears, pg_hba.conf says.
    listen_addresses: "*",
    ssl: "on",
    password_encryption: "scram-sha-256",
    log_connections: "on",
    log_disconnections: "on",
    ...(preloaded.length > 0 && { shared_preload_libraries: preloaded.join(",") }),
    ...(preloaded.includes("timescaledb") && { "timescaledb.telemetry_level": "off" }),
    ...settings,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name} = ${typeof value === "number" ? value : `'${value}'`}\n`)
    .join("");
}

/** The host's own administrator by its socket, and the user over TLS from where it may come. */
function admission({ database, user, clients }: PostgresServerArgs): string {
  return [
    "local all postgres peer",
    ...clients.map((block) => `hostssl ${database} ${user} ${block} scram-sha-256`),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function check({ database, user, clients, settings = {} }: PostgresServerArgs): void {
  for (const [field, value] of Object.entries({ database, user })) {
    if (!/^(?!pg_|postgres$)[a-z][a-z0-9_]{0,62}$/.test(value)) {
      throw new Error(
        `${field} is "${value}"; allowed: a lower-case letter, then letters, digits and underscores, at most 63, not postgres and not pg_….`,
      );
    }
  }
  if (
    clients.length === 0 ||
    !clients.every((block) => /^[\d.]+\/(8|9|[12]\d|3[0-2])$/.test(block))
  ) {
    throw new Error(
      `clients is ${quoted(clients.join(" "))}; allowed: one or more IPv4 blocks, /8 or smaller.`,
    );
  }
  for (const [name, value] of Object.entries(settings)) {
    if (!/^[a-z_.]+$/.test(name) || !/^[\w ,.*/-]+$/.test(String(value))) {
      throw new Error(
        `settings.${name} is ${JSON.stringify(value)}; allowed: PostgreSQL's names, and values without quotes.`,
      );
    }
  }
}
