// /people: the page of a member, and all their stories.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isDeletedName } from '../accounts/deletion/name-checks.ts'
import { accountByNicOrSkeleton } from '../accounts/queries.ts'
import { suggestNames } from '../db/names-around.ts'
import type { Deps } from '../deps.ts'
import { AppError, missing } from '../errors.ts'
import { beforeCursor, readForm } from '../faults.ts'
import { isFormerNic } from '../former-nics.ts'
import { toggleMute } from '../mutes/actions.ts'
import { readings, skeleton } from '../skeleton.ts'
import { topic } from '../topics.ts'
import { urls } from '../urls.ts'
import { chromeFor, unlisted, withHead } from '../web/chrome.ts'
import { feedLinks } from '../web/head.ts'
import { sendPage, sendPublic } from '../web/pages.ts'
import { readerOf } from '../web/reader.ts'
import { personMuteForm } from './form.ts'
import { personMetadata } from './pages.ts'
import { type PersonRow, personById } from './queries.ts'
import { readPerson, readPersonArticles, readPicked } from './reading.ts'

const anyone = { config: { access: 'anyone' } } as const
const members = { config: { access: 'member' } } as const

type PersonParams = { Params: { nic: string }; Querystring: { before?: unknown } }

export function peopleRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<PersonParams>('/people/:nic', anyone, (request, reply) => sendPerson(app, deps, request, reply))

  app.get<PersonParams>('/people/:nic/articles', anyone, (request, reply) => sendArticles(app, deps, request, reply))

  // For its owner alone: to everybody else the page does not exist.
  app.get<PersonParams>('/people/:nic/picked', members, async (request, reply) => {
    const before = beforeCursor(request.query)
    const person = await requirePerson(deps, request.params.nic)
    if (person.id !== request.viewer!.id) throw missing()
    const page = await readPicked(deps, person, before, await readerOf(deps, request, reply))
    if (page === null) throw missing()
    return sendPage(app, request, reply, 'people/picked', {
      chrome: unlisted(await chromeFor(deps, request, urls.personPicked(person.nic), urls.person(person.nic))),
      title: 'Your comments under picked names',
      description: 'Only you see this page.',
      ...page,
    })
  })

  app.post<{ Params: { nic: string } }>('/people/:nic/mutes', members, async (request, reply) => {
    const { action } = readForm(personMuteForm, request.body).typed
    const person = await accountByNicOrSkeleton(deps.db, request.params.nic)
    if (!person) throw missing()
    const fault = await toggleMute(deps, request.viewer!, person.nic, action)
    if (fault !== null) throw new AppError('invalid', fault)
    return reply.redirect(urls.person(person.nic), 303)
  })
}

/**
 * The member with a nic, or with one that looks like it.
 * @throws AppError `missing` for guests and picked nics
 */
async function requirePerson(deps: Deps, nic: string): Promise<PersonRow> {
  const account = await accountByNicOrSkeleton(deps.db, nic)
  if (isFormerNic(account?.nic ?? '') || (account === undefined && (await isDeletedName(deps, deps.db, readings(nic)))))
    throw deletedAccount(nic)
  const person = account && (await personById(deps.db, account.id))
  if (!person) throw await noMemberError(deps, nic)
  return person
}

const deletedAccount = (nic: string): AppError =>
  new AppError(
    'gone',
    'This member has deleted the account. What was published stays in its threads without the name, or was withdrawn.',
    null,
    isFormerNic(nic) ? [] : [{ href: urls.search(), text: 'Search' }],
    undefined,
    { title: 'Account deleted' },
  )

async function noMemberError(deps: Deps, nic: string): Promise<AppError> {
  const near = await suggestNames(deps.db, 'accounts', skeleton(nic))
  return missing(
    'No member has that name. Guests and picked names have no page.',
    [
      ...near.map((name) => ({ href: urls.person(name), text: `Did you mean ${name}?` })),
      {
        href: urls.search(new URLSearchParams({ by: nic }).toString()),
        text: 'Search for what was signed with this name',
      },
    ],
    { title: 'No such member' },
  )
}

/** The member, the cursor and the canonical address of a request, with the cache mark from before its queries. */
async function findPage(deps: Deps, { params, query }: FastifyRequest<PersonParams>, base: (nic: string) => string) {
  const mark = deps.pages.mark()
  const before = beforeCursor(query)
  const person = await requirePerson(deps, params.nic)
  return { mark, before, person, address: urls.below(base(person.nic), before) }
}

/** Replies are in any thread, so a change of any list may change these pages. */
const topicsOf = (person: PersonRow): string[] => [topic.lists, topic.person(person.nic), topic.log]

async function sendPerson(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest<PersonParams>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { mark, before, person, address } = await findPage(deps, request, urls.person)
  if (person.nic !== request.params.nic) return reply.redirect(address, 301)
  const make = async () => {
    const read = await readPerson(deps, person, before, await readerOf(deps, request, reply))
    if (read === null) throw missing()
    const chrome = withHead(
      await chromeFor(deps, request, address, urls.person(person.nic)),
      personMetadata(person.nic, deps.settings().siteName, deps.config.baseUrl),
    )
    const description = `${person.nic}, member since ${read.page.since}.`
    return {
      view: 'people/person' as const,
      model: { chrome, title: person.nic, description, ...read.page },
      expires: read.expires,
      topics: topicsOf(person),
    }
  }
  return sendPublic(app, deps, request, reply, address, make, mark)
}

async function sendArticles(
  app: FastifyInstance,
  deps: Deps,
  request: FastifyRequest<PersonParams>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { mark, before, person, address } = await findPage(deps, request, urls.personArticles)
  if (person.nic !== request.params.nic) return reply.redirect(address, 301)
  const make = async () => {
    const read = await readPersonArticles(deps, person, before, await readerOf(deps, request, reply))
    if (read === null) throw missing()
    const chrome = withHead(await chromeFor(deps, request, address, urls.person(person.nic)), {
      feeds: feedLinks(urls.personFeed(person.nic), `${deps.settings().siteName}: ${person.nic}`),
    })
    return {
      view: 'people/articles' as const,
      model: { chrome, title: `Stories by ${person.nic}`, description: read.page.intro, ...read.page },
      expires: read.expires,
      topics: topicsOf(person),
    }
  }
  return sendPublic(app, deps, request, reply, address, make, mark)
}
