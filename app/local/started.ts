/** Something that runs until it is stopped. */
interface Stoppable {
  readonly stop: () => Promise<void>;
}

/** What has been started so far, so that all of it can be stopped, the last first. */
export class Started {
  readonly #tell: (line: string) => void;
  readonly #stops: (() => Promise<void>)[] = [];

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  /** Starts a part, and says so. @throws Error with the part's name. */
  async add<T extends Stoppable>(name: string, start: () => Promise<T>): Promise<T> {
    const part = await this.time(name, start);
    this.keep(part);
    return part;
  }

  /** Takes what runs already. */
  keep(part: Stoppable): void {
    this.#stops.push(() => part.stop());
  }

  /** Makes what needs no stop, and says so. @throws Error with its name. */
  async time<T>(name: string, make: () => Promise<T>): Promise<T> {
    const from = performance.now();
    try {
      const made = await make();
      this.#tell(`  ${name.padEnd(28)} ${Math.round(performance.now() - from)} ms`);
      return made;
    } catch (cause) {
      throw new Error(`${name} did not start: ${textOf(cause)}`, { cause });
    }
  }

  /** Stops all; one that can't be stopped keeps none of the others. */
  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) {
      await stop().catch((error: unknown) => {
        this.#tell(`  ${textOf(error)}`);
      });
    }
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
