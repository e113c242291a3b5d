// A server to compare the application with, for `servers.ts`: does one thing in the least way, or in
// the plain one. Prints its port, and ends when it is killed.
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo } from "node:net";

import { Busboy } from "@fastify/busboy";
import express from "express";
import { Client } from "pg";

const { ITEM = "{}", DATABASE_URL = "", DATABASE_AUTHORITIES = "" } = process.env;

/** By what they are; each answers `GET /items/{id}` or takes an upload. */
const contestants: Readonly<Record<string, () => RequestListener>> = {
  /** The same bytes from node:http, and nothing else. */
  http: () => (_request, response) => {
    response.writeHead(200, { "Content-Type": "application/json" }).end(ITEM);
  },

  /** The same bytes from Express as it comes. */
  express: () => {
    const item = JSON.parse(ITEM) as unknown;
    const app = express();
    app.get("/items/:id", (_request, response) => {
      response.json(item);
    });
    return app;
  },

  /** The plain way: a connection and a query for each request. */
  plain: () => {
    const app = express();
    app.get("/items/:id", async (request, response) => {
      const client = new Client({
        connectionString: DATABASE_URL,
        ssl: { ca: DATABASE_AUTHORITIES },
      });
      await client.connect();
      const { rows } = await client.query<object>("select * from items where id = $1", [
        request.params.id,
      ]);
      await client.end();
      response.json(rows[0]);
    });
    return app;
  },

  /** The application's parser of forms in node:http: counts, and forgets. */
  upload: () => (request, response) => {
    const { "content-type": type = "", ...headers } = request.headers;
    const parser = new Busboy({ headers: { ...headers, "content-type": type } });
    let size = 0;
    parser.on("file", (_field, stream) => {
      stream.on("data", (chunk: Buffer) => {
        size += chunk.length;
      });
    });
    parser.on("finish", () => {
      const body = JSON.stringify({ size_bytes: size });
      response.writeHead(201, { "Content-Type": "application/json" }).end(body);
    });
    request.pipe(parser);
  },
};

const make = contestants[process.argv[2] ?? ""];
if (make === undefined) throw new Error(`Which of ${Object.keys(contestants).join(", ")}?`);
const server = createServer(make());
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
