// Sends the pages on which an article is written: with a draft, a preview, faults, or a text that could not be sent.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { type Kind, kinds } from '../../errors.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { readerOf } from '../../web/reader.ts'
import { formAddress } from './pages.ts'
import { readAddressPage, readSubmitPage, type SubmitState } from './reading.ts'

/** A request to the form. */
export type Exchange = { app: FastifyInstance; deps: Deps; request: FastifyRequest; reply: FastifyReply }

/** @param refused why a press that was to send did not */
export async function sendSubmitForm(
  { app, deps, request, reply }: Exchange,
  state: SubmitState,
  refused: Kind | null = null,
): Promise<FastifyReply> {
  if (refused !== null && takesJson(request)) {
    const { notice, faults } = state
    return sendProblem(reply, { kind: refused, faults, ...(notice === undefined ? {} : { sentence: notice.text }) })
  }
  const reader = await readerOf(deps, request, reply)
  const page = await readSubmitPage(deps, reader, { ...state, alt: request.upload?.alt })
  const title = page.preview === null ? page.heading : `Preview: ${page.preview.story.headline || page.heading}`
  return sendPage(
    app,
    request,
    reply,
    'desk/submissions/submit',
    {
      chrome: unlisted(await chromeFor(deps, request, formAddress(state.kind))),
      title,
      description: page.intro,
      ...page,
    },
    refused === null ? 200 : kinds[refused].status,
    request.method === 'POST' ? 'untilSignOut' : 'never',
  )
}

/** The first step of a link, with the address as typed. */
export async function sendAddressForm(
  { app, deps, request, reply }: Exchange,
  url: { value: string; fault: string; draft: string },
): Promise<FastifyReply> {
  if (url.fault !== '' && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: { url: url.fault } })
  const reader = await readerOf(deps, request, reply)
  const page = await readAddressPage(deps, reader, url)
  return sendPage(
    app,
    request,
    reply,
    'desk/submissions/address',
    {
      chrome: unlisted(await chromeFor(deps, request, formAddress('link'))),
      title: page.heading,
      description: page.intro,
      ...page,
    },
    url.fault === '' ? 200 : kinds.invalid.status,
  )
}
