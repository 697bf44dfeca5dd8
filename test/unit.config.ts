// How the unit tests run: as all others do, but without the database and the browser that those need.
import { defineConfig } from 'vitest/config'
import { unitTests } from './support/unit.ts'
import all from './vitest.config.ts'

export default defineConfig({
  ...all,
  test: { ...all.test, include: unitTests(all.root!), globalSetup: [] },
})
