// Changes the settings of a thread: hold, slow mode, who may comment, notice.

import { publishedArticle } from '../../articles/queries.ts'
import { type ActionResult, runBatch } from '../../batches/actions.ts'
import { isInvisible } from '../../blank.ts'
import { renderComment } from '../../comments/render-actions.ts'
import type { Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import type { Act } from '../../log-acts.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import * as queries from './queries.ts'

/** Replaces the record of one kind that is in force for a thread. @param insert inserts the new record; null for none */
function replaceThreadRecord(
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  act: Act,
  table: queries.ThreadRecord,
  reason: string,
  insert:
    | ((
        db: Tx,
        row: { article_id: number; account_id: number; reason: string; log_entry_id: number; created_at: number },
      ) => Promise<number>)
    | null,
): Promise<ActionResult> {
  allow(may.manage(viewer))
  return runBatch(deps, viewer!, act, reason, async (db, batch) => {
    if (!(await publishedArticle(db, articleId))) throw missing()
    const before = await queries.threadRecordInForce(db, table, articleId)
    if (!before && insert === null) return 'already'
    const log_entry_id = await batch.log({ subject: 'article', subjectId: articleId, articleId })
    if (before) await batch.end(table, before.id, reason)
    if (insert !== null)
      await batch.start(
        table,
        await insert(db, {
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

/** Holds every new comment of a thread for a moderator, or stops holding. */
export const holdThread = (
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
  wanted: boolean,
): Promise<ActionResult> =>
  replaceThreadRecord(
    deps,
    viewer,
    articleId,
    wanted ? 'hold-thread' : 'release-thread',
    'thread_holds',
    reason,
    wanted ? queries.insertThreadHold : null,
  )

/** Sets the minutes between two comments of one person; null turns slow mode off. */
export const setSlowMode = (
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
  minutes: number | null,
): Promise<ActionResult> =>
  replaceThreadRecord(
    deps,
    viewer,
    articleId,
    minutes === null ? 'slow-mode-off' : 'slow-mode-on',
    'slow_modes',
    reason,
    minutes === null ? null : (db, row) => queries.insertSlowMode(db, { ...row, minutes }),
  )

/** Sets who may comment, and after how many days the thread closes; null days are the site's default. */
export const changeThreadSettings = (
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
  setting: { who: 'anyone' | 'members' | 'staff'; days: number | null },
): Promise<ActionResult> =>
  replaceThreadRecord(
    deps,
    viewer,
    articleId,
    'thread-settings',
    'thread_settings',
    reason,
    setting.who === 'anyone' && setting.days === null
      ? null
      : (db, row) =>
          queries.insertThreadSetting(db, { ...row, who_may_comment: setting.who, close_after_days: setting.days }),
  )

/** Posts a notice above a thread; an empty text removes it. */
export async function setThreadNotice(
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
  text: string,
): Promise<ActionResult> {
  const { html } = await renderComment(deps, text)
  return replaceThreadRecord(
    deps,
    viewer,
    articleId,
    isInvisible(text) ? 'remove-notice' : 'post-notice',
    'thread_notices',
    reason,
    isInvisible(text) ? null : (db, row) => queries.insertThreadNotice(db, { ...row, text, html }),
  )
}
