/**
 * Where tests are given a second attempt (`--retries 1`), says loudly which of
 * them needed it: a flake fails no build, and is still seen. Plain JavaScript,
 * as mocha asks for it before anything can be compiled.
 */
exports.mochaHooks = {
  afterEach() {
    const test = this.currentTest;
    if (test.state !== 'passed' || test.currentRetry() === 0) return;
    process.stderr.write(`RETRIED: ${test.fullTitle()} (${test.file})\n`);
  },
};
