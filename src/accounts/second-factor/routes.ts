// /accounts/totp and /accounts/recovery-codes: a member's authenticator app and recovery codes.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError, notAButton } from '../../errors.ts'
import { type Faults, queryValue, readForm } from '../../faults.ts'
import { count } from '../../format.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { identityFault } from '../identity/actions.ts'
import { readIdentityCheck } from '../identity/reading.ts'
import { codeWait } from '../login-checks.ts'
import { knownBrowser } from '../sessions/hooks.ts'
import { originOf } from '../sessions/origin.ts'
import { confirmCodesSaved, makeRecoveryCodes, newSetup, openSetup, turnOffTotp, turnOnTotp } from './actions.ts'
import { recoveryForm, type TotpField, totpForm } from './form.ts'
import { recoveryPage, totpDoneMessages, totpPage } from './pages.ts'
import { recoveryCodesOf, totpOf } from './queries.ts'
import { recoveryState } from './rules.ts'

const members = { config: { access: 'member' } } as const
const changes = { config: { access: 'member', rateLimit: () => 'factor' as const } } as const

export function secondFactorRoutes(app: FastifyInstance, deps: Deps): void {
  totpRoutes(app, deps)
  recoveryRoutes(app, deps)
}

const whoOf = (deps: Deps, request: FastifyRequest) => ({ site: deps.settings().siteName, nic: request.viewer!.nic })

/** @throws AppError `tooOften` after too many codes */
function countCode(deps: Deps, request: FastifyRequest): void {
  const wait = codeWait(deps, request.viewer!.id, knownBrowser(request))
  if (wait !== null)
    throw new AppError(
      'tooOften',
      `You have entered too many codes. Nothing was changed; try again in ${count(Math.ceil(wait / 60), 'minute')}.`,
      wait,
    )
}

function totpRoutes(app: FastifyInstance, deps: Deps): void {
  /** @param typed the sealed secret of the form that has a fault */
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: { setup: string; faults: Faults<TotpField> } = { setup: '', faults: {} },
    message = '',
  ): Promise<FastifyReply> {
    const failed = Object.keys(typed.faults).length > 0
    if (failed && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: typed.faults })
    const viewer = request.viewer!
    const row = (await totpOf(deps.db, viewer.id)) ?? null
    const kept = openSetup(deps, viewer, typed.setup)
    const setup = row !== null ? null : kept === null ? newSetup(deps, viewer) : { ...kept, sealed: typed.setup }
    const recovery = recoveryState(await recoveryCodesOf(deps.db, viewer.id))
    const identity = await readIdentityCheck(deps, request, urls.totp, typed.faults.password)
    const who = whoOf(deps, request)
    const page = totpPage(row, setup, who, recovery, typed.faults, identity, message, datesOf(deps, request))
    const chrome = unlisted(await chromeFor(deps, request, urls.totp, urls.settings))
    const model = { chrome, title: 'Authenticator app', description: 'A second factor for signing in.', ...page }
    return sendPage(app, request, reply, 'accounts/second-factor/totp', model, failed ? 422 : 200)
  }

  app.get<{ Querystring: { done?: unknown } }>('/accounts/totp', members, (request, reply) =>
    send(request, reply, undefined, totpDoneMessages.get(queryValue(request.query.done) ?? '')),
  )

  app.post('/accounts/totp', changes, async (request, reply) => {
    const { typed, value, faults } = readForm(totpForm, request.body)
    if (faults.action) throw notAButton()
    const refuse = (code: string): Promise<FastifyReply> =>
      send(request, reply, { setup: typed.setup, faults: { code } })
    const unproved = await identityFault(deps, request, typed.password)
    if (value === null || unproved !== null) {
      const list = { ...faults, ...(unproved === null ? {} : { password: unproved }) }
      return send(request, reply, { setup: typed.setup, faults: list })
    }
    countCode(deps, request)
    const viewer = request.viewer!
    const origin = originOf(request)
    if (value.action === 'off')
      return (await turnOffTotp(deps, viewer, value.code, origin))
        ? reply.redirect(`${urls.totp}?done=off`, 303)
        : refuse('That code is wrong, or was used before. Wait for the next one.')
    const result = await turnOnTotp(deps, viewer, request.session!.hash, value, origin)
    if (result === 'expired') return refuse('This page was open for too long. Scan the new QR code.')
    if (result === 'wrong')
      return refuse('That is not the code of this QR code. Check the clock of your device, and enter the next code.')
    if (result === 'other') return refuse('Another authenticator app was turned on before.')
    return result.codes === null
      ? reply.redirect(`${urls.totp}?done=on`, 303)
      : sendCodes({ app, deps }, request, reply, result.codes, totpDoneMessages.get('on')!)
  })
}

/** Shows new recovery codes. They are in this answer only. */
export async function sendCodes(
  { app, deps }: { app: FastifyInstance; deps: Deps },
  request: FastifyRequest,
  reply: FastifyReply,
  codes: readonly string[] | null,
  notice = '',
  fault = '',
): Promise<FastifyReply> {
  if (fault !== '' && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: { password: fault } })
  const viewer = request.viewer!
  const recovery = recoveryState(await recoveryCodesOf(deps.db, viewer.id))
  const setup = codes === null ? newSetup(deps, viewer) : null
  const identity = await readIdentityCheck(deps, request, urls.recoveryCodes, fault)
  const page = recoveryPage(whoOf(deps, request), recovery, setup, codes, identity, notice, datesOf(deps, request))
  const chrome = unlisted(await chromeFor(deps, request, urls.totp, urls.settings))
  const model = { chrome, title: 'Recovery codes', description: 'Codes for when your phone is lost.', ...page }
  return sendPage(app, request, reply, 'accounts/second-factor/recovery-codes', model, fault === '' ? 200 : 422)
}

function recoveryRoutes(app: FastifyInstance, deps: Deps): void {
  const site = { app, deps }

  app.get('/accounts/recovery-codes', members, (request, reply) => sendCodes(site, request, reply, null))

  app.post('/accounts/recovery-codes', changes, async (request, reply) => {
    const { value, typed } = readForm(recoveryForm, request.body)
    if (value === null) throw notAButton()
    const viewer = request.viewer!
    if (value.action === 'saved') {
      await confirmCodesSaved(deps, viewer)
      return reply.redirect(`${urls.totp}?done=saved`, 303)
    }
    const fault = await identityFault(deps, request, typed.password)
    if (fault !== null) return sendCodes(site, request, reply, null, '', fault)
    const codes = await makeRecoveryCodes(deps, viewer, value.setup, originOf(request))
    if (codes === null)
      throw new AppError(
        'conflict',
        'Nothing was changed: this page is out of date. Your newest recovery codes still work.',
        null,
        [{ href: urls.recoveryCodes, text: 'Recovery codes' }],
      )
    return sendCodes(site, request, reply, codes, 'These replace all earlier recovery codes.')
  })
}
