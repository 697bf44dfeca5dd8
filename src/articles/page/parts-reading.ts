// An article's page for a reader with something of their own, joined from what many readers share and what is theirs.
import type { FastifyRequest } from 'fastify'
import { draftWriters } from '../../comments/drafts/actions.ts'
import { memberKey } from '../../comments/posting/pages.ts'
import { type Choices, choicesIn, noChoices } from '../../comments/thread/choice-queries.ts'
import { ownList, sharedList } from '../../comments/thread/chunk-reading.ts'
import type { Comment } from '../../comments/thread/comment-pages.ts'
import type { ThreadContext } from '../../comments/thread/context-pages.ts'
import { readNews, unreadCountsSince } from '../../comments/thread/news-reading.ts'
import { type News, newsOf } from '../../comments/thread/news-rules.ts'
import { ownComments } from '../../comments/thread/overlay-pages.ts'
import { readOwnHidden } from '../../comments/thread/own-hidden-reading.ts'
import { ownContext } from '../../comments/thread/reading.ts'
import { drawSparkline, featuredBlock, newsSummary, readSentence } from '../../comments/thread/thread-pages.ts'
import type { Deps } from '../../deps.ts'
import { type Mark, nextVisitEnd, unionRanges, visitThread } from '../../marks/rules.ts'
import { mutedArticles } from '../../mutes/reading.ts'
import { hasNoMutes } from '../../mutes/rules.ts'
import { MINUTE } from '../../time.ts'
import { topic } from '../../topics.ts'
import { type AccountChrome, accountChrome } from '../../web/chrome.ts'
import { holdingOf, type PagePiece } from '../../web/own-answers.ts'
import { ownFact } from '../../web/own-facts.ts'
import type { JoinedPage, PublicParts } from '../../web/pages.ts'
import type { Reader } from '../../web/reader.ts'
import { partPrinter, printPart } from '../../web/render.ts'
import { ownSegment, type Segment, smallSegment } from '../../web/segments.ts'
import { type ArticlePage, closedTally, relatedStories, saveButton } from './article-pages.ts'
import { type ArticleBase, type RelatedRows, readRelated, shownBeside } from './base-reading.ts'
import { readForm } from './reading.ts'
import {
  canonicalAddress,
  type FilledHole,
  type Frame,
  type PageAsked,
  readFrame,
  readShared,
  type SharedPage,
} from './shared-reading.ts'

/** What is the reader's own on the page. */
type Own = {
  choices: Choices
  news: News | null
  context: ThreadContext
  /** Null where nothing in the list is the reader's own. */
  comments: Comment[] | null
  related: Pick<ArticlePage, 'also' | 'seen' | 'before' | 'after'>
  /** What stands beside the article is what most readers see there. */
  isRelatedUsual: boolean
  form: ArticlePage['form']
  chrome: AccountChrome
  /** When the clock alone changes what is new to the reader, Unix milliseconds. */
  until: number
}

const printForm = partPrinter('parts/comment-form', ['parts/form-key'])

/** The page of every reader who has nothing of their own. @returns null where it has to be made as a whole, or there is none */
export async function readForStrangers(
  deps: Deps,
  request: FastifyRequest,
  reader: Reader,
  asked: PageAsked,
): Promise<PublicParts | null> {
  const page = deps.parts.isOn ? await readFromParts(deps, request, reader, asked) : null
  if (page?.holding == null) return null
  const segments = page.pieces.map((piece) => (typeof piece === 'function' ? piece() : piece))
  return { segments, expires: page.expires, topics: page.holding.topics, articleId: asked.id }
}

