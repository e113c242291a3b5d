import assert from "node:assert/strict";

import {
  HEAD,
  MODIFIED,
  NONE,
  GONE,
  ONE,
  TWO,
  object,
  page,
  rejectsOf,
  shownOf,
  version,
  versions,
} from "./quarantineAnswers.ts";
import {
  ACCOUNT,
  type Answer,
  type Asked,
  awsForSuite,
  OPERATOR,
  runHere,
  runProcess,
  s3Error,
} from "./support.ts";

/** Two pages, with a key that has a space, one with a plus, and one that would steer a terminal. */
function list({ url }: Asked): Answer {
  return url.includes("continuation-token=next")
    ? page(object("esc%1B%5B2J%C2%9B%E2%80%AE.json", 1_234_567), "<IsTruncated>false</IsTruncated>")
    : page(
        object(`a+b%2B%C3%BC.json.${ONE}`, 1) + object("songs/dawn.json", 20),
        "<IsTruncated>true</IsTruncated><NextContinuationToken>next</NextContinuationToken>",
      );
}

describe("npm run ingest -- quarantine", () => {
  const aws = awsForSuite();

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
      stdout: `${MODIFIED}           1  a b+ü.json.${ONE}
${MODIFIED}          20  songs/dawn.json
${MODIFIED}     1234567  esc\\u001b[2J\\u009b\\u202e.json
`,
      stderr: "3 objects, 1234588 bytes\n",
    });
    assert.deepEqual([json.code, json.stderr], [0, ""]);
    const steering = "esc\u001b[2J\u009b\u202e.json";
    assert.deepEqual(JSON.parse(json.stdout), {
      bucket: "quarantine",
      objects: [
        { key: "a b+ü.json", name: `a b+ü.json.${ONE}`, size: 1, modified: MODIFIED },
        { key: "songs/dawn.json", name: "songs/dawn.json", size: 20, modified: MODIFIED },
        { key: steering, name: steering, size: 1_234_567, modified: MODIFIED },
      ],
    });
    // Nor does JSON steer a terminal.
    assert.doesNotMatch(json.stdout, /[\u0080-\u009f\u202e]/);
    assert.deepEqual(
      aws.assumptions.map((form) => form.get("RoleArn")),
      [OPERATOR, OPERATOR],
    );
  });

  it("S-INGEST-7: tells why each reject of a key is there, and asks for no more than the role may", async () => {
    aws.s3 = ({ method, url }) => {
      if (method === "HEAD") return url.startsWith("/quarantine/wrong.json.") ? HEAD : NONE;
      return rejectsOf(url.includes("prefix=none") ? "none" : "wrong.json", ONE, TWO);
    };
    const [text, json, one, none] = await Promise.all([
      run(["check", "wrong.json"]),
      run(["check", "wrong.json", "--json"]),
      run(["check", `wrong.json.${TWO}`]),
      run(["check", "none.json"]),
    ]);
    const stdout = `${shownOf(ONE)}\n${shownOf(TWO)}`;
    assert.deepEqual(text, { code: 0, stdout, stderr: "" });
    assert.deepEqual(one, { code: 0, stdout: shownOf(TWO), stderr: "" });
    assert.deepEqual(JSON.parse(json.stdout), {
      bucket: "quarantine",
      objects: [ONE, TWO].map((mark) => ({
        key: "wrong.json",
        name: `wrong.json.${mark}`,
        size: 42,
        modified: MODIFIED,
        etag: '"e1"',
        version: "v2",
        reason: "invalid",
        detail: "/\\u00c4 is no attribute",
        source: "v1",
        sha256: "c2hhMjU2",
        contentType: "application/json",
      })),
    });
    assert.deepEqual(none, {
      code: 1,
      stdout: "",
      stderr: "There is no none.json in quarantine.\n",
    });
    // For the checksum of an object the role would need the key.
    for (const { method, headers } of aws.asked.filter((asked) => asked.method !== "POST")) {
      assert.ok(method === "HEAD" || method === "GET");
      assert.equal(headers["x-amz-checksum-mode"], undefined);
    }
  });

  it("S-INGEST-7: asks the bucket by the account that must own it, whatever it asks", async () => {
    aws.s3 = ({ method, url }) => {
      if (method === "GET" && url.includes("versions"))
        return versions(version("Version", `a.${ONE}`, "v1"));
      if (method === "GET") return rejectsOf("a", ONE);
      return method === "HEAD" ? HEAD : GONE;
    };
    for (const args of [["list"], ["check", "a"], ["remove", "a", "--yes"]]) await run(args);
    await run(["remove", "a", "--yes", "--all-versions"]);
    const asked = aws.asked.filter(({ method }) => method !== "POST");
    assert.deepEqual([...new Set(asked.map(({ method }) => method))].sort(), [
      "DELETE",
      "GET",
      "HEAD",
    ]);
    assert.equal(asked.length, 8);
    for (const { method, url, headers } of asked) {
      assert.equal(headers["x-amz-expected-bucket-owner"], ACCOUNT, `${method} ${url}`);
    }
  });

  it("S-INGEST-7: says what AWS refuses", async () => {
    aws.s3 = ({ method, url }) => {
      if (method === "HEAD") return { status: 403 };
      return url.includes("prefix=wrong")
        ? rejectsOf("wrong.json", ONE)
        : s3Error("NoSuchBucket", 404);
    };
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
    // What S3 says may steer a terminal as well.
    aws.s3 = () => ({
      status: 400,
      body: "<Error><Code>InvalidRequest</Code><Message>x&#155;2J&#8238;</Message></Error>",
    });
    const { stderr } = await run(["list"]);
    assert.equal(stderr, "AWS refuses: InvalidRequest: x\\u009b2J\\u202e\n");
  });
});
