import { type BootPart, quoted } from "./script.ts";

/** How a host is asked over TLS, and what it hands the requests to. */
export interface TlsFrontArgs {
  /** Name that the certificate is for; it leads to the host. */
  readonly host: string;
  /** Port of the process behind it, on the host itself. */
  readonly port: number;
  /** Header that a request must have, by the name that CloudFront gives it. */
  readonly guardHeader: string;
  /** Variable of the script with its value: a secret, of letters and digits alone. */
  readonly guardVariable: string;
  /** Largest body, in KiB. */
  readonly bodyKiB: number;
  /** Object that the certificate and its key are kept in, for the hosts that come after this one. */
  readonly kept: KeptCertificate;
}

/** An object in S3 that nobody but the hosts of one name reads and writes. */
export interface KeptCertificate {
  /** Name of the bucket, which encrypts it. */
  readonly bucket: string;
  /** Key of the object. */
  readonly key: string;
  /** Region of the bucket. */
  readonly region: string;
}

const FOLDER = "/etc/letsencrypt";
const KEEP = "/usr/local/sbin/keep-certificate";
const UNIT = "front-certificate.service";

/** The same in nginx's words: `X-Origin-Guard` is `$http_x_origin_guard`. */
const variableOf = (header: string): string => `$http_${header.toLowerCase().replaceAll("-", "_")}`;

/**
 * nginx before a process of a Debian 12 host: TLS 1.2 and 1.3 with a certificate of Let's Encrypt,
 * and nobody in without the guard's header. The name is proven by a record in Route 53, so no port is
 * opened for it, and Debian's timer renews it. A name gets five certificates a week, so each is kept
 * for the next host; where none can be had, it is asked for each hour, and the boot goes on. Needs
 * `debianParts` before it, and a role that may change the name's `_acme-challenge` record, and list, read
 * and write what is kept.
 *
 * @throws Error when the name is not in lower case.
 */
export function tlsFrontParts(args: TlsFrontArgs): BootPart[] {
  const { host } = args;
  if (!/^[a-z0-9.-]+$/.test(host)) {
    throw new Error(`host is ${quoted(host)}; allowed: a name in lower case.`);
  }
  return [keptPart(args), serverPart(args), certificatePart(args)];
}

/**
 * What an earlier host kept. Where it can't be told whether there is one, or it can't be read, the boot
 * ends: to go on would ask for another of five a week. S3 is asked by a list, whose leave can be
 * limited to the one key: whoever reads what is not there is only refused.
 */
function keptPart({ host, kept }: TlsFrontArgs): BootPart {
  const at = `--region ${quoted(kept.region)}`;
  return {
    title: `kept certificate of ${host}`,
    commands: [
      "packages nginx-light certbot python3-certbot-dns-route53",
      `count=$(retry aws s3api list-objects-v2 ${at} --bucket ${quoted(kept.bucket)} --prefix ${quoted(kept.key)} --no-paginate --query KeyCount --output text)`,
      'if [ "${count}" = 0 ]; then',
      '  echo "first boot: no certificate is kept"',
      "else",
      // Nobody else enters this folder.
      "  kept=$(mktemp --directory)",
      `  retry aws s3 cp --only-show-errors ${at} ${addressOf(kept)} "\${kept}/tar"`,
      `  tar --extract --file "\${kept}/tar" --directory ${FOLDER}`,
      '  rm --recursive --force "${kept}"',
      "fi",
    ],
  };
}

