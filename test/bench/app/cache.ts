// The cache in a process of its own, for `servers.ts`: redis-server where it is installed, and what
// stands in for it elsewhere. Prints its URL and kind.
import { startCache } from "../../../app/local/parts/cache.ts";

const { url, kind } = await startCache();
process.stdout.write(`${JSON.stringify({ url, kind })}\n`);
// What was started keeps nobody from ending; this does.
setInterval(() => undefined, 60_000);
process.once("SIGTERM", () => process.exit(0));
