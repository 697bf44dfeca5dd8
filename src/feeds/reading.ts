// Gathers the pages of feeds: articles, comments, or both.
import { accountByNic, accountByNicOrSkeleton } from '../accounts/queries.ts'
import { useToken } from '../accounts/tokens/actions.ts'
import { publishedArticle } from '../articles/queries.ts'
import type { Deps } from '../deps.ts'
import { type Scope, storyKey, storyKeys } from '../editions/queries.ts'
import { findSectionList, findTagList } from '../editions/story-list-reading.ts'
import { rowId } from '../faults.ts'
import { mutesOf } from '../mutes/queries.ts'
import { unmutedComments } from '../mutes/reading.ts'
import { compileMutes } from '../mutes/rules.ts'
import { topic } from '../topics.ts'
import { urls } from '../urls.ts'
import { readCorrectionsFeed } from './corrections-reading.ts'
import { buildFeed, type CacheableFeed, ENTRIES_PER_PAGE, type FeedInfo } from './feed-pages.ts'
import { articleEntry, commentEntry } from './pages.ts'
import * as queries from './queries.ts'
import { isByAnother } from './rules.ts'
import type { Entry, Feed } from './shape.ts'

/** Reads a feed by its name in the address. @param before cursor to continue from, or empty for the newest entries @returns null when there is no such feed or cursor */
export type FeedReader = (deps: Deps, name: string, before: string) => Promise<CacheableFeed | null>

const lastOf = <T>(list: readonly T[]): T | undefined => list[list.length - 1]

const readArticleEntries = async ({ db, config }: Deps, rows: readonly queries.FeedArticleRow[]): Promise<Entry[]> => {
  const tags = await queries.tagsOfArticles(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => articleEntry(row, tags.get(row.id) ?? [], config.baseUrl))
}

/** A feed of a list of stories; null when `before` names no story. */
async function readStoryFeed(deps: Deps, info: FeedInfo, scope: Scope): Promise<CacheableFeed | null> {
  const id = rowId(info.before)
  const from = info.before === '' ? null : id === null ? undefined : await storyKey(deps.db, id)
  if (from === undefined) return null
  const keys = await storyKeys(deps.db, scope, from, 'older', ENTRIES_PER_PAGE + 1)
  const shown = keys.slice(0, ENTRIES_PER_PAGE)
  const rows = await queries.articlesByIds(
    deps.db,
    shown.map((key) => key.id),
  )
  return {
    feed: buildFeed(
      deps,
      info,
      await readArticleEntries(deps, rows),
      keys.length > ENTRIES_PER_PAGE ? String(lastOf(shown)!.id) : '',
    ),
    topics: [topic.lists],
  }
}

/** A feed of comments; null when `before` names no comment. */
async function readCommentFeed(
  deps: Deps,
  info: FeedInfo,
  topics: string[],
  fetch: (before: queries.CommentCursor | null, limit: number) => Promise<queries.FeedCommentRow[]>,
): Promise<CacheableFeed | null> {
  const id = rowId(info.before)
  const key = info.before === '' ? null : id === null ? undefined : await queries.commentCursor(deps.db, id)
  if (key === undefined) return null
  const rows = await fetch(key, ENTRIES_PER_PAGE + 1)
  const shown = rows.slice(0, ENTRIES_PER_PAGE)
  return {
    feed: buildFeed(
      deps,
      info,
      shown.map((row) => commentEntry(row, deps.config.baseUrl)),
      rows.length > ENTRIES_PER_PAGE ? String(lastOf(shown)!.id) : '',
    ),
    topics,
  }
}

/** The articles of the whole site. */
async function readArticlesFeed(deps: Deps, before: string): Promise<CacheableFeed | null> {
  const { siteName, tagline } = deps.settings()
  const id = rowId(before)
  const from = before === '' ? null : id === null ? undefined : await queries.articleCursor(deps.db, id)
  if (from === undefined) return null
  const rows = await queries.articlesOfSite(deps.db, from, ENTRIES_PER_PAGE + 1)
  const shown = rows.slice(0, ENTRIES_PER_PAGE)
  const info = { title: siteName, subtitle: tagline, home: urls.front, stem: urls.articlesFeed, before }
  return {
    feed: buildFeed(
      deps,
      info,
      await readArticleEntries(deps, shown),
      rows.length > ENTRIES_PER_PAGE ? String(lastOf(shown)!.id) : '',
    ),
    topics: [topic.lists],
  }
}

/** `articles`, `comments` and `corrections` of the whole site. */
export const readSiteFeed: FeedReader = async (deps, name, before) => {
  if (name === 'articles') return readArticlesFeed(deps, before)
  if (name === 'corrections') return readCorrectionsFeed(deps, before)
  if (name !== 'comments') return null
  const info = {
    title: `${deps.settings().siteName}: comments`,
    subtitle: 'Every comment, newest first',
    home: urls.latest,
    stem: urls.commentsFeed,
    before,
  }
  return readCommentFeed(deps, info, [topic.lists], (key, limit) => queries.commentsOfSite(deps.db, key, limit))
}

export const readSectionFeed: FeedReader = async (deps, slug, before) => {
  const named = await findSectionList(deps, slug)
  if (!named) return null
  const info = {
    title: `${deps.settings().siteName}: ${named.heading}`,
    subtitle: `Articles of the section ${named.heading}, newest first`,
    home: named.list,
    stem: urls.sectionFeed(slug),
    before,
  }
  return readStoryFeed(deps, info, named.scope)
}

