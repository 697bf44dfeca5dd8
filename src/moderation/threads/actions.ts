// What happens to a thread beside its closing: it is held or slowed, it is for some people only, something is said above it; and old ones are closed together.

import { type ArticleRow, publishedArticle } from '../../articles/queries.ts'
import { renderComment } from '../../comments/render-actions.ts'
import { threadOf } from '../../comments/thread/state-checks.ts'
import type { Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import type { Act } from '../../log-acts.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { DAY } from '../../time.ts'
import { type Batch, type Done, inBatch } from '../batches/actions.ts'
import { insertClosure } from './closure-queries.ts'
import * as queries from './queries.ts'

/** One act on a thread: what held before of its kind ends with it. @param begin stores what is to hold from now on; null where nothing is */
function onThread(
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  act: Act,
  kind: queries.ThreadAct,
  reason: string,
  begin:
    | ((
        db: Tx,
        row: { article_id: number; account_id: number; reason: string; log_entry_id: number; created_at: number },
      ) => Promise<number>)
    | null,
): Promise<Done> {
  allow(may.manage(viewer))
  return inBatch(deps, viewer!, act, reason, async (db, batch) => {
    if (!(await publishedArticle(db, articleId))) throw missing()
    const before = await queries.actHolding(db, kind, articleId)
    if (!before && begin === null) return 'already'
    const log_entry_id = await batch.log({ subject: 'article', subjectId: articleId, articleId })
    if (before) await batch.end(kind, before.id, reason)
    if (begin !== null)
      await batch.start(
        kind,
        await begin(db, {
          article_id: articleId,
          account_id: batch.by.id,
          reason,
          log_entry_id,
          created_at: batch.now,
        }),
      )
    return undefined
  })
}

/** Lets every comment of a thread wait for a moderator, or no longer. */
export const holdThread = (
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
  wanted: boolean,
): Promise<Done> =>
  onThread(
    deps,
    viewer,
    articleId,
    wanted ? 'hold-thread' : 'release-thread',
    'thread_holds',
    reason,
    wanted ? queries.insertThreadHold : null,
  )

/** Lets each person write once in so many minutes; null lets them write as it comes. */
export const slowThread = (
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
  minutes: number | null,
): Promise<Done> =>
  onThread(
    deps,
    viewer,
    articleId,
    minutes === null ? 'unslow-thread' : 'slow-thread',
    'slow_modes',
    reason,
    minutes === null ? null : (db, row) => queries.insertSlowMode(db, { ...row, minutes }),
  )

/** Says who may write in a thread, and after how many days it closes; null is the site's own number. */
export const settleThread = (
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
  setting: { who: 'anyone' | 'members' | 'staff'; days: number | null },
): Promise<Done> =>
  onThread(
    deps,
    viewer,
    articleId,
    'settle-thread',
    'thread_settings',
    reason,
    setting.who === 'anyone' && setting.days === null
      ? null
      : (db, row) =>
          queries.insertThreadSetting(db, { ...row, who_may_comment: setting.who, close_after_days: setting.days }),
  )

/** Says something at the head of a thread; an empty text takes it away. */
export async function noticeThread(
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
  text: string,
): Promise<Done> {
  const { html } = await renderComment(deps, text)
  return onThread(
    deps,
    viewer,
    articleId,
    text.trim() === '' ? 'unnotice-thread' : 'notice-thread',
    'thread_notices',
    reason,
    text.trim() === '' ? null : (db, row) => queries.insertThreadNotice(db, { ...row, text, html }),
  )
}

/** Threads that one press closes at most. */
export const MOST_CLOSED = 2000

/** Closes every open thread of articles older than so many days, in one batch. @returns how many */
export async function closeOlder(
  deps: Deps,
  viewer: Viewer | null,
  days: number,
  reason: string,
): Promise<Done<number>> {
  allow(may.close(viewer))
  return inBatch(deps, viewer!, 'close-older', reason, async (db, batch) => {
    let closed = 0
    for (const id of await queries.withoutClosing(db, batch.now - days * DAY, MOST_CLOSED)) {
      const article = await publishedArticle(db, id)
      if (!article || threadOf(deps, article).closed) continue
      await closeOne(db, batch, article, reason)
      closed += 1
    }
    return closed === 0 ? 'already' : closed
  })
}

async function closeOne(db: Tx, batch: Batch, article: ArticleRow, reason: string): Promise<void> {
  const entry = await batch.log({ subject: 'article', subjectId: article.id, articleId: article.id }, 'close')
  await batch.start(
    'closures',
    await insertClosure(db, {
      article_id: article.id,
      account_id: batch.by.id,
      reason,
      log_entry_id: entry,
      created_at: batch.now,
    }),
  )
}
