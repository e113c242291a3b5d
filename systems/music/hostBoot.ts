import { type ApiEnvironment, HEALTH_PATH } from "../../app/contract.ts";
import { APPLICATION_ENTRY } from "../../components/compute/applicationArchive.ts";
import { debianParts, readSecret, type SecretPart } from "../../components/compute/boot/debian.ts";
import { diskUsePart } from "../../components/compute/boot/diskUse.ts";
import { nodeRuntime } from "../../components/compute/boot/nodeRuntime.ts";
import { type ArtefactReference, nodeService } from "../../components/compute/boot/nodeService.ts";
import {
  POSTGRES_DATA,
  postgresServerParts,
} from "../../components/compute/boot/postgresServer.ts";
import { type BootPart, bootScript, quoted } from "../../components/compute/boot/script.ts";
import { tlsFrontParts } from "../../components/compute/boot/tlsFront.ts";
import { type Environment, bucketNameOf } from "../../components/shared/environment.ts";
import type { MusicHostSettings } from "../../config/settings.ts";
import { AUDIO, CERTIFICATE_KEY, CERTIFICATES, MUSIC } from "./names.ts";

/** What a host is told before it boots; never a secret. */
export interface HostBootArgs {
  /** Where it is. */
  readonly environment: Environment;
  /** Its name, and who may enter it by SSH. */
  readonly settings: Pick<MusicHostSettings, "originHost" | "ssh">;
  /** What it runs. */
  readonly artefact: ArtefactReference;
  /** Secret with all that it learns when it boots; see {@link HostSecret}. */
  readonly secretName: string;
  /** Header that CloudFront shows. */
  readonly guardHeader: string;
  /** Addresses of the VPC, from which PostgreSQL is reached. */
  readonly vpcCidr: string;
}

/** What is in the host's secret: the database's access in the application's form, and ids. */
export interface HostSecret<Text> {
  /** The host itself. */
  readonly host: string;
  /** TCP port of PostgreSQL. */
  readonly port: number;
  /** Database. */
  readonly dbname: string;
  /** Its user. */
  readonly username: string;
  /** The user's password. */
  readonly password: Text;
  /** Of the pool whose tokens count. */
  readonly userPoolId: Text;
  /** Those of its clients whose tokens count. */
  readonly clientIds: Text;
  /** Value of the header that CloudFront shows. */
  readonly guard: Text;
}

/** Where the database is, and whose; what the secret says of it. */
export const HOST_DATABASE = {
  host: "127.0.0.1",
  port: 5432,
  dbname: MUSIC,
  username: MUSIC,
} as const;

/** TCP port of the process; the web server alone reaches it. */
const PORT = 8080;

/** Files that the boot makes: ids for the process, and who signed the database's certificate. */
const IDS_FILE = "/etc/music/ids";
const AUTHORITY_FILE = "/etc/music/database.pem";

/** For the smallest machine: a quarter of half a gigabyte, and few connections. */
const DATABASE_SETTINGS = {
  shared_buffers: "64MB",
  effective_cache_size: "192MB",
  work_mem: "4MB",
  max_connections: 20,
} as const;

/** KiB of the largest request: a playlist with all its songs. */
const BODY_KIB = 256;

/**
 * The first boot of the host of S-MUSIC-1: Debian 12, PostgreSQL 16, a web server, the application. What
 * may be late by itself comes last: who waits for it, waits with all else in place.
 */