/** @returns null where the page has to be made as a whole, or there is none; `expires` does not count views, which change all the time */
export async function readFromParts(
  deps: Deps,
  request: FastifyRequest,
  reader: Reader,
  asked: PageAsked,
): Promise<(JoinedPage & { expires: number }) | null> {
  const { viewer, guest } = reader
  const readings = viewer === null ? 0 : deps.marks.readings(viewer.id)
  const choices = await rememberedChoices(deps, reader, asked.id)
  // A comment that nobody else sees moves others on the page.
  if (choices.hasHidden) return null
  const shared = await readShared(deps, reader, asked, choices.follow)
  if (shared === null || shared.base.row.slug !== asked.slug) return null
  const { base } = shared
  const chrome = await accountChrome(
    deps,
    request,
    canonicalAddress(base.story.permalink, asked),
    base.story.sectionHref,
  )
  const frame = await readFrame(deps, request, reader, asked, shared, { follow: choices.follow, chrome })
  const own = await readOwn(deps, reader, shared, choices, chrome)
  const isLasting = (own.form === null || own.form.isLasting) && !canStillEdit(shared, viewer, deps.clock())
  const holding = {
    topics: [
      ...base.topics,
      ...(viewer === null && guest !== null ? [topic.guests] : []),
      ...draftWriters(null, guest),
    ],
    until: Math.min(shared.expires, own.until),
    isCurrent: () => viewer === null || deps.marks.readings(viewer.id) === readings,
    visit: (now: number) => {
      if (viewer !== null) deps.marks.prolong(viewer.id, base.row.id, now)
    },
  }
  return {
    pieces: joinPage(deps, reader, shared, frame, own),
    greets: chrome.welcome !== null,
    expires: base.expires,
    holding: isLasting ? holdingOf(deps, request, holding) : null,
  }
}

/** Whether a comment of the reader's says how many minutes are left to edit it. */
const canStillEdit = ({ list, context }: SharedPage, viewer: Reader['viewer'], now: number): boolean =>
  viewer !== null &&
  (list.byAccount.get(viewer.id) ?? []).some((place) =>
    [list.placed[place]!.row, ...list.placed[place]!.run].some(
      (row) => row.account_id === viewer.id && row.created_at + context.editMinutes * MINUTE > now,
    ),
  )

/** What a member chose in the thread; a guest has no choices, but may have comments that nobody else sees. */
async function rememberedChoices(deps: Deps, reader: Reader, articleId: number): Promise<Choices> {
  const { viewer } = reader
  if (viewer !== null)
    return ownFact(deps, viewer.id, `choices ${articleId}`, () => choicesIn(deps.db, viewer.id, articleId), [
      topic.article(articleId),
    ])
  return { ...noChoices, hasHidden: (await readOwnHidden(deps, articleId, reader)).rows.length > 0 }
}

async function readOwn(
  deps: Deps,
  reader: Reader,
  shared: SharedPage,
  choices: Choices,
  chrome: AccountChrome,
): Promise<Own> {
  const { base, list } = shared
  const related = await readOwnRelated(deps, reader, base)
  const marks = new Map(await reader.marks?.of([base.row.id, ...shownBeside(related)]))
  const news = await readOwnNews(deps, reader, shared, marks.get(base.row.id) ?? null)
  marks.delete(base.row.id)
  const context = {
    ...ownContext(shared.context, reader, { choices, news, waiting: new Map() }, base.thread.rows),
    now: deps.clock(),
  }
  const fresh = await unreadCountsSince(deps, reader, marks)
  return {
    choices,
    news,
    context,
    comments: ownComments(base.thread, list, context, news),
    related: relatedStories(related, fresh),
    isRelatedUsual: related === base.related && fresh.size === 0,
    form: await readForm(deps, base, reader),
    chrome,
    until: nextVisitEnd(marks.values(), deps.clock()),
  }
}

/** What is new to the reader, who has then seen the page. A page with all comments knows it without asking. */
async function readOwnNews(
  deps: Deps,
  reader: Reader,
  { base, whole }: SharedPage,
  before: Mark | null,
): Promise<News | null> {
  if (reader.marks === null) return null
  if (whole === null) return readNews(deps, reader, base.row, base.thread.shown)
  const mark = visitThread(before, base.row.last_number, deps.clock())
  reader.marks.keep(base.row.id, { ...mark, shown: unionRanges(mark.shown, whole.shown) })
  return newsOf(whole, mark, reader, base.row.comment_count)
}

