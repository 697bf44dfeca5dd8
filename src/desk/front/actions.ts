// Arranges an edition: its lead, the order of a section, and quotes from the thread of the lead. Each is logged and undone.
import { type ActionResult, runBatch } from '../../batches/actions.ts'
import type { Deps } from '../../deps.ts'
import { chosenQuotes, insertLead, leadInForce } from '../../editions/queries.ts'
import { AppError, missing } from '../../errors.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { MAX_CHOSEN_QUOTES } from '../../settings.ts'
import * as queries from './queries.ts'
import { type Move, movedOrder } from './rules.ts'

/** Chooses an article as the lead of its day, or leaves the lead of that day to the number of comments. */
export function chooseLead(
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  isChosen: boolean,
): Promise<ActionResult> {
  allow(may.edit(viewer))
  return runBatch(deps, viewer!, 'choose-lead', '', async (db, batch) => {
    const article = await queries.placedArticle(db, articleId)
    if (article?.day == null) throw missing()
    const lead = await leadInForce(db, article.day)
    if (isChosen ? lead?.article_id === articleId : lead === undefined) return 'already'
    if (lead !== undefined) await batch.end('lead_choices', lead.id, isChosen ? 'replaced' : 'cleared')
    const entry = await batch.log(
      { subject: 'article', subjectId: articleId, articleId },
      'choose-lead',
      isChosen ? '' : 'None: the most discussed story leads',
    )
    if (!isChosen) return undefined
    const row = { day: article.day, article_id: articleId, account_id: batch.by.id, reason: '', log_entry_id: entry }
    await batch.start('lead_choices', await insertLead(db, { ...row, created_at: batch.now }))
    return undefined
  })
}

/** Moves a story within its section of the edition, or puts the section back to newest first. */
export function moveStory(deps: Deps, viewer: Viewer | null, articleId: number, move: Move): Promise<ActionResult> {
  allow(may.edit(viewer))
  return runBatch(deps, viewer!, 'order-section', '', async (db, batch) => {
    const article = await queries.placedArticle(db, articleId)
    if (article?.day == null) throw missing()
    const rows = await queries.sectionOrder(db, article.day, article.section_id)
    const order =
      move === 'usual'
        ? []
        : movedOrder(
            rows.map(({ id }) => id),
            articleId,
            move,
          )
    if (order === null || (move === 'usual' && rows.every(({ position }) => position === null))) return 'already'
    for (const { id } of rows) await batch.file(id, { position: move === 'usual' ? null : order.indexOf(id) + 1 })
    await batch.log({ subject: 'article', subjectId: articleId, articleId })
    return undefined
  })
}

/** Chooses a comment to be quoted beside its article when that leads, or no longer. */
export function chooseQuote(
  deps: Deps,
  viewer: Viewer | null,
  commentId: number,
  isChosen: boolean,
): Promise<ActionResult> {
  allow(may.edit(viewer))
  return runBatch(deps, viewer!, 'choose-quotes', '', async (db, batch) => {
    const comment = await queries.quotableComment(db, commentId)
    if (comment === undefined) throw missing()
    const quote = await queries.quoteInForce(db, commentId)
    if (isChosen === (quote !== undefined && quote.article_id === comment.article_id)) return 'already'
    if (isChosen && (await chosenQuotes(db, comment.article_id)).length >= MAX_CHOSEN_QUOTES)
      throw new AppError('conflict', `Up to ${MAX_CHOSEN_QUOTES} comments can be quoted. Take one out first.`)
    if (quote !== undefined) await batch.end('front_quotes', quote.id, isChosen ? 'replaced' : 'cleared')
    const entry = await batch.log(
      { subject: 'comment', subjectId: commentId, articleId: comment.article_id },
      'choose-quotes',
      isChosen ? '' : 'No longer quoted',
    )
    if (!isChosen) return undefined
    const row = { article_id: comment.article_id, comment_id: commentId, account_id: batch.by.id, reason: '' }
    await batch.start(
      'front_quotes',
      await queries.insertQuote(db, { ...row, log_entry_id: entry, created_at: batch.now }),
    )
    return undefined
  })
}
