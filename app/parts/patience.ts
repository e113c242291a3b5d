/** How a client of AWS waits: no longer than that for an answer, and a second for a connection. */
export function patience(milliseconds: number) {
  return {
    connectionTimeout: 1000,
    requestTimeout: milliseconds,
    // Without it the SDK only warns, and waits on.
    throwOnRequestTimeout: true,
  };
}
