// /moderation/people: a member as moderators see them; the private log; and the page on which a warning is acknowledged.

import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { askedBefore, askedOnce, readFields, rowId } from '../../faults.ts'
import { acknowledge } from '../../sanctions/actions.ts'
import { postingBlock } from '../../sanctions/checks.ts'
import { inside, urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { tabbed } from '../queue/tab-reading.ts'
import { memberRecordPage, PRIVATE_LIST, privateLogPage } from './record-pages.ts'
import * as queries from './record-queries.ts'

const moderators = { config: { access: 'moderator' } } as const
const members = { config: { access: 'member' } } as const

/** Comments of a member that moderators are shown. */
const LAST = 20

export function recordRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { nic: string }; Querystring: { done?: unknown; batch?: unknown; gone?: unknown } }>(
    '/moderation/people/:nic',
    moderators,
    async (request, reply) => {
      const person = await queries.moderatedMember(deps.db, request.params.nic)
      if (!person)
        throw missing('Nobody is registered under that nic. What guests wrote is swept from one of their comments on.')
      const { db } = deps
      const { id } = person
      const known = {
        person,
        states: await queries.commentStates(db, id),
        judged: await queries.timesJudged(db, id),
        warnings: await queries.warningsOf(db, id),
        silences: await queries.silencesOf(db, id),
        bans: await queries.bansAgainst(db, id),
        notes: await queries.notesAbout(db, id),
        comments: await queries.lastWritten(db, id, LAST),
      }
      const did = {
        done: askedOnce(request.query.done) ?? '',
        batch: rowId(askedOnce(request.query.batch)) === null ? '' : String(request.query.batch),
        gone: rowId(askedOnce(request.query.gone)) ?? 0,
      }
      const page = memberRecordPage(known, request.viewer, did, deps.clock(), datesOf(deps, request))
      return sendPage(app, request, reply, 'moderation/people/record', {
        chrome: unlisted(await chromeFor(deps, request, urls.judged(person.nic), urls.queue)),
        title: `What is known of ${person.nic}`,
        description: 'For moderators.',
        ...page,
      })
    },
  )

  app.get<{ Querystring: { before?: unknown } }>('/moderation/log/private', moderators, async (request, reply) => {
    const before = askedBefore(request.query)
    const page = privateLogPage(
      await queries.privatePage(deps.db, before, PRIVATE_LIST + 1),
      before,
      deps.clock(),
      datesOf(deps, request),
    )
    return sendPage(app, request, reply, 'moderation/people/private-log', {
      chrome: await tabbed(
        deps,
        request,
        unlisted(await chromeFor(deps, request, urls.privateLog, urls.log)),
        urls.privateLog,
      ),
      title: 'Private log',
      description: page.intro,
      ...page,
    })
  })

  app.get<{ Querystring: { next?: unknown } }>('/moderation/acknowledgements', members, async (request, reply) => {
    const hindrance = await postingBlock(deps, deps.db, request.viewer!.id, datesOf(deps, request))
    const page = {
      said: hindrance?.sentence ?? 'No moderator has anything against you.',
      warning: hindrance?.warning == null ? '' : String(hindrance.warning),
      next: inside(askedOnce(request.query.next), ''),
    }
    return sendPage(app, request, reply, 'moderation/people/acknowledgement', {
      chrome: unlisted(await chromeFor(deps, request, urls.acknowledgements, urls.settings)),
      title: 'From the moderators',
      description: 'What moderators have to say to you.',
      ...page,
    })
  })

  app.post('/moderation/acknowledgements', members, async (request, reply) => {
    const form = readFields(request.body, ['warning', 'next'])
    const warning = rowId(form.warning)
    if (warning === null) throw missing('There is no such warning.')
    await acknowledge(deps, request.viewer!, warning)
    return reply.redirect(inside(form.next, urls.acknowledgements), 303)
  })
}
