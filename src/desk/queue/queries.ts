// Queries of what waits at the desk, of what is scheduled, and of one item with its writer's record.
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import { countAll, type Key, type Span } from '../../db/sql.ts'

/** When a submission was sent in, or sent in again. */
const waitingSince = sql<number>`coalesce(a.submitted_at, a.created_at)`

const itemQuery = (db: Db) =>
  db
    .selectFrom('articles as a')
    .innerJoin('sections as s', 's.id', 'a.section_id')
    .leftJoin('accounts as p', 'p.id', 'a.account_id')
    .leftJoin('accounts as editor', 'editor.id', 'a.editor_id')
    .select([
      'a.id',
      'a.kind',
      'a.state',
      'a.headline',
      'a.nic',
      'a.account_id',
      'a.source_host',
      'a.lede',
      'a.created_at',
      'a.scheduled_at',
      'a.scheduled_for',
      's.name as section',
      's.slug as section_slug',
      'p.nic as account_nic',
      'editor.nic as editor',
    ])
    .select(waitingSince.as('waiting_since'))

export type ItemRow = Awaited<ReturnType<typeof waitingItems>>[number]

/** What the list of submissions is limited to; null for all. */
export type ItemFilter = { section: string | null; kind: 'link' | 'own' | null; by: string | null }

/** Submissions that wait, oldest first. @param after the last item of the page before, or null */
export const waitingItems = (db: Db, { section, kind, by }: ItemFilter, after: Key | null, limit: number) =>
  itemQuery(db)
    .where('a.state', '=', 'waiting')
    .$if(section !== null, (query) => query.where('s.slug', '=', section!))
    .$if(kind !== null, (query) => query.where('a.kind', '=', kind!))
    .$if(by !== null, (query) => query.where(sql<boolean>`lower(a.nic) = lower(${by})`))
    .$if(after !== null, (query) => query.where(sql<boolean>`(${waitingSince}, a.id) > (${after!.at}, ${after!.id})`))
    .orderBy(waitingSince)
    .orderBy('a.id')
    .limit(limit)
    .execute()

/** The key of a submission in the list of those that wait. */
export const waitingKey = (db: Db, id: number): Promise<Key | undefined> =>
  db
    .selectFrom('articles as a')
    .select(['a.id', waitingSince.as('at')])
    .where('a.id', '=', id)
    .executeTakeFirst()

/** Numbers of waiting submissions by section and kind, with the time of the oldest. */
export const waitingCounts = (db: Db) =>
  db
    .selectFrom('articles as a')
    .innerJoin('sections as s', 's.id', 'a.section_id')
    .select(['s.slug', 's.name', 'a.kind', countAll().as('n')])
    .select(sql<number>`min(coalesce(a.submitted_at, a.created_at))`.as('since'))
    .where('a.state', '=', 'waiting')
    .groupBy(['s.id', 's.slug', 's.name', 'a.kind'])
    .orderBy('s.name')
    .execute()

/** Scheduled articles, the next one first. */
export const scheduledItems = (db: Db, limit: number) =>
  itemQuery(db)
    .where('a.state', '=', 'scheduled')
    .where('a.scheduled_at', 'is not', null)
    .orderBy('a.scheduled_at')
    .orderBy('a.id')
    .limit(limit)
    .execute()

/** An item with its text, in any state. */
export const itemById = (db: Db, id: number) =>
  itemQuery(db)
    .leftJoin('media as m', 'm.id', 'a.picture_id')
    .select([
      'a.slug',
      'a.source_url',
      'a.body_html',
      'a.revision',
      'a.word_count',
      'a.duplicate_reason',
      'a.published_at',
      'a.day',
      'm.name as picture',
      'm.alt as picture_alt',
      'm.caption as picture_caption',
      'm.credit as picture_credit',
      'm.width as picture_width',
      'm.height as picture_height',
    ])
    .where('a.id', '=', id)
    .executeTakeFirst()

