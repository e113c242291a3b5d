import { randomBytes } from "node:crypto";

import type autocannon from "autocannon";

import { generateCatalogue, VOCABULARY } from "../../app/music/support/catalogue.ts";
import type { Line } from "../report.ts";
import { loaded, loadedInTurns, ratio, typical } from "./load.ts";
import { type Bench, type Server, startBench } from "./servers.ts";

const ROUNDS = 5;
const SECONDS = 2;
/** More, for the heap takes some seconds to settle. */
const UPLOAD_SECONDS = 5;
const MEGABYTE = 1024 * 1024;
/** Megabytes of an uploaded file. */
const UPLOADED = 10;
const SEARCH_SECONDS = 20;
const WARM_SECONDS = 10;
const SEARCHERS = 200;

/** Share of a bare Express handler's answers that a cached read keeps, with all that it does. */
const EXPRESS_GOAL = 0.6;
/** Times those of a twin in FastAPI that makes the same look-up. */
const FASTAPI_GOAL = 3;
/** Share of the parser's own speed that an upload keeps. */
const UPLOAD_GOAL = 0.8;
/** p99 of a search against its p50. */
const SEARCH_GOAL = 5;

/** What can be measured by itself. */
export type AppPart = "reads" | "uploads" | "search";

const LINES: Readonly<Record<AppPart, (bench: Bench, songs: number) => Promise<Line[]>>> = {
  reads: readLines,
  uploads: uploadLines,
  search: searchLines,
};

/**
 * What the application answers in a second, on loopback, beside the least that could answer the
 * same and the plain way to write it. All is measured in turns in one run: on a busy machine only
 * the ratios tell something.
 */
export async function appLines(parts: readonly AppPart[], songs: number): Promise<Line[]> {
  if (parts.length === 0) return [];
  const bench = await startBench();
  try {
    const lines: Line[] = [];
    for (const part of parts) lines.push(...(await LINES[part](bench, songs)));
    return lines;
  } finally {
    await bench.stop();
  }
}

async function readLines(bench: Bench): Promise<Line[]> {
  const made = await fetch(`${bench.app.url}/items`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: "Lamp", description: "Stands on the desk, and is seldom off." }),
  });
  const item = await made.text();
  const path = made.headers.get("location") ?? "";
  // The cache forgets within a minute, and the twin does not ask the database.
  const prepare = () => fetch(bench.app.url + path);
  const at = ({ url, process }: Server) => ({ url: url + path, process, prepare });
  const twin = await bench.fastApi();
  const runs = await loadedInTurns(
    {
      app: at(bench.app),
      closed: {
        ...at(bench.closed),
        options: { headers: { authorization: bench.closed.authorization } },
      },
      express: at(await bench.contestant("express", item)),
      http: at(await bench.contestant("http", item)),
      plain: at(await bench.contestant("plain")),
      ...(twin && { fastapi: at(twin) }),
    },
    { rounds: ROUNDS, seconds: SECONDS, connections: 32 },
  );
  const [app, closed, express] = [runs.get("app"), runs.get("closed"), runs.get("express")];
  const [http, plain, fastapi] = [runs.get("http"), runs.get("plain"), runs.get("fastapi")];
  return [
    line(`GET /items/{id}, cached by ${bench.cacheKind}`, typical(app, "perSecond"), "/s"),
    line("  processor time of an answer", typical(app, "microseconds"), "µs"),
    line("  with a token (RS256)", typical(closed, "perSecond"), "/s"),
    line("bare Express, the same bytes", typical(express, "perSecond"), "/s"),
    line("  processor time of an answer", typical(express, "microseconds"), "µs"),
    least("  application against it", ratio(app, express), EXPRESS_GOAL),
    line("  processor time, it against the application", ratio(express, app, "microseconds"), "×"),
    line("bare node:http, the same bytes", typical(http, "perSecond"), "/s"),
    line("  application against it", ratio(app, http), "×"),
    line("plain way: a connection for each request", typical(plain, "perSecond"), "/s"),
    line("  application against it", ratio(app, plain), "×"),
    ...(fastapi
      ? [
          line("FastAPI, the same look-up", typical(fastapi, "perSecond"), "/s"),
          least("  application against it", ratio(app, fastapi), FASTAPI_GOAL),
        ]
      : []),
  ];
}

