// Every page of the desk, as an editor sees it: the list, an open item, the forms of decisions, the arrangement, tomorrow.
import { beforeAll, expect, inject } from 'vitest'
import { loadDemoDesk } from '../../src/demo/desk-actions.ts'
import { browserHalf, type Reader } from '../support/browser.ts'
import { send, walk } from './walk.ts'

const half = browserHalf()

let editor: Reader
let waiting = ''

beforeAll(async () => {
  if (inject('chromium') === null) return
  const site = await half.site()
  await loadDemoDesk(site.deps)
  editor = await half.reader(site, {}, await site.account('Head Sea', 'editor'))
  waiting = String(
    (
      await site.deps.db
        .selectFrom('articles')
        .select('id')
        .where('state', '=', 'waiting')
        .orderBy('id')
        .limit(1)
        .executeTakeFirstOrThrow()
    ).id,
  )
})

walk([
  ['the desk', () => editor, (it) => it.go('/desk')],
  ['the desk without what is looked for', () => editor, (it) => it.go('/desk?by=Nobody')],
  [
    'an open item, with the reasons of a rejection',
    () => editor,
    async (it) => {
      await it.go(`/desk?open=${waiting}`)
      await it.page.locator('[data-act="r"] > summary').click()
      expect(await it.page.locator('.chips.keys .chip').count()).toBeGreaterThan(3)
    },
  ],
  [
    'a rejection without a reason',
    () => editor,
    async (it) => {
      await it.go(`/desk/rejections?article=${waiting}`)
      await send(it, 'main', 'Reject')
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'a schedule at no time',
    () => editor,
    async (it) => {
      await it.go(`/desk/schedulings?article=${waiting}`)
      await send(it, 'main', 'Schedule')
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  ['a merge', () => editor, (it) => it.go(`/desk/merges?article=${waiting}`)],
  ['the arrangement of the front page', () => editor, (it) => it.go('/desk/leads')],
  ['the front page of tomorrow', () => editor, (it) => it.go('/desk/tomorrow')],
  ['trusted members', () => editor, (it) => it.go('/desk/trusts')],
  [
    'what was published, with its undo',
    () => editor,
    async (it) => {
      await it.go(`/desk?open=${waiting}`)
      await it.press(it.page.locator('.acts').getByRole('button', { name: /^Publish now/ }))
      expect(await it.page.getByRole('button', { name: 'Undo' }).count()).toBe(1)
    },
  ],
  ['a decision that comes too late', () => editor, (it) => it.go(`/desk/returns?article=${waiting}`)],
])
