// Acts of keeping order as batches: whatever one does is written down beside it, stands in the log, and can be undone as a whole (undoing.ts).

import { moveAgain, moveAway, moveBack, type Said, type Shifted } from '../../comments/branches/actions.ts'
import { lastWaits } from '../../comments/holds/queries.ts'
import { usualWords, WAITS_LOOKED_AT } from '../../comments/holds/rules.ts'
import { countedComment } from '../../comments/queries.ts'
import { changeState } from '../../comments/state-actions.ts'
import { appendToLog } from '../../db/log-chain.ts'
import type { Tx } from '../../db/open.ts'
import type { CommentState } from '../../db/schema/comments.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import type { Act } from '../../log-acts.ts'
import type { Viewer } from '../../permissions.ts'
import { endSessionsOf } from '../../sanctions/queries.ts'
import { topic } from '../../web/cache.ts'
import { learnFromDecisions } from '../classifier/actions.ts'
import { commentOf } from '../classifier/queries.ts'
import * as stored from './queries.ts'

export type Subject = {
  subject: 'article' | 'comment' | 'account' | 'setting'
  subjectId: number
  articleId: number | null
}

/** What an act does its work with: every change goes through it, so that none is forgotten. */
export type Batch = {
  id: number
  now: number
  by: { id: number; nic: string }
  reason: string
  /** Writes an entry of the log; pages that show the article are made anew. @returns its id */
  log: (about: Subject, act?: Act, reason?: string) => Promise<number>
  /** Says that a row of acts that last has been inserted, or holds again; how it had ended, where it holds again. */
  start: (noun: stored.ModerationRecord, id: number, ended?: string | null) => Promise<void>
  /** Ends an act that lasts. @returns false when it had ended already */
  end: (noun: stored.ModerationRecord, id: number, reason: string) => Promise<boolean>
  /** Gives a comment another state, counted wherever comments are. @returns false when it had that state */
  state: (comment: number, to: CommentState) => Promise<boolean>
  /** Moves a comment with all below it to another article; a pointer stays. @returns the id of the move */
  move: (comment: number, into: number, said: Said) => Promise<number>
  /** Moves it once more as a move did that was undone at a moment. @returns false where it stands somewhere else by now */
  moveAgain: (move: number, endedAt: number) => Promise<boolean>
  /** Sets a column of a row that can be put back. */
  set: (noun: keyof typeof stored.restorable, id: number, field: string, value: string | number | null) => Promise<void>
  /** Says that something of an article's pages is different now: they are dropped once it is committed. */
  shows: (articleId: number | null) => void
}

/** `already` where nothing was left to do: then nothing is stored, and nothing logged. */
export type Done<T = undefined> = { kind: 'done'; batch: number; value: T } | { kind: 'already' }

/**
 * Does one act in one transaction.
 * @param change does it with the batch; `already` when there is nothing to do
 */
export async function inBatch<T>(
  deps: Deps,
  viewer: Viewer,
  act: Act,
  reason: string,
  change: (db: Tx, batch: Batch) => Promise<T | 'already'>,
): Promise<Done<T>> {
  const now = deps.clock()
  const topics = new Set<string>()
  const shutOut = new Set<number>()
  const decided = new Set<number>()
  const outcome = await write(deps, async (db): Promise<Done<T>> => {
    topics.clear()
    decided.clear()
    shutOut.clear()
    const usual = await usually(db)
    const id = await stored.insertBatch(db, { account_id: viewer.id, actor: viewer.nic, act, reason, created_at: now })
    const value = await change(
      db,
      batchOf(db, { id, now, by: { id: viewer.id, nic: viewer.nic }, act, reason, topics, decided, shutOut }),
    )
    if (value !== 'already') {
      await learnFromDecisions(db, decided)
      if ((await usually(db)) !== usual) topics.add(topic.waits)
      return { kind: 'done', batch: id, value }
    }
    await stored.dropBatch(db, id)
    return { kind: 'already' }
  })
  if (outcome.kind !== 'done') return outcome
  deps.pages.drop(...topics, topic.log)
  for (const account of shutOut) deps.live.end(account)
  return outcome
}

/** What forms say of how long a decision takes: with one more, or one less, it may be something else. */
const usually = async (db: Tx): Promise<string> => usualWords(await lastWaits(db, WAITS_LOOKED_AT))

function batchOf(
  db: Tx,
  {
    id,
    now,
    by,
    act,
    reason,
    topics,
    decided,
    shutOut,
  }: {
    id: number
    now: number
    by: Batch['by']
    act: Act
    reason: string
    topics: Set<string> /** Comments about which something was decided. */
    decided: Set<number> /** Accounts that are banned with it. */
    shutOut: Set<number>
  },
): Batch {
  let changes = 0
  const note = async (change: stored.Change): Promise<void> => {
    await stored.insertChange(db, id, ++changes, change)
    const about =
      change.noun === 'comments'
        ? change.noun_id
        : change.noun === 'approvals' || change.noun === 'removals' || change.noun === 'spam_marks'
          ? await commentOf(db, change.noun, change.noun_id)
          : undefined
    if (about !== undefined) decided.add(about)
  }
  const shows = (articleId: number | null): void => {
    if (articleId !== null) topics.add(topic.article(articleId)).add(topic.lists)
  }
  const shifted = ({ articles, nics }: Shifted): void => {
    for (const article of articles) shows(article)
    for (const nic of nics) topics.add(topic.person(nic))
  }
  const moved = async (move: Shifted & { id: number }): Promise<number> => {
    shifted(move)
    await note({ kind: 'start', noun: 'moves', noun_id: move.id, field: '', before: null, after: null })
    return move.id
  }
  return {
    id,
    now,
    by,
    reason,
    shows,
    log: (about, said = act, why = reason) => {
      shows(about.articleId)
      return appendToLog(db, { at: now, actorId: by.id, actor: by.nic, act: said, ...about, reason: why, batchId: id })
    },
    async start(noun, row, ended = null) {
      // Whoever is banned is out with the ban itself, be it a new one or one that holds again.
      if (noun === 'bans') for (const account of await endSessionsOf(db, row)) shutOut.add(account)
      await note({ kind: 'start', noun, noun_id: row, field: '', before: ended, after: null })
    },
    async end(noun, row, why) {
      // A move is over when the branch is back.
      const back = noun === 'moves' ? await moveBack(db, row, now) : undefined
      if (back === null) return false
      if (back) shifted(back)
      const ended = await stored.endAct(db, noun, row, { ended_at: now, ended_by: by.id, end_reason: why })
      if (ended) await note({ kind: 'end', noun, noun_id: row, field: '', before: null, after: String(now) })
      return ended
    },
    async state(comment, to) {
      const before = await countedComment(db, comment)
      if (before === undefined || !(await changeState(db, comment, to, now))) return false
      shows(before.article_id)
      if (before.account_nic !== null) topics.add(topic.person(before.account_nic))
      await note({ kind: 'state', noun: 'comments', noun_id: comment, field: 'state', before: before.state, after: to })
      return true
    },
    move: async (comment, into, said) => moved(await moveAway(db, comment, into, said)),
    async moveAgain(row, endedAt) {
      const move = await moveAgain(db, row, endedAt)
      return move !== null && (await moved(move)) > 0
    },
    async set(noun, row, field, value) {
      const before = await stored.fieldOf(db, noun, row, field)
      await stored.setField(db, noun, row, field, value)
      await note({
        kind: 'field',
        noun,
        noun_id: row,
        field,
        before: JSON.stringify(before ?? null),
        after: JSON.stringify(value),
      })
    },
  }
}
