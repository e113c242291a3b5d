import { buildApp } from "fauxqs";

import { type Refusal, refusalOf } from "./signature.ts";

export interface S3Options {
  /** Where its data stays. */
  readonly folder: string;
  /** Secret keys by their ids. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Clock by which presigned URLs expire. @default the machine's */
  readonly now?: () => number;
}

/** A server of S3 and SNS, on this machine alone. */
export interface LocalS3 {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>["stores"]>;
type App = ReturnType<typeof buildApp>;

/**
 * Parts of S3 that the server takes for an object's own content: a request for an object's tags
 * would replace the object.
 */
const UNKNOWN = [
  ...["acl", "cors", "encryption", "lifecycle", "location", "logging", "notification"],
  ...["object-lock", "ownershipControls", "policy", "publicAccessBlock", "replication", "tagging"],
  ...["versionId", "versioning", "versions", "website"],
];

/**
 * Starts fauxqs behind a gate that checks signatures as S3 does: the server itself takes any
 * request. It is put together here, for its own start would listen on all networks.
 */
export async function startS3({ folder, secrets, now = Date.now }: S3Options): Promise<LocalS3> {
  const { stores, close } = await persistentStores(folder);
  const app = buildApp({ logger: false, stores });
  app.addHook("onRequest", (request, reply, done) => {
    const url = request.originalUrl;
    const refusal = isSns(request.method, url)
      ? undefined
      : (refusalOf({ method: request.method, url, headers: request.headers }, secrets, now()) ??
        unknownIn(url));
    if (refusal === undefined) {
      done();
      return;
    }
    void reply.code(refusal.status).type("application/xml").send(bodyOf(refusal));
  });
  namesFiles(app);
  app.addHook("preClose", close);
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return {
    url,
    async stop() {
      await app.close();
    },
  };
}

/** SNS is asked by forms at the root, where no bucket is. */
function isSns(method: string, url: string): boolean {
  return (method === "POST" && url === "/") || url === "/health";
}

function unknownIn(url: string): Refusal | undefined {
  const query = new URLSearchParams(url.split("?")[1] ?? "");
  const name = UNKNOWN.find((one) => query.has(one));
  if (name === undefined) return undefined;
  return { status: 501, code: "NotImplemented", message: `The local S3 has no ?${name}.` };
}

/** Lets a presigned URL say how its object is to be shown, which the server leaves out. */
function namesFiles(app: App): void {
  app.addHook("onSend", (request, reply, payload, done) => {
    const query = (request.query ?? {}) as Readonly<Record<string, string | undefined>>;
    for (const name of ["content-disposition", "content-type", "cache-control"]) {
      const value = query[`response-${name}`];
      if (request.method === "GET" && value !== undefined) void reply.header(name, value);
    }
    done(null, payload);
  });
}

function bodyOf({ code, message }: Refusal): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}

/** What the package keeps to itself, and its own start does with it. */
interface Persistence {
  readonly load: (sqs: unknown, sns: unknown, s3: unknown) => void;
  readonly close: () => void;
}

async function persistentStores(folder: string): Promise<{ stores: Stores; close: () => void }> {
  // The package lists no more than its entry; the files beside it are of the version that is locked.
  const entry = import.meta.resolve("fauxqs");
  const load = async <T>(path: string): Promise<T> =>
    (await import(new URL(path, entry).href)) as T;
  const { SqsStore } = await load<{ SqsStore: new () => Stores["sqsStore"] }>("sqs/sqsStore.js");
  const { SnsStore } = await load<{ SnsStore: new () => Stores["snsStore"] }>("sns/snsStore.js");
  const { S3Store } = await load<{ S3Store: new () => Stores["s3Store"] }>("s3/s3Store.js");
  const { PersistenceManager } = await load<{
    PersistenceManager: new (folder: string) => Persistence;
  }>("persistence.js");
  const kept = new PersistenceManager(folder);
  const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  kept.load(stores.sqsStore, stores.snsStore, stores.s3Store);
  Object.assign(stores.sqsStore, { persistence: kept });
  Object.assign(stores.snsStore, { persistence: kept });
  Object.assign(stores.s3Store, { persistence: kept });
  return {
    stores,
    close: () => {
      kept.close();
    },
  };
}
