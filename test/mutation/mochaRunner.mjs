import { globSync } from "node:fs";

import { INSTRUMENTER_CONSTANTS } from "@stryker-mutator/api/core";
import { commonTokens, declareClassPlugin, PluginKind, tokens } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import Mocha from "mocha";

/**
 * Runs Mocha for Stryker. Stryker's own runner looks for files of Mocha's by names that they no
 * longer have in Mocha 12 (stryker-mutator/stryker-js#6205); this one needs Mocha's interface alone.
 */
class MochaRunner {
  static inject = tokens(commonTokens.options);

  /** What Stryker's instrumented code reads and writes. */
  #shared = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
  #mocha;
  #isLoaded = false;
  /** Whether no mutant ran in this process yet. */
  #isFresh = true;
  /** Whether a test fails that should not, now that no mutant is on. */
  #isSpoilt = false;
  /** Whether each mutant's coverage is told by test. */
  #tellsTest = false;

  constructor({ mochaSpecs, testFiles = [] }) {
    const tests = [];
    this.#mocha = new Mocha({ reporter: reporterOf(tests), timeout: 0 });
    this.#mocha.cleanReferencesAfterRun(false);
    for (const file of globSync(testFiles.length > 0 ? testFiles : mochaSpecs).sort())
      this.#mocha.addFile(file);
    const tell = (context) => {
      if (this.#tellsTest) this.#shared.currentTestId = context.currentTest?.fullTitle();
    };
    this.#mocha.suite.beforeEach(function () {
      tell(this);
    });
    this.tests = tests;
  }

  /**
   * A mutant is switched on when all is loaded, so that there is never anything to load again; a
   * static one, which needs that, is refused below. Without this Stryker starts a process for each
   * mutant that also runs while its file loads.
   */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun({ coverageAnalysis, disableBail }) {
    this.#tellsTest = coverageAnalysis === "perTest";
    const result = await this.#run(disableBail);
    this.#tellsTest = false;
    return result.status === DryRunStatus.Complete && coverageAnalysis !== "off"
      ? { ...result, mutantCoverage: this.#shared.mutantCoverage }
      : result;
  }

  async mutantRun({ activeMutant, testFilter, disableBail, hitLimit, mutantActivation }) {
    if (mutantActivation === "static") throw new Error("Static mutants are to be ignored");
    this.#shared.hitLimit = hitLimit;
    this.#shared.hitCount = hitLimit ? 0 : undefined;
    const titles = new Set(testFilter);
    this.#mocha.grep({ test: (title) => testFilter === undefined || titles.has(title) });
    if (this.#isSpoilt) throw new Error("An earlier mutant left something behind");
    const result = await this.#run(disableBail, activeMutant.id);
    await this.#lookForTraces(result, activeMutant);
    this.#isFresh = false;
    return toMutantRunResult(result);
  }

  /**
   * A mutant may leave something wrong in a cache, for which later ones would be blamed: whatever
   * failed must pass without it. Stryker starts another process where this throws.
   */
  async #lookForTraces({ tests = [] }, { id }) {
    const failed = new Set(
      tests.filter(({ status }) => status === TestStatus.Failed).map(({ id: title }) => title),
    );
    if (failed.size === 0) return;
    this.#mocha.grep({ test: (title) => failed.has(title) });
    const again = await this.#run(true, undefined);
    this.#isSpoilt = again.tests?.some(({ status }) => status === TestStatus.Failed) !== false;
    if (this.#isSpoilt && !this.#isFresh) throw new Error(`Mutant ${id} found or left a trace`);
  }

  async #run(disableBail, mutant) {
    try {
      if (!this.#isLoaded) {
        this.#shared.activeMutant = undefined;
        await this.#mocha.loadFilesAsync();
        this.#isLoaded = true;
      }
      setBail(this.#mocha.suite, !disableBail);
      this.#shared.activeMutant = mutant;
      this.tests.length = 0;
      await new Promise((done) => this.#mocha.run(done));
      const { hitCount, hitLimit } = this.#shared;
      return (
        determineHitLimitReached(hitCount, hitLimit) ?? {
          status: DryRunStatus.Complete,
          tests: [...this.tests],
        }
      );
    } catch (error) {
      return { status: DryRunStatus.Error, errorMessage: String(error?.stack ?? error) };
    }
  }
}

/** Mocha stops a suite at its first failure where the suite itself says so. */
function setBail(suite, bail) {
  suite.bail(bail);
  for (const inner of suite.suites) setBail(inner, bail);
}

/** A reporter that says nothing and notes how each test ended. */
function reporterOf(tests) {
  return class {
    constructor(runner) {
      let start = Date.now();
      const note = (test, status) => {
        const title = test.fullTitle();
        const timeSpentMs = Date.now() - start;
        start = Date.now();
        tests.push({ id: title, name: title, fileName: test.file, timeSpentMs, ...status });
      };
      runner.on("pass", (test) => {
        note(test, { status: TestStatus.Success });
      });
      runner.on("fail", (test, error) => {
        const failed = test.ctx?.currentTest ?? test;
        note(failed, { status: TestStatus.Failed, failureMessage: String(error.message) });
      });
    }
  };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "mocha12", MochaRunner)];

export const strykerValidationSchema = {
  properties: {
    mochaSpecs: { description: "Files of tests.", type: "array", items: { type: "string" } },
  },
};
