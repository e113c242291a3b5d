import { PutObjectCommand } from "@aws-sdk/client-s3";
import express, { type RequestHandler } from "express";

import type { DoorName } from "../../../app/contract.ts";
import { managedLogin } from "../../../app/local/managedLogin.ts";
import { buildPage, servePage } from "../../../app/local/page.ts";
import { seedSongs } from "../../../app/music/seed/people.ts";
import { record } from "../../../app/music/seed/record.ts";
import { audioKey, type Format, MEDIA_TYPES } from "../../../app/music/songs/song.ts";
import { testDocumentsTable, withAws } from "../../support/dynamodb.ts";
import { BUCKET, type MusicService, musicService } from "../music/support/music.ts";
import { CLIENT, testIssuer } from "../support/issuer.ts";
import { type TestService, testService } from "../support/service.ts";

/** Songs whose audio is there; to make that of all would take a minute. */
export const AUDIBLE = seedSongs().slice(0, 3);

/** The page on a service with the seed's rows, and audio of some songs. */
export async function pageService(audible: typeof AUDIBLE): Promise<MusicService> {
  const music = await musicService({ seeded: true, rest: await pageWith(["music"]) });
  try {
    await makeAudio(music, audible, "ogg");
    // What plays where Ogg does not.
    await makeAudio(music, audible.slice(0, 1), "aac");
  } catch (error) {
    await music.stop();
    throw error;
  }
  return music;
}

/** The page on a service without music. */
export async function silentPageService(): Promise<TestService> {
  const rest = await pageWith(["items", "documents"]);
  const { name, url } = await testDocumentsTable();
  return withAws(url, async () => {
    const service = await testService({ DOORS: "items,documents", DOCUMENTS_TABLE: name }, rest);
    // The SDK reads its variables when it is first asked.
    await service.ask("ada", "/documents?limit=1");
    return service;
  });
}

async function pageWith(doors: readonly DoorName[]): Promise<RequestHandler> {
  await buildPage(AbortSignal.timeout(60_000));
  const issuer = await testIssuer();
  const login = managedLogin({
    tokens: async ({ sub, name }, nonce) => {
      const id = { token_use: "id", client_id: undefined, aud: CLIENT, name, nonce };
      return {
        AccessToken: await issuer.token(sub, { username: name }),
        IdToken: await issuer.token(sub, id),
        TokenType: "Bearer",
        ExpiresIn: 300,
      };
    },
  });
  return express.Router().use(login, servePage(doors));
}

async function makeAudio(
  music: MusicService,
  audible: typeof AUDIBLE,
  format: Format,
): Promise<void> {
  await record(audible, { format }, async ({ id, s3Key }, files) => {
    for (const [tier, Body] of files) {
      const Key = audioKey(s3Key, tier, format);
      const object = { Bucket: BUCKET, Key, Body, ContentType: MEDIA_TYPES[format] };
      await music.s3.send(new PutObjectCommand(object));
    }
    if (format === "ogg") return;
    await music.database.query("update songs set other_formats = array[$2] where id = $1", [
      id,
      format,
    ]);
  });
}
