// The documents that list things list what there is.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { processIo } from '../../src/cli/io.ts'
import { buildProgram } from '../../src/cli/program.ts'
import { environment } from '../../src/config.ts'

const program = buildProgram(processIo())
const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Every command with its words: `import text`, and those above it. */
function commands(command: Command = program, words: string[] = []): { words: string; command: Command }[] {
  return [
    { words: words.join(' '), command },
    ...command.commands.flatMap((sub) => commands(sub, [...words, sub.name()])),
  ]
}

test('every command explains itself: the help of all of them', async () => {
  const pages = commands().map(
    ({ words, command }) =>
      `$ broadside ${words}${words === '' ? '' : ' '}--help\n${command.configureHelp({ helpWidth: 100 }).helpInformation()}`,
  )
  await expect(pages.join('\n')).toMatchFileSnapshot('../golden/cli-help.txt')
})

test('docs/operating.md lists every variable of the environment', () => {
  const text = read('docs/operating.md')
  expect(Object.keys(environment).filter((name) => !text.includes(`\`${name}\``))).toEqual([])
})

test('docs/operating.md lists no variable that there is not', () => {
  const tables = read('docs/operating.md')
    .split('\n')
    .filter((line) => /^\| *`[A-Z][A-Z_]+`/.test(line))
  expect(tables.map((line) => line.match(/`([A-Z_]+)`/)![1]!).filter((name) => !(name in environment))).toEqual([])
})

test('docs/operating.md lists every command with all its options', () => {
  const text = read('docs/operating.md')
  const missing = commands()
    .filter(({ words, command }) => words !== '' && command.commands.length === 0)
    .flatMap(({ words, command }) =>
      [words, ...command.options.map((option) => option.long!)]
        .filter((part) => !text.includes(part))
        .map((part) => (part === words ? words : `${words} ${part}`)),
    )
  expect(missing).toEqual([])
})

test('docs/operating.md calls no command that there is not', () => {
  const known = new Set(program.commands.map((command) => command.name()))
  const called = [...read('docs/operating.md').matchAll(/(?:broadside --|`broadside) +([a-z][\w-]*)/g)].map(
    (match) => match[1]!,
  )
  expect(called.filter((name) => !known.has(name))).toEqual([])
})

test('README.md names the two commands and points only at files that are there', () => {
  const text = read('README.md')
  expect(text).toContain('npm start')
  expect(text).toContain('npm test')
  expect(deadLinks('README.md')).toEqual([])
})

test('docs/tour.md names only files that are there', () => {
  const text = read('docs/tour.md')
  const named = [...text.matchAll(/`((?:src|views|test|migrations|public|deploy|docs|bench)\/[^`\s]*)`/g)].map(
    (match) => match[1]!,
  )
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((path) => globSync(path.replace(/:\d+$/, ''), { cwd: root }).length === 0)).toEqual([])
})

test.each(globSync('docs/**/*.md', { cwd: root }))('%s links only to files that are there', (path) => {
  expect(deadLinks(path)).toEqual([])
})

function deadLinks(path: string): string[] {
  const links = [...read(path).matchAll(/\]\(([^)\s]+)\)|<img[^>]* src="([^"]+)"/g)].map(
    (match) => (match[1] ?? match[2])!,
  )
  return links.filter(
    (link) => !/^(?:[a-z]+:|#)/.test(link) && !existsSync(join(root, dirname(path), link.replace(/#.*$/, ''))),
  )
}

/** The rows of docs/security.md: a file, and the name of a test in it. */
const proofs = [...read('docs/security.md').matchAll(/\| `(test\/[^`]+|bench\/[^`]+)`: (.+) \|$/gm)].map(
  ([, file, name]) => ({ file: file!, name: name! }),
)

test.each(proofs)('docs/security.md names a test that there is: $file: $name', ({ file, name }) => {
  const text = read(file)
  // A journey is made with scripts and without.
  expect(text.includes(`'${name}'`) || text.includes(`\`${name}, \${scripts}\``)).toBe(true)
})

test('docs/security.md says of every row what shows it', () => {
  const rows = read('docs/security.md')
    .split('\n')
    .filter((line) => /^\| (?:\d|–)/.test(line))
  expect(rows.length).toBeGreaterThan(10)
  expect(proofs).toHaveLength(rows.length)
})