export function hostBoot(args: HostBootArgs): string {
  const { environment, settings, secretName } = args;
  const { region } = environment;
  const secret = (key: keyof HostSecret<string>): SecretPart => ({ name: secretName, key });
  return bootScript([
    wayOutPart(),
    ...debianParts(region),
    swapPart(),
    ...(settings.ssh ? [sshPart(settings.ssh.publicKey)] : []),
    ...postgresServerParts({
      region,
      password: secret("password"),
      database: HOST_DATABASE.dbname,
      user: HOST_DATABASE.username,
      clients: [`${HOST_DATABASE.host}/32`, args.vpcCidr],
      extensions: ["pg_stat_statements"],
      settings: DATABASE_SETTINGS,
    }),
    databaseCertificatePart(),
    diskUsePart({ environment, identifier: MUSIC }, POSTGRES_DATA),
    {
      title: "header of the distribution",
      commands: [readSecret("guard", region, secret("guard"))],
    },
    ...tlsFrontParts({
      host: settings.originHost,
      port: PORT,
      guardHeader: args.guardHeader,
      guardVariable: "guard",
      bodyKiB: BODY_KIB,
      kept: { bucket: bucketNameOf(environment, CERTIFICATES), key: CERTIFICATE_KEY, region },
    }),
    idsPart(region, secret),
    nodeRuntime(),
    ...nodeService({
      name: MUSIC,
      description: "Music API",
      artefact: args.artefact,
      command: [APPLICATION_ENTRY, "api"],
      before: [APPLICATION_ENTRY, "migrate"],
      environment: { ...environmentOf(args) },
      environmentFile: IDS_FILE,
      healthUrl: `http://127.0.0.1:${PORT}${HEALTH_PATH}`,
      after: ["postgresql.service"],
    }),
  ]);
}

/** Its address comes once it runs; without one, package lists are empty and nobody says so. */
function wayOutPart(): BootPart {
  return {
    title: "address in the internet",
    commands: [`retry timeout 5 bash -c ': </dev/tcp/deb.debian.org/443'`],
  };
}

/** Half a gigabyte is little for a database, a runtime and the tools that install them. */
function swapPart(): BootPart {
  return {
    title: "swap",
    commands: [
      "install -m 0600 /dev/null /swapfile",
      "dd if=/dev/zero of=/swapfile bs=1M count=1024 status=none",
      "mkswap /swapfile",
      "swapon /swapfile",
      "echo '/swapfile none swap sw 0 0' >>/etc/fstab",
    ],
  };
}

/** SSH is Debian's own: keys alone, no passwords, no root. */
function sshPart(publicKey: string): BootPart {
  return {
    title: "SSH by one key",
    commands: [
      "install -d -m 0700 -o admin -g admin /home/admin/.ssh",
      `write_file 0600 admin admin /home/admin/.ssh/authorized_keys <<<${quoted(publicKey)}`,
    ],
  };
}

/** The application asks PostgreSQL over TLS, as it does RDS: the host signs for its own name. */
function databaseCertificatePart(): BootPart {
  const folder = "/etc/postgresql/16/main";
  return {
    title: "certificate of PostgreSQL",
    files: [
      {
        path: `${folder}/conf.d/20-certificate.conf`,
        mode: "0644",
        owner: "postgres:postgres",
        text: `ssl_cert_file = '${AUTHORITY_FILE}'\nssl_key_file = '${folder}/server.key'\n`,
      },
    ],
    commands: [
      "packages openssl",
      "install -d -m 0755 /etc/music",
      `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN=localhost -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' -keyout ${folder}/server.key -out ${AUTHORITY_FILE} 2>/dev/null`,
      `chown postgres:postgres ${folder}/server.key`,
      `chmod 0600 ${folder}/server.key`,
      `chmod 0644 ${AUTHORITY_FILE}`,
      "systemctl restart postgresql",
    ],
  };
}

/** Ids that Cognito gives are no part of this script, which is reviewed before they exist. */
function idsPart(region: string, secret: (key: keyof HostSecret<string>) => SecretPart): BootPart {
  return {
    title: "ids of the pool and its clients",
    commands: [
      readSecret("pool", region, secret("userPoolId")),
      readSecret("clients", region, secret("clientIds")),
      `write_file 0600 root root ${IDS_FILE} <<END_OF_IDS`,
      "COGNITO_USER_POOL_ID=${pool}",
      "COGNITO_CLIENT_IDS=${clients}",
      "END_OF_IDS",
    ],
  };
}

function environmentOf({ environment, secretName }: HostBootArgs): ApiEnvironment {
  return {
    NODE_ENV: "production",
    AWS_REGION: environment.region,
    PORT: String(PORT),
    // The web server is on the same host and keeps none open.
    KEEP_ALIVE_SECONDS: "65",
    DOORS: MUSIC,
    DATABASE_SECRET: secretName,
    DATABASE_AUTHORITIES_FILE: AUTHORITY_FILE,
    DATABASE_CONNECTIONS: "10",
    AUDIO_BUCKET: bucketNameOf(environment, AUDIO),
  };
}
