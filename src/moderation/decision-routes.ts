// /moderation/approvals, /holds, /removals, /spam and /restorations: a decision about one comment, from the thread or from the queue.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { publishedArticle } from '../articles/queries.ts'
import { writtenComment } from '../comments/edit-queries.ts'
import { countedComment } from '../comments/queries.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { sendProblem, takesJson } from '../web/errors.ts'
import { askedOnce, readFields, rowId } from '../web/forms.ts'
import { sendPage } from '../web/pages.ts'
import { inside, urls, withQuery } from '../web/urls.ts'
import { claimsOn } from './claim-queries.ts'
import { decisionPage, decisions, heldEditPage, type Decision } from './decision-pages.ts'
import { approveComment, editAndApprove, holdComment, markSpam, removeComment, restoreComment } from './holding.ts'
import { isPurged } from './purge-queries.ts'
import { noteFault, reasonFault } from './reasons.ts'

const moderators = { config: { access: 'moderator' } } as const

const acts = { approvals: approveComment, holds: holdComment, removals: removeComment, spam: markSpam, restorations: restoreComment } as const

export function decisionRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendForm(request: FastifyRequest, reply: FastifyReply, noun: Decision, text: string | undefined, typed: { reason: string; fault: string; note?: string; noteFault?: string }, status: number): Promise<FastifyReply> {
    const id = rowId(text)
    const comment = id === null ? undefined : await countedComment(deps.db, id)
    const article = comment && (await publishedArticle(deps.db, comment.article_id))
    if (!comment || !article) throw missing()
    const page = decisionPage(noun, article, { ...comment, purged: await isPurged(deps.db, comment.id) }, typed)
    if (status >= 400 && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: { ...(typed.fault === '' ? {} : { reason: typed.fault }), ...(typed.noteFault ? { note: typed.noteFault } : {}) } })
    return sendPage(app, request, reply, 'moderation/verdict', { chrome: unlisted(await chromeFor(deps, request, urls.queue)), title: page.heading, description: article.headline, ...page }, status)
  }

  /** The form in which a held comment is changed before it stands. */
  async function sendEdit(request: FastifyRequest, reply: FastifyReply, text: string | undefined, typed: { body?: string; reason: string; fault: string }, status: number): Promise<FastifyReply> {
    const id = rowId(text)
    const comment = id === null ? undefined : await writtenComment(deps.db, id)
    const article = comment && (await publishedArticle(deps.db, comment.article_id))
    if (comment?.state !== 'held' || !article) throw missing()
    if (status >= 400 && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: { body: typed.fault } })
    const page = heldEditPage(article, comment, typed)
    return sendPage(app, request, reply, 'moderation/edit', { chrome: unlisted(await chromeFor(deps, request, urls.queue)), title: page.heading, description: article.headline, ...page }, status)
  }

  app.get<{ Querystring: { comment?: unknown } }>('/moderation/edits', moderators, (request, reply) => sendEdit(request, reply, askedOnce(request.query.comment), { reason: '', fault: '' }, 200))

  for (const noun of Object.keys(decisions) as Decision[]) {
    const { done, needsReason } = decisions[noun]
    app.get<{ Querystring: { comment?: unknown } }>(`/moderation/${noun}`, moderators, (request, reply) => sendForm(request, reply, noun, askedOnce(request.query.comment), { reason: '', fault: '' }, 200))

    app.post(`/moderation/${noun}`, moderators, async (request, reply) => {
      const form = readFields(request.body, ['comment', 'reason', 'note', 'body', 'seen', 'next'])
      const id = rowId(form.comment)
      if (id === null) throw missing()
      const reason = form.reason.trim()
      const fault = reason === '' && !needsReason ? null : reasonFault(reason)
      const note = form.note.trim()
      const faults = { fault: fault ?? '', noteFault: noteFault(note) ?? '' }
      if (faults.fault + faults.noteFault !== '') return sendForm(request, reply, noun, form.comment, { reason: form.reason, note: form.note, ...faults }, 422)
      const [claim] = await claimsOn(deps.db, [id], deps.clock())
      const outcome = noun === 'approvals' && form.body !== '' ? await editAndApprove(deps, request.viewer, id, reason, form.body, form.seen) : await acts[noun](deps, request.viewer, id, reason, form.seen, note)
      if (outcome.kind === 'invalid') return sendEdit(request, reply, form.comment, { body: form.body, reason: form.reason, fault: outcome.fault }, 422)
      // In the queue the next case is what matters; in the thread the comment's place, where it has one.
      const others = claim !== undefined && claim.account_id !== request.viewer!.id ? `&claim=${claim.id}` : ''
      return reply.redirect(withQuery(inside(form.next, urls.queue), outcome.kind === 'already' ? `done=already&comment=${id}` : `done=${done}&batch=${outcome.batch}${others}`), 303)
    })
  }
}
