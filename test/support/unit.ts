// Finds the unit tests: the test files that open no site, no database, no browser and no process.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What opens one of them. A file of test/ that imports it, directly or through other files of test/, is no unit test. */
const openers = new Set([
  'src/app.ts',
  'src/db/open.ts',
  'src/open-deps.ts',
  'test/support/browser.ts',
  'test/support/site.ts',
  'node:child_process',
  'playwright-core',
])

const posix = (path: string): string => path.replaceAll('\\', '/')

/** What a file imports: files of ours relative to the root, and packages by name. */
function importsOf(root: string, path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8')
  return Array.from(text.matchAll(/(?:\bfrom|\bimport\(?)\s*'([^']+)'/g), ([, name = '']) =>
    name.startsWith('.') ? posix(join(dirname(path), name)) : name,
  )
}

function opensSomething(root: string, path: string, seen: Set<string>): boolean {
  if (seen.has(path)) return false
  seen.add(path)
  return importsOf(root, path).some(
    (name) =>
      openers.has(name) ||
      (name.startsWith('test/') && existsSync(join(root, name)) && opensSomething(root, name, seen)),
  )
}

/** Paths of the unit tests, relative to the root. */
export const unitTests = (root: string): string[] =>
  globSync('test/**/*.test.ts', { cwd: root })
    .map(posix)
    .filter((path) => !opensSomething(root, path, new Set()))
    .sort()
