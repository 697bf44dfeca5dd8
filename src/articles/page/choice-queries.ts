// What a member has chosen for an article: whether they follow or have muted its thread, and whether they have saved it.
import type { Db } from '../../db/open.ts'

export const choicesOf = (db: Db, accountId: number, articleId: number) =>
  db
    .selectFrom('articles as a')
    .leftJoin('follows as f', (join) => join.onRef('f.article_id', '=', 'a.id').on('f.account_id', '=', accountId))
    .leftJoin('saves as s', (join) =>
      join
        .onRef('s.article_id', '=', 'a.id')
        .on('s.account_id', '=', accountId)
        .on('s.article_id', 'is not', null)
        .on('s.removed_at', 'is', null),
    )
    .select(['f.state as follow', 's.id as save'])
    .where('a.id', '=', articleId)
    .executeTakeFirst()
