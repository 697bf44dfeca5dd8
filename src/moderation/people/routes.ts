// /moderation/warnings, silences, bans, pardons and notes: what a moderator does about a member, each with its form.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ActionResult } from '../../batches/actions.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { beforeCursor, type Faults, queryValue, rowId } from '../../faults.ts'
import { type Dates, zoneOf } from '../../format.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { readReasonedForm } from '../../reasons.ts'
import { parseUntil, type Until } from '../../sanctions/rules.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { withTabs } from '../queue/tab-reading.ts'
import * as people from './actions.ts'
import type { BanTarget } from './ban-actions.ts'
import { banTarget, endBan } from './ban-actions.ts'
import { hasField, type SanctionField, type SanctionForm, sanctionForms, type TypedSanction } from './form.ts'
import { type SanctionFormState, sanctionDoneMessage, sanctionPage } from './pages.ts'
import { bannedName, memberNamed, readBans, targetNamed } from './reading.ts'
import { newestNoteVersion, noteById } from './record-queries.ts'
import type { Person } from './rules.ts'

const moderators = { config: { access: 'moderator' } } as const

/** A form without faults. `target` is null for a pardon that ends one ban. */
type SanctionRequest = {
  target: BanTarget | null
  until: Until
  /** The moment from which on a ban removes comments, or null. */
  since: number | null
  reason: string
}

type ReadSanction = { typed: TypedSanction; faults: Faults<SanctionField> } & (
  | { request: SanctionRequest }
  | { request: null }
)

/** The reasons that are offered in a form: a pardon has those of restoring. */
const reasonsOf = (deps: Deps, noun: SanctionForm): readonly string[] =>
  noun === 'notes' ? [] : noun === 'pardons' ? deps.settings().restoringReasons : deps.settings().commentReasons

/** Reads a form: its schema, then the target and the end, which need the database and the clock. */
async function readSanction(deps: Deps, noun: SanctionForm, body: unknown, dates: Dates): Promise<ReadSanction> {
  const form = readReasonedForm<(typeof sanctionForms)[SanctionForm]>(sanctionForms[noun], body, reasonsOf(deps, noun))
  const typed: TypedSanction = form.typed
  const target = (typed.ban ?? '') === '' ? await targetNamed(deps, noun, typed) : null
  const until = hasField(noun, 'until')
    ? parseUntil({ until: typed.until ?? '', date: typed.date ?? '' }, deps.clock(), zoneOf(dates))
    : { until: null }
  const faults: Faults<SanctionField> = {
    ...(target !== null && 'fault' in target ? { [target.field]: target.fault } : {}),
    ...('fault' in until ? { until: until.fault } : {}),
    ...form.faults,
  }
  if (form.value === null || (target !== null && 'fault' in target) || 'fault' in until)
    return { typed, faults, request: null }
  const span = 'remove' in form.value ? form.value.remove : null
  const since = span === null ? null : deps.clock() - span
  return { typed, faults, request: { target, until: until.until, since, reason: form.value.reason } }
}

const resultQuery = (noun: SanctionForm, { batch, value }: { batch: number; value: number | undefined }): string =>
  `?done=${noun}&batch=${batch}${value ? `&gone=${value}` : ''}`

/** Runs the action of a form. @returns the address that follows, or null when there was nothing to do */
async function runSanction(
  deps: Deps,
  noun: SanctionForm,
  viewer: Viewer | null,
  typed: TypedSanction,
  { target, until, since, reason }: SanctionRequest,
): Promise<string | null> {
  if (target === null || !('person' in target)) {
    const outcome =
      target === null
        ? await endBan(deps, viewer, rowId(typed.ban) ?? 0, reason)
        : await banTarget(deps, viewer, target, until, reason, since)
    return outcome.kind === 'already' ? null : `${urls.sanction('bans')}${resultQuery(noun, outcome)}`
  }
  const { person } = target
  const record = urls.memberRecord(person.nic)
  if (noun === 'notes') {
    const note = (typed.note ?? '') === '' ? null : (rowId(typed.note) ?? 0)
    return (await people.saveNote(deps, viewer, person, reason, note)) ? `${record}?done=notes#notes` : null
  }
  const actions: Record<typeof noun, () => Promise<ActionResult<number | undefined>>> = {
    warnings: () => people.warnMember(deps, viewer, person, reason),
    silences: () => people.silenceMember(deps, viewer, person, until, reason),
    'person-holds': () => people.holdMember(deps, viewer, person, until, reason),
    bans: () => banTarget(deps, viewer, target, until, reason, since),
    pardons: () => people.pardonMember(deps, viewer, person, reason),
  }
  const outcome = await actions[noun]()
  return outcome.kind === 'already' ? null : `${record}${resultQuery(noun, outcome)}`
}