async function uploadLines(bench: Bench): Promise<Line[]> {
  const form = new FormData();
  form.set("file", new Blob([randomBytes(UPLOADED * MEGABYTE)]), "song.wav");
  const encoded = new Response(form);
  const body = Buffer.from(await encoded.arrayBuffer());
  const type = encoded.headers.get("content-type") ?? "";
  const to = ({ url, process }: Server) => ({
    url: `${url}/upload`,
    process,
    options: { method: "POST" as const, headers: { "content-type": type }, body },
    status: 201,
  });
  const twin = await bench.fastApi();
  const runs = await loadedInTurns(
    {
      app: to(bench.documents),
      parser: to(await bench.contestant("upload")),
      ...(twin && { fastapi: to(twin) }),
    },
    { rounds: ROUNDS, seconds: UPLOAD_SECONDS, connections: 4 },
  );
  const [app, parser, fastapi] = [runs.get("app"), runs.get("parser"), runs.get("fastapi")];
  return [
    line(`POST /upload, ${UPLOADED} MB`, typical(app, "perSecond") * UPLOADED, "MB/s"),
    line("its parser in node:http", typical(parser, "perSecond") * UPLOADED, "MB/s"),
    least("  application against it", ratio(app, parser), UPLOAD_GOAL),
    ...(fastapi
      ? [
          line(
            "FastAPI, which writes it to disk",
            typical(fastapi, "perSecond") * UPLOADED,
            "MB/s",
          ),
          line("  application against it", ratio(app, fastapi), "×"),
        ]
      : []),
  ];
}

async function searchLines(bench: Bench, songs: number): Promise<Line[]> {
  process.stderr.write(`Generating ${songs.toLocaleString("en")} songs …\n`);
  await generateCatalogue(bench.databaseUrl, songs);
  const requests = typed().map((text) => ({ path: `/api/search?q=${encodeURIComponent(text)}` }));
  let clients = 0;
  const setupClient = (client: autocannon.Client) => {
    // Each begins elsewhere: in step, all of them would ask the same at the same moment.
    const from = (clients++ * 37) % requests.length;
    client.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
  };
  const load = { ...bench.app, options: { requests, setupClient } };
  // The first searches find the tables on disk.
  await loaded(load, WARM_SECONDS, SEARCHERS);
  const { perSecond, p50, p99 } = await loaded(load, SEARCH_SECONDS, SEARCHERS);
  const name = `GET /api/search, ${SEARCHERS} at once, ${songs.toLocaleString("en")} songs`;
  return [
    line(name, perSecond, "/s"),
    line("  half within", p50, "ms"),
    line("  99 of 100 within", p99, "ms"),
    { ...line("  99 of 100 against half", p99 / p50, "×"), goal: SEARCH_GOAL },
  ];
}

/**
 * What people type, each letter a search: words that are common and rare, cut anywhere, one in ten
 * with a letter too much.
 */
function typed(): string[] {
  return Array.from({ length: 500 }, (_, index) => {
    // Early words are more common, in titles and in what is typed.
    const at = (seed: number) => VOCABULARY[Math.floor(8000 * ((seed * 0.618034) % 1) ** 3)] ?? "";
    const text = `${at(index + 1)} ${at(index + 777)}`;
    const cut = text.slice(0, 2 + ((index * 7) % 14)).trim();
    return index % 10 === 0 ? `${cut.slice(0, 3)}q${cut.slice(3)}` : cut;
  });
}

function line(name: string, value: number, unit: Line["unit"]): Line {
  return { name, value, unit };
}

function least(name: string, value: number, goal: number): Line {
  return { name, value, unit: "×", least: goal };
}
