// Empties an account in short steps, each a transaction that a killed server resumes: its words stay or go, its name goes.
import { noteChange } from '../../db/changes.ts'
import { deleteNameInLog } from '../../db/log-names.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { formerAccountNic, formerNic } from '../../former-nics.ts'
import { unlinkMention } from '../../markup/mentions.ts'
import { skeleton } from '../../skeleton.ts'
import { yieldToOthers } from '../../slices.ts'
import { topic } from '../../topics.ts'
import { urls } from '../../urls.ts'
import { deleteExportsOf } from '../exports/actions.ts'
import { removePortrait } from '../profile/actions.ts'
import * as articles from './article-queries.ts'
import * as comments from './comment-queries.ts'
import { deletedNameHash } from './name-checks.ts'
import * as own from './private-queries.ts'
import * as queries from './queries.ts'

/** Rows of one step: what takes a few milliseconds. */
const ROWS = { comments: 8, articles: 4, entries: 100, deleted: 200, scanned: 200 }

type Step =
  | 'comments'
  | 'articles'
  | 'revisions'
  | 'recommendations'
  | 'own'
  | 'batches'
  | 'log'
  | 'private log'
  | 'links of comments'
  | 'links of versions'
  | 'links of articles'
  | 'links of revisions'

/** Where the next step goes on; null at the end. */
type Next = { step: Step; after: number } | null

/** `names`: its nic and those that it had before. */
type Emptied = { id: number; nic: string; names: readonly string[]; former: string; comments: queries.CommentsChoice }

const steps: Record<Step, (deps: Deps, db: Tx, account: Emptied, after: number) => Promise<Next>> = {
  comments: emptyComments,
  articles: emptyArticles,
  revisions: emptyRevisions,
  recommendations: emptyRecommendations,
  own: emptyOwn,
  batches: emptyBatches,
  log: nameless('log_entries', 'private log'),
  'private log': nameless('private_log_entries', 'links of comments'),
  'links of comments': unlink('comments', 'links of versions'),
  'links of versions': unlink('comment_versions', 'links of articles'),
  'links of articles': unlink('articles', 'links of revisions'),
  'links of revisions': unlink('article_revisions', null),
}

/**
 * Empties an account that is in `account_deletions`, from where an earlier run has stopped.
 * @returns false if the server stopped before the end
 */
export async function runDeletion(deps: Deps, row: queries.DeletionRow, stopped: () => boolean): Promise<boolean> {
  await deleteExportsOf(deps, row.account_id)
  if (row.nic === null) {
    await removePortrait(deps, row.account_id)
    await beginDeletion(deps, row)
  }
  for (;;) {
    if (stopped()) return false
    const state = await queries.deletionOf(deps.db, row.account_id)
    if (state?.nic == null) return true
    const account = {
      id: row.account_id,
      nic: state.nic,
      names: [state.nic, ...(await queries.formerNicsOf(deps.db, row.account_id)).map(({ nic }) => nic)],
      former: formerAccountNic(row.account_id),
      comments: state.comments,
    }
    await write(deps, async (db) => {
      const next = await steps[state.step as Step](deps, db, account, state.after_id)
      if (next === null) await queries.endDeletion(db, account.id)
      else await queries.setProgress(db, account.id, next.step, next.after)
    })
    await yieldToOthers()
  }
}

/** From here on the account has no name, no address and no password. */
async function beginDeletion(deps: Deps, row: queries.DeletionRow): Promise<void> {
  const now = deps.clock()
  const former = formerAccountNic(row.account_id)
  await write(deps, async (db) => {
    const account = await queries.accountToEmpty(db, row.account_id)
    if (account === undefined) return
    if (row.reserve_name === 1)
      await queries.insertDeletedNames(
        db,
        account.skeletons.map((one) => deletedNameHash(deps.secret, one)),
        now,
      )
    await own.endTies(db, account.id, account.skeletons, now)
    await queries.deleteOtherSessions(db, account.id, null)
    await queries.emptyAccountRow(db, account, { nic: former, nic_skeleton: skeleton(former) }, now)
    noteChange(db, topic.person(account.nic), topic.lists, topic.log)
  })
  deps.live.end(row.account_id)
}

