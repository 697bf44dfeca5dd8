// The pages of versions and corrections: history, an editor's form, two editors who collide, a correction from both sides.
import { beforeAll, expect, inject } from 'vitest'
import { browserHalf, type Reader } from '../support/browser.ts'
import { send, walk } from './walk.ts'

const half = browserHalf()

let editor: Reader
let member: Reader
let stranger: Reader
let story = ''
let id = ''

beforeAll(async () => {
  if (inject('chromium') === null) return
  const site = await half.site()
  editor = await half.reader(site, {}, await site.account('Galley Slip', 'editor'))
  member = await half.reader(site, {}, await site.account('Ada Prentice'))
  stranger = await half.reader(site, {})
  story = await site.addressOf('The Constance may keep her whistle')
  id = /\d+/.exec(story)![0]
})

/** Changes the text in the editor's form, and presses a button. */
async function change(it: Reader, address: string, text: string, button: string): Promise<void> {
  await it.go(address)
  await it.page.getByLabel('Text').fill(text)
  await it.page.getByLabel('What was changed, and why').fill('A better text')
  await it.press(it.page.getByRole('button', { name: button, exact: true }).last())
}

walk([
  ['the history of an article that was never changed', () => stranger, (it) => it.go(`/articles/${id}/history`)],
  ['the form of an editor', () => editor, (it) => it.go(`/articles/${id}/revisions`)],
  ['a preview of an edit', () => editor, (it) => change(it, `/articles/${id}/revisions`, 'Another text.', 'Preview')],
  [
    'the history after an edit, with its undo',
    () => editor,
    (it) => change(it, `/articles/${id}/revisions`, 'Another text.', 'Save changes'),
  ],
  [
    'a form of an editor with faults',
    () => editor,
    async (it) => {
      await it.go(`/articles/${id}/revisions`)
      await it.page.getByLabel('Headline').fill('')
      await send(it, 'form.post', 'Save changes')
    },
  ],
  [
    'two editors who changed the same version',
    () => editor,
    (it) => change(it, `/articles/${id}/revisions?base=1`, 'A third text.', 'Save changes'),
  ],
  ['two versions compared', () => stranger, (it) => it.go(`/articles/${id}/history?from=1&to=2`)],
  ['an article that was changed, with its comments', () => stranger, (it) => it.go(story)],
  ['the page of corrections without any', () => stranger, (it) => it.go('/corrections')],
  ['the form of a correction', () => stranger, (it) => it.go(`/articles/${id}/corrections`)],
  [
    'a correction with a passage that the article does not have',
    () => member,
    async (it) => {
      await it.go(`/articles/${id}/corrections?passage=Nowhere`)
      await it.page.getByLabel('What it should say').fill('Somewhere')
      await it.press(it.page.getByRole('button', { name: 'Send correction' }))
    },
  ],
  [
    'the thanks for a correction',
    () => member,
    async (it) => {
      await it.go(`/articles/${id}/corrections?passage=Another`)
      await it.page.getByLabel('What it should say').fill('One more')
      await it.press(it.page.getByRole('button', { name: 'Send correction' }))
      expect(it.at()).toContain('done=sent')
    },
  ],
  ['the open corrections', () => editor, (it) => it.go('/desk/corrections')],
  ['the form that accepts a correction', () => editor, (it) => it.go('/desk/corrections/1/acceptances')],
  [
    'no open corrections, after one was accepted',
    () => editor,
    async (it) => {
      await it.go('/desk/corrections/1/acceptances')
      await it.press(it.page.getByRole('button', { name: 'Accept and publish' }))
      expect(it.at()).toContain('done=accepted')
    },
  ],
  ['the page of corrections', () => member, (it) => it.go('/corrections')],
])
