/** Bytes of a block, of which an archive consists. */
const BLOCK = 512;

/** Longest path that a header of the plain form holds. */
const LONGEST_PATH = 100;

/**
 * A tar archive (POSIX ustar) of files that everyone may read and root owns. It says nothing of time
 * or place, and orders files by path: the same files are the same bytes on every machine.
 *
 * @param files Content by path.
 * @throws Error when a path is absolute, leads out of the archive, or is longer than a header holds.
 */
export function tarOf(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const entries = Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1));
  const blocks = entries.flatMap(([path, content]) => {
    const bytes = Buffer.from(content);
    const padding = Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK);
    return [headerOf(path, bytes.length), bytes, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function headerOf(path: string, size: number): Buffer {
  if (
    path.startsWith("/") ||
    path.split("/").includes("..") ||
    Buffer.byteLength(path) > LONGEST_PATH
  ) {
    throw new Error(
      `"${path}" can't be in an archive; allowed: a path inside it of up to ${LONGEST_PATH} bytes.`,
    );
  }
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, digits: number) =>
    header.write(`${value.toString(8).padStart(digits, "0")}\0`, at, "latin1");
  header.write(path, 0, "utf8");
  octal(0o644, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(0, 136, 11);
  // While it is summed up, the sum itself counts as spaces.
  header.fill(" ", 148, 156);
  header.write("0", 156, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  header.write("root", 265, "latin1");
  header.write("root", 297, "latin1");
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}
