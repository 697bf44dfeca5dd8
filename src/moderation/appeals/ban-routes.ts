// /accounts/appeals: appeals against bans, by the link given at sign-in or from a banned network address.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AppealState, AppealView } from '../../comments/appeals/pages.ts'
import { appealView } from '../../comments/appeals/pages.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { readForm } from '../../faults.ts'
import { tokenHash } from '../../random.ts'
import { banSentence, findRequestBan } from '../../sanctions/checks.ts'
import { appealLinkByToken, banById } from '../../sanctions/queries.ts'
import { isInForce } from '../../sanctions/rules.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { placeOf } from '../../web/guests.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { appealAddressBan, appealBan } from './actions.ts'
import { banAppealForm } from './form.ts'
import { ALREADY_APPEALED } from './pages.ts'
import { appealById, banAppealsOf } from './queries.ts'

const anyone = { config: { access: 'anyone' } } as const

const ADDRESS_APPEALED =
  'Your appeal was not sent: somebody has already appealed from your network address. One answer counts for everybody there.'

type Site = { app: FastifyInstance; deps: Deps }

/** @throws AppError `missing` when the link does not exist or has expired */
async function appealLink(site: Site, token: string) {
  const { deps } = site
  const link = await appealLinkByToken(deps.db, tokenHash(token), deps.clock())
  if (link === undefined)
    throw missing('This appeal link has expired, or never existed. Sign in to get a new one.', [
      { href: urls.login(), text: 'Sign in' },
    ])
  return link
}

/** Distinguishes a repeated request from a second appeal. */
const repeatOrSecond = async ({ deps }: Site, appeal: number, body: string): Promise<'made' | 'before'> =>
  (await appealById(deps.db, appeal))?.body === body ? 'made' : 'before'

/** The ban in force, if there is one, and the appeals against it. */
async function readBanAppeal(
  site: Site,
  request: FastifyRequest,
  token: string,
  typed: AppealState,
): Promise<{ ban: Awaited<ReturnType<typeof findRequestBan>>; view: AppealView }> {
  const { deps } = site
  const [now, dates] = [deps.clock(), datesOf(deps, request)]
  const link = token === '' ? null : await appealLink(site, token)
  const to = { action: urls.banAppeals, hidden: token === '' ? [] : [{ name: 'token', value: token }] }
  const show = (ban: { id: number } | null, rows: Parameters<typeof appealView>[0]) =>
    appealView(rows, ban && { noun: 'bans', id: ban.id }, to, typed, now, dates)
  if (link?.appeal_id != null) {
    const row = (await appealById(deps.db, link.appeal_id))!
    const about = (await banById(deps.db, row.noun_id)) ?? null
    const ban = about !== null && isInForce(about, now) ? about : null
    return { ban, view: show(ban, [row]) }
  }
  const ban =
    link?.account_id != null
      ? await findRequestBan(deps, deps.db, { account: link.account_id })
      : request.viewer === null
        ? await findRequestBan(deps, deps.db, { account: null, ip: request.ip })
        : null
  return { ban, view: show(ban, link?.account_id != null ? await banAppealsOf(deps.db, link.account_id) : []) }
}

async function send(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  typed: AppealState = {},
  status = 200,
): Promise<FastifyReply> {
  const { app, deps } = site
  const { ban, view } = await readBanAppeal(site, request, token, typed)
  if (status === 409 && takesJson(request))
    return sendProblem(reply, { kind: 'conflict', sentence: typed.refused ?? '' })
  if (status === 422 && takesJson(request))
    return sendProblem(reply, { kind: 'invalid', faults: { body: typed.fault ?? '' } })
  const sentence =
    ban !== null
      ? banSentence(deps, ban, datesOf(deps, request))
      : token === ''
        ? 'Your network address is not banned. If your account is banned, sign in: you will see why, and can appeal.'
        : 'You can post again.'
  // The address is a secret: it must not reach other sites or search engines. (no-referrer would make browsers send Origin: null.)
  reply.header('referrer-policy', 'same-origin').header('x-robots-tag', 'noindex')
  const page = {
    kind: ban !== null ? (' bad' as const) : token === '' ? ('' as const) : (' ok' as const),
    sentence,
    signIn: ban === null && request.viewer === null ? urls.login() : '',
    address: token === '' ? '' : `${deps.config.baseUrl}${urls.banAppeal(token)}`,
    appeal: view,
    kept: view.form === null ? (typed.body ?? '') : '',
    refused: typed.refused ?? '',
  }
  return sendPage(
    app,
    request,
    reply,
    'moderation/appeals/ban',
    {
      chrome: unlisted(await chromeFor(deps, request, urls.banAppeals)),
      title: 'Appeal against a ban',
      description: 'Why you are banned, and how to appeal.',
      ...page,
    },
    status,
    request.method === 'POST' ? 'untilSignOut' : 'never',
  )
}

export function banAppealRoutes(app: FastifyInstance, deps: Deps): void {
  const site: Site = { app, deps }
  app.get('/accounts/appeals', anyone, (request, reply) => send(site, request, reply, ''))
  app.get<{ Params: { token: string } }>('/accounts/appeals/:token', anyone, (request, reply) =>
    send(site, request, reply, request.params.token),
  )

  app.post('/accounts/appeals', { config: { access: 'anyone', rateLimit: () => 'appeal' } }, async (request, reply) => {
    const { typed, value, faults } = readForm(banAppealForm, request.body)
    const { token, body } = typed
    const link = token === '' ? null : await appealLink(site, token)
    if (value === null) return send(site, request, reply, token, { body, fault: faults.body ?? '' }, 422)
    const byPlace =
      link === null && request.viewer === null
        ? await appealAddressBan(deps, request.ip, placeOf(deps, request), value.body)
        : null
    const made = byPlace?.kind === 'made' ? byPlace : null
    const outcome =
      byPlace ??
      (link === null
        ? { kind: 'nothing' as const }
        : link.account_id !== null
          ? await appealBan(deps, link.account_id, value.body)
          : { kind: await repeatOrSecond(site, link.appeal_id!, value.body) })
    if (outcome.kind === 'before' && link === null) throw new AppError('conflict', ADDRESS_APPEALED)
    if (outcome.kind === 'before') return send(site, request, reply, token, { body, refused: ALREADY_APPEALED }, 409)
    if (outcome.kind === 'nothing' || outcome.kind === 'none' || outcome.kind === 'refused')
      throw new AppError('conflict', 'Your appeal was not sent: there is no ban that you could appeal here.', null, [
        { href: urls.login(), text: 'Sign in' },
      ])
    return reply.redirect(`${urls.banAppeal(made?.token ?? token)}#appeals`, 303)
  })
}
