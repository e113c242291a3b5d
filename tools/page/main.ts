import { readFileSync } from "node:fs";
import { join } from "node:path";

import { S3Client } from "@aws-sdk/client-s3";

import { buildPage } from "../../app/local/page.ts";
import { pageOutputs } from "./outputs.ts";
import { publish } from "./publish.ts";

const USAGE = `Usage: pulumi stack output --json | npm run -s page

Builds the page and puts it, with the stack's settings, into the stack's bucket.
Credentials and region are those of the AWS SDK. Exit codes: 0 done, 1 failed, 2 wrong usage.
`;

const FOLDER = join(import.meta.dirname, "../../app/web/dist");

if (process.argv[2] === "--help") {
  process.stdout.write(USAGE);
  process.exit();
}
if (process.argv.length > 2 || process.stdin.isTTY) {
  process.stderr.write(USAGE);
  process.exit(2);
}
try {
  const { bucket, settings, url } = pageOutputs(readFileSync(0, "utf8"));
  const stop = new AbortController();
  process.once("SIGINT", () => {
    stop.abort();
  });
  await buildPage(stop.signal);
  const keys = await publish({ s3: new S3Client({}), bucket, folder: FOLDER, settings });
  process.stdout.write(`${keys.length} files are in ${bucket}; look at ${url}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
