// How the tests run: real SQLite, real files, one process a core; the closing line is `N passed, N failed`.

import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { SlowFirst } from './support/sequencer.ts'

// Node compiles a file once, not once for each worker and each process of a test: a second less for every one of them.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('../node_modules/.cache/node-compile', import.meta.url))

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: '100%',
    // Modules keep no state that a test could see, so files share a worker: half the time.
    isolate: false,
    // Node strips the types itself, as it does for the server: a fifth less work than Vite's runner.
    experimental: { viteModuleRunner: false },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { sequencer: SlowFirst },
    globalSetup: ['test/support/global.ts'],
    reporters: ['./test/support/reporter.ts'],
    env: { TZ: 'Pacific/Auckland' },
  },
})
