// Gathers what each feed tells: a page of articles, of comments, or of both.
import { accountByNic, accountMeant } from '../accounts/queries.ts'
import { publishedArticle } from '../articles/queries.ts'
import type { Deps } from '../deps.ts'
import { sectionNamed, tagNamed } from '../editions/list-reading.ts'
import { type Scope, storyKey, storyKeys } from '../editions/queries.ts'
import { rowId } from '../faults.ts'
import { mutesOf } from '../mutes/queries.ts'
import { unmutedComments } from '../mutes/reading.ts'
import { mutesFrom } from '../mutes/rules.ts'
import { tokenHash } from '../random.ts'
import { urls } from '../urls.ts'
import { topic } from '../web/cache.ts'
import { articleEntry, commentEntry } from './pages.ts'
import * as queries from './queries.ts'
import { isTold } from './rules.ts'
import type { Entry, Feed } from './shape.ts'

/** Entries of a page of a feed. */
const LIMIT = 40

export type Found = { feed: Feed /** What a change of must drop it from the cache. */; topics: string[] }

/** One of the site's feeds, by its name in the address, from a place in it on (empty: the beginning); null when there is no such feed or place. */
export type Reader = (deps: Deps, name: string, before: string) => Promise<Found | null>

type Told = {
  title: string
  subtitle: string
  home: string
  stem: string
  before: string /** What it is dated when it is empty. */
  since?: number
}

const last = <T>(list: readonly T[]): T | undefined => list[list.length - 1]

/** @param older the key that the next older page begins at, or empty */
function feedOf({ config, assets }: Deps, told: Told, entries: readonly Entry[], older: string): Feed {
  const base = config.baseUrl
  return {
    id: `${base}${told.stem}`,
    title: told.title,
    subtitle: told.subtitle,
    home: `${base}${told.home}`,
    stem: `${base}${told.stem}`,
    before: told.before,
    older,
    icon: `${base}${assets.href('icon-192.png')}`,
    updated: entries.reduce((newest, { updated }) => Math.max(newest, updated), told.since ?? 0),
    entries,
  }
}

const articleEntries = async ({ db, config }: Deps, rows: readonly queries.ArticleRow[]): Promise<Entry[]> => {
  const tags = await queries.tagsOf(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => articleEntry(row, tags.get(row.id) ?? [], config.baseUrl))
}

/** A feed of the stories of one list; null when there has never been a story of the id that it goes on from. */
async function ofStories(deps: Deps, told: Told, scope: Scope): Promise<Found | null> {
  const id = rowId(told.before)
  const from = told.before === '' ? null : id === null ? undefined : await storyKey(deps.db, id)
  if (from === undefined) return null
  const keys = await storyKeys(deps.db, scope, from, 'older', LIMIT + 1)
  const shown = keys.slice(0, LIMIT)
  const rows = await queries.articlesWithIds(
    deps.db,
    shown.map((key) => key.id),
  )
  return {
    feed: feedOf(deps, told, await articleEntries(deps, rows), keys.length > LIMIT ? String(last(shown)!.id) : ''),
    topics: [topic.lists],
  }
}

/** A feed of comments; null when `before` is no comment. */
async function ofComments(
  deps: Deps,
  told: Told,
  topics: string[],
  fetch: (before: queries.CommentKey | null, limit: number) => Promise<queries.CommentRow[]>,
): Promise<Found | null> {
  const id = rowId(told.before)
  const key = told.before === '' ? null : id === null ? undefined : await queries.commentKey(deps.db, id)
  if (key === undefined) return null
  const rows = await fetch(key, LIMIT + 1)
  const shown = rows.slice(0, LIMIT)
  return {
    feed: feedOf(
      deps,
      told,
      shown.map((row) => commentEntry(row, deps.config.baseUrl)),
      rows.length > LIMIT ? String(last(shown)!.id) : '',
    ),
    topics,
  }
}

/** The articles of the whole site. */
async function readArticles(deps: Deps, before: string): Promise<Found | null> {
  const { siteName, tagline } = deps.settings()
  const id = rowId(before)
  const from = before === '' ? null : id === null ? undefined : await queries.dayKey(deps.db, id)
  if (from === undefined) return null
  const rows = await queries.articlesOfSite(deps.db, from, LIMIT + 1)
  const shown = rows.slice(0, LIMIT)
  const told = { title: siteName, subtitle: tagline, home: urls.front, stem: urls.articlesFeed, before }
  return {
    feed: feedOf(deps, told, await articleEntries(deps, shown), rows.length > LIMIT ? String(last(shown)!.id) : ''),
    topics: [topic.lists],
  }
}

/** `articles` and `comments` of the whole site. */
export const readSite: Reader = async (deps, name, before) => {
  if (name === 'articles') return readArticles(deps, before)
  if (name !== 'comments') return null
  const told = {
    title: `${deps.settings().siteName}: comments`,
    subtitle: 'Every comment, newest first',
    home: urls.latest,
    stem: urls.commentsFeed,
    before,
  }
  return ofComments(deps, told, [topic.lists], (key, limit) => queries.commentsOfSite(deps.db, key, limit))
}

