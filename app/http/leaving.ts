import type { ServerResponse } from "node:http";

/** Tells whoever makes an answer that nobody waits for it any more. Most never ask. */
export class Leaving {
  readonly #response: ServerResponse;
  #controller: AbortController | undefined;
  #reason: Error | undefined;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** Aborted when the client goes away before its answer, or at {@link abort}. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#response.closed) this.#clientLeft();
      else
        this.#response.once("close", () => {
          this.#clientLeft();
        });
      if (this.#reason) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  abort(reason: Error): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
  }

  #clientLeft(): void {
    if (!this.#response.writableFinished) this.abort(new Error("the client left"));
  }
}
