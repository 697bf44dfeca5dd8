// /accounts/export: a member's own data, asked for and downloaded.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { queryValue, readForm } from '../../faults.ts'
import { dayOf } from '../../time.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { mailRecipient } from '../email/queries.ts'
import { identityFault } from '../identity/actions.ts'
import { readIdentityCheck } from '../identity/reading.ts'
import { askForExport } from './actions.ts'
import { exportFile } from './archive-actions.ts'
import { exportForm } from './form.ts'
import { exportPage } from './pages.ts'
import { newestExport, newestFile } from './queries.ts'
import { hasExpired } from './rules.ts'

const members = { config: { access: 'member' } } as const

export function exportRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(request: FastifyRequest, reply: FastifyReply, fault = '', asked = false): Promise<FastifyReply> {
    if (fault !== '' && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: { password: fault } })
    const { id } = request.viewer!
    const page = exportPage(
      {
        newest: await newestExport(deps.db, id),
        file: await newestFile(deps.db, id),
        isMailed: (await mailRecipient(deps.db, id))?.confirmed_at != null,
        asked,
      },
      deps.clock(),
      datesOf(deps, request),
    )
    const check = await readIdentityCheck(deps, request, urls.export, fault)
    const chrome = unlisted(await chromeFor(deps, request, urls.export, urls.settings))
    const model = { chrome, title: 'My data', description: 'Everything about you, as a download.', check, ...page }
    return sendPage(app, request, reply, 'accounts/exports/export', model, fault === '' ? 200 : 422)
  }

  app.get<{ Querystring: { done?: unknown } }>('/accounts/export', members, (request, reply) =>
    send(request, reply, '', queryValue(request.query.done) === 'asked'),
  )

  app.post('/accounts/export', { config: { access: 'member', rateLimit: () => 'login' } }, async (request, reply) => {
    const { typed } = readForm(exportForm, request.body)
    const fault = await identityFault(deps, request, typed.password)
    if (fault !== null) return send(request, reply, fault)
    await askForExport(deps, request.viewer!)
    return reply.redirect(`${urls.export}?done=asked`, 303)
  })

  app.get('/accounts/export/file', members, async (request, reply) => {
    const found = await newestFile(deps.db, request.viewer!.id)
    const path = found === undefined || hasExpired(found, deps.clock()) ? null : exportFile(deps, found.id)
    const size =
      path === null
        ? null
        : await stat(path).then(
            (file) => file.size,
            () => null,
          )
    if (path === null || size === null)
      throw new AppError('missing', 'There is no file at the moment. Files are deleted after a week.', null, [
        { href: urls.export, text: 'Ask for your data' },
      ])
    const day = dayOf(found!.ended_at!, deps.settings().timeZone)
    return reply
      .type('application/zip')
      .header('cache-control', 'private, no-store')
      .header('content-length', size)
      .header('content-disposition', `attachment; filename="my-data-${day}.zip"`)
      .send(createReadStream(path))
  })
}
