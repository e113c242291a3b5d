import type { Document as StoredDocument } from "../../../documents/document.ts";
import { ApiError, ask, asked, outOfReach, queryOf, sentenceOf } from "./client.ts";
import { PAGE } from "./pages.ts";

export type { StoredDocument };

export interface DocumentPage {
  readonly documents: readonly StoredDocument[];
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
}

export async function documents(
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<DocumentPage> {
  const path = `/documents?${queryOf({ limit: PAGE, cursor })}`;
  return (await ask<DocumentPage>(path, { signal })).data;
}

/** A file on its way. */
export interface Upload {
  readonly file: File;
  /** The same for each attempt: however many arrive, there is one document. */
  readonly key: string;
  /** Told how much is sent, from 0 to 1. */
  readonly onProgress: (part: number) => void;
  readonly signal: AbortSignal;
}

/** @throws ApiError with a sentence to show. */
export async function upload(sent: Upload): Promise<void> {
  const { status, body } = await asked((token) => send(sent, token));
  if (status >= 300) throw new ApiError(status, sentenceOf(status, body));
}

/** `fetch` does not tell how much of a body is sent. */
function send({ file, key, onProgress, signal }: Upload, token: string | undefined) {
  return new Promise<{ readonly status: number; readonly body: unknown }>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/upload");
    request.setRequestHeader("Idempotency-Key", key);
    if (token !== undefined) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => {
      onProgress(loaded / total);
    };
    request.onload = () => {
      resolve({ status: request.status, body: request.response });
    };
    request.onerror = () => {
      reject(outOfReach());
    };
    request.onabort = () => {
      reject(new ApiError(0, "The upload was broken off."));
    };
    signal.addEventListener("abort", () => {
      request.abort();
    });
    const form = new FormData();
    form.set("file", file);
    request.send(form);
  });
}