export const readSection: Reader = async (deps, slug, before) => {
  const named = await sectionNamed(deps, slug)
  if (!named) return null
  const told = {
    title: `${deps.settings().siteName}: ${named.heading}`,
    subtitle: `Articles of the section ${named.heading}, newest first`,
    home: named.list,
    stem: urls.sectionFeed(slug),
    before,
  }
  return ofStories(deps, told, named.scope)
}

/** The feed of the tag that is written otherwise, or null. */
export async function tagMeant(deps: Deps, tag: string): Promise<string | null> {
  const named = await tagNamed(deps, tag)
  return named === null || named.name === tag ? null : urls.tagFeed(named.name)
}

export const readTag: Reader = async (deps, tag, before) => {
  const named = await tagNamed(deps, tag)
  if (!named) return null
  const told = {
    title: `${deps.settings().siteName}: “${tag}”`,
    subtitle: `Articles with the tag “${tag}”, newest first`,
    home: named.list,
    stem: urls.tagFeed(tag),
    before,
  }
  return ofStories(deps, told, named.scope)
}

/** The comments on one article. */
export const readThread: Reader = async (deps, name, before) => {
  const id = rowId(name)
  const article = id === null ? undefined : await publishedArticle(deps.db, id)
  if (!article) return null
  const told = {
    title: `Comments on “${article.headline}”`,
    subtitle: `${deps.settings().siteName}, newest first`,
    home: urls.article(article),
    stem: urls.threadFeed(article.id),
    before,
    since: article.published_at,
  }
  return ofComments(deps, told, [topic.article(article.id)], (key, limit) =>
    queries.commentsOn(deps.db, article.id, key, limit),
  )
}

/** Where a person's feed goes on: `a12` after that article, `c34` after that comment; undefined for anything else. */
async function momentNamed(deps: Deps, before: string): Promise<queries.Moment | null | undefined> {
  if (before === '') return null
  const id = rowId(before.slice(1))
  if (id === null) return undefined
  if (before.startsWith('a')) {
    const article = await storyKey(deps.db, id)
    return article && { ...article, kind: 'article' }
  }
  const comment = before.startsWith('c') ? await queries.commentKey(deps.db, id) : undefined
  return comment && { at: comment.at, id, kind: 'comment' }
}

/** The feed of the member whose nic is written otherwise, or null. */
export async function personMeant(deps: Deps, nic: string): Promise<string | null> {
  const meant = await accountMeant(deps.db, nic)
  return meant && meant.nic !== nic ? urls.personFeed(meant.nic) : null
}

/** What a member wrote under their own nic, articles and comments together; at the same moment comments stand first. */
export const readPerson: Reader = async (deps, nic, before) => {
  const account = await accountByNic(deps.db, nic)
  if (!account) return null
  const key = await momentNamed(deps, before)
  if (key === undefined) return null
  const comments = await queries.commentsBy(deps.db, account.id, key, LIMIT + 1)
  const articles = await queries.articlesBy(deps.db, account, key, LIMIT + 1)
  const entries = await articleEntries(deps, articles)
  const all = [
    ...comments.map((row) => ({ entry: commentEntry(row, deps.config.baseUrl), key: `c${row.id}` })),
    ...articles.map((row, i) => ({ entry: entries[i]!, key: `a${row.id}` })),
  ].sort((a, b) => b.entry.published - a.entry.published)
  const shown = all.slice(0, LIMIT)
  const told = {
    title: `${deps.settings().siteName}: ${account.nic}`,
    subtitle: `What ${account.nic} wrote, newest first`,
    home: urls.person(account.nic),
    stem: urls.personFeed(account.nic),
    before,
    since: account.created_at,
  }
  return {
    feed: feedOf(
      deps,
      told,
      shown.map(({ entry }) => entry),
      all.length > LIMIT ? last(shown)!.key : '',
    ),
    topics: [topic.person(account.nic), topic.lists, topic.log],
  }
}

/** The private feed under a token: answers to what its owner wrote, and comments under what they posted; null when it is none. */
export async function readReplies(deps: Deps, token: string): Promise<Feed | null> {
  const owner = await queries.tokenOwner(deps.db, tokenHash(token))
  if (!owner) return null
  // More than are shown, because not all of them are told.
  const found = (await queries.repliesTo(deps.db, owner.id, LIMIT * 4)).filter((row) => isTold(row, owner))
  const rows = (await unmutedComments(deps.db, mutesFrom(await mutesOf(deps.db, owner.id)), found)).slice(0, LIMIT)
  const home = urls.person(owner.nic)
  const told = {
    title: `${deps.settings().siteName}: replies to ${owner.nic}`,
    subtitle: 'A private feed',
    home,
    stem: home,
    before: '',
    since: owner.created_at,
  }
  // Its own address is its secret, so nothing in it says it.
  return {
    ...feedOf(
      deps,
      told,
      rows.map((row) => commentEntry(row, deps.config.baseUrl)),
      '',
    ),
    id: `${deps.config.baseUrl}${home}#replies`,
    stem: null,
  }
}
