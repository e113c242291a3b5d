import { type BootPart, quoted } from "./script.ts";

/** A package source outside Debian, and the key that its lists are signed with. */
export interface PackageSource {
  /** First part of the names of its files. */
  readonly name: string;
  /** Base of the repository; https, since hosts call out on 443 alone. */
  readonly url: string;
  /** Suite behind the base. */
  readonly suite: string;
  /** Where its signing key is fetched. */
  readonly keyUrl: string;
  /** Fingerprint of that key in capitals; another key is refused. */
  readonly fingerprint: string;
}

/**
 * What a Debian host needs before anything else: package lists over TLS, since hosts call out on 443
 * alone; the agent by which it is entered (P-RUN-6), so that a boot which fails later can be looked
 * at; AWS's command line. The agent has no version to pin: it updates itself from the same bucket of
 * AWS's, over TLS. Source: AWS Systems Manager guide, "Manually installing SSM Agent".
 */
export function debianParts(region: string): BootPart[] {
  const bucket = `https://s3.${region}.amazonaws.com/amazon-ssm-${region}/latest`;
  return [
    {
      title: "package lists over TLS",
      commands: [
        "for list in /etc/apt/sources.list /etc/apt/sources.list.d/* /etc/apt/mirrors/*; do",
        '  if [ -f "${list}" ]; then sed -i "s|http://|https://|g" "${list}"; fi',
        "done",
      ],
    },
    {
      title: "SSM agent",
      commands: [
        "packages ca-certificates curl",
        "agent=$(mktemp --suffix=.deb)",
        `retry curl --fail --silent --show-error --proto "=https" --output "\${agent}" ${quoted(bucket)}/"debian_$(dpkg --print-architecture)/amazon-ssm-agent.deb"`,
        'retry dpkg --install "${agent}"',
        'rm "${agent}"',
        "systemctl enable --now amazon-ssm-agent",
      ],
    },
    {
      title: "AWS's command line, signatures and security updates",
      commands: [
        "packages awscli gnupg python3 unattended-upgrades",
        "json_key() {",
        `  python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"`,
        "}",
      ],
    },
  ];
}

/** Adds a package source whose lists must be signed with one key. */
export function packageSourcePart({
  name,
  url,
  suite,
  keyUrl,
  fingerprint,
}: PackageSource): BootPart {
  const keyring = `/etc/apt/keyrings/${name}.asc`;
  return {
    title: `package source ${name}`,
    commands: [
      "install -d -m 0755 /etc/apt/keyrings",
      `retry curl --fail --silent --show-error --location --proto "=https" --output ${keyring} ${quoted(keyUrl)}`,
      // A file may hold more keys than the one that was meant.
      `test "$(gpg --show-keys --with-colons ${keyring} | awk -F: '$1 == "pub" { key = 1 } $1 == "fpr" && key { print $10; key = 0 }')" = ${quoted(fingerprint)}`,
      `echo ${quoted(`deb [signed-by=${keyring}] ${url} ${suite} main`)} >/etc/apt/sources.list.d/${name}.list`,
    ],
  };
}

/** A secret of the host's own region, and which part of it. */
export interface SecretPart {
  /** Its name. */
  readonly name: string;
  /** Key in its JSON. @default the whole value */
  readonly key?: string | undefined;
}

/** Puts the value of a secret into a variable of the script; it is written nowhere. */
export function readSecret(variable: string, region: string, { name, key }: SecretPart): string {
  const part = key === undefined ? "" : ` | json_key ${quoted(key)}`;
  return `${variable}=$(retry aws secretsmanager get-secret-value --region ${quoted(region)} --secret-id ${quoted(name)} --query SecretString --output text${part})`;
}
