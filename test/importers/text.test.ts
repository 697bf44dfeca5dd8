// What a page saved as text becomes, and what is said of one that cannot be read.
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTextPage } from '../../src/importers/text.ts'

const form = [
  'You have commented 7 times on The Harbour Bell.',
  '',
  'Your Name',
  'My Original Nic\u00A0 \u00A0 Pic-a-Nic\u00A0 \u00A0 Sorry. Comments have been closed on this article.',
  'Bold Italic Underline Strike Bullet Blockquote Small Big Link Squish Foto Photo',
]
const body = ['Crews began on Monday.', '', 'The bridge opens in June.', 'Buses go round by the mill.']
const article = ['Harbour/Old Town', 'Bridge works begin', '2011-03-09', 'A year of detours', ...body]
const foot = ['Posted by:Ada Quill', '', '17:45']
const page = [...form, ...article, ...foot]

/** A site in UTC: enough to see that day and time arrive. */
const siteTime = (day: string, time: string) => Date.parse(`${day}T${time}:00Z`)
const read = (lines: string[], glue = '\n') => readTextPage('page.txt', lines.join(glue), siteTime)
const only = (lines: string[], glue?: string) => {
  const { articles, skipped } = read(lines, glue)
  expect(skipped).toEqual([])
  expect(articles).toHaveLength(1)
  return articles[0]
}
const refusal = (lines: string[]) => {
  const { articles, skipped } = read(lines)
  expect(articles).toEqual([])
  expect(skipped).toEqual([{ file: 'page.txt', row: 'page', reason: expect.any(String) }])
  return skipped[0]?.reason
}
/** The page with one of its lines changed. */
const changed = (from: string, ...to: string[]) => page.flatMap((line) => (line === from ? to : [line]))

describe('A page saved as text', () => {
  test('is one own article with section, headline, lede, body, poster and the time in the site zone', () => {
    expect(only(page)).toEqual({
      key: expect.stringMatching(/^text:[0-9a-f]{32}$/),
      kind: 'own',
      section: 'Harbour/Old Town',
      headline: 'Bridge works begin',
      lede: 'A year of detours',
      body: 'Crews began on Monday.\n\nThe bridge opens in June.\nBuses go round by the mill.',
      format: 'markup',
      tags: [],
      nic: 'Ada Quill',
      postedAt: Date.UTC(2011, 2, 9, 17, 45),
      views: 0,
      closed: { at: Date.UTC(2011, 2, 9, 17, 45), reason: 'Closed on the page that was imported' },
      comments: [],
    })
  })

  test('leaves the thread open when its form does not say that comments have been closed', () => {
    expect(only(page.filter((line) => !line.includes('closed')))).not.toHaveProperty('closed')
  })

  test('does not close its thread for words of the article', () => {
    const open = page.filter((line) => !line.includes('Sorry'))
    const told = open.map((line) => line.replace('Crews began', 'Comments have been closed, they began'))
    expect(only(told)).not.toHaveProperty('closed')
  })

  test('reads the same with CRLF, a byte order mark, trailing and non-breaking spaces', () => {
    const messy = page.map((line) => `${line} \u00A0 `)
    const nbsp = messy.map((line) => line.replace('Old Town', 'Old\u00A0Town').replace('Ada', '\u00A0Ada'))
    for (const glue of ['\n', '\r\n', '\r']) {
      expect(only([`\uFEFF${nbsp[0]}`, ...nbsp.slice(1)], glue)).toEqual(only(page))
    }
    expect(only([`\uFEFF${form.at(-1)}`, ...article, ...foot], '\r\n')).toMatchObject({ nic: 'Ada Quill' })
  })

  test('may have its toolbar in any spacing', () => {
    const toolbar = form.at(-1) ?? ''
    for (const glue of ['', '\u00A0\u00A0', '\t', '\n']) {
      expect(only(changed(toolbar, toolbar.replaceAll(' ', glue)))).toEqual(only(page))
    }
  })

  test('keeps what would act as markup as it was written', () => {
    const typed = 'Write <b>1 &lt; 2</b> & see https://example.org/?a=1&b=2'
    expect(only(changed('Crews began on Monday.', typed))?.body.split('\n')[0]).toBe(typed)
  })

  test('parts paragraphs by one empty line, however many there were', () => {
    expect(only(changed('', '', ' \u00A0', ''))?.body).toBe(only(page)?.body)
  })

  test('may have a paragraph that says who posted something', () => {
    const told = only(changed('Crews began on Monday.', 'Posted by: the council', '', 'Crews began.'))
    expect(told?.nic).toBe('Ada Quill')
    expect(told?.body).toMatch(/^Posted by: the council\n\nCrews began\.\n\n/)
  })

  test('may be posted at midnight', () => {
    expect(only(changed('17:45', '00:00'))?.postedAt).toBe(Date.UTC(2011, 2, 9))
  })

  test('has the same key when it is saved again, and another for another poster', () => {
    expect(only([...page, '', ''])?.key).toBe(only(page)?.key)
    expect(only(changed('Crews began on Monday.', 'Crews began.'))?.key).toBe(only(page)?.key)
    expect(only(changed('Posted by:Ada Quill', 'Posted by:Bo Reed'))?.key).not.toBe(only(page)?.key)
  })

  test('may have a headline and a lede longer than a form would take', () => {
    expect(only(changed('Bridge works begin', 'h'.repeat(201)))?.headline).toHaveLength(201)
    expect(only(changed('A year of detours', 'l'.repeat(1_001)))?.lede).toHaveLength(1_001)
  })

  test('has every line after its time reported', () => {
    const { articles, skipped } = read([...page, '', 'Next article', 'Home'])
    expect(articles).toHaveLength(1)
    expect(skipped.map(({ file, row }) => [file, row])).toEqual([
      ['page.txt', 'line 18'],
      ['page.txt', 'line 19'],
    ])
  })
})

