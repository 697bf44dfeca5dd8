// Templates print what their view model has, know `if`, `for`, `include` and `layout`, and nothing else.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { typedFields } from '../../src/faults.ts'
import { createEngine, viewsFolder } from '../../src/web/render.ts'
import { complaints } from '../support/tsc.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const engine = createEngine()
const names = globSync('**/*.eta', { cwd: viewsFolder })
  .map((path) => path.replaceAll('\\', '/').replace(/\.eta$/, ''))
  .sort()
const templates = new Map(names.map((name) => [name, readFileSync(join(viewsFolder, `${name}.eta`), 'utf8')]))

/** The keys of a table of view models. */
const rows = (table: string, file = 'src/web/views.ts'): string[] =>
  [
    ...new RegExp(`^export type ${table} = (?:\\w+ & )?\\{([^]*?)^\\}`, 'm')
      .exec(readFileSync(join(root, file), 'utf8'))![1]!
      .matchAll(/^ {2}'([^']+)':/gm),
  ].map((match) => match[1]!)

/** A template as TypeScript sees it: a function of its view model. */
const asCode = (text: string, model: string): string => `
import type { SafeHtml } from '../../../src/markup/safe-html.ts'
import type { Parts, Views } from '../../../src/web/views.ts'
declare const __eta: { res: string; e: (value: string | number | SafeHtml) => string }
declare function include<K extends keyof Parts & string>(name: \`/\${K}\`, model: Parts[K]): string
declare function layout(name: '/layouts/page', model: Omit<Parts['layouts/page'], 'body' | 'scripts' | 'skips'> & { body?: never; scripts?: never; skips?: never }): void
export function print(it: (Views & Parts)['${model}']): void {
void [it, __eta, include, layout]
${engine.compileBody(engine.parse(text))}
}
`

test('every template has its row in the table of view models, and every row its template', () => {
  const accounts = rows('AccountViews', 'src/accounts/model-pages.ts')
  expect([...rows('Views'), ...rows('Parts'), ...accounts].sort()).toEqual(names)
})

test('every template prints only what its view model has; a slip in one would be seen', {
  meta: { slow: 'it compiles every template' },
  timeout: 180_000,
}, async () => {
  const slips = {
    'slip-misspelt': asCode('<%= it.titel %>', 'editions/section'),
    'slip-may-be-null': asCode('<%= it.source.name %>', 'articles/article'),
    'slip-not-text': asCode('<%= it.closed %>', 'parts/story'),
    'slip-wrong-part': asCode("<%~ include('/parts/story', it) %>", 'editions/section'),
    'slip-no-such-part': asCode("<%~ include('/parts/storey', it) %>", 'parts/story'),
    'slip-body-of-layout': asCode("<% layout('/layouts/page', it.form) %>", 'articles/article'),
  }
  const found = await complaints('views', {
    ...Object.fromEntries(names.map((name) => [name, asCode(templates.get(name)!, name)])),
    ...slips,
  })
  expect(Object.fromEntries(Object.entries(found).filter(([file]) => !(file in slips)))).toEqual({})
  expect(Object.keys(found).sort()).toEqual(Object.keys(slips).sort())
})

const path = String.raw`[A-Za-z_][\w.]*`
const allowed: Record<string, RegExp> = {
  print: new RegExp(`^= ${path}$`),
  include: new RegExp(String.raw`^~ include\('/parts/[\w-]+', ${path}\)$`),
  body: /^~ it\.body$/,
  layout: /^layout\('\/layouts\/page', it\)$/,
  if: /^if \(.+\) \{$/,
  else: /^\} else( if \(.+\))? \{$/,
  for: new RegExp(String.raw`^for \(const (\w+|\[\w+, \w+\]) of ${path}(\.entries\(\))?\) \{$`),
  end: /^\}$/,
}
const tagsOf = (text: string): string[] => [...text.matchAll(/<%[-_]?([^]*?)[-_]?%>/g)].map((match) => match[1]!.trim())

test('templates know if, else, for, include, layout and printing, and nothing else', () => {
  const strange = names.flatMap((name) =>
    tagsOf(templates.get(name)!)
      .filter((tag) => !Object.values(allowed).some((shape) => shape.test(tag)))
      .map((tag) => `${name}: ${tag}`),
  )
  expect(strange).toEqual([])
})

test('a condition compares and asks; it calls nothing that changes or computes', () => {
  const asked = names.flatMap((name) =>
    tagsOf(templates.get(name)!).filter((tag) => allowed['if']!.test(tag) || allowed['else']!.test(tag)),
  )
  expect(
    asked.filter(
      (tag) =>
        /[^=!<>]=[^=]|\+\+|--|=>|`/.test(tag) ||
        [...tag.matchAll(/(\w+)\(/g)].some(([, called]) => called !== 'startsWith'),
    ),
  ).toEqual([])
})

test('only a layout prints the body of a page unescaped, and only parts are included', () => {
  const raw = names.flatMap((name) =>
    tagsOf(templates.get(name)!)
      .filter((tag) => tag.startsWith('~') && !allowed['include']!.test(tag))
      .map((tag) => `${name}: ${tag}`),
  )
  expect(raw).toEqual(['layouts/page: ~ it.body'])
})

test.each([undefined, null, NaN, Infinity, true, false, {}, [], { html: '<b>' }, () => 'text'])(
  'printing %s throws: a page with a hole in it is not sent',
  (value) => {
    expect(() => engine.renderString('<p><%= it.value %></p>', { value })).toThrow('A template prints a value that is')
  },
)

test('a template has no script or style of its own, and no address of another host', () => {
  const own = names.filter((name) =>
    /<script(?! type="module" src="<%= it\.chrome\.scripts %>\/<%= script %>\.js")|<style|\sstyle=|\son\w+=|javascript:|(?:src|href|action)="https?:/i.test(
      templates.get(name)!,
    ),
  )
  expect(own).toEqual([])
})

test('every field in which people type is known as such, so that no text of theirs is refused for a control character', () => {
  const fields = [...templates.values()].flatMap((text) =>
    [...text.matchAll(/<(?:input|textarea)\b[^>]*? name="([a-z_]+)"[^>]*/g)]
      .filter(([tag]) => !/ type="(?:hidden|checkbox|radio|date|time|number|datetime-local|file)"/.test(tag))
      .map(([, name]) => name!),
  )
  expect(fields.length).toBeGreaterThan(20)
  expect([...new Set(fields)].filter((name) => !typedFields.has(name))).toEqual([])
})

test('every text area is written in from the side that its words begin at', () => {
  const areas = [...templates].flatMap(([name, text]) =>
    [...text.matchAll(/<textarea\b[^>]*/g)].map(([tag]) => ({ name, tag })),
  )
  expect(areas.length).toBeGreaterThan(5)
  expect(areas.filter(({ tag }) => !tag.includes(' dir="auto"'))).toEqual([])
})
