import type { Reporter, TestModule, Vitest } from 'vitest/node'

/** Ends the run's output with the line CI reads: `12 passed, 0 failed`, then `, 1 skipped` if any were. */
export class TallyReporter implements Reporter {
  #passed = 0
  #failed = 0
  #skipped = 0

  onInit(vitest: Vitest) {
    if (vitest.config.watch) return
    // At the very end, so that no output of the teardown comes after it.
    process.once('exit', (code) => {
      // Errors outside of tests count as well, so that the line agrees with the exit status.
      const failed = code === 0 ? this.#failed : Math.max(this.#failed, 1)
      const skipped = this.#skipped > 0 ? `, ${this.#skipped} skipped` : ''
      process.stdout.write(`\n${this.#passed} passed, ${failed} failed${skipped}\n`)
    })
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]) {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const among = (state: string) => tests.filter((test) => test.result().state === state).length
    // A file that cannot be read, or a hook that fails, fails without a failing test.
    const broken = modules.flatMap((module) => [module, ...module.children.allSuites()])
    this.#passed = among('passed')
    this.#skipped = tests.length - this.#passed - among('failed')
    this.#failed = among('failed') + broken.filter((part) => part.errors().length > 0).length + errors.length
  }
}
