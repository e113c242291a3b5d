import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { EndError } from "../../../tools/ingest/failure.ts";
import { targetOf } from "../../../tools/ingest/target.ts";
import { ACCOUNT, folderWith, OPERATOR, UPLOADER } from "./support.ts";

const OUTPUTS = {
  region: "eu-west-1",
  processingBucket: "stack-processing",
  quarantineBucket: "stack-quarantine",
  uploaderRole: UPLOADER,
  operatorRole: OPERATOR,
  user: "u",
};

/** An environment whose `pulumi` is that script of the shell. */
function pulumi(script: string): NodeJS.ProcessEnv {
  const folder = folderWith({});
  writeFileSync(join(folder, "pulumi"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { PATH: `${folder}:/usr/bin:/bin` };
}

function ends(exitCode: number, message: string) {
  return (error: unknown) => {
    assert.ok(error instanceof EndError);
    assert.deepEqual([error.exitCode, error.message], [exitCode, message]);
    return true;
  };
}

describe("targetOf", () => {
  const stack = pulumi(
    `[ "$*" = "stack output ingest --json --stack dev" ] && echo '${JSON.stringify(OUTPUTS)}'`,
  );

  it("S-INGEST-7: takes what a stack's outputs say, for either use", async () => {
    const rest = { account: ACCOUNT, region: "eu-west-1" };
    assert.deepEqual(await targetOf({ stack: "dev" }, "upload", stack), {
      bucket: "stack-processing",
      role: UPLOADER,
      ...rest,
    });
    assert.deepEqual(await targetOf({ stack: "dev" }, "quarantine", stack), {
      bucket: "stack-quarantine",
      role: OPERATOR,
      ...rest,
    });
  });

  it("S-INGEST-7: an option wins over the stack, and the stack over the environment", async () => {
    const environment = {
      ...stack,
      INGEST_PROCESSING_BUCKET: "environment",
      INGEST_UPLOADER_ROLE: OPERATOR,
      AWS_REGION: "us-west-2",
    };
    const options = { stack: "dev", bucket: "option" };
    assert.deepEqual(await targetOf(options, "upload", environment), {
      bucket: "option",
      role: UPLOADER,
      account: ACCOUNT,
      region: "eu-west-1",
    });
    assert.deepEqual(await targetOf({ region: "us-east-2" }, "upload", environment), {
      bucket: "environment",
      role: OPERATOR,
      account: ACCOUNT,
      region: "us-east-2",
    });
  });

  it("S-INGEST-7: leaves the region to the SDK where nobody says it", async () => {
    const { region } = await targetOf({ bucket: "b", role: UPLOADER }, "upload", {
      AWS_REGION: "",
    });
    assert.equal(region, undefined);
  });

  it("S-INGEST-7: says what is missing or malformed", async () => {
    await assert.rejects(
      targetOf({}, "quarantine", { INGEST_QUARANTINE_BUCKET: "" }),
      ends(2, "Which bucket? Give --stack NAME or --bucket, or set INGEST_QUARANTINE_BUCKET."),
    );
    await assert.rejects(
      targetOf({ bucket: "b" }, "upload", {}),
      ends(2, "Which role? Give --stack NAME or --role, or set INGEST_UPLOADER_ROLE."),
    );
    for (const role of ["uploader", "arn:aws:iam::1:role/x", "arn:aws:iam::111122223333:user/x"]) {
      await assert.rejects(
        targetOf({ bucket: "b", role }, "upload", {}),
        ends(2, `${role} is no ARN of a role: arn:aws:iam::ACCOUNT:role/NAME.`),
      );
    }
  });

  it("S-INGEST-7: says why a stack's outputs can't be read", async () => {
    const options = { stack: "dev" };
    await assert.rejects(
      targetOf(options, "upload", pulumi("echo 'error: no stack named dev found' >&2; exit 255")),
      ends(3, "The outputs of stack dev can't be read: error: no stack named dev found"),
    );
    await assert.rejects(
      targetOf(options, "upload", { PATH: folderWith({}) }),
      ends(3, "The outputs of stack dev can't be read: pulumi is not on the PATH"),
    );
    for (const output of ["{}", "text"]) {
      await assert.rejects(
        targetOf(options, "upload", pulumi(`echo '${output}'`)),
        ends(3, "The output ingest of stack dev is not what it should be."),
      );
    }
  });
});
