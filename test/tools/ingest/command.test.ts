import assert from "node:assert/strict";

import { runHere, runProcess, UPLOADER } from "./support.ts";

const HELP = `Usage: npm run ingest -- [options] [command]

Puts events of the music catalogue in, and looks after those in quarantine.

Options:
  -h, --help                  display help for command

Commands:
  upload [options] <file...>  put JSON documents into the processing bucket, all
                              of them or, where one is refused, none
  quarantine                  list, look at or remove what was rejected
  local [options] [file...]   run the whole pipeline on this machine, without
                              AWS
  help [command]              display help for command

Exit codes:
  0  done
  1  a file is refused, a key is not there, or nobody agreed; locally, an object failed
  2  wrong usage
  3  AWS or pulumi refuses or can't be reached, a file went away, or this program is at fault

`;

describe("npm run ingest", () => {
  it("S-INGEST-7: shows what is possible, and the exit codes", async () => {
    assert.deepEqual(await runProcess(["--help"]), { code: 0, stdout: HELP, stderr: "" });
    assert.deepEqual(await runHere([], {}), { code: 2, stdout: "", stderr: HELP });
    for (const command of [["upload"], ["quarantine", "list"], ["quarantine", "remove"]]) {
      const { code, stdout } = await runHere([...command, "--help"], {});
      assert.equal(code, 0);
      for (const text of ["--stack <name>", "--role <arn>", "--json", "Exit codes:", "AWS_REGION"])
        assert.ok(stdout.includes(text), `${command.join(" ")}: ${text}`);
    }
  });

  it("S-INGEST-7: refuses wrong usage with 2, and says what is wrong", async () => {
    const hint = "(--help shows what is possible)\n";
    const parallel = "option '--parallel <n>' argument";
    for (const [args, stderr] of [
      [["uplod"], `error: unknown command 'uplod'\n(Did you mean upload?)\n${hint}`],
      [["upload"], `error: missing required argument 'file'\n${hint}`],
      [["quarantine", "check"], `error: missing required argument 'key'\n${hint}`],
      [
        ["quarantine", "check", "a", "b"],
        `error: too many arguments for 'check'. Expected 1 argument but got 2: a, b.\n${hint}`,
      ],
      [["upload", "x", "--force"], `error: unknown option '--force'\n${hint}`],
      ...["0", "65", "1.5", "many", ""].map(
        (value) =>
          [
            ["upload", "x", "--parallel", value],
            `error: ${parallel} '${value}' is invalid. Allowed: 1 to 64.\n${hint}`,
          ] as const,
      ),
      [
        ["upload", "x", "--bucket", "b", "--role", "r"],
        "r is no ARN of a role: arn:aws:iam::ACCOUNT:role/NAME.\n",
      ],
      [
        ["quarantine", "list", "--role", UPLOADER],
        "Which bucket? Give --stack NAME or --bucket, or set INGEST_QUARANTINE_BUCKET.\n",
      ],
    ] as const) {
      assert.deepEqual(await runHere(args, {}), { code: 2, stdout: "", stderr }, args.join(" "));
    }
  });
});
