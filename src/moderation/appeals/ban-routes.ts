// /accounts/appeals: whoever is banned appeals against that, by the link that signing in gave them, or by where they come from.

import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AppealState, AppealView } from '../../comments/appeals/pages.ts'
import { appealView } from '../../comments/appeals/pages.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { readFields } from '../../faults.ts'
import { tokenHash } from '../../random.ts'
import { banAgainst, banSentence } from '../../sanctions/checks.ts'
import { banById, linkByToken } from '../../sanctions/queries.ts'
import { isInForce } from '../../sanctions/rules.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { placeOf } from '../../web/guests.ts'
import { rateLimitFor } from '../../web/pace.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { appealAddressBan, appealBan } from './actions.ts'
import { APPEALED, appealFault } from './pages.ts'
import { appealById, banAppealsOf } from './queries.ts'

const anyone = { config: { access: 'anyone' } } as const

const BEFORE = 'Somebody has appealed from where you write already. One appeal is answered for all of you.'

export function banAppealRoutes(app: FastifyInstance, deps: Deps): void {
  app.register(rateLimit, { global: false, hook: 'preHandler' })

  /** @throws AppError `missing` when there is no such link, or not any more */
  async function linked(token: string) {
    const link = await linkByToken(deps.db, tokenHash(token), deps.clock())
    if (link === undefined)
      throw missing('There is no appeal at this address, or not any more. Sign in, and you are given a new one.', [
        { href: urls.login(), text: 'Sign in' },
      ])
    return link
  }

  /** What more words are to whoever holds the address of an appeal that was made: a second press, or too late. */
  const saidBefore = async (appeal: number, body: string): Promise<'made' | 'before'> =>
    (await appealById(deps.db, appeal))?.body === body ? 'made' : 'before'

  /** The ban that somebody asks about, if it holds, with what they appealed. */
  async function gathered(
    request: FastifyRequest,
    token: string,
    typed: AppealState,
  ): Promise<{ ban: Awaited<ReturnType<typeof banAgainst>>; view: AppealView }> {
    const [now, dates] = [deps.clock(), datesOf(deps, request)]
    const link = token === '' ? null : await linked(token)
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
        ? await banAgainst(deps, deps.db, { account: link.account_id })
        : request.viewer === null
          ? await banAgainst(deps, deps.db, { ip: request.ip })
          : null
    return { ban, view: show(ban, link?.account_id != null ? await banAppealsOf(deps.db, link.account_id) : []) }
  }

  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    token: string,
    typed: AppealState = {},
    status = 200,
  ): Promise<FastifyReply> {
    const { ban, view } = await gathered(request, token, typed)
    if (status === 409 && takesJson(request))
      return sendProblem(reply, { kind: 'conflict', sentence: typed.refused ?? '' })
    if (status === 422 && takesJson(request))
      return sendProblem(reply, { kind: 'invalid', faults: { body: typed.fault ?? '' } })
    const says =
      ban !== null
        ? banSentence(deps, ban, datesOf(deps, request))
        : token === ''
          ? 'Nothing keeps you from writing from where you are. If your account is banned, sign in: you are told why, and can appeal.'
          : 'Nothing keeps you out any more.'
    // The address is a secret: it goes to no other site, and into no index. (no-referrer would make browsers say Origin: null.)
    reply.header('referrer-policy', 'same-origin').header('x-robots-tag', 'noindex')
    const page = {
      kind: ban !== null ? (' bad' as const) : token === '' ? ('' as const) : (' ok' as const),
      says,
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
        description: 'What keeps you out, and what you think of it.',
        ...page,
      },
      status,
      request.method === 'POST' ? 'untilSignOut' : 'never',
    )
  }

  app.get('/accounts/appeals', anyone, (request, reply) => send(request, reply, ''))
  app.get<{ Params: { token: string } }>('/accounts/appeals/:token', anyone, (request, reply) =>
    send(request, reply, request.params.token),
  )

  app.register(async (paced) => {
    paced.post(
      '/accounts/appeals',
      { config: { access: 'anyone', ...rateLimitFor(deps, () => 'appeal') } },
      async (request, reply) => {
        const { token, body } = readFields(request.body, ['token', 'body'])
        const link = token === '' ? null : await linked(token)
        const fault = appealFault(body)
        if (fault !== null) return send(request, reply, token, { body, fault }, 422)
        const byPlace =
          link === null && request.viewer === null
            ? await appealAddressBan(deps, request.ip, placeOf(request), body.trim())
            : null
        const made = byPlace?.kind === 'made' ? byPlace : null
        const outcome =
          byPlace ??
          (link === null
            ? { kind: 'nothing' as const }
            : link.account_id !== null
              ? await appealBan(deps, link.account_id, body.trim())
              : { kind: await saidBefore(link.appeal_id!, body.trim()) })
        if (outcome.kind === 'before' && link === null) throw new AppError('conflict', BEFORE)
        if (outcome.kind === 'before') return send(request, reply, token, { body, refused: APPEALED }, 409)
        if (outcome.kind === 'nothing' || outcome.kind === 'none' || outcome.kind === 'refused')
          throw new AppError('conflict', 'There is no ban that you could appeal against from here.', null, [
            { href: urls.login(), text: 'Sign in' },
          ])
        return reply.redirect(`${urls.banAppeal(made?.token ?? token)}#appeals`, 303)
      },
    )
  })
}
