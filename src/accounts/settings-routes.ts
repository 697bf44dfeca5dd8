// /accounts/settings: a member's reading preferences.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { type Faults, readForm } from '../faults.ts'
import { serializeView } from '../thread-view.ts'
import { urls } from '../urls.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { cookieNames } from '../web/cookies.ts'
import { sendProblem, takesJson } from '../web/errors.ts'
import { looksOf, savedMessage, viewFor } from '../web/looks.ts'
import { sendPage } from '../web/pages.ts'
import { datesOf } from '../web/reader.ts'
import { savePreferences } from './actions.ts'
import { settingsPage } from './pages.ts'
import { defaultPreferences } from './preferences.ts'
import { preferencesOfForm, type SettingsField, type SettingsForm, settingsForm } from './settings-form.ts'

const members = { config: { access: 'member' } } as const

export function settingsRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    form: SettingsForm,
    faults: Faults<SettingsField>,
    message: string,
  ): Promise<FastifyReply> {
    const failed = Object.keys(faults).length > 0
    if (failed && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
    const page = settingsPage(form, faults, deps.settings(), deps.clock(), message)
    const chrome = unlisted(await chromeFor(deps, request, urls.settings))
    const model = { chrome, title: 'Settings', description: 'Your reading preferences.', ...page }
    return sendPage(app, request, reply, 'accounts/settings', model, failed ? 422 : 200)
  }

  app.get<{ Querystring: { saved?: unknown } }>('/accounts/settings', members, async (request, reply) => {
    const { theme, size } = looksOf(request)
    const preferences = request.preferences ?? { ...defaultPreferences, theme, textSize: size }
    const form = {
      theme: preferences.theme,
      size: preferences.textSize,
      view: serializeView(viewFor(deps, request)),
      zone: preferences.timeZone ?? '',
      dates: preferences.dateStyle,
      keys: preferences.keys ? 'on' : '',
    }
    const message = savedMessage(request.query.saved, deps.clock(), datesOf(deps, request))
    return send(request, reply, form, {}, message)
  })

  app.post('/accounts/settings', members, async (request, reply) => {
    const { typed, value, faults } = readForm(settingsForm, request.body)
    if (value === null) return send(request, reply, typed, faults, '')
    await savePreferences(deps, request.viewer!, preferencesOfForm(value))
    // This browser may hold a choice of its own, which would go before the account's.
    if (value.view !== '') reply.clearCookie(cookieNames.view, { path: '/' })
    return reply.redirect(urls.saved(urls.settings, deps.clock()), 303)
  })
}
