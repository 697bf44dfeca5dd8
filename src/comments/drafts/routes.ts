// /comments/drafts: what somebody began to write and did not post, for them alone; and where a page keeps it while it is written.
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { sendLetter } from '../../desk/actions.ts'
import { AppError, missing } from '../../errors.ts'
import { askedOnce, readFields, rowId } from '../../faults.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { takesJson } from '../../web/errors.ts'
import { knownGuest, writerOf } from '../../web/guests.ts'
import { rateLimitFor } from '../../web/pace.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { deleteDraft, draftById, draftsOf, draftWriters, keepDraft, wasPosted } from './actions.ts'
import { settleWaiting } from './hooks.ts'
import { draftsPage } from './pages.ts'

export function draftRoutes(app: FastifyInstance, deps: Deps): void {
  app.register(rateLimit, { global: false, hook: 'preHandler' })

  const writersOf = (request: FastifyRequest): string[] => draftWriters(request.viewer, knownGuest(request))

  app.get<{ Querystring: { done?: unknown } }>(
    '/comments/drafts',
    { config: { access: 'anyone' } },
    async (request, reply) => {
      const done = askedOnce(request.query.done) === '1' ? 'Thrown away.' : ''
      const page = draftsPage(
        await draftsOf(deps, writersOf(request)),
        request.viewer !== null,
        done,
        deps.clock(),
        datesOf(deps, request),
      )
      return sendPage(app, request, reply, 'comments/drafts/drafts', {
        chrome: unlisted(await chromeFor(deps, request, urls.drafts)),
        title: 'Your drafts',
        description: 'What you began to write and did not post.',
        ...page,
      })
    },
  )

  app.register(async (paced) => {
    // A page keeps what is typed while it is typed (`save`); the list throws away what is no longer wanted (`discard`).
    paced.post(
      '/comments/drafts',
      { config: { access: 'anyone', ...rateLimitFor(deps, () => 'draft') } },
      async (request, reply): Promise<FastifyReply> => {
        const form = readFields(request.body, [
          'action',
          'draft',
          'article',
          'parent',
          'nic',
          'email',
          'website',
          'body',
        ])
        if (form.action === 'save') {
          const writer = writerOf(deps, request, reply)
          if (!(await wasPosted(deps, writer, form.body))) await keepDraft(deps, writer, form)
          await settleWaiting(deps, request, reply)
          return reply.code(204).header('cache-control', 'no-store').send()
        }
        const id = rowId(form.draft)
        if (form.action !== 'discard' || id === null)
          throw new AppError('invalid', 'A draft is saved or thrown away; nothing else can be done with it here.')
        const writers = writersOf(request)
        if (await draftById(deps, id, writers)) await deleteDraft(deps, id, writers)
        await settleWaiting(deps, request, reply)
        return takesJson(request) ? reply.code(204).send() : reply.redirect(`${urls.drafts}?done=1`, 303)
      },
    )

    // A text that came too late for its thread becomes a letter; it is sent from here, because here the browser says whose it is.
    paced.post(
      '/comments/letters',
      { config: { access: 'anyone', ...rateLimitFor(deps, () => 'letter') } },
      async (request, reply) => {
        const draft = rowId(readFields(request.body, ['draft']).draft)
        if (draft === null) throw missing()
        const article = await sendLetter(deps, { viewer: request.viewer, guest: knownGuest(request) }, draft)
        await settleWaiting(deps, request, reply)
        return reply.redirect(`${urls.letterSent}?article=${article}`, 303)
      },
    )
  })

  app.get<{ Querystring: { article?: unknown } }>(
    '/comments/letters',
    { config: { access: 'anyone' } },
    async (request, reply) => {
      const id = rowId(askedOnce(request.query.article))
      if (id === null) throw missing()
      return sendPage(app, request, reply, 'comments/posting/sent', {
        chrome: unlisted(await chromeFor(deps, request, urls.letterSent)),
        title: 'Sent to the editors',
        description: 'Your letter is with the editors.',
        article: urls.articleById(id),
      })
    },
  )
}
