// /comments/confirmations: the button that confirms a guest's e-mail address. Below /comments, where browsers send a guest's key.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { readForm } from '../../faults.ts'
import { validMailLink } from '../../mail/actions.ts'
import { confirmReplyMails } from '../../notices/subscription-actions.ts'
import { isGuest } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import { writerOf } from '../../web/guests.ts'
import { confirmationForm } from './form.ts'

type ByToken = { Params: { token: string } }

export function confirmationRoutes(app: FastifyInstance, deps: Deps): void {
  app.post<ByToken>('/comments/confirmations/:token', { config: { access: 'anyone' } }, async (request, reply) => {
    readForm(confirmationForm, request.body)
    const { token } = request.params
    const link = await validMailLink(deps, token, 'confirm-subscription')
    if (link !== null) {
      const writer = writerOf(deps, request, reply)
      await confirmReplyMails(deps, token, link, isGuest(writer) ? writer.key : null)
    }
    // That page says what came of it, also for an expired link.
    return reply.redirect(urls.confirmReplies(token), 303)
  })
}
