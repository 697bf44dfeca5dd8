// Holds for every Hacker News file: each item is taken or skipped; and counts for the real ones, where they are at hand.
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readHackerNews } from '../../src/importers/hackernews.ts'
import { noon, story, tree } from './hackernews-items.ts'

const read = (json: unknown) => readHackerNews('hn.json', json, {})

describe('Whatever the file says,', () => {
  const accounted = (json: unknown, items: number) => {
    const { articles, skipped } = read(json)
    for (const { comments } of articles) {
      const seen = new Set<string>()
      for (const { key, parent } of comments) {
        if (parent !== undefined) expect(seen).toContain(parent)
        seen.add(key)
      }
    }
    const keys = articles.flatMap(({ key, comments }) => [key, ...comments.map((each) => each.key)])
    expect(new Set(keys).size).toBe(keys.length)
    const unread = skipped.filter(({ row }) => !row.endsWith(', address'))
    expect(keys.length + unread.length).toBe(items)
  }
  const id = fc.integer({ min: 1, max: 12 })
  const fields = fc.record({
    id,
    type: fc.constantFrom('comment', 'comment', 'comment', 'story', 'pollopt'),
    time: fc.constantFrom(noon, noon, noon, 0, null),
    text: fc.constantFrom('Words', 'Words', null, 7),
    title: fc.constantFrom('A kite', 'A kite', null),
    url: fc.constantFrom(null, 'https://example.org/', 'about:blank'),
    deleted: fc.constantFrom(false, false, true),
    dead: fc.constantFrom(false, false, true),
  })

  test('a list has every item taken once or skipped once, parents before replies', () => {
    const item = fc.tuple(fields, id).map(([item, parent]) => ({ ...item, parent }))
    fc.assert(fc.property(fc.array(item, { maxLength: 25 }), (list) => accounted([story(1), ...list], list.length + 1)))
  })

  test('a tree has every item taken once or skipped once, parents before replies', () => {
    const item = fc.tuple(fields, fc.nat())
    fc.assert(
      fc.property(fc.array(item, { maxLength: 25 }), (list) => {
        const nodes = [tree([])]
        for (const [more, place] of list) {
          const held = { ...more, children: [] }
          const holder = nodes[place % nodes.length]
          ;(holder!['children'] as unknown[]).push(held)
          nodes.push(held)
        }
        accounted(nodes[0], nodes.length)
      }),
    )
  })

  test('JSON of any kind is read or refused without a throw', () => {
    const value = fc.jsonValue({ maxDepth: 4 })
    const post = value.map((any) => ({ post: any, comments: [any] }))
    const json = fc.oneof(
      value,
      post,
      fc.array(value).map((children) => tree(children)),
    )
    fc.assert(fc.property(json, (any) => void read(any)))
  })
})

const shared = new URL('../../../shared/data/hn/', import.meta.url)
describe.skipIf(!existsSync(shared))('Of real files,', () => {
  const real = (name: string) => readHackerNews(name, JSON.parse(readFileSync(new URL(name, shared), 'utf8')), {})
  const counted = (reasons: { reason: string }[]) => {
    const counts: Record<string, number> = {}
    for (const { reason } of reasons) counts[reason] = (counts[reason] ?? 0) + 1
    return counts
  }

  test('a tree of Algolia gives one article and 147 comments to depth 11', () => {
    const { articles, skipped } = real('item-28385024.json')
    expect(skipped).toEqual([])
    expect(articles).toHaveLength(1)
    const depths = new Map<string | undefined, number>([[undefined, 0]])
    for (const { key, parent } of articles[0]?.comments ?? []) depths.set(key, (depths.get(parent) ?? Number.NaN) + 1)
    expect(depths.size - 1).toBe(147)
    expect(Math.max(...depths.values())).toBe(11)
  })

  test('a post of Firebase gives one article and 395 of its 407 comments, the others with a reason', () => {
    const { articles, skipped } = real('firebase-40846428-who-is-hiring-2024-07.json')
    expect(articles).toMatchObject([{ headline: 'Ask HN: Who is hiring? (July 2024)', section: 'Ask', kind: 'own' }])
    expect(articles[0]?.comments).toHaveLength(395)
    expect(articles[0]?.comments.filter(({ state }) => state === 'removed')).toHaveLength(13)
    expect(counted(skipped)).toEqual({ 'Deleted, without replies': 12 })
  })

  test('3,000 stories give 2,919 articles, the others with a reason', () => {
    const { articles, skipped } = real('firebase-stories-22500000-first3000.json')
    expect(articles).toHaveLength(2_919)
    expect(counted(skipped)).toEqual({ 'Dead on Hacker News': 80, Deleted: 1 })
  })
})
