// Chunks of a thread: what a change leaves as it was is neither printed nor compressed again.
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { publishedArticle } from '../../../src/articles/queries.ts'
import { readThreadBase } from '../../../src/comments/thread/base-reading.ts'
import { type CommentChunks, ownList, renderChunks, sharedList } from '../../../src/comments/thread/chunk-reading.ts'
import type { Comment } from '../../../src/comments/thread/comment-pages.ts'
import { plainView } from '../../../src/thread-view.ts'
import { gzipOf, htmlOf, type Segment } from '../../../src/web/segments.ts'
import { aThread, openSite, type Site } from '../../support/site.ts'

/** Three top-level comments in turn with a reply to each. */
const parents = (n: number): (number | null)[] => Array.from({ length: n }, (_, i) => (i % 2 === 0 ? null : i - 1))

async function chunksOf(site: Site, before: CommentChunks | null): Promise<CommentChunks> {
  const article = (await publishedArticle(site.deps.db, 1))!
  const reader = { viewer: null, dates: 'UTC' }
  const base = (await readThreadBase(site.deps, article, reader, plainView('threaded'), 1))!
  return renderChunks(base, base.context, before)
}

const htmlIn = (list: CommentChunks): string => htmlOf(sharedList(list)).toString()

/** What a browser unpacks. */
const unpacked = (segments: readonly Segment[]): string => gunzipSync(gzipOf(segments)).toString()

test('a comment more is printed with its parent and the reply before it alone, and replaces one chunk', async () => {
  const site = await openSite()
  await site.article({ comments: aThread('t', parents(300)) })
  const first = await chunksOf(site, null)
  expect(first.chunks).toHaveLength(4)
  const parent = first.models[100]!
  await site.post('/comments', { article: '1', parent: String(parent.id), body: 'One more.' }, await site.member('Ada'))
  const next = await chunksOf(site, first)

  expect(next.models).toHaveLength(301)
  const printed = next.models.filter((model) => !first.models.includes(model))
  expect(printed.map(({ id }) => id)).toEqual([parent.id, parent.id + 1, 301])
  const kept = next.chunks.filter(({ segment }) => first.chunks.some((chunk) => chunk.segment === segment))
  expect(kept).toHaveLength(3)
  expect(htmlIn(next)).toBe(htmlIn(await chunksOf(site, null)))
})

test('the next day every comment is printed again, because times are told from today', async () => {
  const site = await openSite()
  await site.article({ comments: aThread('t', parents(6)) })
  const first = await chunksOf(site, null)
  site.advance(24 * 60 * 60 * 1000)
  const next = await chunksOf(site, first)
  expect(next.models.some((model) => first.models.includes(model))).toBe(false)
  expect(htmlIn(next)).toContain('Yesterday, ')
})

/** The comments of a reader to whom some are new. */
const withNew = ({ models }: CommentChunks): Comment[] =>
  models.map((model, i) => (i % 37 === 0 ? { ...model, news: 'new' } : model))

test('what is a reader’s own is put between the shared comments of its chunk, wherever a change has moved that', async () => {
  const site = await openSite()
  await site.article({ comments: aThread('t', parents(300)) })
  const first = await chunksOf(site, null)
  ownList(first, withNew(first))
  await site.post('/comments', { article: '1', parent: '1', body: 'One more.' }, await site.member('Ada'))
  const list = await chunksOf(site, first)
  const segments = ownList(list, withNew(list))
  const html = htmlOf(segments).toString()
  expect(html.match(/<span class="new">new<\/span>\n/g)).toHaveLength(9)
  expect(html.replaceAll('<span class="new">new</span>\n', '')).toBe(htmlIn(list))
  expect(unpacked(segments)).toBe(html)
})

test('the chunks of a page of a large thread are compressed well once they are asked for again', async () => {
  const site = await openSite()
  await site.article({ comments: aThread('t', parents(500)) })
  const list = await chunksOf(site, null)
  const quick = sharedList(list)
  sharedList(list)
  await expect
    .poll(() => sharedList(list).every(({ deflated }, i) => deflated.length < quick[i]!.deflated.length))
    .toBe(true)
  expect(unpacked(sharedList(list))).toBe(htmlOf(quick).toString())
})

test('a chunk refers to the one before it only where that goes before it, whole and as it was', async () => {
  const site = await openSite()
  await site.article({ comments: aThread('t', parents(300)) })
  const first = await chunksOf(site, null)
  expect(unpacked(sharedList(first))).toBe(htmlIn(first))

  for (const place of [95, 191, 299]) {
    const own = first.models.map((model, i) => (i === place ? { ...model, news: 'new' as const } : model))
    const segments = ownList(first, own)
    expect(unpacked(segments)).toBe(htmlOf(segments).toString())
  }

  // The last comment of the first chunk.
  await site.post('/comments', { article: '1', parent: '96', body: 'One more.' }, await site.member('Ada'))
  const next = await chunksOf(site, first)
  expect(next.chunks.map(({ segment }, i) => segment === first.chunks[i]!.segment)).toEqual([false, false, true, true])
  expect(unpacked(sharedList(next))).toBe(htmlIn(next))
})
