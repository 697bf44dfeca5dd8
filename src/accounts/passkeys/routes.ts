// /accounts/passkeys: a member's passkeys, the challenges for them, and signing in and confirming with one.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError, kinds, notAButton } from '../../errors.ts'
import { queryValue, readForm } from '../../faults.ts'
import { allow, may } from '../../permissions.ts'
import { tokenHash } from '../../random.ts'
import { inside, urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { passwordHashOf } from '../identity/queries.ts'
import { isConfirmed } from '../identity/rules.ts'
import { enterSite } from '../routes.ts'
import { newSetup } from '../second-factor/actions.ts'
import { pendingToken } from '../second-factor/hooks.ts'
import { recoverySummary } from '../second-factor/pages.ts'
import { recoveryCodesOf } from '../second-factor/queries.ts'
import { sendCodes } from '../second-factor/routes.ts'
import { recoveryState } from '../second-factor/rules.ts'
import { pendingSignInOf } from '../second-factor/sign-in-queries.ts'
import { browserOf, sendBan, sendLoginAgain } from '../second-factor/sign-in-routes.ts'
import { setSessionCookie } from '../sessions/hooks.ts'
import { originOf } from '../sessions/origin.ts'
import {
  addPasskey,
  confirmWithPasskey,
  creationOptions,
  dropPassword,
  removePasskey,
  renamePasskey,
  requestOptions,
  signInWithPasskey,
} from './actions.ts'
import { challengeForm, passkeyConfirmForm, passkeyForm, passkeyLoginForm } from './form.ts'
import { passkeyDoneMessages, passkeysPage } from './pages.ts'
import { passkeysOf } from './queries.ts'

const NOT_ACCEPTED = 'The passkey was not accepted. Try again.'

export function passkeyRoutes(app: FastifyInstance, deps: Deps): void {
  ownPasskeyRoutes(app, deps)
  challengeRoutes(app, deps)
  passkeyLoginRoutes(app, deps)
}

function ownPasskeyRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(request: FastifyRequest, reply: FastifyReply, fault = '', message = ''): Promise<FastifyReply> {
    if (fault !== '' && takesJson(request)) return sendProblem(reply, { kind: 'invalid', sentence: fault })
    const viewer = request.viewer!
    const dates = datesOf(deps, request)
    const rows = await passkeysOf(deps.db, viewer.id)
    const page = passkeysPage(
      rows,
      {
        confirm: isConfirmed(request.session, deps.clock()) ? '' : urls.confirmIdentity(urls.passkeys),
        name: originOf(request).browser,
        sealed: newSetup(deps, viewer).sealed,
        hasPassword: (await passwordHashOf(deps.db, viewer.id)) !== null,
        recovery: recoverySummary(recoveryState(await recoveryCodesOf(deps.db, viewer.id)), dates),
        fault,
        message,
      },
      dates,
    )
    const chrome = unlisted(await chromeFor(deps, request, urls.passkeys, urls.settings))
    const model = { chrome, title: 'Passkeys', description: 'Signing in without a password.', ...page }
    return sendPage(app, request, reply, 'accounts/passkeys/passkeys', model, fault === '' ? 200 : kinds.invalid.status)
  }

  app.get<{ Querystring: { done?: unknown } }>(
    '/accounts/passkeys',
    { config: { access: 'member' } },
    (request, reply) => send(request, reply, '', passkeyDoneMessages.get(queryValue(request.query.done) ?? '')),
  )

  app.post(
    '/accounts/passkeys',
    { config: { access: 'member', rateLimit: () => 'factor' } },
    async (request, reply) => {
      const { value, faults } = readForm(passkeyForm, request.body)
      if (faults.action) throw notAButton()
      if (value === null) return send(request, reply, faults.name ?? 'Choose a passkey.')
      const viewer = request.viewer!
      const origin = originOf(request)
      const done = (word: string): FastifyReply => reply.redirect(`${urls.passkeys}?done=${word}`, 303)
      if (value.action === 'rename') {
        if (value.name === '') return send(request, reply, 'A passkey needs a name.')
        if (value.passkey !== null) await renamePasskey(deps, viewer, value.passkey, value.name)
        return done('renamed')
      }
      // The challenge of a new passkey was made for a confirmed session.
      if (value.action !== 'add' && !isConfirmed(request.session, deps.clock()))
        return reply.redirect(urls.confirmIdentity(urls.passkeys), 303)
      if (value.action === 'remove')
        return value.passkey === null || (await removePasskey(deps, viewer, value.passkey, origin))
          ? done('removed')
          : send(request, reply, 'This is your only way to sign in. Add another passkey, or set a password, first.')
      if (value.action === 'drop-password')
        return (await dropPassword(deps, viewer, origin))
          ? done('dropped')
          : send(request, reply, 'Add a passkey first: without one nothing would sign you in.')
      const added = await addPasskey(deps, viewer, request.session!.hash, value, origin)
      if (added === 'failed') return send(request, reply, NOT_ACCEPTED)
      if (added === 'full') return send(request, reply, 'You have 20 passkeys, which is the limit. Remove one first.')
      return added.codes === null
        ? done('added')
        : sendCodes({ app, deps }, request, reply, added.codes, passkeyDoneMessages.get('added')!)
    },
  )
}

