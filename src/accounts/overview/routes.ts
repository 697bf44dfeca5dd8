// /accounts: everything that a member can set or look up, with its present state.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'
import { accountPage } from './pages.ts'
import { readAccount } from './reading.ts'

export function accountOverviewRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/accounts', { config: { access: 'member' } }, async (request, reply) => {
    const page = accountPage(await readAccount(deps, request))
    const chrome = unlisted(await chromeFor(deps, request, urls.account, urls.settings))
    const model = { chrome, title: 'Your account', description: 'What you can set, and what is yours.', ...page }
    return sendPage(app, request, reply, 'accounts/overview/overview', model)
  })
}
