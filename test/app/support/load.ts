import type { ServiceProcess } from "./process.ts";
import type { TestService } from "./service.ts";

/** An item that the service has said it keeps. */
export interface Accepted {
  readonly id: string;
  readonly name: string;
}

/** Writers that go on until they are told to end. */
export interface Load {
  /** What has been accepted so far. */
  readonly accepted: readonly Accepted[];
  /** How often each status was answered; `0` for a connection that broke. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Resolves once that many more writes have been accepted. */
  readonly more: (writes: number) => Promise<void>;
  /** Resolves once an answer with that status has come since it was asked for. */
  readonly answered: (status: number) => Promise<void>;
  /** Ends the writers, and waits until all of them have their last answer. */
  readonly end: () => Promise<void>;
}

/** Creates items with so many writers at once. */
export function writing(service: Pick<ServiceProcess | TestService, "ask">, writers: number): Load {
  const accepted: Accepted[] = [];
  const statuses: Record<number, number> = {};
  const waiting = new Set<(status: number) => void>();
  let going = true;
  const write = async (name: string): Promise<number> => {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ name });
    try {
      const response = await service.ask("ada", "/items", { method: "POST", headers, body });
      const answer = (await response.json()) as Accepted;
      if (response.status === 201) accepted.push(answer);
      return response.status;
    } catch {
      return 0;
    }
  };
  const writer = async (number: number) => {
    for (let turn = 0; going; turn += 1) {
      const status = await write(`${number}-${turn}`);
      statuses[status] = (statuses[status] ?? 0) + 1;
      for (const told of waiting) told(status);
      // A client waits a little before it comes again after a failure.
      if (status !== 201) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const all = Promise.all(Array.from({ length: writers }, (_, number) => writer(number)));
  const answered = (wanted: number, times = 1) =>
    new Promise<void>((resolve) => {
      let left = times;
      const told = (status: number) => {
        if (status === wanted) left -= 1;
        if (left > 0) return;
        waiting.delete(told);
        resolve();
      };
      waiting.add(told);
    });
  return {
    accepted,
    statuses,
    more: (writes) => answered(201, writes),
    answered: (status) => answered(status),
    async end() {
      going = false;
      await all;
    },
  };
}

/** Those of the accepted writes that the service does not tell again as they were accepted. */
export async function lost(
  service: Pick<ServiceProcess | TestService, "ask">,
  accepted: readonly Accepted[],
): Promise<readonly Accepted[]> {
  const kept = new Map<string, string>();
  for (let cursor: string | null = ""; cursor !== null;) {
    const from: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const response = await service.ask("ada", `/items?limit=100${from}`);
    if (response.status !== 200) throw new Error(await response.text());
    const page = (await response.json()) as { items: Accepted[]; next: string | null };
    for (const { id, name } of page.items) kept.set(id, name);
    cursor = page.next;
  }
  return accepted.filter(({ id, name }) => kept.get(id) !== name);
}
