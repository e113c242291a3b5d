/** What `tools/start.mjs` starts every command with: tests that start one themselves do as well. */
export const LAUNCHED = ["--disable-warning=ExperimentalWarning"] as const;
