// /accounts/second-factor/stop: the link of an e-mail with which a member stops the removal of the second factor.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { readForm } from '../../faults.ts'
import { tokenHash } from '../../random.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { cookieNames } from '../../web/cookies.ts'
import { sendPage } from '../../web/pages.ts'
import { dropToken, keptToken, moveToken } from '../link-hooks.ts'
import { stopRemovalForm } from './form.ts'
import { stopRemovalPage } from './pages.ts'
import { stopRemoval } from './removal-actions.ts'
import { removalByToken } from './removal-queries.ts'

const anyone = { config: { access: 'anyone' } } as const

export function factorRemovalRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    state: Parameters<typeof stopRemovalPage>[0],
  ): Promise<FastifyReply> {
    const page = stopRemovalPage(state)
    const chrome = unlisted(await chromeFor(deps, request, '/', urls.stopRemoval))
    const model = { chrome, title: page.heading, description: page.intro, ...page }
    return sendPage(app, request, reply, 'inbox/link', model, state === 'ended' ? 404 : 200)
  }

  app.get<{ Params: { token: string } }>('/accounts/second-factor/stop/:token', anyone, (request, reply) =>
    moveToken(reply, deps, cookieNames.stopRemoval, request.params.token),
  )

  app.get('/accounts/second-factor/stop', anyone, async (request, reply) => {
    const row = await removalByToken(deps.db, tokenHash(keptToken(request, cookieNames.stopRemoval)))
    return send(request, reply, row === undefined ? 'ended' : { nic: row.nic })
  })

  app.post(
    '/accounts/second-factor/stop',
    { config: { access: 'anyone', rateLimit: () => 'reset' } },
    async (request, reply) => {
      readForm(stopRemovalForm, request.body)
      if (!(await stopRemoval(deps, keptToken(request, cookieNames.stopRemoval)))) return send(request, reply, 'ended')
      dropToken(reply, deps, cookieNames.stopRemoval)
      return send(request, reply, 'stopped')
    },
  )
}
