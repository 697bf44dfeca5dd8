// /theme: colours, text size and layout of threads. Saved in cookies, and with the account of a signed-in reader.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { updatePreferences } from '../accounts/actions.ts'
import type { Deps } from '../deps.ts'
import { type Faults, queryValue, readForm } from '../faults.ts'
import { parseView, serializeView } from '../thread-view.ts'
import { inside, urls } from '../urls.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { cookieNames, type TextSize, type Theme } from '../web/cookies.ts'
import { sendProblem, takesJson } from '../web/errors.ts'
import { looksOf, savedMessage } from '../web/looks.ts'
import { sendPage } from '../web/pages.ts'
import { datesOf } from '../web/reader.ts'
import { themeForm } from './form.ts'
import { type ReadingField, readingPage } from './pages.ts'

const anyone = { config: { access: 'anyone' } } as const

/** The settings of a form; null or empty for what was not chosen. */
type Chosen = { theme: string; size: string; view: string | null }

export function themeRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Record<string, unknown> }>('/theme', anyone, async (request, reply) => {
    if (request.viewer !== null) return reply.redirect(urls.settings, 303)
    const looks = looksOf(request)
    return sendReading(
      app,
      deps,
      request,
      reply,
      { theme: looks.theme, size: looks.size, view: request.cookies[cookieNames.view] ?? '' },
      {},
      inside(queryValue(request.query['next']), ''),
      savedMessage(request.query['saved'], deps.clock(), datesOf(deps, request)),
    )
  })

  app.post('/theme', anyone, async (request, reply) => {
    const { typed, value, faults } = readForm(themeForm, request.body)
    if (value === null) return sendReading(app, deps, request, reply, typed, faults, inside(typed.next, ''), '')
    const view = parseView(value)
    const chosen = { theme: value.theme, size: value.size, view: view === null ? null : serializeView(view) }
    setCookies(deps, reply, chosen)
    if (request.viewer !== null)
      await updatePreferences(deps, request.viewer, {
        ...(chosen.theme === '' ? {} : { theme: chosen.theme as Theme }),
        ...(chosen.size === '' ? {} : { textSize: chosen.size as TextSize }),
        ...(chosen.view === null ? {} : { view: chosen.view }),
      })
    return reply.redirect(value.next === '' ? urls.saved(urls.theme, deps.clock()) : inside(value.next, '/'), 303)
  })
}

function setCookies(deps: Deps, reply: FastifyReply, chosen: Chosen): void {
  const options = {
    path: '/',
    sameSite: 'lax',
    maxAge: 365 * 86_400,
    secure: deps.config.baseUrl.startsWith('https:'),
  } as const
  if (chosen.theme !== '') reply.setCookie(cookieNames.theme, chosen.theme, options)
  if (chosen.size !== '') reply.setCookie(cookieNames.size, chosen.size, options)
  if (chosen.view !== null) reply.setCookie(cookieNames.view, chosen.view, options)
}

/** Sends the page of reading settings. @param typed as typed, or as the browser has saved it */
async function sendReading(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  typed: Record<ReadingField, string>,
  faults: Faults<ReadingField>,
  next: string,
  message: string,
): Promise<FastifyReply> {
  const hasFaults = Object.keys(faults).length > 0
  if (hasFaults && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
  const page = readingPage(typed, faults, next, message, deps.settings().recommendations)
  return sendPage(
    app,
    request,
    reply,
    'theme/reading',
    {
      chrome: unlisted(await chromeFor(deps, request, urls.theme)),
      title: 'Reading settings',
      description: 'Colours, text size and order of comments, for this browser.',
      ...page,
    },
    hasFaults ? 422 : 200,
  )
}
