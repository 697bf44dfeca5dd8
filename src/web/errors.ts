// Turns errors into pages or problem details, with the text that was typed.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { AppError, type Kind, kinds, missing } from '../errors.ts'
import type { Faults } from '../faults.ts'
import { inside } from '../urls.ts'
import { chromeFor, unlisted } from './chrome.ts'
import { errorPage } from './error-page.ts'
import { sendPage } from './pages.ts'

/** Maps errors of the framework and its plugins; null for unexpected ones. */
function asAppError(error: FastifyError | AppError): AppError | null {
  if (error instanceof AppError) return error
  const status = error.statusCode ?? 500
  if (status === 404) return missing()
  if (status === 413)
    return new AppError('tooLarge', 'That is too long to send. Go back: your browser still has your text.')
  if (status === 415) return new AppError('malformed', 'This address accepts only forms.')
  if (status === 429)
    return new AppError('tooOften', error.message, Number((error as { retryAfter?: number }).retryAfter ?? 60))
  if (status === 503) return new AppError('unavailable', 'The server is busy. Please try again in a moment.', 5)
  if (status >= 400 && status < 500) return new AppError('malformed', 'No browser sends a request like this one.')
  return null
}

/** Whether the client is a program that wants JSON. */
export const takesJson = (request: FastifyRequest): boolean =>
  (request.headers.accept ?? '').includes('application/json')

/** Sends RFC 9457 problem details, with the faults of a form by field. */
export function sendProblem(
  reply: FastifyReply,
  problem: { kind: Kind; sentence?: string; faults?: Faults | undefined },
): FastifyReply {
  const { status, title } = kinds[problem.kind]
  const { faults } = problem
  const detail = problem.sentence ?? Object.values(faults ?? {}).join(' ')
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send({ type: 'about:blank', title, status, detail, ...(faults ? { faults } : {}) })
}

/** The address without trailing slashes, to redirect to; null if it has none. */
function withoutSlash(request: FastifyRequest): string | null {
  const at = request.url.indexOf('?')
  const [full, query] = at === -1 ? [request.url, ''] : [request.url.slice(0, at), request.url.slice(at)]
  let end = full.length
  while (end > 0 && full[end - 1] === '/') end -= 1
  const path = full.slice(0, end)
  return request.method === 'GET' && path !== '' && path !== full && inside(path, '') !== '' ? path + query : null
}

export function handleErrors(app: FastifyInstance, deps: Deps): void {
  app.setNotFoundHandler({}, async (request, reply) =>
    answer(
      request.method === 'GET' || request.method === 'HEAD'
        ? missing()
        : missing('Nothing was saved. No form of this site has this address.'),
      request,
      reply,
    ),
  )
  app.setErrorHandler(async (error: FastifyError | AppError, request, reply) => {
    const known = asAppError(error)
    if (known === null)
      deps.log.error({ err: error, id: request.id, route: request.routeOptions?.url }, 'request failed')
    else if (known.cause !== undefined)
      deps.log.error({ err: known.cause, id: request.id, route: request.routeOptions?.url }, 'request refused')
    return answer(known ?? new AppError('broken', 'The error was logged. Please try again later.'), request, reply)
  })

  async function answer(error: AppError, request: FastifyRequest, reply: Parameters<typeof sendPage>[2]) {
    const kind: Kind = error.kind
    const shorter = kind === 'missing' ? withoutSlash(request) : null
    if (shorter !== null) return reply.redirect(shorter, 301)
    const { status, title } = kinds[kind]
    if (error.retryAfter !== null) reply.header('retry-after', String(error.retryAfter))
    if (takesJson(request)) return sendProblem(reply, { kind, sentence: error.message })
    const page = errorPage(error, request, deps.settings().siteName)
    try {
      return await sendPage(
        app,
        request,
        reply,
        'errors/error',
        { chrome: unlisted(await chromeFor(deps, request, '/')), description: error.message, ...page },
        status,
      )
    } catch (worse) {
      // The page needs the database; without it plain text is sent.
      deps.log.error({ err: worse, id: request.id }, 'error page failed')
      return reply
        .code(status)
        .header('cache-control', 'no-store')
        .type('text/plain; charset=utf-8')
        .send(
          `${title}. ${error.message}${page.typed.map(({ label, value }) => `\n\n${label}:\n\n${value}`).join('')}\n`,
        )
    }
  }
}
