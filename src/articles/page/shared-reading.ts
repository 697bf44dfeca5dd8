// What all readers of a kind share of an article's page: its rows, its comments in chunks, and the frame around them.
import type { FastifyRequest } from 'fastify'
import type { Choices } from '../../comments/thread/choice-queries.ts'
import { bytesOf, type CommentChunks, renderChunks } from '../../comments/thread/chunk-reading.ts'
import type { ThreadContext } from '../../comments/thread/context-pages.ts'
import { type News, type WholeThread, wholeThread } from '../../comments/thread/news-rules.ts'
import { type Thread, threadPage } from '../../comments/thread/thread-pages.ts'
import type { Deps } from '../../deps.ts'
import { styleOf, zoneOf } from '../../format.ts'
import { isPlain, type ThreadView, viewQuery } from '../../thread-view.ts'
import { MINUTE } from '../../time.ts'
import { topic } from '../../topics.ts'
import { type AccountChrome, chromeFor, withHead } from '../../web/chrome.ts'
import { looksOf } from '../../web/looks.ts'
import type { Reader } from '../../web/reader.ts'
import { framePrinter, type Hole, type Piece, printPart } from '../../web/render.ts'
import { type Segment, sharedSegment } from '../../web/segments.ts'
import { type ArticleRow, publishedArticle } from '../queries.ts'
import { type ArticlePage, articlePage, relatedStories } from './article-pages.ts'
import { type ArticleBase, readArticleBase } from './base-reading.ts'
import { headOf, readForm } from './reading.ts'

/** What a reader asks for. */
export type PageAsked = {
  id: number
  slug: string | undefined
  view: ThreadView
  page: number
  /** The article, where it has been read, and the mark of the page cache from before that. */
  found?: { row: ArticleRow; mark: number }
}

/** What all readers of a kind see of the article. */
export type SharedPage = {
  base: ArticleBase
  /** Unix milliseconds. */
  expires: number
  /** Of the page cache, from before its first read: a frame of these rows must not be taken for one of later rows. */
  mark: number
  /** The facts for a reader who has nothing of their own in the thread. */
  context: ThreadContext
  list: CommentChunks
  /** Null where a page has not all comments. */
  whole: WholeThread | null
  /** As a reader with marks sees it, to whom nothing is new. */
  thread: Thread
}

/** The parts of the page that differ from reader to reader. */
const holes = [
  'parts/account',
  'parts/welcome',
  'parts/thread-news',
  'parts/sparkline',
  'parts/save-article',
  'parts/featured',
  'parts/comments',
  'parts/tally',
  'parts/comment-form',
  'parts/more-to-read',
] as const satisfies Hole[]

export type FilledHole = (typeof holes)[number]

/** A text of the page, compressed, with the hole that follows it. */
type FramePiece = { text: string; segment: Segment; hole: FilledHole | null }

/** The texts of a page around its holes. */
export type Frame = {
  pieces: FramePiece[]
  /** The same where those holes are filled that most readers see alike: fewer pieces are smaller. */
  usual: FramePiece[]
}

const printFrame = framePrinter('articles/article', holes)

/** The view counter is not a topic: what the page says of it may be this old. */
const MAX_AGE_MS = 10 * MINUTE

const sharedKey = ({ viewer, dates }: Reader, { id, view, page }: PageAsked, follow: Choices['follow']): string =>
  `article ${id} ${viewQuery(view)} ${page} ${viewer?.role} ${follow} ${zoneOf(dates)} ${styleOf(dates)}`

/** @returns null where there is no such page */
export async function readShared(
  deps: Deps,
  reader: Reader,
  asked: PageAsked,
  follow: Choices['follow'],
): Promise<SharedPage | null> {
  const now = deps.clock()
  const key = sharedKey(reader, asked, follow)
  const known = deps.parts.get<SharedPage>(key, now)
  if (known !== undefined) return known
  return deps.parts.once<SharedPage | null>(key, now, async (before) => {
    const mark = deps.pages.mark()
    const row = await readArticleOf(deps, asked)
    const base = row === undefined ? null : await readArticleBase(deps, row, reader, asked.view, asked.page)
    if (base === null) return { value: null, bytes: 0, expires: 0, topics: [] }
    const context = { ...base.thread.context, follow }
    const list = await renderChunks(base.thread, context, before?.list ?? null)
    const { found, shown, view } = base.thread
    const expires = Math.min(base.expires, now + MAX_AGE_MS)
    const isWhole = found.pages === 1 && found.cut === null && !view.top && !view.featured
    const value = {
      base,
      expires,
      mark,
      context,
      list,
      whole: isWhole ? wholeThread(found.rows, shown) : null,
      thread: threadPage(base.thread, base.row, list.models, { context, news: nothingNew, hidden: 0 }),
    }
    return { value, bytes: bytesOf(list), expires, topics: base.topics }
  })
}