export type OpenItemRow = NonNullable<Awaited<ReturnType<typeof itemById>>>

/** The newest published articles from a source. */
export const newestFromSource = (db: Db, host: string, except: number, limit: number) =>
  db
    .selectFrom('articles')
    .select(['id', 'slug', 'headline', 'comment_count', sql<string>`day`.as('day')])
    .where('state', '=', 'published')
    .where('source_host', '=', host)
    .where('id', '<>', except)
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** What is known of a member who sends in news: published articles and comments, rejections, and whether editors trust them. */
export const writerRecord = (db: Db, accountId: number) =>
  db
    .selectFrom('accounts as p')
    .select(['p.nic', 'p.created_at', 'p.article_count', 'p.comment_count'])
    .select((from) => [
      from
        .selectFrom('articles')
        .select(countAll().as('n'))
        .whereRef('account_id', '=', 'p.id')
        .where('state', '=', 'rejected')
        .as('rejected'),
      from
        .selectFrom('rejections as r')
        .innerJoin('articles as a', 'a.id', 'r.article_id')
        .select('r.reason')
        .whereRef('a.account_id', '=', 'p.id')
        .where('a.state', '=', 'rejected')
        .where('r.ended_at', 'is', null)
        .orderBy('r.id', 'desc')
        .limit(1)
        .as('last_reason'),
      from
        .selectFrom('trusts as t')
        .innerJoin('accounts as e', 'e.id', 't.account_id')
        .select('e.nic')
        .whereRef('t.member_id', '=', 'p.id')
        .where('t.ended_at', 'is', null)
        .as('trusted_by'),
    ])
    .where('p.id', '=', accountId)
    .executeTakeFirst()

/** The log entries about an article, oldest first, with the words of editors that only its writer sees. */
export const itemEntries = (db: Db, articleId: number, limit: number) =>
  db
    .selectFrom('log_entries as l')
    .leftJoin('returns as r', 'r.log_entry_id', 'l.id')
    .leftJoin('rejections as j', 'j.log_entry_id', 'l.id')
    .select(['l.id', 'l.created_at', 'l.actor', 'l.act', 'l.reason'])
    .select(sql<string>`coalesce(r.note, j.note, '')`.as('note'))
    .where('l.article_id', '=', articleId)
    .where('l.subject', '=', 'article')
    .orderBy('l.id', 'desc')
    .limit(limit)
    .execute()

/** The revisions of an article, oldest first: who wrote which text, and when. */
export const itemRevisions = (db: Db, articleId: number) =>
  db
    .selectFrom('article_revisions')
    .select(['number', 'nic', 'note', 'created_at'])
    .where('article_id', '=', articleId)
    .orderBy('number')
    .execute()

/** When its writer withdrew a submission, and undid that. */
export const itemWithdrawals = (db: Db, articleId: number) =>
  db
    .selectFrom('article_withdrawals')
    .select(['created_at', 'ended_at'])
    .where('article_id', '=', articleId)
    .orderBy('id')
    .execute()

/** Submissions that wait for the editors, oldest first, for the moderators' queue. @param after the last story of the page before, or null */
export const waitingStories = (db: Db, after: Key | null, limit: number) =>
  itemQuery(db)
    .where('a.state', '=', 'waiting')
    .$if(after !== null, (query) => query.where(sql<boolean>`(a.created_at, a.id) > (${after!.at}, ${after!.id})`))
    .orderBy('a.created_at')
    .orderBy('a.id')
    .limit(limit)
    .execute()

/** @param span only submissions that were sent in during it, or sent in again */
export const storiesTally = (db: Db, span?: Span) =>
  db
    .selectFrom('articles as a')
    .select([countAll().as('n'), sql<number | null>`min(${waitingSince})`.as('since')])
    .where('a.state', '=', 'waiting')
    .$if(span !== undefined, (query) =>
      query.where(waitingSince, '>', span!.after).where(waitingSince, '<=', span!.upTo),
    )
    .executeTakeFirstOrThrow()