async function emptyComments(deps: Deps, db: Tx, account: Emptied): Promise<Next> {
  const rows = await comments.commentsToEmpty(db, account.id, ROWS.comments)
  if (rows.length === 0) return { step: 'articles', after: 0 }
  const former = new Map<string, string>()
  const key = ({ article_id, nic }: comments.EmptiedComment): string => `${article_id} ${nic}`
  for (const row of rows)
    if (!former.has(key(row)))
      former.set(key(row), await comments.formerNicInThread(db, account.id, row.article_id, row.nic))
  // Nobody could answer for a comment that waits.
  const going = account.comments === 'withdrawn' ? rows : rows.filter(({ state }) => state === 'held')
  await comments.withdrawComments(db, going, deps.clock())
  await comments.makeNeutral(db, rows, (row) => former.get(key(row))!)
  await comments.updateNewestComments(db, rows)
  noteChange(db, topic.lists, ...new Set(rows.map(({ article_id }) => topic.article(article_id))))
  return { step: 'comments', after: 0 }
}

async function emptyArticles(_deps: Deps, db: Tx, account: Emptied): Promise<Next> {
  const rows = await articles.articlesToEmpty(db, account.id, ROWS.articles)
  if (rows.length === 0) return { step: 'revisions', after: 0 }
  for (const row of rows) {
    const nic = await comments.formerNicInThread(db, account.id, row.id, row.nic)
    if (articles.isKept(row)) await articles.makeArticleNeutral(db, account.id, row.id, nic)
    else await articles.emptySubmission(db, row.id, nic)
    noteChange(db, topic.article(row.id), topic.lists, topic.desk)
  }
  return { step: 'articles', after: 0 }
}

async function emptyRevisions(_deps: Deps, db: Tx, account: Emptied): Promise<Next> {
  const { articles: changed, n } = await articles.makeRevisionsNeutral(db, account.id, formerNic(1), ROWS.entries)
  noteChange(db, ...changed.map(topic.article))
  return n === 0 ? { step: 'recommendations', after: 0 } : { step: 'revisions', after: 0 }
}

async function emptyRecommendations(_deps: Deps, db: Tx, account: Emptied): Promise<Next> {
  const n = await own.deleteRecommendations(db, account.id, ROWS.deleted)
  return n === 0 ? { step: 'own', after: 0 } : { step: 'recommendations', after: 0 }
}

/** @param table number of the table */
async function emptyOwn(_deps: Deps, db: Tx, account: Emptied, table: number): Promise<Next> {
  if (table === own.OWNED_TABLES) {
    await own.makeCorrectionsNeutral(db, account.id)
    noteChange(db, topic.lists)
    return { step: 'batches', after: 0 }
  }
  const n = await own.deleteOwned(db, table, account.id, ROWS.deleted)
  return { step: 'own', after: n < ROWS.deleted ? table + 1 : table }
}

const nameOf = ({ id, names, former }: Emptied) => ({ account: id, before: names, after: former })

async function emptyBatches(deps: Deps, db: Tx, account: Emptied, after: number): Promise<Next> {
  const { ids, last } = await own.makeBatchesNeutral(db, account.id, account.former, after, ROWS.scanned)
  await deleteNameInLog(db, 'log_entries', await own.undoEntries(db, ids), nameOf(account), deps.clock())
  return last === null ? { step: 'log', after: 0 } : { step: 'batches', after: last }
}

function nameless(table: 'log_entries' | 'private_log_entries', then: Step) {
  return async (deps: Deps, db: Tx, account: Emptied, after: number): Promise<Next> => {
    const ids = await own.entriesWithName(db, table, account, after, ROWS.entries)
    await deleteNameInLog(db, table, ids, nameOf(account), deps.clock())
    const last = ids.at(-1)
    if (last === undefined) return { step: then, after: 0 }
    return { step: table === 'log_entries' ? 'log' : 'private log', after: last }
  }
}

/** Mentions in the texts of others stay as text. */
function unlink(table: comments.LinkedText['table'], then: Step | null) {
  return async (_deps: Deps, db: Tx, account: Emptied, after: number): Promise<Next> => {
    const href = urls.person(account.nic)
    const { rows, last } = await comments.textsWithLink(db, table, `"${href}"`, after, ROWS.scanned)
    for (const row of rows) {
      const article = await comments.setLinkedText(db, { ...row, html: unlinkMention(row.html, href) })
      if (article !== null) noteChange(db, topic.article(article))
    }
    return last !== null ? { step: stepOf(table), after: last } : then === null ? null : { step: then, after: 0 }
  }
}

const stepOf = (table: comments.LinkedText['table']): Step =>
  ({
    comments: 'links of comments',
    comment_versions: 'links of versions',
    articles: 'links of articles',
    article_revisions: 'links of revisions',
  })[table] as Step
