// Nothing that a person can type makes a page wider than the window: names, headlines, ledes, tags, sections, reasons and texts of long words.
import { sql } from 'kysely'
import { beforeAll, expect, inject } from 'vitest'
import { write } from '../../src/db/write.ts'
import { browserHalf, inBrowser, OVERFLOW, type Reader } from '../support/browser.ts'

const half = browserHalf()
/** The longest names that an account and a guest can have. */
const [MEMBER, GUEST] = ['W'.repeat(40), 'M'.repeat(40)]
const COMMENT = 138

let reader: Reader
let article = 0
let member = ''

beforeAll(async () => {
  if (inject('chromium') === null) return
  const site = await half.site()
  const account = await site.account(MEMBER, 'admin')
  await write(site.deps, async (db) => {
    const word = (letter: string, length: number) => sql<string>`${letter.repeat(length)}`
    await sql`update comments set nic = case when account_id is null then ${GUEST} else ${MEMBER} end`.execute(db)
    await sql`update comments set html = '<details class="squish"><summary>' || ${word('s', 60)} || '</summary><p>' || ${word('q', 100)} || '</p></details>' || html`.execute(
      db,
    )
    await sql`update accounts set nic = ${word('W', 37)} || (id + 100) where nic <> ${MEMBER}`.execute(db)
    await sql`update articles set headline = ${word('D', 30)} || ' ' || headline || ' ' || ${word('E', 100)}, lede = ${word('y', 120)}`.execute(
      db,
    )
    await sql`update sections set name = ${word('S', 38)} || id`.execute(db)
    await sql`update tags set name = ${word('z', 37)} || (id + 100)`.execute(db)
    await sql`update log_entries set reason = ${word('r', 500)}`.execute(db)
  })
  site.deps.pages.clear()
  article = (
    await site.deps.db.selectFrom('comments').select('article_id').where('id', '=', COMMENT).executeTakeFirstOrThrow()
  ).article_id
  member = (
    await site.deps.db.selectFrom('accounts').select('nic').where('nic', '<>', MEMBER).executeTakeFirstOrThrow()
  ).nic
  reader = await half.reader(site, {}, account)
  await reader.page.setViewportSize({ width: 320, height: 900 })
})

inBrowser('no page is wider than a telephone, whatever has been typed', async () => {
  const wide: string[] = []
  for (const path of [
    '/',
    '/headlines',
    '/archive/2080/03/11',
    '/areas/town',
    `/comments/${COMMENT}`,
    `/comments/new?article=${article}&parent=${COMMENT}`,
    `/comments/${COMMENT}/flags`,
    '/latest',
    '/tags',
    '/sections',
    '/feeds',
    '/mutes',
    '/search?q=stall',
    `/people/${MEMBER}`,
    '/moderation',
    '/moderation/log',
    `/moderation/people/${member}`,
    `/moderation/removals?comment=${COMMENT}`,
    `/moderation/moves?comment=${COMMENT}`,
    `/moderation/threads?article=${article}`,
  ]) {
    await reader.go(path)
    const over = await reader.ask<number>(OVERFLOW)
    if (over > 0) wide.push(`${path} is ${over} pixels too wide`)
  }
  expect(wide).toEqual([])
  await reader.end()
})
