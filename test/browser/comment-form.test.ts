// Where the comment form has its text box on a phone, in every variant of the form.
import { beforeAll, expect, inject } from 'vitest'
import { holdThread, setSlowMode } from '../../src/moderation/threads/actions.ts'
import { browserHalf, inBrowser, OVERFLOW, type Reader } from '../support/browser.ts'
import type { Served } from '../support/served.ts'
import { idOf } from './walk.ts'

const half = browserHalf()
const PHONE = { viewport: { width: 360, height: 740 }, javaScriptEnabled: false }

let site: Served
let guest: Reader
let known: Reader
let member: Reader
let article = ''
let held = ''
let slow = ''
let long = 0
let own = 0

/** An open thread other than the given ones. */
const openThread = async (others: readonly string[]): Promise<string> => {
  const rows = await site.deps.db
    .selectFrom('articles')
    .select('id')
    .where('state', '=', 'published')
    .orderBy('published_at', 'desc')
    .limit(9)
    .execute()
  return rows.map(({ id }) => String(id)).find((id) => !others.includes(id))!
}

beforeAll(async () => {
  if (inject('chromium') === null) return
  site = await half.site()
  article = idOf(await site.addressOf('The Constance may keep her whistle'))
  held = await openThread([article])
  slow = await openThread([article, held])
  const account = await site.account('Long Splice')
  member = await half.reader(site, PHONE, account)
  guest = await half.reader(site, PHONE)
  known = await half.reader(site, PHONE)
  await known.post('/comments', { article, nic: 'Passer-by', body: 'A word from the road.', remember: 'on' })
  const posted = await member.post('/comments', { article, body: 'Words to edit.' })
  own = Number(idOf(posted.location!))
  const moderator = await site.deps.db
    .selectFrom('accounts')
    .select(['id', 'nic', 'role'])
    .where('role', '=', 'moderator')
    .executeTakeFirstOrThrow()
  const viewer = { ...moderator, commentCount: 0, trusted: false }
  await holdThread(site.deps, viewer, Number(held), 'Heated', true)
  await setSlowMode(site.deps, viewer, Number(slow), 'Heated', 15)
  const row = await site.deps.db
    .selectFrom('comments')
    .select('id')
    .where('article_id', '=', Number(article))
    .where('state', '=', 'live')
    .orderBy((of) => of.fn<number>('length', ['html']), 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  long = row.id
})

const form = (thread: string, more = '') => `/comments/new?article=${thread}${more}`
const write = (it: Reader): Promise<void> =>
  it.page.locator('#body').fill('Salt does not wear out.\n\nRope does, in the end.')
const preview = async (it: Reader): Promise<void> => {
  await write(it)
  await it.press(it.page.locator('#post .row').getByRole('button', { name: 'Preview', exact: true }))
}
const postNothing = async (it: Reader): Promise<void> => {
  await it.page.locator('#body').fill('')
  await it.sendUnchecked(it.page.locator('#post').getByRole('button', { name: /^Post (comment|reply)$/ }))
}

type Variant = [name: string, who: () => Reader, path: () => string, then?: (reader: Reader) => Promise<void>]

const people: [string, () => Reader][] = [
  ['a new guest', () => guest],
  ['a remembered guest', () => known],
  ['a member', () => member],
]

const variants: Variant[] = [
  ...people.flatMap(([name, who]): Variant[] => [
    [`the form of ${name}`, who, () => form(article)],
    [`the form of ${name} in a held thread`, who, () => form(held)],
    [`the form of ${name} in a slow thread`, who, () => form(slow)],
    [`the reply of ${name} to the longest comment`, who, () => form(article, `&parent=${long}`)],
    [`the reply of ${name} after a preview`, who, () => form(article, `&parent=${long}`), preview],
    [`the reply of ${name} after a fault`, who, () => form(article, `&parent=${long}`), postNothing],
    [`the reply of ${name} with a quotation`, who, () => form(article, `&parent=${long}&quote=1`)],
  ]),
  ['the edit of a member', () => member, () => `/comments/${own}/edits`],
  ['the edit of a member after a preview', () => member, () => `/comments/${own}/edits`, preview],
]

for (const [name, who, path, then] of variants)
  inBrowser(`${name} shows its text box on a phone without scrolling`, async () => {
    const reader = who()
    await reader.go(path())
    await then?.(reader)
    expect(
      await reader.ask<number>('document.querySelector("#body").getBoundingClientRect().top + scrollY'),
    ).toBeLessThan(740)
    expect(await reader.ask<number>(OVERFLOW)).toBe(0)
  })
