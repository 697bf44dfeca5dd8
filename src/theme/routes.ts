// /theme: how this browser reads: colours, size of the text, layout of threads. Kept in cookies, and with the account where there is one.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { keepLooks } from '../accounts/actions.ts'
import type { Deps } from '../deps.ts'
import { askedOnce, type Faults, readFields } from '../faults.ts'
import { parseView, serializeView, viewFields } from '../thread-view.ts'
import { inside, urls } from '../urls.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { names, type TextSize, type Theme, textSizes, themes } from '../web/cookies.ts'
import { sendProblem, takesJson } from '../web/errors.ts'
import { looksOf, savedWords } from '../web/looks.ts'
import { sendPage } from '../web/pages.ts'
import { datesOf } from '../web/reader.ts'
import { type ReadingField, readingPage } from './pages.ts'

const anyone = { config: { access: 'anyone' } } as const

export function themeRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    chosen: Record<ReadingField, string>,
    faults: Faults<ReadingField>,
    next: string,
    message: string,
  ): Promise<FastifyReply> {
    const wrong = Object.keys(faults).length > 0
    if (wrong && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
    const page = readingPage(chosen, faults, next, message, deps.settings().recommendations)
    return sendPage(
      app,
      request,
      reply,
      'theme/reading',
      {
        chrome: unlisted(await chromeFor(deps, request, urls.theme)),
        title: 'How you read',
        description: 'Colours, size of the text and order of comments, for this browser.',
        ...page,
      },
      wrong ? 422 : 200,
    )
  }

  app.get<{ Querystring: Record<string, unknown> }>('/theme', anyone, async (request, reply) => {
    if (request.viewer !== null) return reply.redirect(urls.settings, 303)
    const looks = looksOf(request)
    return send(
      request,
      reply,
      { theme: looks.theme, size: looks.size, view: request.cookies[names.view] ?? '' },
      {},
      inside(askedOnce(request.query['next']), ''),
      savedWords(request.query['saved'], deps.clock(), datesOf(deps, request)),
    )
  })

  app.post('/theme', anyone, async (request, reply) => {
    const { theme, size, next, ...asked } = readFields(request.body, ['theme', 'size', 'next', ...viewFields])
    const view = parseView(asked)
    const faults: Faults<ReadingField> = {}
    if (theme !== '' && !(themes as readonly string[]).includes(theme))
      faults.theme = 'The colours are auto, light or dark.'
    if (size !== '' && !(textSizes as readonly string[]).includes(size))
      faults.size = 'The text is usual, large or larger.'
    if (asked.view !== '' && view === null) faults.view = 'Threads are threaded, flat or newest first.'
    if (theme === '' && size === '' && view === null) faults.theme ??= 'Nothing was chosen.'
    if (Object.keys(faults).length > 0)
      return send(request, reply, { theme, size, view: asked.view }, faults, inside(next, ''), '')
    const options = {
      path: '/',
      sameSite: 'lax',
      maxAge: 365 * 86_400,
      secure: deps.config.baseUrl.startsWith('https:'),
    } as const
    if (theme !== '') reply.setCookie(names.theme, theme, options)
    if (size !== '') reply.setCookie(names.size, size, options)
    if (view !== null) reply.setCookie(names.view, serializeView(view), options)
    if (request.viewer !== null)
      await keepLooks(deps, request.viewer, {
        ...(theme === '' ? {} : { theme: theme as Theme }),
        ...(size === '' ? {} : { textSize: size as TextSize }),
        ...(view === null ? {} : { view: serializeView(view) }),
      })
    return reply.redirect(next === '' ? urls.saved(urls.theme, deps.clock()) : inside(next, '/'), 303)
  })
}
