// The header on a phone and in a wide window: its measures, its folds, long names, and the order of an article's page.
import { sql } from 'kysely'
import { beforeAll, describe, expect, inject } from 'vitest'
import { write } from '../../src/db/write.ts'
import { violations } from '../support/axe.ts'
import { bothWays, browserHalf, inBrowser, OVERFLOW, type Reader } from '../support/browser.ts'
import type { Served } from '../support/served.ts'

const half = browserHalf()
const PHONE = { viewport: { width: 360, height: 740 } }

let site: Served
beforeAll(async () => {
  if (inject('chromium') !== null) site = await half.site()
})

const box = (reader: Reader, selector: string) =>
  reader.ask<{ top: number; bottom: number; height: number }>(
    `(({ top, bottom, height }) => ({ top, bottom, height }))(document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect())`,
  )

/** Where the first sentence of an article ends, in pixels from the top. */
const FIRST_SENTENCE = `(() => {
  const paragraph = document.querySelector('.article-body p')
  const range = document.createRange()
  range.setStart(paragraph, 0)
  let left = /^[^.!?]*[.!?]?/.exec(paragraph.textContent)[0].length
  const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    if (text.length >= left) { range.setEnd(text, left); break }
    left -= text.length
  }
  return Math.max(...[...range.getClientRects()].map(({ bottom }) => bottom))
})()`

/** Where the links and buttons lead that are shown within an element. */
const targets = (reader: Reader, within: string) =>
  reader.ask<string[]>(
    `[...document.querySelectorAll(${JSON.stringify(`${within} :is(a, button)`)})].filter((one) => one.checkVisibility({ contentVisibilityAuto: true, checkVisibilityCSS: true })).map((one) => one.getAttribute('href') ?? one.form?.getAttribute('action') ?? one.innerText)`,
  )

for (const role of ['stranger', 'member', 'moderator', 'editor', 'admin'] as const)
  inBrowser(
    `on a phone the header of the front page has a bar of 53 px, sections of 48 and days of 29, and an article begins above 600, for a ${role}`,
    async () => {
      const account = role === 'stranger' ? undefined : await site.account(`Tall ${role}`, role)
      const reader = await half.reader(site, PHONE, account)
      await reader.go('/')
      const heights: number[] = []
      for (const part of ['.bar', '.secnav', '.days']) heights.push((await box(reader, part)).height)
      expect(heights.map(Math.round)).toEqual([53, 48, 29])
      expect(Math.round((await box(reader, '.days')).bottom)).toBe(130)
      expect((await box(reader, '.lead .hed')).bottom).toBeLessThan(330)
      expect(await targets(reader, '.days')).toHaveLength(5)
      await reader.go(await reader.ask<string>("document.querySelector('.lead .hed a').getAttribute('href')"))
      expect(await reader.ask<number>(FIRST_SENTENCE)).toBeLessThan(600)
      await reader.end()
    },
  )

inBrowser(
  'on a phone the first sentence of an article ends above 600 px, below pictures, long ledes and headlines',
  async () => {
    const reader = await half.reader(site, PHONE)
    await reader.go('/')
    const articles = await reader.ask<{ href: string; weight: number }[]>(
      `[...document.querySelectorAll('.front-main .hed a')].map((link) => ({ href: link.getAttribute('href'), weight: link.innerText.length + (link.closest('article').innerText.length) }))`,
    )
    const heavy = articles.sort((a, b) => b.weight - a.weight).slice(0, 5)
    const pictured = await reader.ask<string[]>(
      `[...document.querySelectorAll('.front-main article:has(img) .hed a')].map((link) => link.getAttribute('href'))`,
    )
    const low: string[] = []
    for (const address of new Set([...pictured.slice(0, 4), ...heavy.map(({ href }) => href)])) {
      await reader.go(address)
      const end = await reader.ask<number>(FIRST_SENTENCE)
      if (end >= 600) low.push(`${address}: ${end}`)
    }
    expect([pictured.length > 3, low]).toEqual([true, []])
    await reader.end()
  },
)

for (const { scripts, options } of bothWays)
  inBrowser(
    `below the longest headline and lede the first sentence ends above 600 px too, and a press shows the whole lede, ${scripts}`,
    async () => {
      const own = await half.site()
      const id = Number(/\d+/.exec(await own.addressOf('The Constance may keep her whistle'))![0])
      const headline = 'The harbour office counts its steps again and finds one more '.repeat(4).slice(0, 200)
      const lede = `${'Nobody had asked for it to be counted twice. '.repeat(22).slice(0, 990)} The end.`
      await write(own.deps, (db) => db.updateTable('articles').set({ headline, lede }).where('id', '=', id).execute())
      own.deps.pages.clear()
      const reader = await half.reader(own, { ...PHONE, ...options })
      await reader.go(`/articles/${id}`)
      expect(await reader.ask<number>(FIRST_SENTENCE)).toBeLessThan(600)
      const cut = 'document.querySelector(".clip").scrollHeight - document.querySelector(".clip").clientHeight'
      expect(await reader.ask<number>(cut)).toBeGreaterThan(100)
      await reader.page.getByText('Whole introduction').click()
      expect(await reader.ask<number>(cut)).toBe(0)
      expect(await reader.page.getByText('Whole introduction').isVisible()).toBe(false)
      await reader.page.setViewportSize({ width: 1280, height: 900 })
      await reader.page.reload()
      expect(await reader.ask<number>(cut)).toBe(0)
      expect(await reader.page.getByText('Whole introduction').isVisible()).toBe(false)
      await reader.end()
    },
  )

