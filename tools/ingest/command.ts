import { Command, CommanderError, InvalidArgumentError } from "commander";

import type { Console } from "./console.ts";
import { EndError, EXIT } from "./failure.ts";
import { check, list, remove } from "./quarantineCommands.ts";
import { shownLines } from "./text.ts";
import { upload } from "./uploadCommand.ts";

const EXIT_CODES = `
Exit codes:
  0  done
  1  a file is refused, a key is not there, or nobody agreed; locally, an object failed
  2  wrong usage
  3  AWS or pulumi refuses or can't be reached, a file went away, or this program is at fault
`;

const SETTINGS = `
The bucket and the role come from an option, else from the outputs of --stack, else from the
environment variables INGEST_PROCESSING_BUCKET and INGEST_UPLOADER_ROLE to upload,
INGEST_QUARANTINE_BUCKET and INGEST_OPERATOR_ROLE for the quarantine; the region also from
AWS_REGION or your profile. The role is assumed with your own AWS credentials, for this command.
${EXIT_CODES}`;

const KEY = "as it was put, for all its rejects; or as the list has it, for one";

/** Runs the command line; how it ends. */
export async function runIngest(args: readonly string[], console: Console): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = programOf(console, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    // It has said what is wrong, or has shown its help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (error instanceof EndError) {
      // It may quote what a file, S3 or another program says.
      console.stderr.write(`${shownLines(error.message)}\n`);
      return error.exitCode;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.stderr.write(`${shownLines(text)}\n\nThis is a fault of the program.\n`);
    return EXIT.failed;
  }
}

function programOf(console: Console, end: (exitCode: number) => void): Command {
  const { stdout, stderr } = console;
  const program = new Command("npm run ingest --")
    .description("Puts events of the music catalogue in, and looks after those in quarantine.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    })
    .showHelpAfterError("(--help shows what is possible)")
    .addHelpText("after", EXIT_CODES);

  onAws(program.command("upload"))
    .description(
      "put JSON documents into the processing bucket, all of them or, where one is refused, none",
    )
    .argument("<file...>", "files; an object is called as its file")
    .option("--prefix <text>", "what each key begins with", "")
    .option("--parallel <n>", "files that are sent at once", atOnce, 8)
    .option("--no-validate", "send any JSON, not only valid items")
    .action(async (files: string[], options: Parameters<typeof upload>[1]) => {
      end(await upload(files, options, console));
    });

  const quarantine = program
    .command("quarantine")
    .description("list, look at or remove what was rejected");
  onAws(quarantine.command("list"))
    .description(
      "all that lies in quarantine: when it came, its bytes, its key and its content's mark",
    )
    .option("--prefix <text>", "only keys that begin so", "")
    .action(async (options: Parameters<typeof list>[0]) => {
      end(await list(options, console));
    });
  onAws(quarantine.command("check"))
    .description("why objects of a key are in quarantine, and what they are, without their content")
    .argument("<key>", KEY)
    .action(async (key: string, options: Parameters<typeof check>[1]) => {
      end(await check(key, options, console));
    });
  onAws(quarantine.command("remove"))
    .description("remove objects of a key; their versions stay, under delete markers")
    .argument("<key>", KEY)
    .option("--yes", "do not ask")
    .option("--all-versions", "delete all their versions for good")
    .action(async (key: string, options: Parameters<typeof remove>[1]) => {
      end(await remove(key, options, console));
    });

  program
    .command("local")
    .description("run the whole pipeline on this machine, without AWS")
    .argument("[file...]", "files to put in, valid or not (default: a sample)")
    .option("--json", "one JSON document on standard output")
    .action(async (files: string[], options: { json?: boolean }) => {
      // Its servers take longer to load than the others to run.
      const { local } = await import("./localCommand.ts");
      end(await local(files, options, console));
    });
  return program;
}

/** What commands that work on AWS share. */
function onAws(command: Command): Command {
  return command
    .option("--stack <name>", "take bucket, role and region from this stack's outputs")
    .option("--bucket <name>", "the bucket")
    .option("--role <arn>", "the role to assume")
    .option("--region <name>", "where the bucket is")
    .option("--json", "one JSON document on standard output")
    .addHelpText("after", SETTINGS);
}

const MOST_AT_ONCE = 64;

function atOnce(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= MOST_AT_ONCE) return number;
  throw new InvalidArgumentError(`Allowed: 1 to ${MOST_AT_ONCE}.`);
}
