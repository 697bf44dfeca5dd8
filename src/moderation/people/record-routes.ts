// /moderation/people, /log/private and /acknowledgements: the moderators' record of a member, the private log, and the page that confirms a warning.

import type { FastifyInstance } from 'fastify'
import { changesOfName } from '../../accounts/name/queries.ts'
import { accountByNicOrSkeleton } from '../../accounts/queries.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { beforeCursor, queryValue, readForm, rowId } from '../../faults.ts'
import { may, type Viewer } from '../../permissions.ts'
import { acknowledgeWarnings } from '../../sanctions/actions.ts'
import { personHold, postingBlock } from '../../sanctions/checks.ts'
import { personHoldSentence } from '../../sanctions/rules.ts'
import { inside, urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { withTabs } from '../queue/tab-reading.ts'
import { acknowledgementForm } from './form.ts'
import { type MemberRecordFacts, memberRecordPage, PRIVATE_LOG_PAGE_SIZE, privateLogPage } from './record-pages.ts'
import * as queries from './record-queries.ts'

const moderators = { config: { access: 'moderator' } } as const
const members = { config: { access: 'member' } } as const

/** Comments on the record of a member. */
const COMMENTS_SHOWN = 20

/** @throws AppError `missing` when no member has the nic */
async function memberRecordFacts(deps: Deps, viewer: Viewer | null, nic: string): Promise<MemberRecordFacts> {
  const { db } = deps
  const person = await queries.moderatedMember(db, nic)
  if (!person)
    throw missing('No member has this nic. To remove comments of a guest, choose “Find similar” next to one of them.')
  const { id } = person
  return {
    person,
    changes: await changesOfName(db, id),
    states: await queries.commentStates(db, id),
    judged: await queries.countDecisions(db, id),
    warnings: await queries.warningsOfMember(db, id),
    silences: await queries.silencesOf(db, id),
    person_holds: await queries.personHoldsOf(db, id),
    bans: await queries.bansOfMember(db, id),
    notes: may.readNotes(viewer, person) === null ? await queries.noteVersions(db, id) : [],
    comments: await queries.newestCommentsOf(db, id, COMMENTS_SHOWN),
  }
}

export function recordRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { nic: string }; Querystring: { done?: unknown; batch?: unknown; gone?: unknown } }>(
    '/moderation/people/:nic',
    moderators,
    async (request, reply) => {
      const meant = await accountByNicOrSkeleton(deps.db, request.params.nic)
      if (meant !== undefined && meant.nic !== request.params.nic)
        return reply.redirect(urls.memberRecord(meant.nic), 301)
      const facts = await memberRecordFacts(deps, request.viewer, request.params.nic)
      const { nic } = facts.person
      const result = {
        done: queryValue(request.query.done) ?? '',
        batch: rowId(queryValue(request.query.batch)) === null ? '' : String(request.query.batch),
        removed: rowId(queryValue(request.query.gone)) ?? 0,
      }
      const page = memberRecordPage(facts, request.viewer, result, deps.clock(), datesOf(deps, request))
      const chrome = unlisted(await chromeFor(deps, request, urls.memberRecord(nic), urls.queue))
      const model = { chrome, title: `${nic}: moderators’ record`, description: 'For moderators.', ...page }
      return sendPage(app, request, reply, 'moderation/people/record', model)
    },
  )

  app.get<{ Querystring: { before?: unknown } }>('/moderation/log/private', moderators, async (request, reply) => {
    const before = beforeCursor(request.query)
    const rows = await queries.privateLogEntries(deps.db, request.viewer!, before, PRIVATE_LOG_PAGE_SIZE + 1)
    const page = privateLogPage(rows, request.viewer!.role, before, deps.clock(), datesOf(deps, request))
    const own = unlisted(await chromeFor(deps, request, urls.privateLog, urls.log))
    const chrome = await withTabs(deps, request, own, urls.privateLog)
    const model = { chrome, title: 'Private log', description: page.intro, ...page }
    return sendPage(app, request, reply, 'moderation/people/private-log', model)
  })

  app.get<{ Querystring: { next?: unknown } }>('/moderation/acknowledgements', members, async (request, reply) => {
    const { id } = request.viewer!
    const block = await postingBlock(deps, deps.db, { account: id }, datesOf(deps, request))
    const hold = await personHold(deps, deps.db, id)
    const page = {
      sentence:
        block?.sentence ??
        (hold === null
          ? 'You have no warnings, silences, holds or bans.'
          : personHoldSentence(hold, datesOf(deps, request))),
      warning: block?.warning == null ? '' : String(block.warning),
      next: inside(queryValue(request.query.next), ''),
    }
    const chrome = unlisted(await chromeFor(deps, request, urls.acknowledgements, urls.settings))
    const description = 'Your warnings, silences, holds and bans.'
    const model = { chrome, title: 'From the moderators', description, ...page }
    return sendPage(app, request, reply, 'moderation/people/acknowledgement', model)
  })

  app.post('/moderation/acknowledgements', members, async (request, reply) => {
    const { value } = readForm(acknowledgementForm, request.body)
    if (value === null || value.warning === null) throw missing('This warning doesn’t exist.')
    await acknowledgeWarnings(deps, request.viewer!, value.warning)
    return reply.redirect(inside(value.next, urls.acknowledgements), 303)
  })
}