/** Scripts ask for challenges; the answer is JSON. */
function challengeRoutes(app: FastifyInstance, deps: Deps): void {
  app.post(
    '/accounts/passkeys/challenges',
    { config: { access: 'anyone', rateLimit: () => 'passkey' } },
    async (request, reply) => {
      const { value } = readForm(challengeForm, request.body)
      if (value === null) throw notAButton()
      reply.header('cache-control', 'no-store')
      if (value.purpose === 'sign-in') return requestOptions(deps, 'sign-in', null)
      allow(may.enter(request.viewer, 'member'))
      const viewer = request.viewer!
      if (value.purpose === 'confirm') return requestOptions(deps, 'confirm', viewer.id)
      if (!isConfirmed(request.session, deps.clock()))
        throw new AppError('forbidden', 'First confirm that it is you: load this page again.')
      return creationOptions(deps, viewer)
    },
  )
}

function passkeyLoginRoutes(app: FastifyInstance, deps: Deps): void {
  const site = { app, deps }

  app.post(
    '/accounts/login/passkey',
    { config: { access: 'anyone', rateLimit: () => 'passkey' } },
    async (request, reply) => {
      const { typed } = readForm(passkeyLoginForm, request.body)
      // As a second factor it goes on with what was chosen beside the password.
      const pending = await pendingSignInOf(deps.db, tokenHash(pendingToken(request)), deps.clock())
      const form = { ...typed, kept: pending === undefined || pending.kept !== 0 }
      const session = await signInWithPasskey(deps, form, browserOf(deps, request))
      if (session === null)
        return sendLoginAgain(site, request, reply, { notice: NOT_ACCEPTED, kind: 'invalid', next: typed.next })
      if ('banned' in session) return sendBan(site, request, reply, session)
      return enterSite(deps, request, reply, session, session)
    },
  )

  app.post(
    '/accounts/confirm/passkey',
    { config: { access: 'member', rateLimit: () => 'passkey' } },
    async (request, reply) => {
      const { typed } = readForm(passkeyConfirmForm, request.body)
      const session = await confirmWithPasskey(deps, request.viewer!, request.session!.hash, typed.credential)
      if (session !== null) {
        setSessionCookie(reply, deps, session.token, session.expires)
        return reply.redirect(inside(typed.next, urls.settings), 303)
      }
      throw new AppError('invalid', NOT_ACCEPTED, null, [
        { href: urls.confirmIdentity(inside(typed.next, urls.settings)), text: 'Confirm that it is you' },
      ])
    },
  )
}
