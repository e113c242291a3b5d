import type { BootPart } from "./script.ts";

/** The version that the image of the application has as well. */
export const NODE_VERSION = "24.21.0";

/** Where it lies on a host; the folder tells nobody its version, so units need not know it. */
export const NODE_PATH = "/opt/node/bin/node";

/** SHA-256 of the archives, by what `uname -m` answers. Source: the release's `SHASUMS256.txt`. */
export const NODE_ARCHIVES = {
  x86_64: {
    file: `node-v${NODE_VERSION}-linux-x64`,
    sha256: "6e1db87ef58b8819e5d5402eff1536491b18edd8eb7bee5ef7897876e88dc5ff",
  },
  aarch64: {
    file: `node-v${NODE_VERSION}-linux-arm64`,
    sha256: "724282c3b43aec998aa9527380465b45d229e021b58035f5f4f63095eabfe5d5",
  },
} as const;

/**
 * Installs Node.js for the machine that boots, and of it nothing but the program itself: no package
 * manager that could bring more.
 */
export function nodeRuntime(): BootPart {
  const archive = "/var/tmp/node.tar.gz";
  const cases = Object.entries(NODE_ARCHIVES).map(
    ([machine, { file, sha256 }]) => `  ${machine}) node_file=${file} node_sha256=${sha256} ;;`,
  );
  return {
    title: `Node.js ${NODE_VERSION}`,
    commands: [
      'case "$(uname -m)" in',
      ...cases,
      '  *) echo "first boot: no Node.js for $(uname -m)" >&2; exit 1 ;;',
      "esac",
      `download "https://nodejs.org/dist/v${NODE_VERSION}/\${node_file}.tar.gz" "\${node_sha256}" ${archive}`,
      `install -d -m 0755 ${NODE_PATH.replace(/\/node$/, "")}`,
      `tar --extract --gzip --file ${archive} --directory ${NODE_PATH.replace(/\/bin\/node$/, "")} --strip-components=1 --no-same-owner "\${node_file}/bin/node"`,
      `rm ${archive}`,
    ],
  };
}
