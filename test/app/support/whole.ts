import assert from "node:assert/strict";

import type { Application } from "express";

import { writeSeed } from "../../../app/music/seed/people.ts";
import { testDocumentsTable, withAws } from "../../support/dynamodb.ts";
import { type Operation, operationsOf, type Served } from "./openapi.ts";
import { type TestService, testService } from "./service.ts";

/** The service with all of its doors, on real parts, with the rows of the seed. */
export interface WholeService extends TestService {
  readonly table: string;
  /** What it serves, as it says itself. */
  readonly document: Served;
  readonly operations: readonly Operation[];
  /** What it is made of. */
  readonly express: Application;
}

const NOWHERE = "/nowhere-at-all";

/** Starts it with those variables beside what every test needs. */
export async function wholeService(
  variables: Readonly<Record<string, string>> = {},
): Promise<WholeService> {
  const { name: table, url } = await testDocumentsTable();
  let express: Application | undefined;
  return withAws(url, async () => {
    const service = await testService(
      {
        DOORS: "items,documents,music",
        DOCUMENTS_TABLE: table,
        AUDIO_BUCKET: "whole-audio",
        ...variables,
      },
      (request, _response, next) => {
        express = request.app;
        next();
      },
    );
    await service.database.transaction((queries) => writeSeed(queries, new Date()));
    await service.ask(undefined, NOWHERE);
    assert.ok(express);
    // The SDK reads its variables when it is first asked.
    assert.equal((await service.ask("warm-up", "/documents")).status, 200);
    const [song] = await service.database.query<{ id: string }>("select id from songs limit 1");
    assert.equal((await service.ask("warm-up", `/api/songs/${song?.id ?? ""}`)).status, 200);
    const document = (await (await service.ask(undefined, "/openapi.json")).json()) as Served;
    return { ...service, table, document, operations: operationsOf(document), express };
  });
}