/** The article that was read already, if it has not changed since. */
const readArticleOf = async ({ db, pages }: Deps, { id, found }: PageAsked): Promise<ArticleRow | undefined> =>
  found !== undefined && pages.areUnchanged([topic.article(id)], found.mark) ? found.row : publishedArticle(db, id)

const nothingNew: News = {
  ids: new Set(),
  total: 0,
  since: 0,
  first: true,
  elsewhere: null,
  read: 0,
  isRead: () => false,
}

/** @param chrome of the first reader: what it says of them is in holes */
export async function readFrame(
  deps: Deps,
  request: FastifyRequest,
  reader: Reader,
  asked: PageAsked,
  { base, mark, thread }: SharedPage,
  { follow, chrome }: { follow: Choices['follow']; chrome: AccountChrome },
): Promise<Frame> {
  const now = deps.clock()
  const { theme, size, keys } = looksOf(request)
  const kind = `${theme} ${size} ${keys} ${reader.marks !== null} ${chrome.posting.length} ${mark}`
  return deps.parts.once<Frame>(`frame ${sharedKey(reader, asked, follow)} ${kind}`, now, async () => {
    const page = articlePage(base, reader, {
      ...relatedStories(base.related, new Map()),
      thread: reader.marks === null ? { ...thread, options: { ...thread.options, read: null } } : thread,
      form: await readForm(deps, base, reader),
      follow,
      saved: false,
    })
    const here = canonicalAddress(base.story.permalink, asked)
    const whole = withHead(await chromeFor(deps, request, here, base.story.sectionHref), headOf(deps, base, page))
    const texts = printFrame({ chrome: whole, title: base.row.headline, description: base.row.lede, ...page })
    const pieces = await compressed(texts)
    const usual = await compressed(filled(texts, usualParts(page)))
    return {
      value: { pieces, usual },
      bytes: [...pieces, ...usual].reduce((sum, { segment }) => sum + 3 * segment.html.length, 0),
      expires: Math.min(base.expires, now + MAX_AGE_MS),
      topics: base.topics,
    }
  })
}

/** What most members see in those holes that need not be their own: nothing is new, saved or muted. */
const usualParts = (page: ArticlePage): Partial<Record<Hole, string>> => ({
  'parts/welcome': '',
  'parts/sparkline': printPart('parts/sparkline', page.thread),
  'parts/save-article': printPart('parts/save-article', page),
  'parts/featured': printPart('parts/featured', page.thread),
  'parts/more-to-read': printPart('parts/more-to-read', page),
})

/** Fills holes of a frame. */
function filled(pieces: readonly Piece[], parts: Partial<Record<Hole, string>>): Piece[] {
  const joined: Piece[] = []
  let before = ''
  for (const { text, hole } of pieces) {
    const part = hole === null ? undefined : parts[hole]
    before += text + (part ?? '')
    if (part !== undefined) continue
    joined.push({ text: before, hole })
    before = ''
  }
  return joined
}

const compressed = (pieces: readonly Piece[]): Promise<FramePiece[]> =>
  Promise.all(
    pieces.map(async ({ text, hole }) => ({
      text,
      segment: await sharedSegment(text),
      hole: hole as FilledHole | null,
    })),
  )

/**
 * Every order shows the same thread, so the canonical address is the article's own; a later page is a page of its own.
 * @param href of the article
 */
export const canonicalAddress = (href: string, { view, page }: Pick<PageAsked, 'view' | 'page'>): string =>
  page > 1 && view.order === 'threaded' && isPlain(view) ? `${href}?page=${page}` : href