function serverPart(args: TlsFrontArgs): BootPart {
  return {
    title: "web server",
    files: [{ path: "/etc/nginx/sites-available/front", mode: "0644", text: siteText(args) }],
    commands: [
      // Whoever reads the machine's description does not see it, nor does any other user of it.
      `write_file 0600 root root /etc/nginx/conf.d/guard.conf <<END_OF_GUARD`,
      // The header is hashed for the comparison, and longer than nginx expects.
      "map_hash_bucket_size 128;",
      `map \\${variableOf(args.guardHeader)} \\$is_guarded { default 0; "\${${args.guardVariable}}" 1; }`,
      "END_OF_GUARD",
      `unset ${args.guardVariable}`,
      "rm --force /etc/nginx/sites-enabled/default",
      "ln --symbolic --force /etc/nginx/sites-available/front /etc/nginx/sites-enabled/front",
      "systemctl enable nginx",
      // Without a certificate it can't run; whoever brings one starts it.
      `if [ -e ${FOLDER}/live/${args.host}/fullchain.pem ]; then`,
      "  nginx -t -q",
      "  systemctl restart nginx",
      "fi",
    ],
  };
}

/** Asks where there is no certificate, or an old one; what comes is used and kept. */
function certificatePart({ host, kept }: TlsFrontArgs): BootPart {
  const keep = [
    "#!/bin/bash",
    "set -uo pipefail",
    // First, for a certificate that is used and not kept costs the next host one of five a week.
    "for pause in 5 20 60 0; do",
    `  if tar --create --directory ${FOLDER} . | aws s3 cp --only-show-errors --region ${quoted(kept.region)} - ${addressOf(kept)}; then break; fi`,
    '  sleep "${pause}"',
    "done",
    "systemctl reload-or-restart nginx",
  ];
  const unit = [
    "[Unit]",
    `Description=Certificate of ${host}`,
    "Wants=network-online.target",
    "After=network-online.target",
    "StartLimitIntervalSec=0",
    "",
    "[Service]",
    "Type=oneshot",
    `ExecStart=/usr/bin/certbot certonly --keep-until-expiring --non-interactive --quiet --agree-tos --register-unsafely-without-email --dns-route53 --key-type ecdsa --cert-name ${host} --domain ${host} --deploy-hook ${KEEP}`,
    "Restart=on-failure",
    // Let's Encrypt takes five failures an hour.
    "RestartSec=1h",
    "",
    "[Install]",
    "WantedBy=multi-user.target",
  ];
  return {
    title: `certificate of ${host}`,
    files: [
      { path: KEEP, mode: "0755", text: keep.join("\n") },
      { path: `/etc/systemd/system/${UNIT}`, mode: "0644", text: unit.join("\n") },
    ],
    commands: [
      "systemctl daemon-reload",
      `systemctl enable ${UNIT}`,
      `systemctl start ${UNIT} || echo "first boot: no certificate yet; ${UNIT} asks again each hour"`,
    ],
  };
}

function addressOf({ bucket, key }: KeptCertificate): string {
  return quoted(`s3://${bucket}/${key}`);
}

function siteText({ host, port, bodyKiB, guardHeader }: TlsFrontArgs): string {
  const live = `${FOLDER}/live/${host}`;
  return [
    "server {",
    "  server_tokens off;",
    "  listen 443 ssl http2;",
    `  server_name ${host};`,
    `  ssl_certificate ${live}/fullchain.pem;`,
    `  ssl_certificate_key ${live}/privkey.pem;`,
    "  ssl_protocols TLSv1.2 TLSv1.3;",
    "  ssl_session_cache shared:front:1m;",
    "  ssl_session_tickets off;",
    `  client_max_body_size ${bodyKiB}k;`,
    "  if ($is_guarded = 0) { return 403; }",
    "  location / {",
    `    proxy_pass http://127.0.0.1:${port};`,
    "    proxy_http_version 1.1;",
    '    proxy_set_header Connection "";',
    `    proxy_set_header Host ${host};`,
    // Nobody behind has a use for it.
    `    proxy_set_header ${guardHeader} "";`,
    // As CloudFront has it, whose own address nobody asks for.
    "    proxy_set_header X-Forwarded-For $http_x_forwarded_for;",
    "    proxy_set_header X-Forwarded-Proto https;",
    "  }",
    "}",
    "",
  ].join("\n");
}
