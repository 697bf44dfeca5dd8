// The scripts of public/scripts/: each is named by a page or imported by another, and every import leads somewhere.
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { uses } from '../support/scripts.ts'
import { openSite } from '../support/site.ts'

const folder = fileURLToPath(new URL('../../public/scripts/', import.meta.url))
const files = new Map(globSync('**/*', { cwd: folder }).map((name) => [name, readFileSync(folder + name, 'utf8')]))

type Import = { from: string; to: string; names: string[] }

const namesIn = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** Static imports, and dynamic ones, whose names are not known here. */
const imports: Import[] = [...files].flatMap(([from, text]) => [
  ...[...text.matchAll(/^import \{([^}]*)\} from '\.\/([^']+)'/gm)].map(([, list, to]) => ({
    from,
    to: to!,
    names: namesIn(list!),
  })),
  ...[...text.matchAll(/\bimport\('\.\/([^']+)'\)/g)].map(([, to]) => ({ from, to: to!, names: [] })),
])

test('every script that pages name is a file, and every other file is imported by one of them', () => {
  const named = Object.keys(uses).map((script) => `${script}.js`)
  expect(named.filter((name) => !files.has(name))).toEqual([])
  const imported = new Set(imports.map(({ to }) => to))
  expect([...files.keys()].filter((name) => !named.includes(name) && !imported.has(name))).toEqual([])
})

test('every import names a file of the folder and what that file exports', () => {
  const written = [...files].flatMap(([from, text]) => [...text.matchAll(/\bimport\b[^'\n]*'/g)].map(() => from))
  expect(written).toHaveLength(imports.length)
  expect(imports.filter(({ to }) => !files.has(to))).toEqual([])
  const unknown = imports.flatMap(({ from, to, names }) => {
    const exported = [...files.get(to)!.matchAll(/^export const (\w+)/gm)].map(([, name]) => name!)
    return names.filter((name) => !exported.includes(name)).map((name) => `${from} imports ${name} from ${to}`)
  })
  expect(unknown).toEqual([])
})

test('the addresses of imports, as a browser resolves them, are served', async () => {
  const site = await openSite()
  for (const { from, to } of imports) {
    const { pathname } = new URL(`./${to}`, `http://localhost${site.deps.assets.scripts}/${from}`)
    expect((await site.get(pathname)).statusCode, pathname).toBe(200)
  }
})

test('a page names whatever its scripts import, before them, so that nothing waits for a second round trip', async () => {
  const site = await openSite()
  const id = await site.article()
  const member = await site.member('Ada K.', 'moderator')
  for (const url of [`/articles/${id}-the-slipway-is-repainted`, '/moderation']) {
    const { body } = await site.get(url, member)
    const named = [...body.matchAll(/<script type="module" src="[^"]*\/([^"/]+)"/g)].map(([, name]) => name!)
    expect(named.length).toBeGreaterThan(1)
    const late = imports.filter(
      ({ from, to, names }) =>
        names.length > 0 && named.includes(from) && !named.slice(0, named.indexOf(from)).includes(to),
    )
    expect(late).toEqual([])
  }
})

test('a page names a script only if it uses it', async () => {
  const site = await openSite()
  const id = await site.article()
  const story = `/articles/${id}-the-slipway-is-repainted`
  const namedOn = async (url: string, as?: Parameters<typeof site.get>[1]): Promise<string[]> =>
    [...(await site.get(url, as)).body.matchAll(/<script type="module" src="[^"]*\/([^"/]+)\.js"/g)].map(
      ([, name]) => name!,
    )
  expect(await namedOn('/')).toEqual(['menus', 'keys'])
  expect(await namedOn('/nothing')).toEqual(['menus', 'keys'])
  expect(await namedOn('/accounts/register')).toEqual(['menus', 'keys', 'passwords'])
  const threads = ['menus', 'keys', 'on-use', 'copy', 'thread-keys', 'acts', 'live', 'folds']
  expect(await namedOn(story)).toEqual(threads)
  expect(await namedOn(story, await site.member('Ada K.'))).toEqual(threads)
  expect(await namedOn('/moderation', await site.member('Fair Lead', 'moderator'))).toEqual([
    'menus',
    'keys',
    'submit-once',
  ])
})

test('a reader without shortcuts loads no script for them', async () => {
  const site = await openSite()
  const member = await site.member('Ada K.')
  await site.post('/accounts/settings', { theme: 'auto', size: 'usual', zone: '', dates: 'iso' }, member)
  const { body } = await site.get('/', member)
  expect(body).toContain('data-keys="off"')
  expect(body).not.toContain('/keys.js')
})
