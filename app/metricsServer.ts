import { createServer } from "node:http";

import { ended, listening } from "./http/listening.ts";
import type { Metrics } from "./http/metrics.ts";

export interface MetricsServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/**
 * Serves `/metrics` to Prometheus on a port of its own, which no balancer reaches: what it tells is
 * for operators, and it answers while the service drains.
 */
export async function serveMetrics(
  { registry }: Metrics,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.url !== "/metrics" || request.method !== "GET") {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { "Content-Type": registry.contentType }).end(text),
      (error: unknown) => response.destroy(error as Error),
    );
  });
  const taken = await listening(server, port, host);
  return {
    port: taken,
    stop: () => ended(server),
  };
}
