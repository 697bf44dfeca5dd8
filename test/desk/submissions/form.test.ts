// The form of an article: what it makes of what is typed, and the sentence beside each field.
import { expect, test } from 'vitest'
import {
  type ArticleForm,
  articleFaults,
  articleForm,
  oneLine,
  parseArticle,
} from '../../../src/desk/submissions/form.ts'

const empty = Object.fromEntries(Object.keys(articleForm.shape).map((name) => [name, ''])) as ArticleForm

const good: ArticleForm = {
  ...empty,
  url: 'https://example.org/library/telescopes',
  headline: 'Library to lend telescopes',
  lede: 'Six instruments, bookable by the night.',
  body: 'The town library will lend six small telescopes.',
  section: 'science',
}

const link = (over: Partial<ArticleForm>) => articleFaults({ ...good, ...over }, 'link')
const own = (over: Partial<ArticleForm>) => articleFaults({ ...good, ...over }, 'own')

test('a complete form has no fault; a link needs no text, an own article no address and no lede', () => {
  expect(link({})).toEqual({})
  expect(link({ body: '' })).toEqual({})
  expect(own({ url: '', lede: '' })).toEqual({})
})

test('an empty form says what is missing, field by field in the order of the form', () => {
  expect(Object.entries(articleFaults(empty, 'link'))).toEqual([
    ['url', 'Enter the address of the news.'],
    ['headline', 'Write a headline.'],
    ['lede', 'Say in a sentence or two what happened.'],
    ['section', 'Choose a section.'],
  ])
  expect(Object.keys(articleFaults(empty, 'own'))).toEqual(['headline', 'body', 'section'])
})

test('a field of blanks or of invisible characters is empty', () => {
  for (const blank of ['   ', '\u200b\u2060', '\n\t', '\0']) {
    expect(link({ headline: blank, lede: blank })).toMatchObject({ headline: 'Write a headline.' })
    expect(own({ body: blank })).toEqual({ body: 'Write something first.' })
  }
})

test.each([
  ['headline', 200, 'A headline has at most 200 characters. This one has 203: shorten it by 3.'],
  ['lede', 1000, 'A lede has at most 1,000 characters. This one has 1,003: shorten it by 3.'],
  ['body', 200_000, 'An article has at most 200,000 characters. This one has 200,003: shorten it by 3.'],
  ['reason', 500, 'A reason has at most 500 characters. This one has 503: shorten it by 3.'],
] as const)('%s holds %i characters, counted as a person counts them', (field, most, fault) => {
  expect(link({ [field]: '🔭'.repeat(most) })).toEqual({})
  expect(link({ [field]: '🔭'.repeat(most + 3) })).toEqual({ [field]: fault })
})

test('an address is one of the web, without a password', () => {
  for (const [url, fault] of [
    ['example.org', 'Put https:// at the front.'],
    ['javascript:alert(1)', 'A web address begins with https:// or http://.'],
    ['https://user:pw@example.org/', 'That does not look like a web address.'],
    ['https://example', 'That does not look like a web address.'],
    [`https://example.org/${'a'.repeat(2000)}`, 'A web address has at most 2,000 characters.'],
  ] as const)
    expect(own({ url })).toEqual({ url: fault })
  expect(parseArticle({ ...good, url: ' HTTPS://Example.ORG/a b ' }).url).toBe('https://example.org/a%20b')
  expect(parseArticle({ ...good, url: '' }).url).toBeNull()
})

test('tags are separated by commas, each once whatever its case, without the hash', () => {
  expect(parseArticle({ ...good, tags: ' tides, #Tides,, harbour \n, Straße，月 ' }).tags).toEqual([
    'Tides',
    'harbour',
    'Straße',
    '月',
  ])
})

test('a tag has 40 characters with a letter or a digit, and an article ten tags', () => {
  expect(link({ tags: 'x'.repeat(40) })).toEqual({})
  expect(link({ tags: 'x'.repeat(41) }).tags).toContain('A tag has at most 40 characters')
  expect(link({ tags: '..' })).toEqual({ tags: '“..” is no tag. A tag has at least one letter or digit.' })
  expect(link({ tags: Array.from({ length: 11 }, (_, i) => `t${i}`).join() })).toEqual({
    tags: 'An article has at most 10 tags. You typed 11.',
  })
})

test('a headline and a lede are one line, without controls and overrides of direction', () => {
  expect(oneLine('  Two\r\nlines\tand\u0007 a\u0085bell \u202Eback ')).toBe('Two lines and a bell back')
  expect(parseArticle({ ...good, headline: '<b>Bold</b> & brave' }).headline).toBe('<b>Bold</b> & brave')
})

test('an uploaded picture without a description is a fault beside the text', () => {
  const body = `<photo src="/media/${'a'.repeat(32)}-10x10.webp" alt="">Roof</photo>`
  expect(own({ body }).body).toContain('has no description')
})

test('an editor says why a published article is changed', () => {
  expect(articleFaults(good, 'link', { needsNote: true })).toEqual({ note: 'Say what was changed, and why.' })
  expect(articleFaults({ ...good, note: 'Typo' }, 'link', { needsNote: true })).toEqual({})
})