describe('the account', () => {
  for (const { scripts, options } of bothWays)
    inBrowser(`opens everything that a member or a moderator can do, on a phone ${scripts}`, async () => {
      const common = ['/desk/links', '/desk/articles', '/comments/drafts', '/accounts', '/accounts/logout']
      const reached: Record<'member' | 'editor' | 'moderator' | 'admin', string[]> = {
        member: ['/inbox', ...common],
        editor: ['/desk', '/inbox', ...common],
        moderator: ['/moderation', '/desk', '/inbox', '/moderation/log', ...common],
        admin: ['/moderation', '/desk', '/inbox', '/moderation/log', '/admin', ...common],
      }
      for (const role of ['member', 'editor', 'moderator', 'admin'] as const) {
        const account = await site.account(`${role} ${scripts}`, role)
        const reader = await half.reader(site, { ...PHONE, ...options }, account)
        await reader.go('/latest')
        expect(await targets(reader, '.me')).toEqual([])
        await reader.page.locator('.me summary').click()
        expect(await targets(reader, '.me')).toEqual([`/people/${encodeURIComponent(account.nic)}`, ...reached[role]])
        expect(await reader.ask<number>(OVERFLOW)).toBe(0)
        await reader.end()
      }
    })

  inBrowser(
    'closes with Escape, which returns the focus to the name, and with a click or the focus elsewhere',
    async () => {
      const reader = await half.reader(site, PHONE, await site.account('Shuts Doors'))
      const { page } = reader
      await reader.go('/latest')
      const menu = page.getByRole('link', { name: 'Settings', exact: true })
      const name = page.locator('.me summary')
      await name.focus()
      await page.keyboard.press('Enter')
      await menu.focus()
      await page.keyboard.press('Escape')
      expect(await menu.isVisible()).toBe(false)
      expect(await reader.ask('document.activeElement.matches(".me summary")')).toBe(true)
      await name.click()
      await page.mouse.click(5, 700)
      expect(await menu.isVisible()).toBe(false)
      await name.click()
      await page.locator('main a').first().focus()
      expect(await menu.isVisible()).toBe(false)
      await name.click()
      await page.locator('.secnav summary').press('Enter')
      expect([await menu.isVisible(), await page.getByRole('link', { name: 'All sections' }).isVisible()]).toEqual([
        false,
        true,
      ])
      await reader.end()
    },
  )

  inBrowser('offers a stranger to register, to sign in and to send something in, on a phone too', async () => {
    const reader = await half.reader(site, PHONE)
    await reader.go('/latest')
    expect(await targets(reader, '.bar > .links')).toEqual([
      '/accounts/register?next=%2Flatest',
      '/accounts/login?next=%2Flatest',
    ])
    expect(await targets(reader, '.foot')).toEqual(expect.arrayContaining(['/desk/links', '/desk/articles']))
    await reader.page.setViewportSize({ width: 1280, height: 900 })
    expect(await targets(reader, '.bar > .links')).toHaveLength(4)
    await reader.end()
  })

  inBrowser(
    'keeps to its line with the longest nic, one from right to left, a queue, 999 submissions and unread messages',
    async () => {
      const own = await half.site()
      await write(own.deps, async (db) => {
        await sql`with recursive n (i) as (select 1 union all select i + 1 from n where i < 1200)
          insert into articles (kind, state, section_id, headline, slug, lede, body_format, body_source, body_html, renderer, word_count, nic, created_at, submitted_at)
          select 'own', 'waiting', 1, 'No. ' || i, 'no', '', 'markup', 'x', '<p>x</p>', 1, 1, 'Nobody', ${own.deps.clock()}, ${own.deps.clock()} from n`.execute(
          db,
        )
        await sql`update comments set state = 'held' where id = 1`.execute(db)
      })
      for (const nic of ['W'.repeat(40), 'שלום '.repeat(8).trim()]) {
        const account = await own.account(nic, 'admin')
        const { id } = await own.deps.db
          .selectFrom('accounts')
          .select('id')
          .where('nic', '=', nic)
          .executeTakeFirstOrThrow()
        await write(own.deps, (db) =>
          sql`insert into notices (account_id, kind, comment_id, article_id, created_at)
            select ${id}, 'reply', id, article_id, created_at from comments where state = 'live'`.execute(db),
        )
        const reader = await half.reader(own, { viewport: { width: 320, height: 740 } }, account)
        for (const width of [320, 360, 600, 1280]) {
          await reader.page.setViewportSize({ width, height: 740 })
          await reader.go('/latest')
          expect(await reader.ask<number>(OVERFLOW), `${width}`).toBe(0)
          expect((await box(reader, '.bar')).height, `${width}`).toBeLessThan(60)
          expect(await targets(reader, '.bar > .links'), `${width}`).toEqual(
            ['/moderation', '/desk', '/inbox'].slice(0, width < 544 ? 1 : 3),
          )
          await reader.page.locator('.me summary').click()
          expect(await reader.ask<number>(OVERFLOW), `${width}, open`).toBe(0)
          expect(await reader.page.locator('.me').getByRole('link', { name: 'Desk 999+ waiting' }).isVisible()).toBe(
            true,
          )
        }
        await reader.end()
      }
    },
  )
})

