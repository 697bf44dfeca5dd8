// /desk/submissions and /desk/receipts: where stands what was sent in; /desk/markup: formatting of articles.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { rowId } from '../../faults.ts'
import { markupHelp } from '../../markup/help.ts'
import { atLeast } from '../../permissions.ts'
import { tokenHash } from '../../random.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import type { Exchange } from './form-routes.ts'
import { sentPage } from './pages.ts'
import { articleOfReceipt, submissionById } from './queries.ts'

type Again = { Querystring: { done?: unknown } }

export function sentRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { id: string } } & Again>(
    '/desk/submissions/:id',
    { config: { access: 'member' } },
    async (request, reply) => {
      const id = rowId(request.params.id)
      const row = id === null ? undefined : await submissionById(deps.db, id)
      if (row === undefined || row.account_id !== request.viewer!.id) throw missing()
      return sendSent({ app, deps, request, reply }, row, urls.submission(row.id), '')
    },
  )
  app.get<{ Params: { token: string } } & Again>(
    '/desk/receipts/:token',
    { config: { access: 'anyone' } },
    async (request, reply) => {
      const { token } = request.params
      const id = await articleOfReceipt(deps.db, tokenHash(token))
      const row = id === undefined ? undefined : await submissionById(deps.db, id)
      if (row === undefined)
        throw missing('There is no receipt at this address. Check that you have copied the whole address.')
      const here = urls.articleReceipt(token)
      return sendSent({ app, deps, request, reply }, row, here, `${deps.config.baseUrl}${here}`)
    },
  )
  app.get('/desk/markup', { config: { access: 'anyone' } }, async (request, reply) =>
    sendPage(app, request, reply, 'comments/markup', {
      chrome: await chromeFor(deps, request, urls.articleMarkup),
      title: 'Formatting help for articles',
      description: 'How the text of an article is formatted.',
      rows: markupHelp(atLeast(request.viewer, 'editor') ? 'article' : 'submission', urls.articleMarkup),
    }),
  )
}

async function sendSent(
  { app, deps, request, reply }: Exchange & { request: FastifyRequest<Again> },
  row: NonNullable<Awaited<ReturnType<typeof submissionById>>>,
  here: string,
  receipt: string,
): Promise<FastifyReply> {
  const page = sentPage(row, {
    receipt,
    minutes: deps.settings().deskMinutes,
    again: request.query.done === 'again',
    now: deps.clock(),
    dates: datesOf(deps, request),
  })
  return sendPage(app, request, reply, 'desk/submissions/sent', {
    chrome: unlisted(await chromeFor(deps, request, here)),
    title: page.headline,
    description: page.state,
    ...page,
  })
}
