// What comes out of a printer: one sheet, two columns, everything open, no furniture; and links that are there to be handed on.
import { expect } from 'vitest'
import { MINUTE } from '../../src/time.ts'
import { browserHalf, inBrowser, type Reader } from '../support/browser.ts'

const half = browserHalf()

/** The page as paper has it, from a dark screen. */
const onPaper = (reader: Reader): Promise<void> => reader.page.emulateMedia({ media: 'print', colorScheme: 'dark' })

const styleOf = (reader: Reader, what: string, property: string): Promise<string> =>
  reader.ask(`getComputedStyle(document.querySelector(${JSON.stringify(what)})).${property}`)

/** How many of the elements that a selector finds can be seen. */
const seen = (reader: Reader, what: string): Promise<number> =>
  reader.ask(`[...document.querySelectorAll(${JSON.stringify(what)})].filter((one) => one.checkVisibility()).length`)

inBrowser(
  'a story prints as a broadside: nameplate, headline, facts, two columns, folds and squishes open, no forms and no marker',
  async () => {
    const site = await half.site()
    const reader = await half.reader(site, {}, await site.account('Quick Hand'))
    await reader.go(await site.addressOf('The Constance may keep her whistle'))
    site.advance(10 * MINUTE)
    const other = await half.reader(site, {}, await site.account('Slow Hand'))
    await other.go(reader.at())
    await other.page
      .getByLabel('Your comment', { exact: true })
      .fill('This is new. <squish>This is folded away.</squish>')
    await other.press(other.page.locator('#post').getByRole('button', { name: 'Post comment', exact: true }))
    await other.end()
    await reader.page.reload()
    expect(await seen(reader, '.new')).toBeGreaterThan(0)
    expect(await seen(reader, '.cm:has(> .fold:not(:checked)) > .replies')).toBeGreaterThan(3)
    await reader.page.locator('.cm:has(> .replies) > .fold').first().check()
    expect(await seen(reader, '.cm:has(> .fold:checked) > .replies')).toBe(0)

    await onPaper(reader)
    for (const shown of ['.bar-name svg', 'h1', '.stand', '.facts dl', '.article-body', '.comment-body'])
      expect(await seen(reader, shown), shown).toBeGreaterThan(0)
    for (const hidden of [
      'form',
      'button',
      'nav a',
      'footer',
      '.new',
      '.views',
      '.fold',
      '.cm-acts',
      '.cm-folded',
      '.side',
      '.options',
      '.tag.solid',
    ])
      expect(await seen(reader, hidden), hidden).toBe(0)
    expect(await seen(reader, '.cm:has(> .fold:checked) > .replies')).toBe(1)
    expect(await seen(reader, '.comment-body')).toBe(
      await reader.ask('document.querySelectorAll(".comment-body").length'),
    )
    expect(await seen(reader, 'details.squish p')).toBeGreaterThan(0)
    expect(await seen(reader, 'details.squish p')).toBe(
      await reader.ask('document.querySelectorAll("details.squish p").length'),
    )
    for (const columns of ['.article-body', '.thread > ol'])
      expect(await styleOf(reader, columns, 'columnCount'), columns).toBe('2')
    expect(await styleOf(reader, '.article-body .photo', 'columnSpan')).toBe('all')
    expect(await styleOf(reader, '.replies .rail', 'display')).not.toBe('none')
    expect(await styleOf(reader, 'body', 'color')).toBe('rgb(0, 0, 0)')
    expect(
      await reader.ask('getComputedStyle(document.querySelector(".cm.is-new > article"), "::before").display'),
    ).toBe('none')
    expect(await reader.page.locator('.facts .whole').innerText()).toMatch(/^http:\/\/[^/]+\/articles\/\d+$/)
    await reader.end()
  },
)

inBrowser('a story with a source prints its address, whatever size of text the reader chose', async () => {
  const site = await half.site()
  const reader = await half.reader(site)
  await reader.context.addCookies([{ name: 'bs_size', value: 'larger', url: site.origin }])
  const row = await site.deps.db
    .selectFrom('articles')
    .select(['headline', 'source_url'])
    .where('source_url', 'is not', null)
    .executeTakeFirstOrThrow()
  await reader.go(await site.addressOf(row.headline))
  expect(await styleOf(reader, 'html', 'fontSize')).toBe('20px')
  await onPaper(reader)
  expect(
    await reader.ask('getComputedStyle(document.querySelector(".facts dd a[rel~=external]"), "::after").content'),
  ).toContain('(')
  expect(await reader.page.locator('.facts dd a[rel~=external]').getAttribute('href')).toBe(row.source_url)
  expect(Number.parseFloat(await styleOf(reader, 'html', 'fontSize'))).toBeCloseTo(12.67, 1)
  await reader.end()
})

inBrowser('the front page prints its stories in two columns, without days, side and navigation', async () => {
  const reader = await half.reader(await half.site())
  await reader.go('/')
  await onPaper(reader)
  expect(await seen(reader, 'main .story')).toBeGreaterThan(5)
  for (const hidden of ['.days', '.side', 'nav', 'form', 'button']) expect(await seen(reader, hidden), hidden).toBe(0)
  expect(await styleOf(reader, '.secs', 'columnCount')).toBe('2')
  await reader.end()
})

inBrowser('with scripts one press copies the address of a story or a comment, and says so aloud', async () => {
  const site = await half.site()
  const reader = await half.reader(site, { permissions: ['clipboard-read', 'clipboard-write'] })
  const story = await site.addressOf('The Constance may keep her whistle')
  await reader.go(story)
  const { page } = reader
  const held = (): Promise<string> => reader.ask('navigator.clipboard.readText()')
  await page.locator('.facts').getByRole('link', { name: 'Copy link' }).click()
  expect(await held()).toMatch(new RegExp(`^http://[^/]+${story}$`))
  expect(await page.locator('.facts .share').innerText()).toBe('Copied')
  expect(await page.locator('body > [role=status]').innerText()).toBe('Copied')
  const comment = page.locator('.comment').nth(2)
  await comment.getByText('More', { exact: true }).click()
  await comment.getByRole('link', { name: 'Copy link' }).click()
  expect(await held()).toBe(`${site.origin}/comments/${(await comment.getAttribute('id'))!.slice(1)}`)
  expect(reader.at()).toBe(story)
  await reader.end()
})

inBrowser(
  'without scripts the same are links, and the whole address of a story is there to be selected at one press',
  async () => {
    const site = await half.site()
    const reader = await half.reader(site, { javaScriptEnabled: false })
    const story = await site.addressOf('The Constance may keep her whistle')
    await reader.go(story)
    const { page } = reader
    expect(await page.getByRole('link', { name: 'Permalink' }).getAttribute('href')).toBe(story)
    await page.locator('.facts .whole').click()
    expect(await reader.ask('String(getSelection())')).toMatch(/^http:\/\/[^/]+\/articles\/\d+$/)
    const comment = page.locator('.comment').nth(2)
    const id = (await comment.getAttribute('id'))!
    await comment.getByText('More', { exact: true }).click()
    await reader.press(comment.getByRole('link', { name: 'Link' }))
    expect(reader.at()).toBe(`${story}#${id}`)
    await reader.end()
  },
)
