/**
 * Mutation testing of the policy pack: `npm run test:mutation`, from the root of the repository. The
 * scorecard shows what `node test/mutation/record.ts` then records of it.
 * One family: `npm run test:mutation -- --mutate 'policy-pack/controls/s3/*.ts' --testFiles
 * 'test/policy-pack/controls/s3/*.test.ts'`.
 */
export default {
  plugins: ["./test/mutation/mochaRunner.mjs", "./test/mutation/ignoreMetadata.mjs"],
  // What carries verdicts to Pulumi is no rule; its tests run whole stacks through the SDK, and would
  // be run for nearly every mutant.
  mutate: [
    "policy-pack/controls/**/*.ts",
    "policy-pack/engine/**/*.ts",
    "!policy-pack/engine/{adapter,session,snapshot}.ts",
  ],
  ignorers: ["metadata"],
  testRunner: "mocha12",
  mochaSpecs: [
    "test/policy-pack/{controls,evasion,equivalence}/**/*.test.ts",
    "test/policy-pack/engine/!(adapter|configured).test.ts",
    "test/policy-pack/configuration.test.ts",
  ],
  coverageAnalysis: "perTest",
  // What runs only while a file loads is data: tokens, tables, words. Each of its mutants takes a new
  // process and every test, so that they would take most of the time.
  ignoreStatic: true,
  // Node strips the types; it would only put a line into each file.
  disableTypeChecks: false,
  concurrency: 2,
  // A mutant of a parser may read on for ever.
  timeoutMS: 1000,
  timeoutFactor: 1.5,
  reporters: ["json", "clear-text", "progress-append-only"],
  jsonReporter: { fileName: ".cache/mutation/mutation.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  // Mutants whose code and tests are as before keep their answer.
  incremental: true,
  incrementalFile: ".cache/mutation/incremental.json",
  tempDirName: ".cache/mutation/sandbox",
  ignorePatterns: [".cache", ".git", "coverage", "docs", "out"],
  thresholds: { high: 95, low: 90, break: 90 },
};