describe('the sections', () => {
  for (const { scripts, options } of bothWays)
    inBrowser(`are a fold with the areas on a phone, and one line in a wide window, ${scripts}`, async () => {
      const reader = await half.reader(site, { ...PHONE, ...options })
      await reader.go('/latest')
      expect(await targets(reader, '.secnav')).toEqual(['/', '/archive', '/search'])
      await reader.page.locator('.secnav summary').click()
      const open = await targets(reader, '.secnav')
      expect(open).toEqual(expect.arrayContaining(['/sections/science', '/sections', '/areas', '/areas/town']))
      expect(await reader.ask<number>(OVERFLOW)).toBe(0)
      await reader.page.setViewportSize({ width: 1280, height: 900 })
      await reader.go('/sections/science')
      expect(await targets(reader, '.secnav')).toContain('/sections/science')
      expect(await targets(reader, '.secnav')).not.toContain('/areas/town')
      expect(await reader.page.locator('.secnav summary').isVisible()).toBe(false)
      expect((await box(reader, '.secnav')).height).toBe(48)
      await reader.end()
    })

  inBrowser('are all in the fold where there are twenty, and six in a wide line', async () => {
    const own = await half.site()
    await write(own.deps, (db) =>
      sql`with recursive n (i) as (select 1 union all select i + 1 from n where i < 14)
        insert into sections (area_id, slug, name, position) select 1, 'more-' || i, 'One more section ' || i, 100 + i from n`.execute(
        db,
      ),
    )
    own.deps.pages.clear()
    const reader = await half.reader(own, PHONE)
    await reader.go('/latest')
    await reader.page.locator('.secnav summary').click()
    expect((await targets(reader, '.secnav')).filter((href) => href.startsWith('/sections/'))).toHaveLength(20)
    expect(await reader.ask<number>(OVERFLOW)).toBe(0)
    expect(await violations(reader, {})).toEqual([])
    await reader.page.setViewportSize({ width: 1280, height: 900 })
    await reader.go('/latest')
    expect((await targets(reader, '.secnav')).filter((href) => href.startsWith('/sections/'))).toHaveLength(6)
    expect(await targets(reader, '.secnav')).toContain('/sections')
    await reader.end()
  })
})

inBrowser(
  'what else there is to read follows the comment form in the source, and stands beside the text of a wide window',
  async () => {
    const reader = await half.reader(site)
    await reader.go(await site.addressOf('The Constance may keep her whistle'))
    expect(
      await reader.ask<boolean>(
        'Boolean(document.querySelector("#post").compareDocumentPosition(document.querySelector(".art-also")) & 4)',
      ),
    ).toBe(true)
    const [text, also] = [await box(reader, '.article-body'), await box(reader, '.art-also')]
    expect(also.top).toBe(text.top)
    await reader.page.setViewportSize({ width: 360, height: 740 })
    expect((await box(reader, '.art-also')).top).toBeGreaterThan((await box(reader, '#post')).bottom)
    expect((await box(reader, '.facts-more')).top).toBeGreaterThan((await box(reader, '.article-body')).bottom)
    await reader.end()
  },
)

inBrowser('the keyboard skips to the page, to the comments and to the form, where there are such', async () => {
  const reader = await half.reader(site)
  const skips = async (path: string) => {
    await reader.go(path)
    return reader.ask("[...document.querySelectorAll('.skip')].map(({ innerText, hash }) => [innerText, hash])")
  }
  const page = ['Skip to the page', '#main']
  const comments = ['Skip to the comments', '#comments']
  const form = ['Skip to the comment form', '#post']
  expect(await skips('/')).toEqual([page])
  expect(await skips(await site.addressOf('The Constance may keep her whistle'))).toEqual([page, comments, form])
  await reader.page.keyboard.press('Tab')
  await reader.page.keyboard.press('Tab')
  await reader.page.keyboard.press('Enter')
  await reader.sees('#comments')
  expect(await skips('/comments/new?article=1')).toEqual([page, form])
  await reader.end()
})
