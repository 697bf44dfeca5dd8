// /accounts/email/stop: the former address stops a change of address.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { readForm } from '../../faults.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { cookieNames } from '../../web/cookies.ts'
import { sendPage } from '../../web/pages.ts'
import { dropToken, keepToken, keptToken, moveToken } from '../link-hooks.ts'
import { readChange, stopChange } from './change-actions.ts'
import { confirmationForm } from './form.ts'
import { stopPage } from './pages.ts'

const anyone = { config: { access: 'anyone' } } as const

export function stopRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    found: Parameters<typeof stopPage>[0],
  ): Promise<FastifyReply> {
    const page = stopPage(found)
    const chrome = unlisted(await chromeFor(deps, request, '/', urls.stopEmailChange))
    const model = { chrome, title: page.heading, description: page.intro, ...page }
    const status = found === 'ended' ? 404 : found === 'taken' ? 409 : 200
    return sendPage(app, request, reply, 'inbox/link', model, status)
  }

  app.get<{ Params: { token: string } }>('/accounts/email/stop/:token', anyone, (request, reply) =>
    moveToken(reply, deps, cookieNames.stop, request.params.token),
  )

  app.get('/accounts/email/stop', anyone, async (request, reply) =>
    send(request, reply, (await readChange(deps, keptToken(request, cookieNames.stop))) ?? 'ended'),
  )

  app.post(
    '/accounts/email/stop',
    { config: { access: 'anyone', rateLimit: () => 'reset' } },
    async (request, reply) => {
      readForm(confirmationForm, request.body)
      const stopped = await stopChange(deps, keptToken(request, cookieNames.stop))
      if (typeof stopped === 'string') return send(request, reply, stopped)
      dropToken(reply, deps, cookieNames.stop)
      return keepToken(reply, deps, cookieNames.reset, stopped.reset).redirect(
        `${urls.resetPassword}?done=stopped`,
        303,
      )
    },
  )
}
