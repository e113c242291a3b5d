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

  constructor(mode: "dry-run" | "on") {
    this.isDryRun = mode === "dry-run";
  }

  /** Makes a change, unless this is a dry run, and records it once it is made. */
  async make(what: string, change: () => Promise<unknown>): Promise<void> {
    if (!this.isDryRun) await change();
    this.made.push(what);
  }

  /** Whether tags exempt a resource; then the change is recorded as refused. */
  refuse(what: string, tags: readonly AnyTag[] | undefined): boolean {
    const exempt = tags?.find((tag) => (tag.Key ?? tag.key) === EXEMPT_TAG);
    if (exempt === undefined) return false;
    const reason = exempt.Value ?? exempt.value ?? "";
    const told = `${what}: exempt by its tag ${EXEMPT_TAG} (${reason || "no reason given"})`;
    if (!this.refused.includes(told)) this.refused.push(told);
    return true;
  }
}
