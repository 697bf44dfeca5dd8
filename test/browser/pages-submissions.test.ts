// Every page on which news is sent in, as a member sees it: the address, the form, its errors, the preview, drafts.
import { beforeAll, expect, inject } from 'vitest'
import { changeSetting } from '../../src/db/settings.ts'
import { write } from '../../src/db/write.ts'
import { browserHalf, type Reader } from '../support/browser.ts'
import { send, walk } from './walk.ts'

const half = browserHalf()

let member: Reader
let editor: Reader
let guest: Reader
/** What the member has sent in. */
let own = ''

beforeAll(async () => {
  if (inject('chromium') === null) return
  const site = await half.site()
  member = await half.reader(site, {}, await site.account('Ground Swell'))
  editor = await half.reader(site, {}, await site.account('Head Sea', 'editor'))
  await write(site.deps, (db) => changeSetting(db, 'submitters', 'guests', site.deps.clock()))
  await site.deps.refresh()
  guest = await half.reader(site)
})

const field = ({ page }: Reader, id: string) => page.locator(`#${id}`)

walk([
  ['the address of a link', () => member, (it) => it.go('/desk/links')],
  [
    'the address of a link with an error',
    () => member,
    async (it) => {
      await field(it, 'url').fill('example.org')
      await send(it, 'main', 'Continue')
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the form of a link with errors, and a known headline',
    () => member,
    async (it) => {
      await field(it, 'url').fill('https://example.org/a')
      await it.press(it.page.getByRole('button', { name: 'Continue' }))
      await field(it, 'headline').fill('Market to try a stall for things that are nearly finished')
      await send(it, '#post', 'Send to the editors')
      expect(await it.page.locator('.err').count()).toBe(3)
      expect(await it.page.getByRole('link', { name: /^Join the thread there/ }).count()).toBe(1)
    },
  ],
  [
    'the preview of an article',
    () => member,
    async (it) => {
      await field(it, 'lede').fill('A stall.')
      await field(it, 'reason').fill('The stall is open now.')
      await field(it, 'body').fill('<h2>Why</h2>\nBecause of the <b>varnish</b>.')
      await it.press(it.page.locator('#post').getByRole('button', { name: 'Preview' }).last())
    },
  ],
  [
    'what was sent in',
    () => member,
    async (it) => {
      await field(it, 'section').selectOption({ index: 1 })
      await it.press(it.page.locator('#post').getByRole('button', { name: 'Send to the editors' }))
      expect(it.at()).toMatch(/^\/desk\/submissions\/\d+$/)
    },
  ],
  [
    'all that a member has sent in',
    () => member,
    async (it) => {
      own = it.at()
      await it.press(it.page.getByRole('link', { name: 'All your articles' }))
      expect(it.at()).toBe('/desk/mine')
    },
  ],
  [
    'the form that amends, with a fault, beside what somebody else has changed',
    () => member,
    async (it) => {
      await it.go(`${own}/edits`)
      await it.ask(`document.querySelector('[name="base"]').value = '7'`)
      await field(it, 'headline').fill('Market to try a second stall')
      await it.press(it.page.locator('#post').getByRole('button', { name: 'Save changes' }))
      expect(await it.page.getByRole('heading', { name: /^The article as it is now/ }).count()).toBe(1)
      await field(it, 'headline').fill('')
      await send(it, '#post', 'Save changes')
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  ['the question before an article is withdrawn', () => member, (it) => it.go(`${own}/withdrawals`)],
  ['what was withdrawn', () => member, (it) => it.press(it.page.getByRole('button', { name: 'Withdraw article' }))],
  ['nothing sent in', () => editor, (it) => it.go('/desk/mine')],
  [
    'the receipt of a guest',
    () => guest,
    async (it) => {
      await it.go('/desk/articles')
      await field(it, 'nic').fill('Passer-by')
      await field(it, 'headline').fill('Heron stands on one leg')
      await field(it, 'body').fill('It is the left one.')
      await field(it, 'section').selectOption({ index: 1 })
      await it.press(it.page.locator('#post').getByRole('button', { name: 'Send to the editors' }))
      expect(it.at()).toMatch(/^\/desk\/receipts\/[\w-]{43}$/)
    },
  ],
  ['the form of an own article', () => editor, (it) => it.go('/desk/articles')],
  ['no drafts of articles', () => member, (it) => it.go('/desk/drafts')],
  [
    'a draft of an article',
    () => member,
    async (it) => {
      await it.go('/desk/articles')
      await field(it, 'headline').fill('Bridge to be painted')
      await it.press(it.page.getByRole('button', { name: 'Save draft' }))
      expect(it.at()).toMatch(/^\/desk\/drafts\/\d+/)
    },
  ],
  ['the drafts of articles', () => member, (it) => it.go('/desk/drafts')],
  [
    'the question before a draft is deleted',
    () => member,
    async (it) => {
      // The address that was corrected is the one draft's that was sent.
      expect(await it.page.getByRole('link', { name: /^Delete/ }).count()).toBe(1)
      await it.press(it.page.getByRole('link', { name: /^Delete/ }))
    },
  ],
  ['formatting help for articles', () => editor, (it) => it.go('/desk/markup')],
])
