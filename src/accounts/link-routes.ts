// The addresses of a link in an e-mail that one button confirms: with its token, and the page without it.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { keepToken, keptToken, type LinkCookie, linkPages, moveToken } from './link-hooks.ts'

type Answer<Found> = (request: FastifyRequest, reply: FastifyReply, found: Found) => Promise<FastifyReply>

/** `read` finds what a link is for, `press` does it, `send` says how it stands. */
type ButtonLink<Found> = {
  /** The address before the token. */
  stem: string
  cookie: LinkCookie
  read: (token: string) => Promise<Found>
  press: (request: FastifyRequest, token: string) => Promise<Found>
  send: Answer<Found>
}

const anyone = { config: { access: 'anyone' } } as const

type ByToken = { Params: { token: string } }

/** Registers the four addresses. Forms may also be sent to the address with the token. */
export function buttonLinkRoutes<Found extends { state: string }>(
  app: FastifyInstance,
  deps: Deps,
  { stem, cookie, read, press, send }: ButtonLink<Found>,
): void {
  const page = linkPages[cookie]
  const answer = async (request: FastifyRequest, reply: FastifyReply, token: string): Promise<FastifyReply> => {
    const found = await press(request, token)
    return found.state === 'done'
      ? keepToken(reply, deps, cookie, token).redirect(page, 303)
      : send(request, reply, found)
  }

  app.get<ByToken>(`${stem}/:token`, anyone, async (request, reply) => {
    const found = await read(request.params.token)
    return found.state === 'ended' ? send(request, reply, found) : moveToken(reply, deps, cookie, request.params.token)
  })

  app.get(page, anyone, async (request, reply) => send(request, reply, await read(keptToken(request, cookie))))

  app.post(page, anyone, (request, reply) => answer(request, reply, keptToken(request, cookie)))

  app.post<ByToken>(`${stem}/:token`, anyone, (request, reply) => answer(request, reply, request.params.token))
}
