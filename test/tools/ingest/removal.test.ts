import assert from "node:assert/strict";

import {
  HEAD,
  GONE,
  ONE,
  TWO,
  rejectsOf,
  shownOf,
  version,
  versions,
} from "./quarantineAnswers.ts";
import { type Answer, awsForSuite, runHere, runProcess, s3Error } from "./support.ts";

describe("npm run ingest -- quarantine remove", () => {
  const aws = awsForSuite();

  function run(args: readonly string[], input = "") {
    return runHere(["quarantine", ...args], aws.environment, { input });
  }

  function start(args: readonly string[], input = "") {
    return runProcess(["quarantine", ...args], aws.environment, { input });
  }

  it("S-INGEST-7: removes an object only when somebody agrees", async () => {
    aws.s3 = ({ method }) => {
      if (method === "GET") return rejectsOf("wrong.json", ONE);
      return method === "HEAD" ? HEAD : GONE;
    };
    const question = `${shownOf(ONE)}Remove it? Its versions stay, under a delete marker. [y/N] `;
    for (const input of ["", "n\n", "yesterday\n"]) {
      const ended = await run(["remove", "wrong.json"], input);
      assert.deepEqual(ended, { code: 1, stdout: "", stderr: `${question}Nothing was removed.\n` });
    }
    assert.ok(aws.calls.every((call) => !call.startsWith("DELETE ")));

    const agreed = await start(["remove", "wrong.json"], "y\n");
    const stdout = `Removed wrong.json.${ONE}.\n`;
    assert.deepEqual(agreed, { code: 0, stdout, stderr: question });
    const { method, url, headers } = aws.asked.at(-1) ?? assert.fail();
    assert.deepEqual(
      [method, url, headers["if-match"]],
      ["DELETE", `/quarantine/wrong.json.${ONE}?x-id=DeleteObject`, '"e1"'],
    );
  });

  it("S-INGEST-7: asks once to remove all rejects of a key", async () => {
    aws.s3 = ({ method }) => (method === "HEAD" ? HEAD : rejectsOf("wrong.json", ONE, TWO));
    const { stderr } = await run(["remove", "wrong.json"]);
    const question = "Remove these 2? Their versions stay, under delete markers. [y/N] ";
    assert.equal(stderr, `${shownOf(ONE)}\n${shownOf(TWO)}${question}Nothing was removed.\n`);
  });

  it("S-INGEST-7: removes without a question, but not what has changed or is not there", async () => {
    let end: Answer = GONE;
    aws.s3 = ({ method, url }) => {
      if (method === "HEAD") return HEAD;
      if (method === "GET")
        return rejectsOf(url.includes("none") ? "none" : "wrong.json", ONE, TWO);
      return url.includes(TWO) ? end : GONE;
    };
    const removed = await run(["remove", "wrong.json", "--yes", "--json"]);
    assert.deepEqual([removed.code, removed.stderr], [0, ""]);
    const document = (...marks: string[]) => ({
      bucket: "quarantine",
      key: "wrong.json",
      removed: marks.map((mark) => ({ name: `wrong.json.${mark}`, marker: "m1" })),
    });
    assert.deepEqual(JSON.parse(removed.stdout), document(ONE, TWO));

    const stderr = `wrong.json.${TWO} has changed meanwhile: it is not removed.\n`;
    // Another is there, or nothing is; what was removed before is told.
    for (const [code, status] of [
      ["PreconditionFailed", 412],
      ["NoSuchKey", 404],
    ] as const) {
      end = s3Error(code, status);
      const stdout = `Removed wrong.json.${ONE}.\n`;
      assert.deepEqual(await run(["remove", "wrong.json", "--yes"]), { code: 1, stdout, stderr });
      const json = await run(["remove", "wrong.json", "--yes", "--json"]);
      assert.deepEqual([json.code, json.stderr], [1, stderr]);
      assert.deepEqual(JSON.parse(json.stdout), document(ONE));
    }
    end = s3Error("AccessDenied", 403);
    const denied = await run(["remove", "wrong.json", "--yes", "--json"]);
    assert.deepEqual([denied.code, JSON.parse(denied.stdout)], [3, document(ONE)]);

    assert.deepEqual(await run(["remove", "none.json", "--yes"]), {
      code: 1,
      stdout: "",
      stderr: "There is no none.json in quarantine.\n",
    });
  });

  it("S-INGEST-7: --all-versions deletes each version of that key, and of no longer one", async () => {
    const [one, two] = [`a+b.${ONE}`, `a+b.${TWO}`];
    aws.s3 = ({ method, url }) => {
      if (method === "DELETE") return { status: 204 };
      if (url.includes("prefix=none")) return versions(version("Version", "none.json", "v1"));
      return url.includes("version-id-marker=v2")
        ? versions(version("Version", two, "v1") + version("Version", `a+b.json.${ONE}`, "v9"))
        : versions(
            version("DeleteMarker", one, "v3") + version("Version", one, "v2"),
            `<IsTruncated>true</IsTruncated><NextKeyMarker>${one}</NextKeyMarker><NextVersionIdMarker>v2</NextVersionIdMarker>`,
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
    const place = (mark: string, id: string) =>
      `DELETE /quarantine/a%20b.${mark}?versionId=${id}&x-id=DeleteObject`;
    assert.deepEqual(
      aws.calls.filter((call) => call.startsWith("DELETE ")).sort(),
      [place(ONE, "v2"), place(ONE, "v3"), place(TWO, "v1")].sort(),
    );
  });

  it("S-INGEST-7: a deletion that fails half-way tells what is gone already", async () => {
    const name = `a.${ONE}`;
    aws.s3 = ({ method, url }) => {
      if (method === "GET") {
        return versions(
          ["v1", "v2"].map((id) => version("Version", name, id)).join("") +
            version("DeleteMarker", name, "v3"),
        );
      }
      return url.includes("versionId=v2") ? s3Error("AccessDenied", 403) : { status: 204 };
    };
    const args = ["remove", "a", "--all-versions", "--yes"];
    const [text, json] = await Promise.all([run(args), run([...args, "--json"])]);
    assert.deepEqual([text.code, json.code], [3, 3]);
    for (const { stderr } of [text, json]) assert.match(stderr, /^Access denied: /);
    assert.equal(text.stdout, "Deleted 2 of 3 versions and delete markers of a.\n");
    const { deleted } = JSON.parse(json.stdout) as { deleted: { version: string }[] };
    assert.deepEqual(deleted.map((one) => one.version).sort(), ["v1", "v3"]);
  });

  it("S-INGEST-7: begins no more deletions after one has failed", async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `v${index}`);
    aws.s3 = ({ method }) =>
      method === "GET"
        ? versions(ids.map((id) => version("Version", `a.${ONE}`, id)).join(""))
        : s3Error("AccessDenied", 403);
    const { code, stdout, stderr } = await run(["remove", "a", "--all-versions", "--yes"]);
    assert.deepEqual([code, stdout], [3, ""]);
    assert.match(stderr, /^Access denied: /);
    const deletions = aws.calls.filter((call) => call.startsWith("DELETE ")).length;
    assert.ok(deletions <= 8, `${deletions} deletions`);
  });
});
