import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { TallyReporter } from '../tests/support/tally-reporter.ts'

/** Tests that never use the database run once, and so do those that start programs, which choose their own. */
const once = ['browser', 'routers', 'meta', 'process', 'unit'].map((folder) => `tests/**/${folder}/**/*.test.ts`)
const all = ['tests/**/*.test.ts']

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    globalSetup: 'tests/support/global-setup.ts',
    reporters: ['default', new TallyReporter()],
    allowOnly: !process.env.CI,
    // Only to end hanging tests: on a busy machine a test may take many times as long as usual.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 240_000 } },
    // The program runs as in production: Node strips the types, nothing is bundled or rewritten.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // The files of an engine share their imports, which would otherwise take most of the time.
    isolate: false,
    maxWorkers: '100%',
    projects: [
      { test: { name: 'sqlite', include: all, exclude: once, provide: { engine: 'sqlite' } } },
      { test: { name: 'postgres', include: all, exclude: once, provide: { engine: 'postgres' } } },
      { test: { name: 'once', include: once, provide: { engine: 'sqlite' } } },
    ],
  },
})