/** Other stories without those that the reader has muted. */
async function readOwnRelated(deps: Deps, reader: Reader, { row, tags, related }: ArticleBase): Promise<RelatedRows> {
  if (hasNoMutes(reader.mutes)) return related
  const others = [related.before, related.after, ...related.also, ...related.seen]
  const muted = await mutedArticles(
    deps.db,
    reader.mutes,
    others.flatMap((other) => other?.id ?? []),
  )
  return muted.size === 0 ? related : readRelated(deps, row, tags, reader)
}

/** Joins the page. Texts of the reader's own that follow each other are one piece. */
function joinPage(deps: Deps, reader: Reader, shared: SharedPage, frame: Frame, own: Own): PagePiece<Segment>[] {
  const { choices, comments, chrome, isRelatedUsual } = own
  const isUsual =
    comments === null && !choices.savedArticle && chrome.welcome === null && hasNoMutes(reader.mutes) && isRelatedUsual
  const pieces = isUsual ? frame.usual : frame.pieces
  const parts = partsOf(deps, reader, shared, own)
  const { viewer, marks, guest, details } = reader
  // What strangers get is theirs all alike.
  const isShared = viewer === null && marks === null && guest === null && details === null
  const compress = isShared ? smallSegment : deps.segments
  const segments: PagePiece<Segment>[] = []
  let text = ''
  const endText = (): void => {
    if (text !== '') segments.push(compress(text))
    text = ''
  }
  for (const [i, piece] of pieces.entries()) {
    // What stands beside a form is compressed with it.
    if (piece.hole === 'parts/comment-form' || pieces[i - 1]?.hole === 'parts/comment-form') text += piece.text
    else {
      endText()
      segments.push(piece.segment)
    }
    if (piece.hole === null) continue
    for (const part of parts[piece.hole]()) {
      if (typeof part === 'string') text += part
      else {
        endText()
        segments.push(part)
      }
    }
  }
  endText()
  return segments
}

/** What fills each hole of the frame: texts, or pieces that are compressed already. */
function partsOf(
  { random }: Deps,
  reader: Reader,
  { base, list, thread }: SharedPage,
  { choices, news, context, comments, related, form, chrome }: Own,
): Record<FilledHole, () => (string | PagePiece<Segment>)[]> {
  const shown = comments ?? list.models
  const freshKey = (model: NonNullable<Own['form']>) => {
    const field = printPart('parts/form-key', model)
    return () => ownSegment(field.replace(model.key, memberKey(random.token())))
  }
  return {
    'parts/account': () => [printPart('parts/account', { chrome })],
    'parts/welcome': () => [printPart('parts/welcome', { chrome })],
    'parts/thread-news': () => [
      printPart('parts/thread-news', {
        news: newsSummary(news, shown, context),
        read: readSentence(news, base.row.comment_count),
        empty: thread.empty,
      }),
    ],
    'parts/sparkline': () => [
      printPart('parts/sparkline', comments === null ? thread : drawSparkline(base.thread.bars, shown, context)),
    ],
    'parts/save-article': () => [
      printPart('parts/save-article', { saving: saveButton(base, reader, choices.savedArticle) }),
    ],
    'parts/featured': () => [
      printPart('parts/featured', {
        featured: hasNoMutes(reader.mutes) ? thread.featured : featuredBlock(base.thread, base.row, context),
      }),
    ],
    'parts/comments': () => (comments === null ? sharedList(list) : ownList(list, comments)),
    'parts/tally': () => [printPart('parts/tally', { tally: closedTally(base, reader) })],
    'parts/comment-form': () =>
      form === null
        ? []
        : printForm(form).flatMap(({ text, hole }) => [
            text,
            // A member's key is another one in each answer. A guest's form has none here.
            ...(hole === null || form.key === '' ? [] : [freshKey(form)]),
          ]),
    'parts/more-to-read': () => [printPart('parts/more-to-read', { section: base.story.section, ...related })],
  }
}
