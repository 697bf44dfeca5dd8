// /accounts/profile: what a member's page says about them, and its picture.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { kinds, notAButton } from '../../errors.ts'
import { type Faults, queryValue, readForm } from '../../faults.ts'
import { acceptPictureForms } from '../../media/hooks.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { publishedTotals } from '../queries.ts'
import { removePortrait, savePortrait, saveProfile } from './actions.ts'
import { type ProfileField, portraitForm, profileForm } from './form.ts'
import { profileDoneMessages, profilePage } from './pages.ts'
import { openRemovals, profileOf } from './queries.ts'
import { isProfileShown } from './rules.ts'

const members = { config: { access: 'member' } } as const

type Answer = {
  typed?: { website: string; about: string }
  faults?: Faults<ProfileField | 'file'>
  message?: string
  status?: number
}

export function profileRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    { typed, faults = {}, message = '', status = 200 }: Answer = {},
  ): Promise<FastifyReply> {
    const { id, nic } = request.viewer!
    const totals = await publishedTotals(deps.db, id)
    const row = (await profileOf(deps.db, id)) ?? null
    const removals = await openRemovals(deps.db, id)
    const page = profilePage(nic, row, removals, isProfileShown(totals, false), typed ?? null, faults, message)
    const chrome = unlisted(await chromeFor(deps, request, urls.profile, urls.settings))
    const model = { chrome, title: 'Your profile', description: 'What your page says about you.', ...page }
    return sendPage(app, request, reply, 'accounts/profile/profile', model, status)
  }

  app.get<{ Querystring: { done?: unknown } }>('/accounts/profile', members, (request, reply) =>
    send(request, reply, { message: profileDoneMessages.get(queryValue(request.query.done) ?? '') ?? '' }),
  )

  app.post(
    '/accounts/profile',
    { config: { access: 'member', rateLimit: () => 'account' } },
    async (request, reply) => {
      const { typed, value, faults } = readForm(profileForm, request.body)
      if (value === null && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
      if (value === null) return send(request, reply, { typed, faults, status: 422 })
      await saveProfile(deps, request.viewer!, value)
      return reply.redirect(`${urls.profile}?done=saved`, 303)
    },
  )

  app.register(async (sending) => {
    acceptPictureForms(sending)
    sending.post(
      '/accounts/profile/picture',
      { config: { access: 'member', rateLimit: () => 'picture' } },
      async (request, reply) => {
        const { value } = readForm(portraitForm, request.body)
        if (value === null) throw notAButton()
        if (value.action === 'remove') {
          await removePortrait(deps, request.viewer!.id)
          return reply.redirect(`${urls.profile}?done=removed`, 303)
        }
        const refused = await savePortrait(deps, request.viewer!, request.upload)
        if (refused === null) return reply.redirect(`${urls.profile}?done=picture`, 303)
        if (refused.retryAfter !== null) reply.header('retry-after', String(refused.retryAfter))
        const faults = { file: refused.sentence }
        return takesJson(request)
          ? sendProblem(reply, { kind: refused.why, sentence: refused.sentence, faults })
          : send(request, reply, { faults, status: kinds[refused.why].status })
      },
    )
  })
}
