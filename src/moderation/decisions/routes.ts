// /moderation/approvals, /holds, /removals, /spam and /restorations: decisions about a comment; and /moderation/edits, the form that edits a held one.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { publishedArticle } from '../../articles/queries.ts'
import { writtenComment } from '../../comments/edits/queries.ts'
import { isPurged } from '../../comments/holds/queries.ts'
import { parseVersionToken, versionToken } from '../../comments/holds/rules.ts'
import { countedComment } from '../../comments/queries.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { queryValue, rowId } from '../../faults.ts'
import { picturesOfComment } from '../../media/access-queries.ts'
import { fieldsOfComment, readReasonedForm } from '../../reasons.ts'
import { afterDecision, urls, withQuery } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { claimsOnComments } from '../queue/claim-queries.ts'
import { lastEntryOf } from '../queue/item-queries.ts'
import { approveComment, editAndApprove, holdComment, markSpam, removeComment, restoreComment } from './actions.ts'
import { approvalForm, decisionForm } from './form.ts'
import { type Decision, decisionPage, decisions, heldEditPage, type TypedDecision, type TypedEdit } from './pages.ts'

const moderators = { config: { access: 'moderator' } } as const

const decisionActions = {
  approvals: approveComment,
  holds: holdComment,
  removals: removeComment,
  spam: markSpam,
  restorations: restoreComment,
} as const

/** The reasons that are offered for a decision. */
const reasonsOf = (deps: Deps, noun: Decision): readonly string[] =>
  noun === 'restorations' ? deps.settings().restoringReasons : deps.settings().commentReasons

/** The faults that have a sentence. */
const present = (faults: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(faults).filter((entry): entry is [string, string] => Boolean(entry[1])))

/** Sends the two forms; `typed` is what comes back with faults, or null. */
function decisionReplies(app: FastifyInstance, deps: Deps) {
  async function sendForm(
    request: FastifyRequest,
    reply: FastifyReply,
    noun: Decision,
    text: string | undefined,
    typed: TypedDecision | null,
  ): Promise<FastifyReply> {
    const id = rowId(text)
    const comment = id === null ? undefined : await countedComment(deps.db, id)
    const article = comment && (await publishedArticle(deps.db, comment.article_id))
    if (!comment || !article) throw missing()
    if (typed !== null && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: present({ reason: typed.fault, note: typed.noteFault }) })
    const purged = await isPurged(deps.db, comment.id)
    const pictures = await picturesOfComment(deps.db, comment.id)
    const reasons = reasonsOf(deps, noun)
    const known = typed ?? { reason: '', fault: '' }
    const page = decisionPage(noun, article, { ...comment, purged }, known, pictures, reasons)
    const chrome = unlisted(await chromeFor(deps, request, urls.queue))
    const model = { chrome, title: page.heading, description: article.headline, ...page }
    return sendPage(app, request, reply, 'moderation/decisions/decision', model, typed === null ? 200 : 422)
  }

  async function sendEditForm(
    request: FastifyRequest,
    reply: FastifyReply,
    text: string | undefined,
    typed: TypedEdit | null,
  ): Promise<FastifyReply> {
    const id = rowId(text)
    const comment = id === null ? undefined : await writtenComment(deps.db, id)
    const article = comment && (await publishedArticle(deps.db, comment.article_id))
    if (comment?.state !== 'held' || !article) throw missing()
    if (typed !== null && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: present({ body: typed.fault, reason: typed.reasonFault }) })
    const seen = typed?.seen || versionToken(comment, (await lastEntryOf(deps.db, comment.id))?.id)
    const page = heldEditPage(article, comment, { reason: '', fault: '', ...typed, seen })
    const chrome = unlisted(await chromeFor(deps, request, urls.queue))
    const model = { chrome, title: page.heading, description: article.headline, ...page }
    return sendPage(app, request, reply, 'moderation/decisions/edit', model, typed === null ? 200 : 422)
  }

  return { sendForm, sendEditForm }
}

export function decisionRoutes(app: FastifyInstance, deps: Deps): void {
  const { sendForm, sendEditForm } = decisionReplies(app, deps)

  app.get<{ Querystring: { comment?: unknown } }>('/moderation/edits', moderators, (request, reply) =>
    sendEditForm(request, reply, queryValue(request.query.comment), null),
  )

  for (const noun of Object.keys(decisions) as Decision[]) {
    const { done, needsReason } = decisions[noun]
    app.get<{ Querystring: { comment?: unknown } }>(`/moderation/${noun}`, moderators, (request, reply) =>
      sendForm(request, reply, noun, queryValue(request.query.comment), null),
    )

    app.post(`/moderation/${noun}`, moderators, async (request, reply) => {
      const body = fieldsOfComment(request.body)
      const { typed, value, faults } = readReasonedForm(
        needsReason ? decisionForm : approvalForm,
        body,
        reasonsOf(deps, noun),
      )
      const id = rowId(typed.comment)
      if (id === null) throw missing()
      // Only the edit form has a `body`. An empty one is a fault there.
      const edits = noun === 'approvals' && Object.hasOwn((request.body ?? {}) as object, 'body')
      const { reason, seen } = typed
      if (value === null && edits && faults.reason !== undefined)
        return sendEditForm(request, reply, typed.comment, {
          body: typed.body,
          reason,
          seen,
          fault: '',
          reasonFault: faults.reason,
        })
      if (value === null)
        return sendForm(request, reply, noun, typed.comment, {
          ...typed,
          fault: faults.reason ?? '',
          noteFault: faults.note ?? '',
        })
      const [claim] = await claimsOnComments(deps.db, [id], deps.clock())
      const outcome = edits
        ? await editAndApprove(deps, request.viewer, id, value.reason, typed.body, seen)
        : await decisionActions[noun](deps, request.viewer, id, value.reason, seen, value.note)
      if (outcome.kind === 'invalid')
        return sendEditForm(request, reply, typed.comment, { body: typed.body, reason, seen, fault: outcome.fault })
      const claimed = claim !== undefined && claim.account_id !== request.viewer!.id ? `&claim=${claim.id}` : ''
      const since = parseVersionToken(seen)
      const query =
        outcome.kind === 'already'
          ? `done=already&comment=${id}${since === null ? '' : `&since=${since}`}`
          : `done=${done}&batch=${outcome.batch}${claimed}`
      return reply.redirect(withQuery(afterDecision(typed.next, id), query), 303)
    })
  }
}