describe('A page is skipped, with the number of the line, when', () => {
  test.each([
    ['it is empty', [''], /^Not a saved page: none of its 1 lines is the toolbar/],
    ['it has no toolbar', [...article, ...foot], /^Not a saved page: none of its 11 lines is the toolbar/],
    ['nothing follows the toolbar', form, /^Nothing comes after the toolbar up to the last line, 5/],
    ['its headline is empty', changed('Bridge works begin', ''), /^Line 8 is already the date: .* headline .* empty/],
    ['its section is missing', changed('Harbour/Old Town'), /^Line 7 is already the date: the section/],
    ['it has no date', changed('2011-03-09'), /^Line 8 should be the date/],
    ['it ends before its date', [...form, 'Harbour', 'Bridge'], /^Line 7 should be the date/],
    ['its date is written otherwise', changed('2011-03-09', '9 March 2011'), /^Line 8 should be the date/],
    ['its date is impossible', changed('2011-03-09', '2004-02-30'), /^Line 8: there is no day 2004-02-30/],
    ['it has no lede', [...form, ...article.slice(0, 3), ...foot], /^Line 9 should be the lede/],
    ['nobody posted it', changed('Posted by:Ada Quill'), /^No line up to the last, 15, says "Posted by/],
    ['its poster has no name', changed('Posted by:Ada Quill', 'Posted by: '), /^Line 14: no name/],
    ['it has no time', page.slice(0, -1), /^Line 15 should be the time .* in line 14/],
    ['its time is impossible', changed('17:45', '24:00'), /^Line 16 should be the time/],
  ])('%s', (_, lines, reason) => {
    expect(refusal(lines)).toMatch(reason)
  })

  test('it has more than two million characters', () => {
    expect(refusal(changed('Crews began on Monday.', 'x'.repeat(2_000_000)))).toMatch(/more than 2,000,000 characters/)
  })

  test("its time does not exist in the site's zone", () => {
    const { articles, skipped } = readTextPage('page.txt', page.join('\n'), () => Number.NaN)
    expect(articles).toEqual([])
    expect(skipped[0]?.reason).toBe("The site's zone has no time 2011-03-09 17:45")
  })
})

test('Any text at all gives an article or a reason, and never throws', () => {
  const line = fc.oneof(
    fc.constantFrom(...page, 'Posted by:', '2011-13-40', '24:00', '\u00A0', '\uFEFF'),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )
  // Mostly the good page, as most noise is refused at its first line.
  const lines = fc.tuple(
    ...page.map((good) =>
      fc.oneof(
        { weight: 15, arbitrary: fc.constant([good]) },
        { weight: 1, arbitrary: fc.array(line, { maxLength: 3 }) },
      ),
    ),
  )
  fc.assert(
    fc.property(lines, fc.constantFrom('\n', '\r\n', '\r'), (edited, glue) => {
      const { articles, skipped } = read(edited.flat(), glue)
      expect(articles.length + skipped.length).toBeGreaterThan(0)
      for (const { headline, section, lede, nic, postedAt } of articles) {
        expect([headline, section, lede, nic]).not.toContain('')
        expect(Number.isFinite(postedAt)).toBe(true)
      }
    }),
    { numRuns: 1_000 },
  )
})

const seed = new URL('../../../shared/data/seed-article.txt', import.meta.url)
test.skipIf(!existsSync(seed))("The site's own seed article is one closed article of four paragraphs", () => {
  const { articles, skipped } = readTextPage('seed-article.txt', readFileSync(seed, 'utf8'), siteTime)
  expect(skipped).toEqual([])
  expect(articles).toHaveLength(1)
  expect(articles[0]).toMatchObject({
    section: 'Afghanistan/South Asia',
    headline: 'Background on the MQM',
    lede: expect.stringMatching(/^Karachi’s ruling party .* America$/),
    nic: 'Paul Moloney',
    postedAt: Date.UTC(2004, 5, 11),
    closed: { at: Date.UTC(2004, 5, 11), reason: 'Closed on the page that was imported' },
  })
  expect(articles[0]?.body.split('\n\n')).toHaveLength(4)
})
