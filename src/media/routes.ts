// /media: the site's pictures, each for those who may see a text that shows it, and the form that sends one.

import { resolve } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { kinds, missing } from '../errors.ts'
import { queryValue, readForm, rowId } from '../faults.ts'
import { pictureMarkup } from '../markup/toolbar.ts'
import { urls } from '../urls.ts'
import { chromeFor, unlisted } from '../web/chrome.ts'
import { sendProblem, takesJson } from '../web/errors.ts'
import { sendPage } from '../web/pages.ts'
import { type SavedPicture, savePicture } from './actions.ts'
import { pictureForm } from './form.ts'
import { acceptPictureForms } from './hooks.ts'
import { mediaFolder, mediaName } from './names.ts'
import { mediaPage } from './pages.ts'
import { ownUpload } from './queries.ts'
import { pictureCacheControl } from './reading.ts'

export function mediaRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { name: string } }>(
    '/media/:name',
    { config: { access: 'anyone', whileOverloaded: true } },
    async (request, reply) => {
      const { name } = request.params
      const cacheControl = mediaName.test(name) ? await pictureCacheControl(deps, request.viewer, name) : null
      if (cacheControl === null) throw missing()
      reply.header('cache-control', cacheControl).header('content-security-policy', "default-src 'none'; sandbox")
      return sendPicture(deps, request, reply, name)
    },
  )
  app.register(async (sending) => uploadRoutes(sending, deps))
}

/** Answers with the file of a picture, with its tag and time, whole or in part. */
async function sendPicture(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
): Promise<FastifyReply> {
  const { send } = await import('@fastify/send')
  const root = resolve(mediaFolder(deps.config.dataDir))
  const { type, statusCode, headers, stream, metadata } = await send(request.raw, name, { root, cacheControl: false })
  if (type === 'error' && statusCode !== 404) throw metadata.error
  if (type !== 'file') {
    reply.callNotFound()
    return reply
  }
  // Feeds carry pictures to readers on other sites.
  return reply.code(statusCode).headers(headers).header('cross-origin-resource-policy', 'cross-origin').send(stream)
}

function uploadRoutes(app: FastifyInstance, deps: Deps): void {
  acceptPictureForms(app)

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: { fault?: string; alt?: string },
    sent: { name: string; alt: string } | null,
    status = 200,
  ): Promise<FastifyReply> {
    const chrome = unlisted(await chromeFor(deps, request, urls.pictures))
    return sendPage(
      app,
      request,
      reply,
      'media/media',
      { chrome, title: 'Send a picture', description: 'A picture for a comment.', ...mediaPage(typed, sent) },
      status,
    )
  }

  app.get<{ Querystring: { sent?: unknown } }>('/media', { config: { access: 'member' } }, async (request, reply) => {
    const id = request.query.sent === undefined ? null : rowId(queryValue(request.query.sent))
    const sent = id === null ? undefined : await ownUpload(deps.db, id, request.viewer!.id)
    // Another member's picture answers like a missing one.
    if (request.query.sent !== undefined && sent === undefined) throw missing()
    return page(request, reply, {}, sent ?? null)
  })

  app.post('/media', { config: { access: 'member', rateLimit: () => 'picture' } }, async (request, reply) => {
    const { typed } = readForm(pictureForm, request.body)
    const stored = await savePicture(deps, request.viewer, request.upload)
    if (stored.kind === 'refused') {
      if (stored.retryAfter !== null) reply.header('retry-after', String(stored.retryAfter))
      if (takesJson(request))
        return sendProblem(reply, {
          kind: stored.why,
          sentence: stored.sentence,
          faults: { file: stored.sentence },
        })
      return page(
        request,
        reply,
        { fault: stored.sentence, alt: request.upload?.alt ?? typed.alt },
        null,
        kinds[stored.why].status,
      )
    }
    return takesJson(request) ? sendStored(reply, stored) : reply.redirect(urls.sent(stored.id), 303)
  })
}

/** Answers a program with the picture's address and markup. */
const sendStored = (reply: FastifyReply, { name, width, height, alt }: SavedPicture): FastifyReply => {
  const src = urls.media(name)
  return reply
    .code(201)
    .header('cache-control', 'no-store')
    .header('location', src)
    .send({ src, width, height, markup: pictureMarkup('photo', src, alt) })
}
