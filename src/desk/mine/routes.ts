// /desk/mine, /desk/submissions/:id and /desk/receipts/:token: what its writer sees of a submission, withdraws, copies and claims.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { requestWriters } from '../../comments/drafts/hooks.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing, notAButton } from '../../errors.ts'
import { queryValue, readForm, rowId } from '../../faults.ts'
import { refusals } from '../../permissions.ts'
import { canStrangersRegister } from '../../registration-modes.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { saveArticleDraft } from '../drafts/actions.ts'
import type { Exchange } from '../submissions/form-routes.ts'
import { undoWithdrawal, type WithdrawalResult, withdrawSubmission } from './actions.ts'
import { claimSubmission } from './claim-actions.ts'
import { buttonForm, withdrawalForm } from './form.ts'
import { type ByAddress, findOwnPlace, findPlace, type Place } from './place-checks.ts'
import { readMine, readOwnSubmission, readStored } from './reading.ts'
import { lateForWriter } from './rules.ts'

const members = { config: { access: 'member' } } as const
const anyone = { config: { access: 'anyone' } } as const

/** The addresses of a submission, and who may open them. */
export const doors = [
  { stem: '/desk/submissions/:id', options: members },
  { stem: '/desk/receipts/:token', options: anyone },
] as const

type OwnExchange = Exchange & { request: FastifyRequest<ByAddress> }

export function mineRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: { after?: unknown } }>('/desk/mine', members, async (request, reply) => {
    const { after } = request.query
    const from = after === undefined ? null : rowId(queryValue(after))
    if (after !== undefined && from === null) throw missing()
    return sendPage(app, request, reply, 'desk/mine/mine', {
      chrome: unlisted(await chromeFor(deps, request, urls.mine)),
      title: 'Your articles',
      description: 'All that you have sent in and are writing.',
      ...(await readMine(deps, request.viewer!, from, datesOf(deps, request))),
    })
  })
  for (const { stem, options } of doors) {
    app.get<ByAddress>(stem, options, (request, reply) => sendSubmission({ app, deps, request, reply }))
    app.get<ByAddress>(`${stem}/withdrawals`, options, (request, reply) =>
      askBeforeWithdrawal({ app, deps, request, reply }),
    )
    app.post<ByAddress>(`${stem}/withdrawals`, options, (request, reply) =>
      answerWithdrawal({ app, deps, request, reply }),
    )
    app.post<ByAddress>(`${stem}/copies`, options, (request, reply) => copyIntoDraft({ app, deps, request, reply }))
  }
  app.post<ByAddress>(
    '/desk/receipts/:token/claims',
    { config: { access: 'anyone', rateLimit: () => 'receipt' } },
    (request, reply) => answerClaim(deps, request, reply),
  )
}

/** Other sites and search engines must not learn a receipt's address. With `no-referrer` browsers would send `Origin: null`. */
export const hideAddress = (reply: FastifyReply): FastifyReply =>
  reply.header('referrer-policy', 'same-origin').header('x-robots-tag', 'noindex')

async function sendSubmission({ app, deps, request, reply }: OwnExchange): Promise<FastifyReply> {
  const place = await findPlace(deps, request)
  const { here, receipt } = place
  const page = await readOwnSubmission(
    deps,
    place.row,
    {
      here,
      viewer: request.viewer,
      receipt: receipt === null ? null : { ...receipt, address: `${deps.config.baseUrl}${here}` },
    },
    queryValue(request.query.done) ?? '',
    datesOf(deps, request),
  )
  return sendPage(app, request, hideAddress(reply), 'desk/mine/submission', {
    chrome: unlisted(await chromeFor(deps, request, here, receipt === null ? urls.mine : here)),
    title: page.heading,
    description: page.standing.title,
    ...page,
  })
}

const lateError = (place: Place, state: Place['row']['state']): AppError =>
  new AppError('conflict', `Nothing was changed. ${lateForWriter[state]}`, null, [
    { href: place.here, text: 'Your article' },
  ])

async function askBeforeWithdrawal({ app, deps, request, reply }: OwnExchange): Promise<FastifyReply> {
  const place = await findOwnPlace(deps, request)
  const { row, here } = place
  if (row.state === 'withdrawn') return reply.redirect(here, 303)
  if (row.state !== 'waiting' && row.state !== 'returned') throw lateError(place, row.state)
  return sendPage(app, request, hideAddress(reply), 'desk/mine/withdrawal', {
    chrome: unlisted(await chromeFor(deps, request, urls.withdrawSubmission(here))),
    title: 'Withdraw this article?',
    description: row.headline,
    headline: row.headline,
    action: urls.withdrawSubmission(here),
    back: here,
  })
}

async function answerWithdrawal({ deps, request, reply }: OwnExchange): Promise<FastifyReply> {
  const { value } = readForm(withdrawalForm, request.body)
  if (value === null) throw notAButton()
  const place = await findOwnPlace(deps, request)
  const { row, proof, here } = place
  const change = value.action === 'restore' ? undoWithdrawal : withdrawSubmission
  const result: WithdrawalResult = await change(deps, row.id, proof)
  switch (result.kind) {
    case 'done':
      return reply.redirect(`${here}?done=${value.action}`, 303)
    case 'late':
      throw lateError(place, result.state)
    case 'undoLate': {
      const { kind, sentence } = refusals.undoLate
      throw new AppError(kind, sentence, null, [{ href: here, text: 'Your article' }])
    }
    case 'none':
      throw missing()
  }
}

/** Copies the text into a draft, from which it can be sent in as another article. */
async function copyIntoDraft({ deps, request, reply }: OwnExchange): Promise<FastifyReply> {
  readForm(buttonForm, request.body)
  const { row } = await findOwnPlace(deps, request)
  const { url = '', headline = '', lede = '', body = '', section = '', tags = '' } = await readStored(deps, row.id)
  const texts = { url, headline, lede, body, section, tags, nic: row.account_id === null ? row.nic : '', reason: '' }
  // The same key, so that a second press makes no second draft.
  const form = { ...texts, kind: row.kind, key: `copy-${row.id}`, draft: '' }
  const saved = await saveArticleDraft(deps, requestWriters(deps, request, reply), form, request.ip)
  if (saved === null) throw new AppError('tooOften', 'The draft could not be saved. Try again later.')
  return reply.redirect(urls.articleDraft(saved.id), 303)
}

/** @throws AppError `forbidden` without a session, `conflict` if another account has claimed the article */
async function answerClaim(deps: Deps, request: FastifyRequest<ByAddress>, reply: FastifyReply): Promise<FastifyReply> {
  readForm(buttonForm, request.body)
  if (request.viewer === null)
    throw new AppError(
      'forbidden',
      `Sign in${canStrangersRegister(deps.settings()) ? ' or register' : ''} first, then come back to this address to claim the article.`,
    )
  const id = await claimSubmission(deps, request.viewer, request.params.token ?? '')
  if (id === null) throw new AppError('conflict', 'Another account has claimed this article.')
  return reply.redirect(`${urls.submission(id)}?done=claim`, 303)
}
