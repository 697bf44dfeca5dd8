// The toolbar, the help page and docs/markup.md match the table.

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { expect, test } from 'vitest'

import { markupHelp, markupMarkdown } from '../../src/markup/help.ts'
import { render } from '../../src/markup/render.ts'
import { TAGS } from '../../src/markup/table.ts'
import { insertTool, isTool, toolButtons } from '../../src/markup/toolbar.ts'
import { faults } from './contained.ts'

test('the buttons are Bold to Photo in order, each with a class or an icon; articles have subheads, editors notes', () => {
  const own = { comment: '', submission: ' subhead', article: ' subhead ednote' }
  const classes = { comment: '', submission: ' t-h', article: ' t-h t-en' }
  for (const place of ['comment', 'submission', 'article'] as const) {
    expect(
      toolButtons(place)
        .map((button) => button.value)
        .join(' '),
    ).toBe(`bold italic underline strike bullet blockquote small big link squish foto photo${own[place]}`)
    expect(
      toolButtons(place)
        .map((button) => button.class ?? (button.icon && button.value))
        .join(' '),
    ).toBe(`t-b t-i t-u t-s t-li t-q t-sm t-bg t-a t-sq foto photo${classes[place]}`)
  }
})

test('a tool adds its markup at the end of the text, blocks on a line of their own', () => {
  expect(insertTool('', 'bold')).toBe('<b></b>')
  expect(insertTool('Hello ', 'italic')).toBe('Hello <i></i>')
  expect(insertTool('Hello', 'bullet')).toBe('Hello\n<ul><li></li></ul>')
  expect(insertTool('Hello\r\n', 'squish')).toBe('Hello\r\n<squish></squish>')
  expect(insertTool('See ', 'link')).toBe('See <a href="https://"></a>')
  expect(insertTool('', 'foto')).toBe('<foto src="" alt=""></foto>')
  expect(insertTool('x', 'photo')).toBe('x\n<photo src="" alt=""></photo>')
  expect(insertTool('x', 'photo', 'submission')).toBe('x\n<photo src="" alt="" credit=""></photo>')
  expect(insertTool('x', 'subhead', 'submission')).toBe('x\n<h2></h2>')
  expect(insertTool('x', 'ednote', 'submission')).toBe('x')
})

test('a form value is a tool or it is not', () => {
  expect(['bold', 'photo'].every((value) => isTool(value, 'comment'))).toBe(true)
  for (const value of ['h2', 'Bold', '', undefined, ['bold'], '__proto__']) expect(isTool(value, 'article')).toBe(false)
  expect((['comment', 'submission', 'article'] as const).filter((place) => isTool('subhead', place))).toEqual([
    'submission',
    'article',
  ])
  expect((['comment', 'submission', 'article'] as const).filter((place) => isTool('ednote', place))).toEqual([
    'article',
  ])
})

test('the help page shows every tag of its place as it comes out', () => {
  const rows = markupHelp('article', '/comments/markup')
  expect(rows.length).toBeGreaterThan(TAGS.length)
  for (const { result: shown, description: says, source: typed } of rows) {
    expect(faults(shown.html, 'article')).toEqual([])
    expect(says.endsWith('.') && typed !== '').toBe(true)
  }
  expect(rows.map((row) => row.button).filter((label) => label !== '')).toEqual(
    toolButtons('article').map((button) => button.label),
  )
  expect(rows.find((row) => row.source.includes('@'))?.result.html).toContain(
    '<a class="mention" href="/comments/markup">@Plimsoll</a>',
  )
  expect(markupHelp('comment', '/comments/markup').some((row) => row.source.includes('<h2>'))).toBe(false)
})

test('a note of the editors is markup in an editor’s text only; in anybody else’s it is shown as typed', () => {
  const note = '<ednote>Seven, not <b>eleven</b>.</ednote>'
  const shown = (place: 'comment' | 'article' | 'submission') => render(note, { format: 'markup', place }).html
  expect(shown('article')).toBe('<p class="ednote">Seven, not <b>eleven</b>.</p>')
  for (const place of ['comment', 'submission'] as const)
    expect(shown(place)).toBe('<p>&lt;ednote&gt;Seven, not <b>eleven</b>.&lt;/ednote&gt;</p>')
})

test('docs/markup.md matches the table', () => {
  expect(readFileSync(resolve(import.meta.dirname, '../../docs/markup.md'), 'utf8')).toBe(markupMarkdown())
})
