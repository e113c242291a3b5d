import { makeLog } from "./log.ts";
import { Parts } from "./parts/parts.ts";
import { type Settings, SettingsError, settingsOf } from "./settings.ts";

const USAGE = `Usage: node app/main.ts <role>

Roles:
  api      serves the doors over HTTP
  migrate  brings the database's schema up to date, and ends

contract.ts names the environment variables. Exit codes: 0 done, 1 failed, 2 wrong usage or settings.
`;

// Each loads what it needs and no more.
const roles: Readonly<Record<string, (settings: Settings) => Promise<void>>> = {
  async api(settings) {
    const log = makeLog(settings.LOG_LEVEL);
    const { serve } = await import("./service.ts");
    const server = await serve(settings, log);
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        server.stop().then(
          () => {
            process.exit(0);
          },
          (error: unknown) => {
            log.fatal({ error }, "stopping failed");
            process.exit(1);
          },
        );
      });
    }
  },
  async migrate(settings) {
    const log = makeLog(settings.LOG_LEVEL);
    const { migrate } = await import("./migrate.ts");
    const parts = new Parts(settings, log);
    const access = await parts.databaseAccess().current();
    await migrate({ access, authorities: parts.authorities(), doors: settings.DOORS, log });
  },
};

const [asked = "", ...more] = process.argv.slice(2);
if (asked === "--help") {
  process.stdout.write(USAGE);
  process.exit(0);
}
const role = more.length === 0 ? roles[asked] : undefined;
if (role === undefined) {
  process.stderr.write(USAGE);
  process.exit(2);
}
try {
  await role(settingsOf(process.env));
} catch (error) {
  const wrong = error instanceof SettingsError;
  if (wrong) process.stderr.write(`${error.message}\n`);
  else makeLog("info").fatal({ error }, "start failed");
  process.exit(wrong ? 2 : 1);
}
