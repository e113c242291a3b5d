import assert from "node:assert/strict";

import {
  type Answer,
  type Asked,
  AwsHttp,
  OPERATOR,
  runHere,
  runProcess,
  s3Error,
  setEnvironment,
} from "./support.ts";

const MODIFIED = "2026-03-01T12:00:00.000Z";
/** What S3 says of an object. */
const HEAD: Answer = {
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

const SHOWN = `key           wrong.json
reason        invalid
detail        /\\u00c4 is no attribute
size          42 bytes
version       v2
modified      ${MODIFIED}
came as       version v1 in the processing bucket
sha256        c2hhMjU2
content type  application/json
`;

function page(contents: string, more: string): Answer {
  return {
    body: `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><EncodingType>url</EncodingType>${more}${contents}</ListBucketResult>`,
  };
}

function object(key: string, size: number): string {
  return `<Contents><Key>${key}</Key><Size>${size}</Size><LastModified>${MODIFIED}</LastModified></Contents>`;
}

/** Two pages, with a key that has a space, one with a plus, and one that would steer a terminal. */
function list({ url }: Asked): Answer {
  return url.includes("continuation-token=next")
    ? page(object("esc%1B%5B2J.json", 1_234_567), "<IsTruncated>false</IsTruncated>")
    : page(
        object("a+b%2B%C3%BC.json", 1) + object("songs/dawn.json", 20),
        "<IsTruncated>true</IsTruncated><NextContinuationToken>next</NextContinuationToken>",
      );
}

describe("npm run ingest -- quarantine", () => {
  const aws = new AwsHttp();

  let restore: () => void;

  before(async () => {
    await aws.start();
    restore = setEnvironment(aws.environment);
  });
  beforeEach(() => {
    aws.reset();
  });
  after(() => {
    restore();
    aws.stop();
  });

  function run(args: readonly string[], input = "") {
    return runHere(["quarantine", ...args], aws.environment, { input });
  }

  function start(args: readonly string[], input = "") {
    return runProcess(["quarantine", ...args], aws.environment, { input });
  }

  it("S-INGEST-7: lists all that is there, page by page, as the operator's role", async () => {
    aws.s3 = list;
    const [text, json] = await Promise.all([start(["list"]), run(["list", "--json"])]);
    assert.deepEqual(text, {
      code: 0,
      stdout: `${MODIFIED}           1  a b+ü.json
${MODIFIED}          20  songs/dawn.json
${MODIFIED}     1234567  esc\\u001b[2J.json
`,
      stderr: "3 objects, 1234588 bytes\n",
    });
    assert.deepEqual([json.code, json.stderr], [0, ""]);
    assert.deepEqual(JSON.parse(json.stdout), {
      bucket: "quarantine",
      objects: [
        { key: "a b+ü.json", size: 1, modified: MODIFIED },
        { key: "songs/dawn.json", size: 20, modified: MODIFIED },
        { key: "esc\u001b[2J.json", size: 1_234_567, modified: MODIFIED },
      ],
    });
    assert.deepEqual(
      aws.assumptions.map((form) => form.get("RoleArn")),
      [OPERATOR, OPERATOR],
    );
  });

  it("S-INGEST-7: tells why an object is there, and asks for no more than the role may", async () => {
    aws.s3 = ({ url }) => (url.startsWith("/quarantine/wrong.json") ? HEAD : { status: 404 });
    const [text, json, none] = await Promise.all([
      run(["check", "wrong.json"]),
      run(["check", "wrong.json", "--json"]),
      run(["check", "none.json"]),
    ]);
    assert.deepEqual(text, { code: 0, stdout: SHOWN, stderr: "" });
    assert.deepEqual(JSON.parse(json.stdout), {
      bucket: "quarantine",
      key: "wrong.json",
      size: 42,
      modified: MODIFIED,
      etag: '"e1"',
      version: "v2",
      reason: "invalid",
      detail: "/\\u00c4 is no attribute",
      source: "v1",
      sha256: "c2hhMjU2",
      contentType: "application/json",
    });
    assert.deepEqual(none, {
      code: 1,
      stdout: "",
      stderr: "There is no none.json in quarantine.\n",
    });
    // For the checksum of an object the role would need the key.
    for (const { method, headers } of aws.asked.filter((asked) => asked.method !== "POST")) {
      assert.deepEqual([method, headers["x-amz-checksum-mode"]], ["HEAD", undefined]);
    }
  });

  it("S-INGEST-7: removes an object only when somebody agrees", async () => {
    aws.s3 = ({ method }) =>
      method === "HEAD" ? HEAD : { status: 204, headers: { "x-amz-version-id": "m1" } };
    const question = `${SHOWN}Remove it? Its versions stay, under a delete marker. [y/N] `;
    for (const input of ["", "n\n", "yesterday\n"]) {
      const ended = await run(["remove", "wrong.json"], input);
      assert.deepEqual(ended, { code: 1, stdout: "", stderr: `${question}Nothing was removed.\n` });
    }
    assert.ok(aws.calls.every((call) => call.startsWith("HEAD ")));

    const agreed = await start(["remove", "wrong.json"], "y\n");
    assert.deepEqual(agreed, { code: 0, stdout: "Removed wrong.json.\n", stderr: question });
    const { method, url, headers } = aws.asked.at(-1) ?? assert.fail();
    assert.deepEqual(
      [method, url, headers["if-match"]],
      ["DELETE", "/quarantine/wrong.json?x-id=DeleteObject", '"e1"'],
    );
  });

  it("S-INGEST-7: removes without a question, but not what has changed or is not there", async () => {
    aws.s3 = ({ method, url }) => {
      if (method === "HEAD") return url.includes("none") ? { status: 404 } : HEAD;
      if (url.includes("changed")) return s3Error("PreconditionFailed", 412);
      return { status: 204, headers: { "x-amz-version-id": "m1" } };
    };
    const [removed, changed, none] = await Promise.all([
      run(["remove", "wrong.json", "--yes", "--json"]),
      run(["remove", "changed.json", "--yes"]),
      run(["remove", "none.json", "--yes"]),
    ]);
    assert.deepEqual([removed.code, removed.stderr], [0, ""]);
    assert.deepEqual(JSON.parse(removed.stdout), {
      bucket: "quarantine",
      key: "wrong.json",
      marker: "m1",
    });
    assert.deepEqual(changed, {
      code: 1,
      stdout: "",
      stderr: "changed.json has changed meanwhile: nothing was removed.\n",
    });
    assert.deepEqual(none, {
      code: 1,
      stdout: "",
      stderr: "There is no none.json in quarantine.\n",
    });
  });

  it("S-INGEST-7: --all-versions deletes each version of that key, and of no longer one", async () => {
    const version = (tag: string, key: string, id: string) =>
      `<${tag}><Key>${key}</Key><VersionId>${id}</VersionId></${tag}>`;
    const versions = (contents: string, more = "<IsTruncated>false</IsTruncated>"): Answer => ({
      body: `<ListVersionsResult><EncodingType>url</EncodingType>${more}${contents}</ListVersionsResult>`,
    });
    aws.s3 = ({ method, url }) => {
      if (method === "DELETE") return { status: 204 };
      if (url.includes("prefix=none")) return versions(version("Version", "none.json", "v1"));
      return url.includes("version-id-marker=v2")
        ? versions(version("Version", "a+b", "v1") + version("Version", "a+b.json", "v9"))
        : versions(
            version("DeleteMarker", "a+b", "v3") + version("Version", "a+b", "v2"),
            "<IsTruncated>true</IsTruncated><NextKeyMarker>a+b</NextKeyMarker><NextVersionIdMarker>v2</NextVersionIdMarker>",
          );
    };
    const refused = await run(["remove", "a b", "--all-versions"], "no\n");
    const question = "Delete 2 versions of a b for good? [y/N] ";
    assert.deepEqual(refused, { code: 1, stdout: "", stderr: `${question}Nothing was removed.\n` });
    assert.ok(aws.calls.every((call) => call.startsWith("GET ")));

    aws.asked.length = 0;
    const [done, none] = await Promise.all([
      run(["remove", "a b", "--all-versions", "--yes"]),
      run(["remove", "none", "--all-versions", "--yes"]),
    ]);
    assert.deepEqual(done, { code: 0, stdout: "Deleted 2 versions of a b.\n", stderr: "" });
    assert.deepEqual(none, { code: 1, stdout: "", stderr: "There is no none in quarantine.\n" });
    assert.deepEqual(
      aws.calls.filter((call) => call.startsWith("DELETE ")).sort(),
      ["v1", "v2", "v3"].map((id) => `DELETE /quarantine/a%20b?versionId=${id}&x-id=DeleteObject`),
    );
  });

  it("S-INGEST-7: says what AWS refuses", async () => {
    aws.s3 = ({ method }) => (method === "HEAD" ? { status: 403 } : s3Error("NoSuchBucket", 404));
    const [denied, none, nobody] = await Promise.all([
      run(["check", "wrong.json"]),
      run(["list"]),
      runProcess(["quarantine", "list"], {
        ...aws.environment,
        AWS_ACCESS_KEY_ID: "",
        AWS_SECRET_ACCESS_KEY: "",
      }),
    ]);
    assert.deepEqual(denied, {
      code: 3,
      stdout: "",
      stderr: `Access denied: ${OPERATOR} may not do this in quarantine, or the bucket is another account's.\n`,
    });
    assert.deepEqual(none, { code: 3, stdout: "", stderr: "There is no bucket quarantine.\n" });
    assert.deepEqual(nobody, {
      code: 3,
      stdout: "",
      stderr:
        "There are no AWS credentials to begin with: Could not load credentials from any providers\n",
    });
  });
});
