// The one place where an error becomes a page, and where a writer's words are given back with it.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { AppError, kinds, missing, type Kind } from '../errors.ts'
import { limits } from '../settings.ts'
import { chromeFor, unlisted } from './chrome.ts'
import type { Faults } from './forms.ts'
import { count } from './format.ts'
import { sendPage } from './pages.ts'
import { inside, urls } from './urls.ts'

/** What the framework and its plugins throw, as one of ours; null for what nobody foresaw. */
function asAppError(error: FastifyError | AppError): AppError | null {
  if (error instanceof AppError) return error
  const status = error.statusCode ?? 500
  if (status === 404) return missing()
  if (status === 413) return new AppError('tooLarge', `A form may hold ${count(Math.trunc(limits.form / 1024), 'kilobyte')}. Nothing was stored; go back, and your browser still has what you wrote.`)
  if (status === 415) return new AppError('malformed', 'This server reads forms and nothing else here.')
  if (status === 429) return new AppError('tooOften', error.message, Number((error as { retryAfter?: number }).retryAfter ?? 60))
  if (status === 503) return new AppError('unavailable', 'Too much is going on at once. Please try again in a moment.', 5)
  if (status >= 400 && status < 500) return new AppError('malformed', 'The request is not one that a browser would send.')
  return null
}

/** True of a program that reads JSON rather than pages. */
export const takesJson = (request: FastifyRequest): boolean => (request.headers.accept ?? '').includes('application/json')

/** What a program is told in place of a page: RFC 9457 problem details, with the faults of a form by field. */
export function sendProblem(reply: FastifyReply, problem: { kind: Kind; sentence?: string; faults?: Faults | undefined }): FastifyReply {
  const { status, title } = kinds[problem.kind]
  const { faults } = problem
  const detail = problem.sentence ?? Object.values(faults ?? {}).join(' ')
  return reply.code(status).header('cache-control', 'no-store').type('application/problem+json').send({ type: 'about:blank', title, status, detail, ...(faults ? { faults } : {}) })
}

export type ErrorPage = {
  status: number
  title: string
  sentence: string
  /** What the writer had typed, when the request carried a text. */
  kept: string | null
  /** Other fields that were typed, where a form cannot be shown again; never a password. */
  typed: { id: string; label: string; value: string }[]
  signIn: string | null
  /** Words to look for, guessed from the address; null where a search is no help. */
  search: string | null
}

/** Fields of the account forms that are given back. */
const fieldLabels = { nic: 'Nic', email: 'E-mail' } as const

function typedFields(request: FastifyRequest): ErrorPage['typed'] {
  const body = request.body as Record<string, unknown> | null | undefined
  return Object.entries(fieldLabels).flatMap(([id, label]) => {
    const value = body?.[id]
    return typeof value === 'string' && value.trim() !== '' ? [{ id: `kept-${id}`, label, value }] : []
  })
}

/** Words of an address that may be those of a headline: `/articles/99-the-old-tide-gauge` looks for "the old tide gauge". */
export function wordsOf(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? ''
  const last = path.split('/').filter((part) => /\p{L}{2}/u.test(decoded(part))).at(-1) ?? ''
  const words = decoded(last).replace(/\.\w{1,5}$/, '').replace(/[^\p{L}\p{N}]+/gu, ' ').replace(/^\d+ (?=\p{L})/u, '').trim()
  return [...words].slice(0, 60).join('')
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** The text that a failed form carried: shown again, whatever went wrong. */
function keptText(request: FastifyRequest): string | null {
  const body = request.body as Record<string, unknown> | null | undefined
  for (const field of ['body', 'reason', 'headline']) {
    const value = body?.[field]
    if (typeof value === 'string' && value.trim() !== '') return value
  }
  return null
}

/** What is told of an error: what happened, what was typed, and the ways on. */
function errorPage({ kind, message }: AppError, request: FastifyRequest): ErrorPage {
  const { status, title } = kinds[kind]
  const kept = keptText(request)
  const nothingLost = kept === null || /lost/.test(message) ? '' : ' Nothing you wrote is lost.'
  return {
    status,
    title,
    sentence: `${message}${nothingLost}`,
    kept,
    typed: kind === 'tooOften' ? typedFields(request) : [],
    signIn: status === 403 && request.viewer === null ? urls.login(request.method === 'GET' ? request.url : undefined) : null,
    search: kind === 'missing' || kind === 'gone' ? wordsOf(request.originalUrl) : null,
  }
}

/** A slash too many at the end of an address is no reason to send anybody away: the address without it, or null. */
function withoutSlash(request: FastifyRequest): string | null {
  const [, path = '/', query = ''] = /^(.+?)\/+(\?.*)?$/.exec(request.url) ?? []
  return request.method === 'GET' && path !== '/' && inside(path, '') !== '' ? path + query : null
}

export function handleErrors(app: FastifyInstance, deps: Deps): void {
  app.setNotFoundHandler({}, async (request, reply) => answer(missing(), request, reply))
  app.setErrorHandler(async (error: FastifyError | AppError, request, reply) => {
    const known = asAppError(error)
    if (known === null) deps.log.error({ err: error, id: request.id, route: request.routeOptions?.url }, 'request failed')
    return answer(known ?? new AppError('broken', 'It has been written down, and somebody will look at it. Nothing that was posted before is lost.'), request, reply)
  })

  async function answer(error: AppError, request: FastifyRequest, reply: Parameters<typeof sendPage>[2]) {
    const kind: Kind = error.kind
    const shorter = kind === 'missing' ? withoutSlash(request) : null
    if (shorter !== null) return reply.redirect(shorter, 301)
    const { status, title } = kinds[kind]
    if (error.retryAfter !== null) reply.header('retry-after', String(error.retryAfter))
    if (takesJson(request)) return sendProblem(reply, { kind, sentence: error.message })
    const page = errorPage(error, request)
    try {
      return await sendPage(app, request, reply, 'errors/error', { chrome: unlisted(await chromeFor(deps, request, '/')), description: error.message, ...page }, status)
    } catch (worse) {
      // The page needs the database; when that is what broke, the sentence goes out alone.
      deps.log.error({ err: worse, id: request.id }, 'error page failed')
      return reply.code(status).header('cache-control', 'no-store').type('text/plain; charset=utf-8').send(`${title}. ${error.message}${page.kept === null ? '' : `\n\nWhat you wrote:\n\n${page.kept}`}\n`)
    }
  }
}
