import { Problem } from "./problem.ts";

/** @throws What `late` returns, when the task takes longer. */
export async function within<T>(
  milliseconds: number,
  late: () => Error,
  task: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(late());
    }, milliseconds);
  });
  try {
    return await Promise.race([task(), limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a client is told whose answer took too long. */
export function tooLate(): Problem {
  return new Problem(503, "The answer took too long.", { headers: { "Retry-After": "1" } });
}
