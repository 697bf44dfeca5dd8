// /moderation/approvals, /holds, /removals, /spam and /restorations: a decision about one comment, from the thread or from the queue.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { publishedArticle } from '../../articles/queries.ts'
import { writtenComment } from '../../comments/edits/queries.ts'
import { isPurged } from '../../comments/holds/queries.ts'
import { parseVersionToken, versionToken } from '../../comments/holds/rules.ts'
import { countedComment } from '../../comments/queries.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { askedOnce, readFields, rowId } from '../../faults.ts'
import { noteFault, reasonFault } from '../../reasons.ts'
import { inside, urls, withQuery } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { claimsOn } from '../queue/claim-queries.ts'
import { lastSaidOf } from '../queue/item-queries.ts'
import { approveComment, editAndApprove, holdComment, markSpam, removeComment, restoreComment } from './actions.ts'
import { type Decision, decisionPage, decisions, heldEditPage } from './pages.ts'

const moderators = { config: { access: 'moderator' } } as const

const acts = {
  approvals: approveComment,
  holds: holdComment,
  removals: removeComment,
  spam: markSpam,
  restorations: restoreComment,
} as const

export function decisionRoutes(app: FastifyInstance, deps: Deps): void {
  async function sendForm(
    request: FastifyRequest,
    reply: FastifyReply,
    noun: Decision,
    text: string | undefined,
    typed: { reason: string; fault: string; note?: string; noteFault?: string; seen?: string; next?: string },
    status: number,
  ): Promise<FastifyReply> {
    const id = rowId(text)
    const comment = id === null ? undefined : await countedComment(deps.db, id)
    const article = comment && (await publishedArticle(deps.db, comment.article_id))
    if (!comment || !article) throw missing()
    const page = decisionPage(noun, article, { ...comment, purged: await isPurged(deps.db, comment.id) }, typed)
    if (status >= 400 && takesJson(request))
      return sendProblem(reply, {
        kind: 'invalid',
        faults: {
          ...(typed.fault === '' ? {} : { reason: typed.fault }),
          ...(typed.noteFault ? { note: typed.noteFault } : {}),
        },
      })
    return sendPage(
      app,
      request,
      reply,
      'moderation/decisions/decision',
      {
        chrome: unlisted(await chromeFor(deps, request, urls.queue)),
        title: page.heading,
        description: article.headline,
        ...page,
      },
      status,
    )
  }

  /** The form in which a held comment is changed before it stands. */
  async function sendEdit(
    request: FastifyRequest,
    reply: FastifyReply,
    text: string | undefined,
    typed: { body?: string; reason: string; fault: string; reasonFault?: string; seen?: string },
    status: number,
  ): Promise<FastifyReply> {
    const id = rowId(text)
    const comment = id === null ? undefined : await writtenComment(deps.db, id)
    const article = comment && (await publishedArticle(deps.db, comment.article_id))
    if (comment?.state !== 'held' || !article) throw missing()
    if (status >= 400 && takesJson(request))
      return sendProblem(reply, {
        kind: 'invalid',
        faults: {
          ...(typed.fault === '' ? {} : { body: typed.fault }),
          ...(typed.reasonFault ? { reason: typed.reasonFault } : {}),
        },
      })
    const page = heldEditPage(article, comment, {
      ...typed,
      seen: typed.seen || versionToken(comment, (await lastSaidOf(deps.db, comment.id))?.id),
    })
    return sendPage(
      app,
      request,
      reply,
      'moderation/decisions/edit',
      {
        chrome: unlisted(await chromeFor(deps, request, urls.queue)),
        title: page.heading,
        description: article.headline,
        ...page,
      },
      status,
    )
  }

  app.get<{ Querystring: { comment?: unknown } }>('/moderation/edits', moderators, (request, reply) =>
    sendEdit(request, reply, askedOnce(request.query.comment), { reason: '', fault: '' }, 200),
  )

  for (const noun of Object.keys(decisions) as Decision[]) {
    const { done, needsReason } = decisions[noun]
    app.get<{ Querystring: { comment?: unknown } }>(`/moderation/${noun}`, moderators, (request, reply) =>
      sendForm(request, reply, noun, askedOnce(request.query.comment), { reason: '', fault: '' }, 200),
    )

    app.post(`/moderation/${noun}`, moderators, async (request, reply) => {
      const form = readFields(request.body, ['comment', 'reason', 'note', 'body', 'seen', 'next'])
      const id = rowId(form.comment)
      if (id === null) throw missing()
      const reason = form.reason.trim()
      const fault = reason === '' && !needsReason ? null : reasonFault(reason)
      const note = form.note.trim()
      const faults = { fault: fault ?? '', noteFault: noteFault(note) ?? '' }
      // The plain form has no such field: where there is one, the words are to be others, and a blank is a fault and no wish to keep them.
      const changes = noun === 'approvals' && Object.hasOwn((request.body ?? {}) as object, 'body')
      const change = { body: form.body, reason: form.reason, seen: form.seen, reasonFault: faults.fault }
      if (changes && faults.fault !== '') return sendEdit(request, reply, form.comment, { ...change, fault: '' }, 422)
      if (faults.fault + faults.noteFault !== '')
        return sendForm(
          request,
          reply,
          noun,
          form.comment,
          { reason: form.reason, note: form.note, seen: form.seen, next: form.next, ...faults },
          422,
        )
      const [claim] = await claimsOn(deps.db, [id], deps.clock())
      const outcome = changes
        ? await editAndApprove(deps, request.viewer, id, reason, form.body, form.seen)
        : await acts[noun](deps, request.viewer, id, reason, form.seen, note)
      if (outcome.kind === 'invalid')
        return sendEdit(request, reply, form.comment, { ...change, fault: outcome.fault }, 422)
      // In the queue the next case is what matters; in the thread the comment's place, where it has one.
      const others = claim !== undefined && claim.account_id !== request.viewer!.id ? `&claim=${claim.id}` : ''
      const since = parseVersionToken(form.seen)
      return reply.redirect(
        withQuery(
          inside(form.next, urls.queue),
          outcome.kind === 'already'
            ? `done=already&comment=${id}${since === null ? '' : `&since=${since}`}`
            : `done=${done}&batch=${outcome.batch}${others}`,
        ),
        303,
      )
    })
  }
}
