import type { Log } from "../shared/log.ts";
import { EXEMPT_TAG } from "./contract.ts";

/** A tag as AWS's services give it; ECS writes the names in lower case. */
interface AnyTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
  readonly key?: string | undefined;
  readonly value?: string | undefined;
}

/** Changes that a response makes, or would make: in a dry run none is. */
export class Changes {
  /** What was, or would be, done; in words. */
  readonly made: string[] = [];
  /** What was called for, and is not done; in words, with the reason. */
  readonly refused: string[] = [];
  readonly isDryRun: boolean;
  readonly #unsure = new Set<string>();
  readonly #log: Log;

  constructor(mode: "dry-run" | "on", log: Log) {
    this.isDryRun = mode === "dry-run";
    this.#log = log;
  }

  /** What was asked for and never answered, and may be done for all that; in words. */
  get unsure(): string[] {
    return [...this.#unsure];
  }

  /**
   * Makes a change, unless this is a dry run, and records it once it is made: in the log too, where it
   * stays if nobody can be told of it, or Lambda ends the function before.
   */
  async make(what: string, change: () => Promise<unknown>): Promise<void> {
    try {
      if (!this.isDryRun) await change();
    } catch (error) {
      if (!isClear(error)) this.#unsure.add(what);
      throw error;
    }
    this.#unsure.delete(what);
    if (this.made.includes(what)) return;
    this.made.push(what);
    this.#log({ level: "info", message: this.isDryRun ? "would change" : "change", change: what });
  }

  /** Records a change that is called for, and is left to people. */
  leave(what: string, why: string): void {
    const told = `${what}: ${why}`;
    if (!this.refused.includes(told)) this.refused.push(told);
  }

  /** Whether tags exempt a resource; then the change is recorded as refused. */
  refuse(what: string, tags: readonly AnyTag[] | undefined): boolean {
    const exempt = tags?.find((tag) => (tag.Key ?? tag.key) === EXEMPT_TAG);
    if (exempt === undefined) return false;
    const reason = exempt.Value ?? exempt.value ?? "";
    this.leave(what, `exempt by its tag ${EXEMPT_TAG} (${reason || "no reason given"})`);
    return true;
  }
}

/**
 * Whether an error says that nothing was done: AWS's own refusal of the first attempt. One of its
 * side, or of the way there, says nothing; nor does the refusal of a later attempt by the SDK, since
 * an earlier one may have been done and its answer lost.
 */
function isClear(error: unknown): boolean {
  if (!(error instanceof Error) || !("$fault" in error) || error.$fault !== "client") return false;
  const { $metadata } = error as { readonly $metadata?: { readonly attempts?: unknown } };
  return $metadata?.attempts === 1;
}
