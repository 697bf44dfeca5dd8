// How the soak runs: every test that plays random histories, hundreds of times, from a seed that it prints.
// SOAK_SEED repeats a run, SOAK_RUNS says how many histories each test plays.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import all from './vitest.config.ts'

const root = all.root!
const seed = process.env['SOAK_SEED'] ?? String(Math.floor(Math.random() * 0x7fffffff))
const runs = process.env['SOAK_RUNS'] ?? '300'

console.log(`${runs} histories a test. To repeat this run: SOAK_SEED=${seed} SOAK_RUNS=${runs} npm run soak`)

export default defineConfig({
  ...all,
  test: {
    ...all.test,
    include: globSync('test/**/*.test.ts', { cwd: root }).filter((path) =>
      readFileSync(join(root, path), 'utf8').includes('/support/histories.ts'),
    ),
    testTimeout: 0,
    env: { ...all.test?.env, SOAK_SEED: seed, SOAK_RUNS: runs },
  },
})
