import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A fixed address before a server that comes and goes. */
export interface Relay {
  readonly port: number;
  /** Leads new connections to that port from now on. */
  readonly lead: (port: number) => void;
  /** Breaks all connections and takes no new ones, until it leads somewhere again. */
  readonly cut: () => void;
  /** Keeps connections and moves no more bytes through them, until they are cut. */
  readonly freeze: () => void;
  readonly stop: () => Promise<void>;
}

/** Starts a relay that leads to a port of this machine. */
export async function startRelay(to: number): Promise<Relay> {
  let target: number | undefined = to;
  let frozen = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    sockets.add(near);
    near.once("close", () => sockets.delete(near));
    near.on("error", () => undefined);
    if (frozen) return;
    if (target === undefined) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(target, "127.0.0.1");
    sockets.add(far);
    far.once("close", () => {
      sockets.delete(far);
      near.destroy();
    });
    far.on("error", () => undefined);
    near.once("close", () => far.destroy());
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const cut = () => {
    target = undefined;
    frozen = false;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    lead(port) {
      target = port;
      frozen = false;
    },
    cut,
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        cut();
      }),
  };
}
