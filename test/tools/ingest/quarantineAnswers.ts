import type { Answer } from "./support.ts";

// What S3 says of a quarantine, and what is shown of it.

/** When it came. */
export const MODIFIED = "2026-03-01T12:00:00.000Z";
/** Marks of two contents. */
export const [ONE, TWO] = ["1".repeat(64), "2".repeat(64)];
/** What S3 says of an object. */
export const HEAD: Answer = {
  headers: {
    ETag: '"e1"',
    "Content-Length": "42",
    "Content-Type": "application/json",
    "Last-Modified": "Sun, 01 Mar 2026 12:00:00 GMT",
    "x-amz-version-id": "v2",
    "x-amz-meta-ingest-reason": "invalid",
    "x-amz-meta-ingest-detail": "/\\u00c4 is no attribute",
    "x-amz-meta-ingest-source": "v1",
    "x-amz-meta-ingest-sha256": "c2hhMjU2",
  },
};

/** What is shown of it. */
export const shownOf = (mark: string) => `key           wrong.json
name          wrong.json.${mark}
reason        invalid
detail        /\\u00c4 is no attribute
size          42 bytes
version       v2
modified      ${MODIFIED}
came as       version v1 in the processing bucket
sha256        c2hhMjU2
content type  application/json
`;

/** What S3 says of the rejects of a key, and of a longer one. */
export function rejectsOf(key: string, ...marks: string[]): Answer {
  const names = [...marks.map((mark) => `${key}.${mark}`), `${key}.x.${ONE}`];
  return page(names.map((name) => object(name, 42)).join(""), "<IsTruncated>false</IsTruncated>");
}

/** A page of a list. */
export function page(contents: string, more: string): Answer {
  return {
    body: `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><EncodingType>url</EncodingType>${more}${contents}</ListBucketResult>`,
  };
}

/** A line of it. */
export function object(key: string, size: number): string {
  return `<Contents><Key>${key}</Key><Size>${size}</Size><LastModified>${MODIFIED}</LastModified></Contents>`;
}

/** What S3 says of what is not there. */
export const NONE: Answer = { status: 404 };
/** What S3 says when it has put a delete marker. */
export const GONE: Answer = { status: 204, headers: { "x-amz-version-id": "m1" } };

/** A version, or a delete marker. */
export const version = (tag: string, key: string, id: string) =>
  `<${tag}><Key>${key}</Key><VersionId>${id}</VersionId></${tag}>`;
/** A list of versions. */
export const versions = (contents: string, more = "<IsTruncated>false</IsTruncated>"): Answer => ({
  body: `<ListVersionsResult><EncodingType>url</EncodingType>${more}${contents}</ListVersionsResult>`,
});
