// Editors' decisions about an article: each is one batch with its log entry, its notice and its undo.
import type { Filing } from '../../articles/change-actions.ts'
import { type ArticleForChange, articleForChange } from '../../articles/revision-queries.ts'
import { isClosed, sectionById } from '../../articles/section-queries.ts'
import { type Batch, runBatch } from '../../batches/actions.ts'
import type { Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { longDay } from '../../format.ts'
import type { Act } from '../../log-acts.ts'
import { createDecisionNotice } from '../../notices/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { dayOf, momentOf, timeOf } from '../../time.ts'
import { endArticleClaims } from '../queue/claim-queries.ts'
import type { AskedMoment, Audience } from './form.ts'
import * as queries from './queries.ts'
import { type ArticleState, type DeskDecision, deskDecisions, isPossible, seenState } from './rules.ts'

/** The article of a form, the number of the revision that its editor has read, and the state it was in then, if the form says so. */
export type Target = { article: number; base: number; seen?: string }

/**
 * `late`: the article is in a state in which this is not possible. `stale`: its text has changed since the editor read it.
 * `closedSection`: its section takes no articles any longer.
 */
export type DeskResult =
  | { kind: 'done'; batch: number }
  | { kind: 'late' }
  | { kind: 'stale' }
  | { kind: 'closedSection' }
  | { kind: 'same' }

type Change = (db: Tx, batch: Batch, row: ArticleForChange) => Promise<'same' | undefined>

/** Runs a decision, if it is still possible and about the text that the editor has read. */
async function decide(
  deps: Deps,
  viewer: Viewer | null,
  decision: DeskDecision,
  target: Target,
  reason: string,
  change: Change,
  act: Act = deskDecisions[decision].act,
): Promise<DeskResult> {
  allow(may.edit(viewer))
  let refused: Exclude<DeskResult['kind'], 'done'> = 'same'
  const outcome = await runBatch(deps, viewer!, act, reason, async (db, batch) => {
    const row = await articleForChange(db, target.article)
    if (row === undefined) throw missing()
    refused =
      !isPossible(decision, row.state) || (target.seen !== undefined && target.seen !== seenState(row))
        ? 'late'
        : row.revision !== target.base
          ? 'stale'
          : deskDecisions[decision].needsSection && isClosed((await sectionById(db, row.section_id))!)
            ? 'closedSection'
            : 'same'
    if (refused !== 'same') return 'already'
    if ((await change(db, batch, row)) === 'same') return 'already'
    await endArticleClaims(db, row.id, batch.now)
    return undefined
  })
  return outcome.kind === 'done' ? { kind: 'done', batch: outcome.batch } : { kind: refused }
}

/** Logs a decision and tells the writer of the article. @returns the entry and the columns of its record */
async function logDecision(db: Tx, batch: Batch, articleId: number, act?: Act, reason = batch.reason) {
  const entryId = await batch.log({ subject: 'article', subjectId: articleId, articleId }, act, reason)
  await createDecisionNotice(db, { entryId, actorId: batch.by.id, article: articleId }, batch.now)
  return { account_id: batch.by.id, reason, log_entry_id: entryId, created_at: batch.now }
}

/** Ends what an earlier decision left in force, such as a rejection. */
async function endDecisions(db: Tx, batch: Batch, articleId: number, tables: readonly queries.DecisionTable[]) {
  for (const table of tables) {
    const id = await queries.decisionInForce(db, table, articleId)
    if (id !== undefined) await batch.end(table, id, batch.reason)
  }
}

const refusals = ['rejections', 'returns', 'merges'] as const

/** Who may comment and for how many days; null leaves it to the site. */
export type ThreadChoice = { who: Audience | null; days: number | null }

async function chooseThread(
  db: Tx,
  batch: Batch,
  articleId: number,
  record: Awaited<ReturnType<typeof logDecision>>,
  { who, days }: ThreadChoice,
): Promise<void> {
  if (who === null && days === null) return
  await endDecisions(db, batch, articleId, ['thread_settings'])
  const row = { ...record, article_id: articleId, who_may_comment: who ?? 'anyone', close_after_days: days } as const
  await batch.start('thread_settings', await queries.insertThreadSetting(db, row))
}

/** The editor of what somebody else has written; a text of one's own has no other editor. */
const editorOf = (batch: Batch, row: ArticleForChange): Pick<Filing, 'editor_id'> => ({
  editor_id: row.account_id === batch.by.id ? null : batch.by.id,
})

/** The moment at which an article of a day appears there: the same time of day, and never in the future. */
const momentIn = (day: string, like: number, now: number, zone: string): number =>
  Math.min(momentOf(day, timeOf(like, zone), zone), now)

/**
 * Publishes an article at once, or one that was unpublished again.
 * @param day the edition of another day that has begun; null for today's
 */
export function publishArticle(
  deps: Deps,
  viewer: Viewer | null,
  target: Target,
  day: string | null,
  thread: ThreadChoice,
): Promise<DeskResult> {
  const zone = deps.settings().timeZone
  return decide(deps, viewer, 'acceptances', target, '', async (db, batch, row) => {
    const isAgain = row.state === 'unpublished'
    await endDecisions(db, batch, row.id, [...refusals, 'unpublishings'])
    const at =
      isAgain && day === null ? row.published_at! : momentIn(day ?? dayOf(batch.now, zone), batch.now, batch.now, zone)
    await batch.file(row.id, {
      state: 'published',
      published_at: at,
      day: isAgain && day === null ? row.day : dayOf(at, zone),
      scheduled_at: null,
      scheduled_for: null,
      ...(isAgain ? {} : editorOf(batch, row)),
    })
    const record = await logDecision(db, batch, row.id, isAgain ? 'republish' : 'publish')
    await chooseThread(db, batch, row.id, record, thread)
    return undefined
  })
}

export function scheduleArticle(
  deps: Deps,
  viewer: Viewer | null,
  target: Target,
  { at, asked }: AskedMoment,
  thread: ThreadChoice,
): Promise<DeskResult> {
  const zone = deps.settings().timeZone
  return decide(deps, viewer, 'schedulings', target, '', async (db, batch, row) => {
    await endDecisions(db, batch, row.id, refusals)
    const filing = { state: 'scheduled', scheduled_at: at, scheduled_for: asked, ...editorOf(batch, row) } as const
    if (!(await batch.file(row.id, filing))) return 'same'
    const when = `For ${longDay(dayOf(at, zone))}, ${timeOf(at, zone)} (${zone})`
    await chooseThread(db, batch, row.id, await logDecision(db, batch, row.id, undefined, when), thread)
    return undefined
  })
}

/** The filing of an article that no longer has a time at which it appears. */
const unscheduled = { scheduled_at: null, scheduled_for: null } as const

/** @param word what its writer should change; the log does not have it */
export const returnSubmission = (
  deps: Deps,
  viewer: Viewer | null,
  target: Target,
  word: string,
): Promise<DeskResult> =>
  decide(deps, viewer, 'returns', target, '', async (db, batch, row) => {
    await batch.file(row.id, { state: 'returned', ...unscheduled })
    const record = await logDecision(db, batch, row.id)
    await batch.start('returns', await queries.insertReturn(db, { ...record, article_id: row.id, note: word }))
    return undefined
  })

/** @param note for its writer alone */
export const rejectSubmission = (
  deps: Deps,
  viewer: Viewer | null,
  target: Target,
  reason: string,
  note: string,
): Promise<DeskResult> =>
  decide(deps, viewer, 'rejections', target, reason, async (db, batch, row) => {
    await endDecisions(db, batch, row.id, ['returns'])
    await batch.file(row.id, { state: 'rejected', ...unscheduled })
    const record = await logDecision(db, batch, row.id)
    await batch.start('rejections', await queries.insertRejection(db, { ...record, article_id: row.id, note }))
    return undefined
  })

/** Whether another article can be merged into one in this state. */
export const canTakeMerge = (state: ArticleState): boolean => ['published', 'waiting', 'scheduled'].includes(state)

/** Merges an article into another one, which credits both writers. @param into another article that is published or waits */
export const mergeArticle = (
  deps: Deps,
  viewer: Viewer | null,
  target: Target,
  into: number,
  reason: string,
): Promise<DeskResult> =>
  decide(deps, viewer, 'merges', target, reason, async (db, batch, row) => {
    const other = await articleForChange(db, into)
    if (other === undefined || other.id === row.id || !canTakeMerge(other.state)) return 'same'
    await endDecisions(db, batch, row.id, ['returns'])
    await batch.file(row.id, { state: row.state === 'published' ? 'unpublished' : 'rejected', ...unscheduled })
    const record = await logDecision(db, batch, row.id)
    await batch.start('merges', await queries.insertMerge(db, { ...record, article_id: row.id, into_id: into }))
    batch.invalidate(into)
    return undefined
  })

/** Moves a published article to the edition of another day, with its time of day. */
export function moveToDay(deps: Deps, viewer: Viewer | null, target: Target, day: string): Promise<DeskResult> {
  const zone = deps.settings().timeZone
  return decide(deps, viewer, 'moves', target, '', async (db, batch, row) => {
    if (row.day === day) return 'same'
    const at = momentIn(day, row.published_at!, batch.now, zone)
    await batch.file(row.id, { published_at: at, day: dayOf(at, zone), position: null })
    await logDecision(db, batch, row.id, undefined, `From ${longDay(row.day!)} to ${longDay(dayOf(at, zone))}`)
    return undefined
  })
}

export const unpublishArticle = (
  deps: Deps,
  viewer: Viewer | null,
  target: Target,
  reason: string,
): Promise<DeskResult> =>
  decide(deps, viewer, 'unpublishings', target, reason, async (db, batch, row) => {
    await batch.file(row.id, { state: 'unpublished' })
    const record = await logDecision(db, batch, row.id)
    await batch.start('unpublishings', await queries.insertUnpublishing(db, { ...record, article_id: row.id }))
    return undefined
  })
