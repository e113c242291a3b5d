/**
 * How functions call AWS: a call that is throttled or lost is tried again a few times with growing
 * pauses, and one without an answer is given up before Lambda ends the function, so that what it
 * was about is logged and told.
 */
export const CALLS = {
  maxAttempts: 5,
  requestHandler: {
    connectionTimeout: 3000,
    requestTimeout: 10_000,
    // Without it the SDK only warns, and waits on.
    throwOnRequestTimeout: true,
  },
};
