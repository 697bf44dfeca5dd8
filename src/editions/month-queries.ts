// Queries for the page of a month: the leads of its days.

import type { Db } from '../db/open.ts'
import { mostDiscussedByDay } from './queries.ts'

/** Choices of leads in force for the days of a month. @param month `2030-03` */
export const leadsInForce = (db: Db, month: string) =>
  db
    .selectFrom('lead_choices')
    .select(['day', 'article_id'])
    .where('ended_at', 'is', null)
    .where('day', '>=', month)
    .where('day', '<', `${month}~`)
    .execute()

/** Headlines of stories with what mutes need. */
export const headlinesByIds = (db: Db, ids: readonly number[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('articles as a')
        .innerJoin('sections as s', 's.id', 'a.section_id')
        .select([
          'a.id',
          'a.slug',
          'a.day',
          'a.comment_count',
          'a.nic',
          'a.headline',
          'a.lede',
          's.slug as section_slug',
        ])
        .where('a.id', 'in', ids)
        .where('a.state', '=', 'published')
        .execute()

/** Ids of the stories that can lead their days when nobody has chosen one. @param limit stories of each day */
export const leadCandidateIds = async (db: Db, days: readonly string[], limit: number): Promise<number[]> =>
  (await mostDiscussedByDay(db, days, limit, 'oldest')).map(({ id }) => id)
