import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How the front treats a call that the service makes. */
export type Treatment = "pass" | "hang" | "lose the answer" | { readonly refuse: string };

/** Stands before a server of DynamoDB and does to calls what AWS does on a bad day. */
export interface TableFront {
  /** Where the service shall ask, for the URL of the real one. */
  readonly before: (url: string) => Promise<string>;
  /** Says what happens to each call from now on, by the name of its operation. */
  readonly treat: (rule: (operation: string) => Treatment) => void;
  /** Operations in their order, since the last `treat`. */
  readonly calls: () => readonly string[];
  readonly stop: () => Promise<void>;
}

/** Makes one that lets all calls pass. */
export function tableFront(): TableFront {
  let rule: (operation: string) => Treatment = () => "pass";
  let calls: string[] = [];
  let target = "";
  const server = createServer((incoming, outgoing) => {
    const operation = String(incoming.headers["x-amz-target"]).split(".")[1] ?? "";
    calls.push(operation);
    const treatment = rule(operation);
    if (treatment === "hang") return;
    if (treatment === "pass") forward(target, incoming, outgoing);
    else if (treatment === "lose the answer") forward(target, incoming, outgoing, true);
    else refuse(incoming, outgoing, treatment.refuse);
  });
  return {
    async before(url) {
      target = url;
      await new Promise<void>((resolve) => {
        server.listen(0, "127.0.0.1", resolve);
      });
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    treat(next) {
      rule = next;
      calls = [];
    },
    calls: () => calls,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function forward(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  loses = false,
): void {
  const { method, headers } = incoming;
  const asked = request(target, { method, headers }, (answer) => {
    if (loses) {
      answer.resume().once("end", () => incoming.socket.destroy());
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(outgoing);
  });
  asked.once("error", () => incoming.socket.destroy());
  incoming.pipe(asked);
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse, name: string): void {
  incoming.resume();
  const status = name === "InternalServerError" ? 500 : 400;
  outgoing.writeHead(status, { "Content-Type": "application/x-amz-json-1.0" });
  const type = `com.amazonaws.dynamodb.v20120810#${name}`;
  outgoing.end(JSON.stringify({ __type: type, message: "a secret of the table" }));
}
