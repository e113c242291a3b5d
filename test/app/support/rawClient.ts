import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A client that sends whatever bytes a test likes. */
export interface RawClient {
  readonly socket: Socket;
  readonly send: (bytes: string | Buffer) => void;
  /** All that the service has sent, once it has ended the connection. */
  readonly ended: Promise<string>;
}

/** Connects to the service at that URL. */
export async function rawClient(url: string): Promise<RawClient> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  // A connection that is broken off has ended as well.
  socket.on("error", () => undefined);
  let text = "";
  socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
  // Not by once(), which an error would make fail.
  const ended = new Promise<string>((resolve) => {
    socket.on("close", () => {
      resolve(text);
    });
  });
  await once(socket, "connect");
  return { socket, send: (bytes) => socket.write(bytes), ended };
}

/** The status and the body of an answer; status 0 if there is none. */
export function parsedAnswer(text: string): { readonly status: number; readonly body: string } {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  return {
    status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? 0),
    body: rest.join("\r\n\r\n"),
  };
}
