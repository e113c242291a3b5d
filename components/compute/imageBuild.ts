import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";

import type * as Awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";

import type { Repository } from "./repository.ts";

const load = createRequire(import.meta.url);

/** Which folder becomes an image, and where that is pushed. */
export interface ImageBuildArgs {
  /** Where the image is pushed; it exists before the build starts. */
  readonly repository: Repository;
  /** Folder with a Dockerfile; its `.dockerignore` must leave out `node_modules` and `.git`. */
  readonly folder: string;
}

/** Folders that no image is made of: not part of the tag. */
const IGNORED_FOLDERS = new Set([".git", "node_modules"]);

/**
 * Builds an image on this machine and pushes it, on each update that changes its folder. For
 * laptops only, when a stack asks for it: pipelines push the image that was scanned and tell its
 * digest. It is the one place that loads `@pulumi/awsx`, and needs Docker. Cost: none beyond the
 * repository's storage.
 *
 * @throws Error when the folder has no Dockerfile.
 */
export class ImageBuild extends pulumi.ComponentResource {
  public static readonly token = "rampart:compute:ImageBuild";
  /** Image by digest; known only once it is pushed. */
  public readonly imageUri: pulumi.Output<string>;

  constructor(name: string, args: ImageBuildArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ImageBuild.token, name, {}, opts);
    const { repository, folder } = args;

    // Some 85 ms to load, which no run should pay that builds nothing.
    const awsx = load("@pulumi/awsx") as typeof Awsx;
    const image = new awsx.ecr.Image(
      name,
      {
        repositoryUrl: repository.url,
        context: folder,
        platform: "linux/amd64",
        // awsx would tag by the folder's path: the second push would meet a tag that never moves.
        imageTag: contentTag(folder),
      },
      { parent: this, dependsOn: [repository] },
    );

    this.imageUri = image.imageUri;
    this.registerOutputs({ imageUri: this.imageUri });
  }
}

/**
 * A tag that is the folder's content: another content has another tag (T59).
 *
 * @throws Error when the folder has no Dockerfile.
 */
export function contentTag(folder: string): string {
  const files = filesIn(folder)
    .map((file) => relative(folder, file).split(sep).join("/"))
    .sort();
  if (!files.includes("Dockerfile")) throw new Error(`"${folder}" has no Dockerfile to build.`);
  const hash = createHash("sha256");
  for (const file of files) {
    const content = readFileSync(join(folder, file));
    // Lengths keep the end of one file from passing for the start of the next.
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return `content-${hash.digest("hex").slice(0, 32)}`;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return IGNORED_FOLDERS.has(entry.name) ? [] : filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}
