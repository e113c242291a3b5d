import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";

import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";

import { PAGE_SETTINGS_PATH, type PageSettings } from "../../app/contract.ts";

/** What is put where. */
export interface Publication {
  /** A client that may put objects there. */
  readonly s3: S3Client;
  /** Bucket of the page. */
  readonly bucket: string;
  /** Folder with the built page. */
  readonly folder: string;
  /** What the page is told, beside its files. */
  readonly settings: PageSettings;
}

/** The page itself: it names all other files, so that it comes last. */
const ENTRY = "index.html";

/** Files whose names change with their content. */
const LASTING = /^assets\//;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/**
 * Puts a built page where its distribution reads it. Nothing is taken away: whoever has an older page
 * open still loads its parts, and S3 keeps older versions for a while.
 *
 * @returns Keys of what was put, in their order.
 * @throws Error before anything is put, when a file's type is not known, or there is no page.
 */
export async function publish({ s3, bucket, folder, settings }: Publication): Promise<string[]> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
  if (!files.includes(ENTRY)) throw new Error(`${folder} has no ${ENTRY}; build the page first.`);
  const others = files.filter((file) => file !== ENTRY).sort();
  const settingsKey = PAGE_SETTINGS_PATH.slice(1);
  const objects = [
    ...others.map((file) => ({ key: file, body: readFileSync(join(folder, file)) })),
    { key: settingsKey, body: JSON.stringify(settings) },
    { key: ENTRY, body: readFileSync(join(folder, ENTRY)) },
  ].map((object) => ({ ...object, type: mediaTypeOf(object.key) }));
  for (const { key, body, type } of objects) {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: type,
        CacheControl: LASTING.test(key) ? "public, max-age=31536000, immutable" : "no-cache",
      }),
    );
  }
  return objects.map(({ key }) => key);
}

/** Browsers run no script, and use no style, that has another type. */
function mediaTypeOf(file: string): string {
  const type = MEDIA_TYPES[extname(file)];
  if (type === undefined) throw new Error(`${file} is of no type that a page is known to have.`);
  return type;
}
