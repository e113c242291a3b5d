/**
 * Makes the tests of the suite that calls it steps of one story: when one failed, those behind it
 * have nothing to stand on and are not tried. (Mocha's own `bail` would stop the other suites too.)
 */
export function stepByStep(): void {
  let failed = false;
  beforeEach(() => {
    if (failed) throw new Error("A step before this one failed.");
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === "failed";
  });
}
