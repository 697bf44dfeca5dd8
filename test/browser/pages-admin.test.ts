// Every page that only admins see: settings, sections, tags, the site's own pages.
import { beforeAll, inject } from 'vitest'
import { browserHalf, type Reader } from '../support/browser.ts'
import { send, walk } from './walk.ts'

const half = browserHalf()

let admin: Reader
let db: Awaited<ReturnType<typeof half.site>>['deps']['db']

beforeAll(async () => {
  if (inject('chromium') === null) return
  const site = await half.site()
  db = site.deps.db
  admin = await half.reader(site, {}, await site.account('Fair Lead', 'admin'))
})

walk([
  ['the overview of /admin', () => admin, (it) => it.go('/admin')],
  ['the settings of the site', () => admin, (it) => it.go('/admin/settings/site')],
  ['the settings of comments', () => admin, (it) => it.go('/admin/settings/comments')],
  [
    'the settings after a change',
    () => admin,
    async (it) => {
      await it.page.locator('#editMinutes').fill('20')
      await send(it, 'form.mt5', 'Save changes')
    },
  ],
  [
    'settings that came back with faults',
    () => admin,
    async (it) => {
      await it.page.locator('#editMinutes').fill('soon')
      await it.page.locator('#closeAfterDays').fill('0')
      await send(it, 'form.mt5', 'Save changes')
    },
  ],
  ['the list of sections and areas', () => admin, (it) => it.go('/admin/sections')],
  [
    'the list of sections after one was closed',
    () => admin,
    (it) => it.press(it.page.getByRole('button', { name: /^Close/ }).nth(1)),
  ],
  [
    'the form of a new section that came back',
    () => admin,
    async (it) => {
      await it.page.locator('#new-section-name').fill('///')
      await it.page.locator('#new-section-slug').fill('///')
      await send(it, 'section:has(#new-section)', 'Create section')
    },
  ],
  ['the form of a section', () => admin, (it) => it.go('/admin/sections/1')],
  ['the form of an area', () => admin, (it) => it.go('/admin/areas/1')],
  ['the reasons', () => admin, (it) => it.go('/admin/reasons')],
  ['the list of tags', () => admin, (it) => it.go('/admin/tags')],
  ['the form of a tag', () => admin, (it) => it.press(it.page.getByRole('link', { name: /^Edit/ }).first())],
  [
    'the question before two tags are merged',
    () => admin,
    async (it) => {
      const { name } = await db
        .selectFrom('tags')
        .select('name')
        .where('article_count', '>', 0)
        .orderBy('article_count')
        .executeTakeFirstOrThrow()
      await it.page.locator('#name').fill(name)
      await send(it, 'form.mt5', 'Save changes')
    },
  ],
  ['the list of people', () => admin, (it) => it.go('/admin/people')],
  [
    'people who were not found',
    () => admin,
    async (it) => {
      await it.page.getByRole('searchbox', { name: 'Beginning of a name' }).fill('zzz')
      await it.press(it.page.getByRole('button', { name: 'Find' }))
    },
  ],
  [
    'the page of a person',
    () => admin,
    async (it) => {
      await it.go('/admin/people?q=nan')
      await it.press(it.page.locator('table').getByRole('link').first())
    },
  ],
  ['the list of pages', () => admin, (it) => it.go('/admin/pages')],
  ['the form of a page', () => admin, (it) => it.go('/admin/pages/rules')],
  [
    'the preview of a page',
    () => admin,
    async (it) => {
      await it.page.locator('#body').fill('<h2>Rules</h2>Be brief.')
      await send(it, 'form.post', 'Preview')
    },
  ],
  ['the list of pages after a change', () => admin, (it) => send(it, 'form.post', 'Save changes')],
  ['a page of the site', () => admin, (it) => it.go('/privacy')],
  ['the history of a page', () => admin, (it) => it.go('/rules/history')],
  ['the settings of data that is deleted', () => admin, (it) => it.go('/admin/settings/data')],
])
