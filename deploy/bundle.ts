// Before a start: makes the bundle of the sources in node_modules/.cache/broadside, unless that of these very sources is there.
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { OutputChunk, Plugin } from 'rolldown'
import { bundlesFolder, currentBundle, currentPath, type Manifest, type Origins, stampOf } from '../src/cli/bundle.ts'

/** Packages that stay where they lie: those with native parts, and those that Fastify would load for a JSON schema or a test. */
const OUTSIDE =
  /^(better-sqlite3|sharp|argon2|light-my-request|@fastify\/(ajv-compiler|fast-json-stringify-compiler))(\/|$)/

/** Bundles that are kept: a server that was started from the last but one still loads parts of it. */
const KEPT = 2

/** What goes into a bundle beside the sources. The last one is npm's record of what it has installed. */
const INPUTS = [
  'package.json',
  'package-lock.json',
  'deploy/bundle.ts',
  'migrations',
  'node_modules/.package-lock.json',
]

const withSlashes = (path: string): string => path.replaceAll('\\', '/')

/** Sources find views, migrations and the like beside themselves, so a bundled one is told where it came from. */
const keepPlaces = (root: string): Plugin => ({
  name: 'keep-places',
  transform: {
    filter: { code: 'import.meta.url', id: /\.ts$/ },
    handler(code, id) {
      const place = JSON.stringify(withSlashes(relative(join(bundlesFolder(root), 'any'), id)))
      return { code: code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`), map: null }
    },
  },
})

/** How `src/db/migrate.ts` imports a migration. */
export const MIGRATION_IMPORT = `import(\`../../migrations/\${name}.ts\`)`

/** Migrations are imported by a name that is put together, so the bundle has a list of them. Outside of it they would work with another Kysely. */
const listMigrations = (root: string): Plugin => ({
  name: 'list-migrations',
  transform: {
    filter: { code: MIGRATION_IMPORT },
    handler(code) {
      const names = readdirSync(join(root, 'migrations')).filter((name) => /^\d{4}_\w+\.ts$/.test(name))
      const list = names.map((name) => `'${name.slice(0, -3)}': () => import('../../migrations/${name}')`)
      return { code: code.replace(MIGRATION_IMPORT, `({ ${list.join(', ')} })[name]()`), map: null }
    },
  },
})

/** An import of a module of Node reads all its exports, and some of them load large parts of Node; this reads the named ones. */
const takeBuiltins: Plugin = {
  name: 'take-builtins',
  renderChunk: (code) => ({
    code: code.replace(/^import (.+) from "(node:[\w/]+)";$/gm, (_, names: string, module: string) => {
      // Some file may have a `process` of its own.
      const taken = ` = globalThis.process.getBuiltinModule("${module}")`
      const bound = names.replace('* as ', '').replaceAll(' as ', ': ').replace(', {', `${taken}, {`)
      return `const ${bound}${taken};`
    }),
    map: null,
  }),
}

/** What the router of Fastify returns for each part of each address. Compiling them takes a twentieth of a start. */
export const COMPILED_PREFIX = /return new Function\('path', 'i', .*/

const comparePrefixes: Plugin = {
  name: 'compare-prefixes',
  transform: {
    filter: { id: /find-my-way[\\/]lib[\\/]node\.js$/ },
    handler: (code) => ({
      code: code.replace(COMPILED_PREFIX, 'return (path, i) => path.startsWith(prefix, i)'),
      map: null,
    }),
  },
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The numbers of a segment of a source map: base 64 with five bits a digit, lowest first, the sign in the lowest bit. */
function numbersOf(segment: string): number[] {
  const numbers: number[] = []
  let [value, shift] = [0, 0]
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit)
    value += (bits & 31) << shift
    shift += 5
    if (bits & 32) continue
    numbers.push(value & 1 ? -(value >> 1) : value >> 1)
    value = shift = 0
  }
  return numbers
}

/** The source and line of every line, from a source map, which is forty times as large in memory. */
function originsOf({ map, fileName }: OutputChunk, root: string): Origins {
  if (map === null) return { sources: [], lines: [] }
  const { sources, mappings } = map
  const lines: number[] = []
  // Numbers are differences to those of the segment before.
  let [source, line] = [0, 0]
  for (const row of mappings.split(';')) {
    let first: number[] | null = null
    for (const segment of row.split(',')) {
      const [, bySources, byLines] = numbersOf(segment)
      if (bySources === undefined || byLines === undefined) continue
      source += bySources
      line += byLines
      first ??= [source, line + 1]
    }
    lines.push(...(first ?? [0, 0]))
  }
  const folder = join(bundlesFolder(root), 'any', fileName, '..')
  return { sources: sources.map((path) => withSlashes(relative(root, join(folder, path)))), lines }
}

async function bundle(root: string): Promise<OutputChunk[]> {
  const { rolldown } = await import('rolldown')
  const build = await rolldown({
    input: { run: join(root, 'src/cli/run.ts') },
    cwd: root,
    platform: 'node',
    external: OUTSIDE,
    plugins: [keepPlaces(root), listMigrations(root), takeBuiltins, comparePrefixes],
    logLevel: 'silent',
  })
  const { output } = await build.generate({
    dir: join(bundlesFolder(root), 'any'),
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    sourcemap: 'hidden',
  })
  await build.close()
  return output.filter((part) => part.type === 'chunk')
}

/** Writes a file at once: what was started with the one of before goes on reading that. */
function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.${process.pid}`, text)
  renameSync(`${path}.${process.pid}`, path)
}

/** Writes the files of a bundle into a folder that is named by their content. @returns its name */
function writeFiles(chunks: readonly OutputChunk[], root: string): string {
  const hash = createHash('sha256')
  for (const { fileName, code } of chunks) hash.update(`${fileName}\0${code}\0`)
  const name = hash.digest('hex').slice(0, 16)
  const folder = join(bundlesFolder(root), name)
  mkdirSync(folder, { recursive: true })
  for (const chunk of chunks) {
    replaceFile(join(folder, chunk.fileName), chunk.code)
    replaceFile(join(folder, `${chunk.fileName}.origins.json`), JSON.stringify(originsOf(chunk, root)))
  }
  return name
}

function dropOldBundles(current: string, root: string): void {
  const folder = bundlesFolder(root)
  const others = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== current)
    .map(({ name }) => ({ name, made: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.made - a.made)
  for (const { name } of others.slice(KEPT - 1)) rmSync(join(folder, name), { recursive: true, force: true })
}

/** Stamps of everything that may go into a bundle. */
function stampsOf(root: string): Map<string, string> {
  const sources = ['src', 'migrations'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => withSlashes(join(folder, path))),
  )
  const inputs = INPUTS.filter((path) => existsSync(join(root, path)))
  return new Map([...sources, ...inputs].map((path) => [path, stampOf(join(root, path))]))
}

/** @returns whether a bundle was made; false if the one that is there is current */
export async function makeBundle(root: string): Promise<boolean> {
  if (currentBundle(root) !== null) return false
  mkdirSync(bundlesFolder(root), { recursive: true })
  accessSync(bundlesFolder(root), constants.W_OK)
  // Stamps are taken first: a source that changes while it is bundled makes the bundle old.
  const before = stampsOf(root)
  const chunks = await bundle(root)
  const bundled = chunks.flatMap(({ moduleIds }) => moduleIds).map((id) => withSlashes(relative(root, id)))
  const stamps: Record<string, string> = {}
  for (const path of [...INPUTS, ...bundled]) {
    const stamp = before.get(path)
    if (stamp !== undefined) stamps[path] = stamp
  }
  const folder = writeFiles(chunks, root)
  for (const { fileName } of chunks) {
    const path = join(bundlesFolder(root), folder, fileName)
    stamps[withSlashes(relative(root, path))] = stampOf(path)
  }
  const manifest: Manifest = { folder, stamps }
  replaceFile(currentPath(root), JSON.stringify(manifest))
  dropOldBundles(folder, root)
  return true
}

if (import.meta.main) {
  try {
    await makeBundle(fileURLToPath(new URL('..', import.meta.url)))
  } catch (error) {
    console.error(`The sources could not be bundled, so starts take longer: ${String(error)}`)
  }
}
