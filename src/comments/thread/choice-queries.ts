// What a member has of their own in one thread: whether they follow it, and comments that they recommend, have saved, folded or opened.
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import type { Schema } from '../../db/schema/database.ts'

type Follow = Schema['follows']['state']
type CommentChoice = 'recommends' | 'saved' | 'folded' | 'opened'

export type Choices = Readonly<Record<CommentChoice, ReadonlySet<number>>> & {
  /** Whether they follow the thread or have muted it; null for neither. */
  follow: Follow | null
  /** They have saved the article. */
  savedArticle: boolean
  /** They have comments in the thread that are not published, which nobody else sees. */
  hasHidden: boolean
}

export const noChoices: Choices = {
  recommends: new Set(),
  saved: new Set(),
  folded: new Set(),
  opened: new Set(),
  follow: null,
  savedArticle: false,
  hasHidden: false,
}

/** One statement, because every page of a thread asks it for a member. */
export async function choicesIn(db: Db, accountId: number, articleId: number): Promise<Choices> {
  const { rows } = await sql<{ id: number; choice: CommentChoice | Follow | 'article' | 'hidden' }>`
    select c.id, 'recommends' as choice from comments c
      join recommendations r on r.comment_id = c.id and r.account_id = ${accountId}
      where c.article_id = ${articleId} and c.recommendation_count > 0
    union all
    select c.id, 'saved' from saves s
      cross join comments c on c.id = s.comment_id
      where s.account_id = ${accountId} and s.removed_at is null and s.comment_id is not null and c.article_id = ${articleId}
    union all
    select c.id, f.state from folds f
      cross join comments c on c.id = f.comment_id
      where f.account_id = ${accountId} and c.article_id = ${articleId}
    union all
    select article_id, state from follows where account_id = ${accountId} and article_id = ${articleId}
    union all
    select article_id, 'article' from saves
      where account_id = ${accountId} and article_id = ${articleId} and removed_at is null
    union all
    select id, 'hidden' from comments
      where article_id = ${articleId} and account_id = ${accountId} and state in ('held', 'spam')`.execute(db)
  const of = (choice: CommentChoice): Set<number> =>
    new Set(rows.flatMap((row) => (row.choice === choice ? row.id : [])))
  const follow = rows.flatMap(({ choice }) => (choice === 'following' || choice === 'muted' ? [choice] : []))[0] ?? null
  return {
    recommends: of('recommends'),
    saved: of('saved'),
    folded: of('folded'),
    opened: of('opened'),
    follow,
    savedArticle: rows.some(({ choice }) => choice === 'article'),
    hasHidden: rows.some(({ choice }) => choice === 'hidden'),
  }
}
