import { AsyncLocalStorage } from "node:async_hooks";

/** The request that the running code serves. */
export interface RequestContext {
  readonly requestId: string;
  /** Pattern of its path, once it is known; `-` for a path that leads nowhere. */
  route: string;
}

const requests = new AsyncLocalStorage<RequestContext>();

/** Runs what serves a request; all that it calls and awaits finds its context. */
export function inRequest(context: RequestContext, task: () => void): void {
  requests.run(context, task);
}

/** The request that is served now; undefined outside of any. */
export function currentRequest(): RequestContext | undefined {
  return requests.getStore();
}
