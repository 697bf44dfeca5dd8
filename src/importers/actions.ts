// Stores imported articles with their threads in short transactions. What a kill left half done, a repeated import completes.

import { accountByNic, insertAccount } from '../accounts/queries.ts'
import { insertArticle, insertMedia } from '../articles/queries.ts'
import { normalizeHost } from '../articles/rules.ts'
import { isInvisible } from '../blank.ts'
import { noteChange } from '../db/changes.ts'
import type { Tx } from '../db/open.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { ensureArea, ensureSection } from '../editions/list-queries.ts'
import { insertLead, leadInForce } from '../editions/queries.ts'
import { RENDERER_VERSION, render } from '../markup/render.ts'
import { wordCount } from '../markup/text.ts'
import { recordClosure } from '../moderation/threads/closure-actions.ts'
import { skeleton } from '../skeleton.ts'
import { createPause } from '../slices.ts'
import { slugOf } from '../slugs.ts'
import { dayOf } from '../time.ts'
import { topic } from '../topics.ts'
import { urls } from '../urls.ts'
import { cleanArticle, cleanLine } from './controls.ts'
import { storePictures } from './picture-actions.ts'
import { articleKnown, keepKey, knownKeys } from './queries.ts'
import type { ImportedArticle, ImportedComment, ImportedPerson, LoadOptions, Skipped } from './shape.ts'
import type { Prepared } from './thread-actions.ts'
import { actorOf, storeComment } from './thread-actions.ts'

export type Loaded = { articles: number; comments: number; known: number; skipped: Skipped[] }

/** Imported accounts. They have no password. */
export async function loadPeople(deps: Deps, people: readonly ImportedPerson[]): Promise<void> {
  await write(deps, async (db) => {
    for (const { nic: name, ...person } of people) {
      const nic = cleanLine(name)
      if (await accountByNic(db, nic)) continue
      await insertAccount(db, {
        nic,
        nic_skeleton: skeleton(nic),
        email: null,
        email_folded: null,
        password_hash: null,
        role: person.role,
        created_at: person.joinedAt,
      })
    }
  })
}

/**
 * Stores articles with their threads. An article that was imported before gets its missing comments.
 * @param file for the report of what was skipped
 */
export async function loadArticles(
  deps: Deps,
  file: string,
  articles: readonly ImportedArticle[],
  options: LoadOptions,
): Promise<Loaded> {
  const total: Loaded = { articles: 0, comments: 0, known: 0, skipped: [] }
  const pause = createPause()
  for (const [i, read] of articles.entries()) {
    // better-sqlite3 is synchronous: signals and requests are handled only when the loop yields.
    await pause()
    if (options.stopped?.()) break
    const article = cleanArticle(read)
    if (isInvisible(article.headline)) {
      total.skipped.push({ file, row: article.key, reason: 'No title' })
      continue
    }
    if (article.postedAt > deps.clock()) {
      total.skipped.push({ file, row: article.key, reason: 'Its date is in the future' })
      continue
    }
    const known = await knownKeys(deps.db, [article.key, ...article.comments.map((comment) => comment.key)])
    const ahead = futureIds(article.comments, deps.clock())
    for (const key of ahead)
      total.skipped.push({ file, row: key, reason: 'Its date, or that of its parent, is in the future' })
    const fresh = article.comments.filter((comment) => !known.has(comment.key) && !ahead.has(comment.key))
    total.known += (known.has(article.key) ? 1 : 0) + (article.comments.length - fresh.length - ahead.size)
    total.articles += known.has(article.key) ? 0 : 1
    total.comments += fresh.length
    if (!options.dryRun && (fresh.length > 0 || !known.has(article.key)))
      await storeArticle(deps, article, inOrder(fresh), known, options)
    options.progress?.(i + 1)
  }
  return total
}

/** Comments from the future, with all replies. */
function futureIds(comments: readonly ImportedComment[], now: number): Set<string> {
  const ahead = new Set<string>()
  for (const { key, parent, postedAt } of comments)
    if (postedAt > now || (parent !== undefined && ahead.has(parent))) ahead.add(key)
  return ahead
}

/** Ordered by time, parents first. */
function inOrder(comments: readonly ImportedComment[]): ImportedComment[] {
  const at = new Map<string, number>()
  for (const comment of comments)
    at.set(comment.key, Math.max(comment.postedAt, comment.parent === undefined ? 0 : (at.get(comment.parent) ?? 0)))
  return comments
    .map((comment, i) => ({ comment, i }))
    .sort((a, b) => at.get(a.comment.key)! - at.get(b.comment.key)! || a.i - b.i)
    .map(({ comment }) => comment)
}

