import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { contentTag, ImageBuild } from "../../../components/compute/imageBuild.ts";
import { Repository } from "../../../components/compute/repository.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { only, recorded, refusal, waitsFor } from "../../support/graph.ts";

describe("ImageBuild", () => {
  const environment = testEnvironment();
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "image-build-"));
    writeFileSync(join(folder, "Dockerfile"), "FROM scratch\n");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const build = () => {
    const { key } = foundation(environment);
    const repository = new Repository("api", { environment, key, identifier: "api" });
    return new ImageBuild("api", { repository, folder });
  };

  it("P-RUN-1, T59: builds the folder for Fargate under a tag of its content", async () => {
    const graph = await recorded(build);
    const image = only(graph, "awsx:ecr:Image");
    assert.deepEqual(image.inputs, {
      repositoryUrl: "111122223333.dkr.ecr.us-east-1.amazonaws.com/rampart-dev-ecr-api",
      context: folder,
      platform: "linux/amd64",
      imageTag: contentTag(folder),
    });
    assert.ok(waitsFor(graph, image, only(graph, "aws:ecr/repository:Repository")));
  });

  it("T59: another content has another tag, the same content the same", () => {
    const first = contentTag(folder);
    assert.match(first, /^content-[0-9a-f]{32}$/);
    mkdirSync(join(folder, "src"));
    writeFileSync(join(folder, "src", "main.ts"), "1");
    const second = contentTag(folder);
    writeFileSync(join(folder, "src", "main.ts"), "2");
    const third = contentTag(folder);
    assert.equal(new Set([first, second, third]).size, 3);
    rmSync(join(folder, "src"), { recursive: true });
    assert.equal(contentTag(folder), first);
  });

  it("leaves installed packages out of the tag", () => {
    const before = contentTag(folder);
    mkdirSync(join(folder, "node_modules"));
    writeFileSync(join(folder, "node_modules", "index.js"), "");
    assert.equal(contentTag(folder), before);
  });

  it("refuses a folder without a Dockerfile", async () => {
    rmSync(join(folder, "Dockerfile"));
    assert.equal(await refusal(build), `"${folder}" has no Dockerfile to build.`);
  });
});
