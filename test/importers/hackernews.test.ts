// What Hacker News JSON becomes, in each of its shapes, and what is said of the items that are not taken.
import { describe, expect, test } from 'vitest'
import { readHackerNews } from '../../src/importers/hackernews.ts'
import type { ImportedArticle } from '../../src/importers/shape.ts'
import { comment, node, noon, story, tree } from './hackernews-items.ts'

const read = (json: unknown, options = {}) => readHackerNews('hn.json', json, options)

const article = (json: unknown, options = {}) => read(json, options).articles[0]
const ids = (found: ImportedArticle | undefined) =>
  found?.comments.map(({ key }) => Number(key.replace('hackernews:', '')))
const parents = (found: ImportedArticle | undefined) => found?.comments.map((each) => each.parent ?? 'top')
const rows = (json: unknown) => read(json).skipped.map(({ row, reason }) => `${row}: ${reason}`)

describe('Every shape is known by itself:', () => {
  test('the tree of Algolia', () => {
    const found = article(tree([node(2, [node(3, []), node(4, [])]), node(5, [])], { url: 'https://example.org/kite' }))
    expect(found).toMatchObject({
      key: 'hackernews:1',
      kind: 'link',
      area: 'Hacker News',
      section: 'Tech',
      headline: 'A kite',
      lede: '',
      body: '',
      format: 'html',
      source: { url: 'https://example.org/kite' },
      tags: [],
      nic: 'ada',
      postedAt: (noon + 1) * 1_000,
      views: 0,
    })
    expect(ids(found)).toEqual([2, 3, 4, 5])
    expect(parents(found)).toEqual(['top', 'hackernews:2', 'hackernews:2', 'top'])
    expect(found?.comments[1]).toEqual({
      key: 'hackernews:3',
      parent: 'hackernews:2',
      nic: 'p3',
      nameKind: 'guest',
      postedAt: (noon + 3) * 1_000,
      text: 'Words of 3',
      format: 'html',
      state: 'live',
    })
  })

  test('a post with its comments, replies before their parents or after', () => {
    const json = { post: story(1, { kids: [2, 99] }), comments: [comment(3, 2), comment(2, 1, { kids: [3, 98] })] }
    expect(read(json).skipped).toEqual([])
    expect(ids(article(json))).toEqual([2, 3])
    expect(parents(article(json))).toEqual(['top', 'hackernews:2'])
  })

  test('a list of stories and of comments that answer them', () => {
    const { articles, skipped } = read([comment(3, 2), story(1), story(2), comment(4, 1)])
    expect(skipped).toEqual([])
    expect(articles.map(({ key }) => key)).toEqual(['hackernews:1', 'hackernews:2'])
    expect(articles.map(ids)).toEqual([[4], [3]])
  })

  test('one story alone', () => {
    expect(read(story(1)).articles).toHaveLength(1)
  })

  test.each([[null], [7], ['words'], [{}], [{ post: 1, comments: [] }], [{ short_id: 'x', comments: [] }]])(
    'anything else is one row that says what was expected: %j',
    (json) => {
      expect(read(json)).toEqual({
        articles: [],
        skipped: [{ file: 'hn.json', row: 'file', reason: expect.stringMatching(/^Expected Hacker News items: /) }],
      })
    },
  )
})

describe('An article', () => {
  test.each([
    ['Jobs', { type: 'job', title: 'Kite maker wanted' }],
    ['Ask', { title: 'Ask HN: Which kite?' }],
    ['Show', { title: 'Show HN: My kite' }],
    ['Launch', { title: 'Launch HN: Kites (W20)' }],
    ['Ask', { type: 'poll', title: 'Which kite flies best?' }],
    ['Tech', { title: 'What people ask HN' }],
  ])('is filed under %s: %j', (section, more) => {
    expect(article(story(1, more))?.section).toBe(section)
    expect(article(story(1, more), { section: 'Hobby' })?.section).toBe('Hobby')
  })

  test.each([
    ['Winds of 3.5 knots & more will do.', 'Winds of 3.5 knots &amp; more <i>will</i> do. Others may not.'],
    ["It's up!", '<p>It&#x27;s up!<p>And down.'],
    ['Hi all', 'Hi all<p>I made a kite.'],
    ['', '<p> <p>&nbsp;'],
  ])('has the first sentence as its lede: %j', (lede, text) => {
    expect(article(story(1, { text }))).toMatchObject({ kind: 'own', lede, body: text })
  })

  test('has a lede of at most 300 characters, cut at a word', () => {
    const lede = article(story(1, { text: 'seven c '.repeat(100) }))?.lede ?? ''
    expect(lede).toMatch(/^(seven c )*seven( c)?…$/)
    expect(lede.length).toBeGreaterThan(290)
    expect(lede.length).toBeLessThanOrEqual(300)
    const kites = article(story(1, { text: '🪁'.repeat(200) }))?.lede ?? ''
    expect(kites).toBe(`${'🪁'.repeat(149)}…`)
  })

  test.each([
    'javascript:alert(1)',
    'ftp://example.org/',
    '//example.org',
    'kite',
    'https://bank.example@example.org/',
  ])('leaves out the address %s, and says so', (url) => {
    const { articles, skipped } = read(story(1, { url }))
    expect(articles[0]).toMatchObject({ kind: 'own', headline: 'A kite' })
    expect(articles[0]).not.toHaveProperty('source')
    expect(skipped.map(({ row }) => row)).toEqual(['item 1, address'])
  })

  test.each([
    ['Deleted', { deleted: true }],
    ['Dead on Hacker News', { dead: true }],
    ['No title', { title: ' ' }],
    ['No time', { time: null }],
    ['The time 631151999 is not between 1990 and 2200', { time: 631_151_999 }],
    ['The time 7258118400 is not between 1990 and 2200', { time: 7_258_118_400 }],
  ])('is skipped, with its thread: %s', (reason, more) => {
    expect(article([story(1, more), comment(2, 1), comment(3, 2)])).toBeUndefined()
    expect(rows([story(1, more), comment(2, 1), comment(3, 2)])).toEqual([
      `item 1: ${reason}`,
      'item 2: Parent 1 was not imported',
      'item 3: Parent 2 was not imported',
    ])
  })
})