export function sanctionRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    noun: SanctionForm,
    form: TypedSanction,
    state: SanctionFormState = {},
  ): Promise<FastifyReply> {
    const page = sanctionPage(
      noun,
      form,
      await bannedName(deps, form),
      reasonsOf(deps, noun),
      state,
      datesOf(deps, request),
    )
    if (takesJson(request) && state.already) return sendProblem(reply, { kind: 'conflict', sentence: page.already })
    if (takesJson(request) && state.faults) return sendProblem(reply, { kind: 'invalid', faults: state.faults })
    const listsBans = noun === 'bans'
    const before = listsBans && request.method === 'GET' ? beforeCursor(request.query as { before?: unknown }) : null
    const bans = listsBans ? await readBans(deps, before, datesOf(deps, request)) : {}
    const address = urls.sanction(noun)
    const chrome = await withTabs(deps, request, unlisted(await chromeFor(deps, request, address, urls.queue)), address)
    const model = { chrome, title: page.heading, description: page.intro, ...page, ...bans }
    const status = state.already ? 409 : state.faults ? 422 : 200
    return sendPage(app, request, reply, 'moderation/people/sanction', model, status)
  }

  /**
   * The text of the note that a form corrects.
   * @throws AppError `missing` unless it is the first version of a note about the member
   */
  async function correctedNote(id: string, person: Person | { fault: string } | null): Promise<string> {
    const first = await noteById(deps.db, rowId(id) ?? 0)
    if (
      !first ||
      first.first_version_id !== null ||
      person === null ||
      'fault' in person ||
      first.person_id !== person.id
    )
      throw missing()
    return (await newestNoteVersion(deps.db, first.id))!.body
  }

  for (const noun of Object.keys(sanctionForms) as SanctionForm[]) {
    app.get<{ Querystring: Record<string, unknown> }>(`/moderation/${noun}`, moderators, async (request, reply) => {
      const query = (name: string): string => queryValue(request.query[name]) ?? ''
      const [nic, note] = [query('nic'), query('note')]
      const form: TypedSanction = { nic, ban: query('ban'), note }
      const person = nic === '' ? null : await memberNamed(deps, nic)
      if (person !== null && !('fault' in person)) allow(may.sanction(request.viewer, person))
      if (note !== '') form.reason = await correctedNote(note, person)
      return send(request, reply, noun, form, {
        done: sanctionDoneMessage(query('done'), rowId(query('gone')) ?? 0),
        undo: rowId(query('batch')) === null ? '' : query('batch'),
      })
    })

    app.post(`/moderation/${noun}`, moderators, async (request, reply) => {
      const read = await readSanction(deps, noun, request.body, datesOf(deps, request))
      if (read.request === null) return send(request, reply, noun, read.typed, { faults: read.faults })
      const address = await runSanction(deps, noun, request.viewer, read.typed, read.request)
      if (address === null) return send(request, reply, noun, read.typed, { already: true })
      return reply.redirect(address, 303)
    })
  }

  // The address of silences before they had their name.
  app.get<{ Querystring: Record<string, unknown> }>('/moderation/mutes', moderators, (request, reply) =>
    reply.redirect(`${urls.sanction('silences')}${/\?.*$/.exec(request.url)?.[0] ?? ''}`, 301),
  )
}
