// The forms of editors' decisions: /desk/acceptances, schedulings, returns, rejections, merges, moves, unpublishings.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { type Faults, queryValue, readForm, rowId } from '../../faults.ts'
import type { Viewer } from '../../permissions.ts'
import { parsePlace } from '../../places.ts'
import { inside, urls, withQuery } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { formContext } from '../queue/reading.ts'
import { withDeskTabs } from '../queue/tab-reading.ts'
import * as actions from './actions.ts'
import { deskForms } from './form.ts'
import { deskDecisionPage, deskForm, lateWarning, staleWarning } from './pages.ts'
import * as queries from './queries.ts'
import { type ArticleState, type DeskDecision, deskNouns, isPossible } from './rules.ts'

const editors = { config: { access: 'editor' } } as const

type Typed = Record<string, string>

type Exchange = { app: FastifyInstance; deps: Deps; request: FastifyRequest; reply: FastifyReply }

export function deskDecisionRoutes(app: FastifyInstance, deps: Deps): void {
  for (const decision of deskNouns) {
    app.get<{ Querystring: { article?: unknown } }>(`/desk/${decision}`, editors, async (request, reply) => {
      const article = await articleOf(deps, queryValue(request.query.article))
      const late = isPossible(decision, article.state) ? '' : lateWarning(article.state)
      return sendForm({ app, deps, request, reply }, decision, article, {}, {}, late, late === '' ? 200 : 409)
    })

    app.post(`/desk/${decision}`, editors, (request, reply) => answer({ app, deps, request, reply }, decision))
  }
}

/** @throws AppError `missing` if there is no such article */
async function articleOf(deps: Deps, id: string | undefined): Promise<queries.DeskArticle> {
  const number = rowId(id)
  const article = number === null ? undefined : await queries.deskArticle(deps.db, number)
  if (article === undefined) throw missing()
  return article
}

/** Sends the form of a decision, with what was typed and what is wrong with it. */
async function sendForm(
  { app, deps, request, reply }: Exchange,
  decision: DeskDecision,
  article: queries.DeskArticle,
  typed: Typed,
  faults: Faults,
  warning: string,
  status: number,
): Promise<FastifyReply> {
  const isOpen = isPossible(decision, article.state as ArticleState)
  const next = typed['next'] || urls.desk()
  // The form names the text as it is now: its editor has just been told of the change.
  const form = isOpen ? deskForm(decision, article, formContext(deps), next, '', typed, faults) : null
  const words = [typed['reason'], typed['own'], typed['note']].filter((text) => text).join('\n\n')
  const page = deskDecisionPage(decision, article, form, warning, isOpen ? '' : words)
  const chrome = unlisted(await chromeFor(deps, request, urls.deskForm(decision, article.id), urls.desk()))
  const model = {
    chrome: await withDeskTabs(deps, chrome, ''),
    title: page.heading,
    description: article.headline,
    ...page,
  }
  return sendPage(app, request, reply, 'desk/decisions/decision', model, status)
}

/** Runs a decision with the values of its form, or says what is wrong with them. */
type Runner = (
  deps: Deps,
  viewer: Viewer | null,
  target: actions.Target,
  typed: Typed,
) => Promise<{ faults: Faults } | actions.DeskResult>

/** Reads a form by the schema of its decision. */
function reader<D extends DeskDecision>(decision: D, deps: Deps, body: unknown) {
  return readForm(
    deskForms[decision](deps.clock(), deps.settings().timeZone) as ReturnType<(typeof deskForms)[D]>,
    body,
  )
}

const runners: Record<DeskDecision, Runner> = {
  acceptances: async (deps, viewer, target, typed) => {
    const { value, faults } = reader('acceptances', deps, typed)
    return value === null ? { faults } : actions.publishArticle(deps, viewer, target, value.at, value)
  },
  schedulings: async (deps, viewer, target, typed) => {
    const { value, faults } = reader('schedulings', deps, typed)
    return value === null ? { faults } : actions.scheduleArticle(deps, viewer, target, value.at, value)
  },
  returns: async (deps, viewer, target, typed) => {
    const { value, faults } = reader('returns', deps, typed)
    return value === null ? { faults } : actions.returnSubmission(deps, viewer, target, value.reason)
  },
  rejections: async (deps, viewer, target, typed) => {
    const { value, faults } = reader('rejections', deps, typed)
    if (value === null) return { faults }
    return actions.rejectSubmission(deps, viewer, target, value.own || value.reason, value.note)
  },
  merges: async (deps, viewer, target, typed) => {
    const { value, faults } = reader('merges', deps, typed)
    const named = await mergeTarget(deps, target.article, typed['into'] ?? '')
    if (value === null || 'fault' in named)
      return { faults: { ...faults, ...('fault' in named ? { into: named.fault } : {}) } }
    return actions.mergeArticle(deps, viewer, target, named.id, value.reason)
  },
  moves: async (deps, viewer, target, typed) => {
    const { value, faults } = reader('moves', deps, typed)
    if (value === null) return { faults }
    if (value.at === null) return { faults: { at: 'Enter a date such as 2030-03-12.' } }
    return actions.moveToDay(deps, viewer, target, value.at)
  },
  unpublishings: async (deps, viewer, target, typed) => {
    const { value, faults } = reader('unpublishings', deps, typed)
    return value === null ? { faults } : actions.unpublishArticle(deps, viewer, target, value.reason)
  },
}

/** The article that a merge names. */
async function mergeTarget(deps: Deps, id: number, typed: string): Promise<{ id: number } | { fault: string }> {
  if (typed.trim() === '') return { fault: 'Enter the address or the number of the other article.' }
  const named = parsePlace(typed, deps.config.baseUrl)
  const found = named?.noun === 'article' ? await queries.deskArticle(deps.db, named.id) : undefined
  if (found === undefined) return { fault: 'That is not the address or number of an article here.' }
  if (found.id === id) return { fault: 'That is this article itself.' }
  return actions.canTakeMerge(found.state)
    ? { id: found.id }
    : { fault: 'That article is neither published nor waiting.' }
}

const CLOSED_SECTION =
  'Nothing was changed. The section of this article was closed: edit the article, and choose another section.'

async function answer(exchange: Exchange, decision: DeskDecision): Promise<FastifyReply> {
  const { deps, request, reply } = exchange
  const { typed } = reader(decision, deps, request.body)
  const article = await articleOf(deps, typed.article)
  const target = {
    article: article.id,
    base: rowId(typed.base) ?? article.revision,
    ...(typed.seen === '' ? {} : { seen: typed.seen }),
  }
  const result = await runners[decision](deps, request.viewer, target, typed)
  if ('faults' in result) {
    if (takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: result.faults })
    return sendForm(exchange, decision, article, typed, result.faults, '', 422)
  }
  if (result.kind === 'done') {
    const next = inside(typed.next, urls.desk())
    return reply.redirect(withQuery(next, `done=${decision}&batch=${result.batch}`), 303)
  }
  const now = await articleOf(deps, typed.article)
  const dates = datesOf(deps, request)
  const warning =
    result.kind === 'late'
      ? lateWarning(now.state)
      : result.kind === 'stale'
        ? staleWarning(await queries.lastRevision(deps.db, now.id), dates)
        : result.kind === 'closedSection'
          ? CLOSED_SECTION
          : 'Nothing was changed: it is like that already.'
  if (takesJson(request)) return sendProblem(reply, { kind: 'conflict', sentence: warning })
  return sendForm(exchange, decision, now, typed, {}, warning, 409)
}
