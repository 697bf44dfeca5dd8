// /accounts/login/second-factor: asks for the second factor after the password, and then begins the session.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { kinds } from '../../errors.ts'
import { readForm } from '../../faults.ts'
import { count, dateAndTime } from '../../format.ts'
import { tokenHash } from '../../random.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { loginPage } from '../pages.ts'
import { enterSite } from '../routes.ts'
import { knownBrowser, sessionToken } from '../sessions/hooks.ts'
import { originOf } from '../sessions/origin.ts'
import { codeForm } from './form.ts'
import { forgetPending, pendingToken } from './hooks.ts'
import { type CodeFault, removalSentence, secondFactorPage } from './pages.ts'
import { recoveryCodesOf, totpOf } from './queries.ts'
import { openRemoval } from './removal-queries.ts'
import { recoveryState } from './rules.ts'
import { type Banned, type Browser, type CodeAnswer, signInWithCode } from './sign-in-actions.ts'
import { pendingSignInOf } from './sign-in-queries.ts'

const anyone = { config: { access: 'anyone' } } as const

/** What the browser of a sign-in is known by. */
export const browserOf = (deps: Deps, request: FastifyRequest): Browser => ({
  origin: originOf(request),
  old: sessionToken(request, deps),
  known: knownBrowser(request),
})

type Site = { app: FastifyInstance; deps: Deps }

/** Sends the sign-in form, to start again. */
export async function sendLoginAgain(
  { app, deps }: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: { notice: string; kind: 'banned' | 'invalid'; next?: string; appeal?: string },
): Promise<FastifyReply> {
  const { notice, kind, next, appeal } = answer
  if (takesJson(request)) return sendProblem(reply, { kind, sentence: notice })
  const page = loginPage({ next: next ?? '' }, notice, false, deps.settings().registration, null, appeal)
  const chrome = unlisted(await chromeFor(deps, request, '/', '/accounts/login'))
  const model = { chrome, title: 'Sign in', description: 'Sign in with your nic or e-mail address.', ...page }
  return sendPage(app, request, reply, 'accounts/login', model, kinds[kind].status)
}

export const sendBan = (site: Site, request: FastifyRequest, reply: FastifyReply, ban: Banned): Promise<FastifyReply> =>
  sendLoginAgain(site, request, reply, { notice: ban.banned, kind: 'banned', appeal: ban.appeal })

export function secondFactorSignInRoutes(app: FastifyInstance, deps: Deps): void {
  const site = { app, deps }

  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    fault: CodeFault | null = null,
    wait: { notice: string; seconds: number } | null = null,
  ): Promise<FastifyReply> {
    const kind = wait !== null ? 'tooOften' : 'invalid'
    const isRefused = fault !== null || wait !== null
    if (isRefused && takesJson(request))
      return sendProblem(reply, { kind, sentence: wait?.notice ?? fault?.text ?? '' })
    const pending = await pendingSignInOf(deps.db, tokenHash(pendingToken(request)), deps.clock())
    if (pending === undefined) return reply.redirect(urls.login(), 303)
    const hasApp = (await totpOf(deps.db, pending.id)) !== undefined
    const passkey = pending.passkey_count > 0 ? { next: pending.next, post: pending.post } : null
    const recovery = (recoveryState(await recoveryCodesOf(deps.db, pending.id))?.unused ?? 0) > 0
    const due = await openRemoval(deps.db, pending.id)
    const removal = due === undefined ? '' : removalSentence(dateAndTime(due.due_at, deps.settings().timeZone))
    const has = { app: hasApp, recovery, passkey, removal }
    const page = secondFactorPage(pending.nic, has, fault, wait?.notice ?? '')
    const chrome = unlisted(await chromeFor(deps, request, '/', '/accounts/login'))
    const model = { chrome, title: 'Second factor', description: 'The second step of signing in.', ...page }
    if (wait !== null) reply.header('retry-after', String(wait.seconds))
    const status = isRefused ? kinds[kind].status : 200
    return sendPage(app, request, reply, 'accounts/second-factor/sign-in', model, status)
  }

  app.get('/accounts/login/second-factor', anyone, async (request, reply) => send(request, reply))

  app.post(
    '/accounts/login/second-factor',
    { config: { access: 'anyone', rateLimit: () => 'login' } },
    async (request, reply) => {
      const { typed, value, faults } = readForm(codeForm, request.body)
      const form = typed.kind === 'recovery' ? 'recovery' : 'code'
      if (value === null) return send(request, reply, { form, text: faults.code ?? '' })
      const answer = await signInWithCode(deps, pendingToken(request), value.code, browserOf(deps, request))
      return answerSignIn(request, reply, form, answer)
    },
  )

  function answerSignIn(
    request: FastifyRequest,
    reply: FastifyReply,
    form: CodeFault['form'],
    answer: CodeAnswer,
  ): Promise<FastifyReply> {
    if (answer !== 'ended' && 'wait' in answer) {
      const minutes = count(Math.ceil(answer.wait / 60), 'minute')
      const notice = `Too many codes were entered for this account. Use a recovery code, or try again in ${minutes}.`
      return send(request, reply, null, { notice, seconds: answer.wait })
    }
    if (answer !== 'ended' && 'left' in answer && answer.left > 0)
      return send(request, reply, {
        form,
        text: `That code is wrong, or was used before. ${count(answer.left, 'try', 'tries')} left.`,
      })
    forgetPending(deps, reply)
    if (answer === 'ended' || 'left' in answer)
      return sendLoginAgain(site, request, reply, {
        notice:
          answer === 'ended'
            ? 'This sign-in has expired. Start again with your password.'
            : 'Too many wrong codes. Start again with your password.',
        kind: 'invalid',
      })
    if ('banned' in answer) return sendBan(site, request, reply, answer)
    return enterSite(deps, request, reply, answer, answer)
  }
}
