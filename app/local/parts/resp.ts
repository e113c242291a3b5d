/** A command as a client of Redis sends it: its name and what follows. */
export type Command = readonly Buffer[];

/** An answer in the words of the protocol. */
export type Reply =
  | { readonly ok: string }
  | { readonly error: string }
  | { readonly pairs: readonly (readonly [string, Reply])[] }
  | readonly Reply[]
  | Buffer
  | string
  | number
  | null;

/** Reads commands from the bytes of one connection: `*N` and then N times `$length`, text. */
export class CommandReader {
  #buffer = Buffer.alloc(0);

  /**
   * Commands that are whole by now.
   *
   * @throws Error when the bytes are not of the protocol.
   */
  read(chunk: Buffer): Command[] {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    const commands: Command[] = [];
    for (let next = this.#next(); next !== undefined; next = this.#next()) commands.push(next);
    return commands;
  }

  #next(): Command | undefined {
    const head = this.#line(0, "*");
    if (head === undefined) return undefined;
    const parts: Buffer[] = [];
    let at = head.end;
    while (parts.length < head.count) {
      const part = this.#line(at, "$");
      if (part === undefined || this.#buffer.length < part.end + part.count + 2) return undefined;
      parts.push(this.#buffer.subarray(part.end, part.end + part.count));
      at = part.end + part.count + 2;
    }
    this.#buffer = this.#buffer.subarray(at);
    return parts;
  }

  #line(at: number, mark: string): { count: number; end: number } | undefined {
    const end = this.#buffer.indexOf("\r\n", at);
    if (end < 0) return undefined;
    const text = this.#buffer.toString("latin1", at, end);
    if (!text.startsWith(mark)) throw new Error("Protocol error");
    return { count: Number(text.slice(1)), end: end + 2 };
  }
}

/** Bytes of an answer. @param version 2 or 3 of the protocol, as the client asked by `HELLO`. */
export function encoded(reply: Reply, version: number): Buffer {
  if (reply === null) return Buffer.from(version === 3 ? "_\r\n" : "$-1\r\n");
  if (typeof reply === "number") return Buffer.from(`:${reply}\r\n`);
  if (typeof reply === "string") return encoded(Buffer.from(reply), version);
  if (Buffer.isBuffer(reply)) {
    return Buffer.concat([Buffer.from(`$${reply.length}\r\n`), reply, Buffer.from("\r\n")]);
  }
  if ("ok" in reply) return Buffer.from(`+${reply.ok}\r\n`);
  if ("error" in reply) return Buffer.from(`-${reply.error}\r\n`);
  if ("pairs" in reply) {
    const head = version === 3 ? `%${reply.pairs.length}` : `*${reply.pairs.length * 2}`;
    return list(head, reply.pairs.flat(), version);
  }
  return list(`*${reply.length}`, reply, version);
}

function list(head: string, entries: readonly Reply[], version: number): Buffer {
  const parts = entries.map((entry) => encoded(entry, version));
  return Buffer.concat([Buffer.from(`${head}\r\n`), ...parts]);
}