/** The feed of a section that had another address before; else null. */
export async function canonicalSectionFeed(deps: Deps, slug: string): Promise<string | null> {
  const named = await findSectionList(deps, slug)
  return named === null || named.name === slug ? null : urls.sectionFeed(named.name)
}

/** The feed of a tag's own spelling, when the address has another one; else null. */
export async function canonicalTagFeed(deps: Deps, tag: string): Promise<string | null> {
  const named = await findTagList(deps, tag)
  return named === null || named.name === tag ? null : urls.tagFeed(named.name)
}

export const readTagFeed: FeedReader = async (deps, tag, before) => {
  const named = await findTagList(deps, tag)
  if (!named) return null
  const info = {
    title: `${deps.settings().siteName}: “${tag}”`,
    subtitle: `Articles with the tag “${tag}”, newest first`,
    home: named.list,
    stem: urls.tagFeed(tag),
    before,
  }
  return readStoryFeed(deps, info, named.scope)
}

/** The comments on one article. */
export const readThreadFeed: FeedReader = async (deps, name, before) => {
  const id = rowId(name)
  const article = id === null ? undefined : await publishedArticle(deps.db, id)
  if (!article) return null
  const info = {
    title: `Comments on “${article.headline}”`,
    subtitle: `${deps.settings().siteName}, newest first`,
    home: urls.article(article),
    stem: urls.threadFeed(article.id),
    before,
    since: article.published_at,
  }
  return readCommentFeed(deps, info, [topic.article(article.id)], (key, limit) =>
    queries.commentsOn(deps.db, article.id, key, limit),
  )
}

/** Parses the cursor of a person's feed: `a12` is an article, `c34` a comment. Empty gives null, anything else undefined. */
async function parsePersonCursor(deps: Deps, before: string): Promise<queries.PersonCursor | null | undefined> {
  if (before === '') return null
  const id = rowId(before.slice(1))
  if (id === null) return undefined
  if (before.startsWith('a')) {
    const article = await storyKey(deps.db, id)
    return article && { ...article, kind: 'article' }
  }
  const comment = before.startsWith('c') ? await queries.commentCursor(deps.db, id) : undefined
  return comment && { at: comment.at, id, kind: 'comment' }
}

/** The feed of a member's own spelling, when the address has another one; else null. */
export async function canonicalPersonFeed(deps: Deps, nic: string): Promise<string | null> {
  const meant = await accountByNicOrSkeleton(deps.db, nic)
  return meant && meant.nic !== nic ? urls.personFeed(meant.nic) : null
}

/** Articles and comments that a member signed with their own nic. At equal times, comments come first. */
export const readPersonFeed: FeedReader = async (deps, nic, before) => {
  const account = await accountByNic(deps.db, nic)
  if (!account) return null
  const key = await parsePersonCursor(deps, before)
  if (key === undefined) return null
  const comments = await queries.commentsBy(deps.db, account.id, key, ENTRIES_PER_PAGE + 1)
  const articles = await queries.articlesBy(deps.db, account, key, ENTRIES_PER_PAGE + 1)
  const entries = await readArticleEntries(deps, articles)
  const all = [
    ...comments.map((row) => ({ entry: commentEntry(row, deps.config.baseUrl), key: `c${row.id}` })),
    ...articles.map((row, i) => ({ entry: entries[i]!, key: `a${row.id}` })),
  ].sort((a, b) => b.entry.published - a.entry.published)
  const shown = all.slice(0, ENTRIES_PER_PAGE)
  const info = {
    title: `${deps.settings().siteName}: ${account.nic}`,
    subtitle: `What ${account.nic} wrote, newest first`,
    home: urls.person(account.nic),
    stem: urls.personFeed(account.nic),
    before,
    since: account.created_at,
  }
  return {
    feed: buildFeed(
      deps,
      info,
      shown.map(({ entry }) => entry),
      all.length > ENTRIES_PER_PAGE ? lastOf(shown)!.key : '',
    ),
    topics: [topic.person(account.nic), topic.lists, topic.log],
  }
}

/** The private feed of a token: replies to its owner's comments, and comments on their articles; null for an unknown token. */
export async function readRepliesFeed(deps: Deps, token: string): Promise<Feed | null> {
  const owner = await useToken(deps, 'feed', token)
  if (owner === null) return null
  // Fetches more than it shows, because the owner's own and muted comments are left out.
  const found = (await queries.repliesTo(deps.db, owner.id, ENTRIES_PER_PAGE * 4)).filter((row) =>
    isByAnother(row, owner),
  )
  const rows = (await unmutedComments(deps.db, compileMutes(await mutesOf(deps.db, owner.id)), found)).slice(
    0,
    ENTRIES_PER_PAGE,
  )
  const home = urls.person(owner.nic)
  const info = {
    title: `${deps.settings().siteName}: replies to ${owner.nic}`,
    subtitle: 'A private feed',
    home,
    stem: home,
    before: '',
    since: owner.created_at,
  }
  // The address is a secret, so the feed does not contain it.
  return {
    ...buildFeed(
      deps,
      info,
      rows.map((row) => commentEntry(row, deps.config.baseUrl)),
      '',
    ),
    id: `${deps.config.baseUrl}${home}#replies`,
    stem: null,
  }
}