/** Stores pictures and reads accounts. @throws Error when a comment answers one that does not come before it */
async function prepareArticle(
  deps: Deps,
  article: ImportedArticle,
  comments: readonly ImportedComment[],
  known: ReadonlyMap<string, number>,
  options: LoadOptions,
): Promise<Prepared> {
  const before = new Set(known.keys())
  for (const { key, parent } of comments) {
    if (parent !== undefined && !before.has(parent))
      throw new Error(`The comment ${key} answers ${parent}, which does not come before it.`)
    before.add(key)
  }
  const pictures = await storePictures(deps, article, comments, options)
  const withPictures = (text: string): string =>
    text.replace(/picture:([\w.-]+)/g, (whole, file: string) =>
      pictures.has(file) ? urls.media(pictures.get(file)!.name) : whole,
    )
  return {
    deps,
    article,
    options,
    accounts: await accountIds(deps, article, comments),
    pictures,
    body: render(withPictures(article.body), { format: article.format, place: 'article' }).html,
    withPictures,
    now: deps.clock(),
  }
}

/** Comments of one transaction, which takes about ten milliseconds. */
export const COMMENTS_PER_STEP = 20

async function storeArticle(
  deps: Deps,
  article: ImportedArticle,
  comments: readonly ImportedComment[],
  known: ReadonlyMap<string, number>,
  options: LoadOptions,
): Promise<void> {
  const prepared = await prepareArticle(deps, article, comments, known, options)
  const mentions = new Map([...prepared.accounts].map(([nic]) => [nic, urls.person(nic)]))
  const ids = new Map(known)
  const pause = options.pause ?? createPause()
  for (let from = 0; ; from += COMMENTS_PER_STEP) {
    const step = comments.slice(from, from + COMMENTS_PER_STEP)
    const isLast = from + COMMENTS_PER_STEP >= comments.length
    const texts = step.map(
      ({ text, format }) => render(prepared.withPictures(text), { format, place: 'comment', mentions }).html,
    )
    await write(deps, async (db) => {
      noteChange(db, topic.everything)
      const articleId = ids.get(article.key) ?? (await storeHead(db, prepared))
      ids.set(article.key, articleId)
      for (const [i, comment] of step.entries())
        ids.set(comment.key, await storeComment(db, prepared, articleId, ids, comment, texts[i]!))
      // In the first transaction, so that a thread that is half imported is closed already.
      if (article.closed && !known.has(article.key) && from === 0)
        await recordClosure(
          db,
          actorOf(prepared, article.closed.by),
          articleId,
          article.closed.reason,
          article.closed.at,
          options.backdated ? article.closed.at : prepared.now,
        )
    })
    await pause()
    if (isLast) return
  }
}

async function storeHead(db: Tx, { deps, article, body, accounts, pictures, withPictures }: Prepared): Promise<number> {
  const known = await articleKnown(db, article.key)
  if (known !== undefined) return known
  const areaName = article.area ?? article.section
  const area = await ensureArea(db, areaName, slugOf(areaName))
  const section = await ensureSection(db, article.section, slugOf(article.section), area)
  const day = dayOf(article.postedAt, deps.settings().timeZone)
  const file = article.picture === undefined ? undefined : pictures.get(article.picture.file)
  const picture =
    article.picture && file
      ? await insertMedia(db, {
          ...file,
          alt: article.picture.alt,
          caption: article.picture.caption,
          credit: article.picture.credit,
          created_at: article.postedAt,
        })
      : null
  const id = await insertArticle(
    db,
    {
      kind: article.kind,
      state: 'published',
      section_id: section,
      headline: article.headline,
      slug: slugOf(article.headline),
      lede: article.lede,
      source_url: article.source?.url ?? null,
      source_host: article.source ? normalizeHost(new URL(article.source.url).hostname) : null,
      source_name: article.source?.name ?? null,
      body_format: article.format,
      body_source: withPictures(article.body),
      body_html: body,
      renderer: RENDERER_VERSION,
      word_count: wordCount(body),
      account_id: article.account === undefined ? null : (accounts.get(article.account) ?? null),
      nic: article.nic,
      picture_id: picture,
      created_at: article.postedAt,
      published_at: article.postedAt,
      day,
      revised_at: null,
      close_after_days: article.closeAfterDays ?? null,
      reopened_at: null,
      view_count: article.views,
      last_comment_id: null,
      last_comment_at: null,
      last_comment_nic: null,
    },
    article.tags,
  )
  // Of several leads of one day in an import the first counts; an editor's choice stays.
  if (article.lead && (await leadInForce(db, day)) === undefined)
    await insertLead(db, { day, article_id: id, account_id: null, reason: '', created_at: article.postedAt })
  await keepKey(db, article.key, 'article', id)
  return id
}

async function accountIds(
  deps: Deps,
  article: ImportedArticle,
  comments: readonly ImportedComment[],
): Promise<Map<string, number>> {
  const nics = new Set(
    [
      article.account,
      article.closed?.by,
      ...comments.flatMap((comment) => [comment.account, comment.removal?.by]),
    ].filter((nic) => nic !== undefined),
  )
  const ids = new Map<string, number>()
  for (const nic of nics) {
    const account = await accountByNic(deps.db, nic)
    if (account) ids.set(nic, account.id)
  }
  return ids
}
