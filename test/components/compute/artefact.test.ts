import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { applicationArchive } from "../../../components/compute/applicationArchive.ts";
import { Artefact, artefactStatements } from "../../../components/compute/artefact.ts";
import type { ArtefactReference } from "../../../components/compute/boot/nodeService.ts";
import { tarOf } from "../../../components/shared/tar.ts";
import { textOf } from "../../../plan/graph/value.ts";
import { foundation, ROOT, testEnvironment } from "../../support/fixtures.ts";
import { at, only, recorded, waitsFor } from "../../support/graph.ts";
import { run } from "../../support/tools.ts";

const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";
const BUCKET = "rampart-dev-s3-docs-artefacts-111122223333-us-east-1";

describe("Artefact", () => {
  const archive = tarOf({ "app/main.js": "1" });
  const sha256 = createHash("sha256").update(archive).digest("hex");
  const made = async (content = archive) => {
    const seen: ArtefactReference[] = [];
    const graph = await recorded(() => {
      const environment = testEnvironment();
      const { key, accessLogs } = foundation(environment);
      const args = { environment, key, accessLogs, identifier: "docs-artefacts", archive: content };
      seen.push(new Artefact("artefacts", args).reference);
    });
    const [reference] = seen;
    assert.ok(reference);
    return { graph, reference };
  };

  it("S-DOCS-5: lies under a key that is its content, in a bucket of its own that is ready for it", async () => {
    const { graph, reference } = await made();
    const object = only(graph, OBJECT);
    assert.equal(object.inputs["key"], `sha256:${sha256}.tar`);
    assert.equal(object.inputs["bucket"], BUCKET);
    assert.deepEqual(reference, {
      bucket: BUCKET,
      key: `sha256:${sha256}.tar`,
      sha256,
      region: "us-east-1",
    });
    const bucket = only(graph, "aws:s3/bucket:Bucket", "artefacts");
    assert.deepEqual(bucket.inputs["tags"], { "bucket-role": "artefacts" });
    const encryption =
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    assert.ok(waitsFor(graph, object, only(graph, encryption, "artefacts")));
  });

  it("S-DOCS-5: the file that goes up is the archive, by a path that no machine has for itself", async () => {
    const { graph } = await made();
    const path = textOf(at(only(graph, OBJECT).inputs, "source", "$asset"));
    assert.match(path, /^\.cache\/artefacts\/[0-9a-f]{64}\.tar$/);
    assert.deepEqual(readFileSync(path), archive);
  });

  it("S-DOCS-1: another content is another object, and the older one stays for whoever goes back", async () => {
    const { graph, reference } = await made(tarOf({ "app/main.js": "2" }));
    assert.notEqual(reference.key, `sha256:${sha256}.tar`);
    assert.equal(only(graph, OBJECT).retainOnDelete, true);
  });

  it("S-DOCS-2: whoever runs it may read archives, and neither list nor write", () => {
    const environment = testEnvironment();
    const key = { alias: "alias/rampart-dev" } as never;
    const [fetch, use] = artefactStatements(environment, key, "docs-artefacts");
    assert.deepEqual(fetch, {
      Sid: "FetchArtefact",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${BUCKET}/sha256:*.tar`,
    });
    assert.deepEqual(use?.Action, ["kms:Decrypt"]);
  });
});

describe("applicationArchive", () => {
  const listed = () =>
    run("tar", ["--list", "--file", "-"], {
      input: applicationArchive(),
    }).out.split("\n");

  it("S-DOCS-5: has code, migrations and the reference page, and nothing of this machine", function () {
    // The first run makes it.
    this.timeout(30_000);
    const names = listed();
    for (const wanted of [
      "app/main.js",
      "app/package.json",
      "app/items/migrations/0001_items.sql",
      "app/music/migrations/0001_music.sql",
      "node_modules/swagger-ui-dist/absolute-path.js",
      "node_modules/swagger-ui-dist/swagger-ui-bundle.js",
    ]) {
      assert.ok(names.includes(wanted), wanted);
    }
    const others = names.filter((name) => !/^(app|node_modules\/swagger-ui-dist)\/|^$/.test(name));
    assert.deepEqual(others, []);
    assert.ok(!applicationArchive().includes(process.cwd()));
  });

  it("S-DOCS-5: another process makes the same bytes of the same sources", function () {
    this.timeout(30_000);
    const sum = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
    const module = join(ROOT, "components/compute/applicationArchive.ts");
    const program = `import { createHash } from "node:crypto";
      import { applicationArchive } from ${JSON.stringify(module)};
      process.stdout.write(createHash("sha256").update(applicationArchive()).digest("hex"));`;
    const other = run(process.execPath, ["--input-type=module", "--eval", program]);
    assert.equal(other.out, sum(applicationArchive()), other.err);
  });
});
