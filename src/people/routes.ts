// /people: the page of a member, and all their stories.
import type { FastifyInstance } from 'fastify'
import { accountByNic, accountMeant } from '../accounts/queries.ts'
import type { Deps } from '../deps.ts'
import { AppError, missing } from '../errors.ts'
import { askedBefore, readFields } from '../faults.ts'
import { toggleMute } from '../mutes/actions.ts'
import { urls } from '../urls.ts'
import { topic } from '../web/cache.ts'
import { chromeFor, withHead } from '../web/chrome.ts'
import { feedLinks } from '../web/head.ts'
import { sendPublic } from '../web/pages.ts'
import { readerOf } from '../web/reader.ts'
import { personMetadata } from './pages.ts'
import { type PersonRow, personById } from './queries.ts'
import { readPerson, readPersonArticles } from './reading.ts'

const anyone = { config: { access: 'anyone' } } as const

type PersonRequest = { Params: { nic: string }; Querystring: { before?: unknown } }

/** Replies come from anywhere, so every list's change is one of these pages too. */
const topicsOf = (person: PersonRow): string[] => [topic.lists, topic.person(person.nic), topic.log]

export function peopleRoutes(app: FastifyInstance, deps: Deps): void {
  /**
   * The member of that nic, or of one that it looks like.
   * @throws AppError `missing` for everybody else
   */
  async function member(nic: string): Promise<PersonRow> {
    const meant = await accountMeant(deps.db, nic)
    const person = meant && (await personById(deps.db, meant.id))
    if (!person)
      throw missing('Nobody is registered under that nic. Guests have no page, and neither have picked nics.')
    return person
  }

  app.get<PersonRequest>('/people/:nic', anyone, async (request, reply) => {
    const mark = deps.pages.mark()
    const before = askedBefore(request.query)
    const person = await member(request.params.nic)
    if (person.nic !== request.params.nic) return reply.redirect(urls.below(urls.person(person.nic), before), 301)
    const address = urls.below(urls.person(person.nic), before)
    return sendPublic(
      app,
      deps,
      request,
      reply,
      address,
      async () => {
        const read = await readPerson(deps, person, before, await readerOf(deps, request, reply))
        if (read === null) throw missing()
        return {
          view: 'people/person',
          model: {
            chrome: withHead(
              await chromeFor(deps, request, address, urls.person(person.nic)),
              personMetadata(person.nic, deps.settings().siteName, deps.config.baseUrl),
            ),
            title: person.nic,
            description: `${person.nic}, member since ${read.page.since}.`,
            ...read.page,
          },
          expires: read.expires,
          topics: topicsOf(person),
        }
      },
      mark,
    )
  })

  app.get<PersonRequest>('/people/:nic/articles', anyone, async (request, reply) => {
    const mark = deps.pages.mark()
    const before = askedBefore(request.query)
    const person = await member(request.params.nic)
    if (person.nic !== request.params.nic)
      return reply.redirect(urls.below(urls.personArticles(person.nic), before), 301)
    const address = urls.below(urls.personArticles(person.nic), before)
    return sendPublic(
      app,
      deps,
      request,
      reply,
      address,
      async () => {
        const read = await readPersonArticles(deps, person, before, await readerOf(deps, request, reply))
        if (read === null) throw missing()
        return {
          view: 'people/articles',
          model: {
            chrome: withHead(await chromeFor(deps, request, address, urls.person(person.nic)), {
              feeds: feedLinks(urls.personFeed(person.nic), `${deps.settings().siteName}: ${person.nic}`),
            }),
            title: `Stories by ${person.nic}`,
            description: read.page.intro,
            ...read.page,
          },
          expires: read.expires,
          topics: topicsOf(person),
        }
      },
      mark,
    )
  })

  // The button on a person's page: it mutes, and pressed again lets them speak.
  app.post<{ Params: { nic: string } }>(
    '/people/:nic/mutes',
    { config: { access: 'member' } },
    async (request, reply) => {
      const { action } = readFields(request.body, ['action'])
      const person = await accountByNic(deps.db, request.params.nic)
      if (!person) throw missing()
      const fault = await toggleMute(deps, request.viewer!, person.nic, action)
      if (fault !== null) throw new AppError('invalid', fault)
      return reply.redirect(urls.person(person.nic), 303)
    },
  )
}
