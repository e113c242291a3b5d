/**
 * Mutation testing of the policy pack: `npm run test:mutation`, from the root of the repository. One
 * family: add `--mutate 'policy-pack/controls/s3/**\/*.ts'`.
 */
export default {
  plugins: ["./test/mutation/mochaRunner.mjs", "./test/mutation/ignoreMetadata.mjs"],
  mutate: ["policy-pack/controls/**/*.ts", "policy-pack/engine/**/*.ts"],
  ignorers: ["metadata"],
  testRunner: "mocha12",
  mochaSpecs: ["test/policy-pack/{controls,engine,evasion,equivalence}/**/*.test.ts"],
  coverageAnalysis: "perTest",
  // What runs while a file loads is data (tokens, tables, lists): each of its mutants needs a new
  // process and all tests. Types and the tests of the catalogue hold the data.
  ignoreStatic: true,
  // A mutant that the types refuse is no mutant; Node strips the types and would run it.
  disableTypeChecks: false,
  concurrency: 2,
  timeoutMS: 5000,
  reporters: ["json", "clear-text", "progress-append-only"],
  jsonReporter: { fileName: ".cache/mutation/mutation.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  incremental: true,
  incrementalFile: ".cache/mutation/incremental.json",
  tempDirName: ".cache/mutation/sandbox",
  ignorePatterns: [".cache", ".git", "coverage", "docs", "out"],
  allowEmpty: false,
  thresholds: { high: 95, low: 90, break: 90 },
};