describe('A comment', () => {
  test('keeps a name that breaks the rules for nics', () => {
    expect(article([story(1), comment(2, 1, { by: 'x' })])?.comments[0]?.nic).toBe('x')
  })

  test('that was deleted stays, empty and withdrawn, only where it holds up a reply', () => {
    const gone = { deleted: true, by: undefined, text: undefined }
    const json = [story(1), comment(2, 1, gone), comment(3, 2), comment(4, 1, gone), comment(5, 4, gone)]
    expect(ids(article(json))).toEqual([2, 3])
    expect(article(json)?.comments[0]).toMatchObject({ state: 'withdrawn', text: '', nic: '[unknown]' })
    expect(rows(json)).toEqual(['item 5: Deleted, without replies', 'item 4: Deleted, without replies'])
  })

  test('that is dead is removed by the moderators there', () => {
    expect(article([story(1), comment(2, 1, { dead: true })])?.comments[0]).toMatchObject({
      state: 'removed',
      removal: { at: (noon + 2) * 1_000, reason: 'Dead on Hacker News' },
      text: 'Words of 2',
    })
  })

  test('without text is skipped, unless it holds up a reply', () => {
    const json = tree([node(2, [], { text: null }), node(3, [node(4, [])], { text: null, author: null })])
    expect(rows(json)).toEqual(['item 2: No text'])
    expect(article(json)?.comments.map(({ key, state }) => [key, state])).toEqual([
      ['hackernews:3', 'withdrawn'],
      ['hackernews:4', 'live'],
    ])
  })

  test('is skipped when its parent is not in the file, and so is what answers it', () => {
    expect(rows([story(1), comment(2, 77), comment(3, 2)])).toEqual([
      'item 2: Parent 77 is not in the file',
      'item 3: Parent 2 was not imported',
    ])
    expect(rows(node(5, [], { parent_id: 4 }))).toEqual(['item 5: Parent 4 is not in the file'])
  })

  test('is skipped when its parents go round in a circle', () => {
    const reason = 'Its parents form a cycle'
    const json = [story(1), comment(2, 3), comment(3, 2), comment(4, 3), comment(5, 5)]
    expect(rows(json).toSorted()).toEqual([2, 3, 4, 5].map((id) => `item ${id}: ${reason}`))
  })

  test('is skipped when its id was read before, and its replies go to the first', () => {
    const json = tree([node(2, []), node(2, [node(3, [])])])
    expect(rows(json)).toEqual(['item 2: An item of this id was read before'])
    expect(parents(article(json))).toEqual(['top', 'hackernews:2'])
  })

  test('may be 1,000 deep; what is below is skipped, be it 100,000 deep', () => {
    let chain = node(100_001, [])
    for (let id = 100_000; id > 1; id -= 1) chain = node(id, [chain])
    const { articles, skipped } = read(tree([chain]))
    expect(articles[0]?.comments).toHaveLength(1_000)
    expect(skipped).toHaveLength(99_000)
    expect(skipped[0]).toEqual({ file: 'hn.json', row: 'item 1002', reason: 'More than 1,000 replies deep' })
  })
})

test('One bad item is one row and never stops the file', () => {
  const bad = [null, comment(2, 1, { text: 7 }), { id: 'x' }]
  const json = [story(1), ...bad, comment(3, 2), comment(4, 1), story(5, { type: 'pollopt' })]
  expect(ids(article(json))).toEqual([4])
  expect(rows(json)).toEqual([
    'item number 2 of the file: Invalid input: expected object, received null',
    'item 2: text: Invalid input: expected string, received number',
    expect.stringMatching(/^item number 4 of the file: id: .*; type: Not a story, job, poll or comment$/),
    'item 5: type: Not a story, job, poll or comment',
    'item 3: Parent 2 was not imported',
  ])
})

test('A tree whose top is bad is read item by item all the same', () => {
  expect(rows({ children: [node(2, [])] })).toEqual([
    expect.stringMatching(/^item number 1 of the file: id: /),
    'item 2: No parent with an id',
  ])
})

test('The options of an Algolia poll are accounted for, and what hangs on something without an id', () => {
  const json = tree([node(2, [], { type: 'pollopt' }), { children: [node(3, [])] }], { options: [{ text: 'Yes' }] })
  expect(rows(json)).toEqual([
    'item 2: type: Not a story, job, poll or comment',
    expect.stringMatching(/^item number 3 of the file: id: /),
    expect.stringMatching(/^item number 5 of the file: id: /),
    'item 3: No parent with an id',
  ])
})
