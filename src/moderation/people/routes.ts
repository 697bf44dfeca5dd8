// /moderation/warnings, mutes, bans, pardons and notes: acts about a person, each with its form.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { emailFault } from '../../accounts/form.ts'
import { accountMeant } from '../../accounts/queries.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { askedBefore, askedOnce, type Faults, readFields, rowId } from '../../faults.ts'
import { allow, may } from '../../permissions.ts'
import { reasonFault } from '../../reasons.ts'
import { masked, typedRange } from '../../sanctions/ip-ranges.ts'
import { banById, bansHolding } from '../../sanctions/queries.ts'
import { type Until, untilOf } from '../../sanctions/rules.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import type { Done } from '../batches/actions.ts'
import { tabbed } from '../queue/tab-reading.ts'
import * as people from './actions.ts'
import {
  type ActField,
  type ActForm,
  type ActNoun,
  type ActState,
  actNouns,
  banLine,
  bansListed,
  fieldsOf,
  removeSpan,
  sanctionDoneMessage,
  sanctionPage,
} from './pages.ts'
import { moderatedMember, noteById, noteNow } from './record-queries.ts'

const moderators = { config: { access: 'moderator' } } as const

/** A form as it was read: what is to be done, or what has to be put right. */
type Read = {
  faults: Faults<ActField>
  target: people.Target | null
  until: Until
  since: number | null
  reason: string
}

export function sanctionRoutes(app: FastifyInstance, deps: Deps): void {
  /** The member of a nic, or what is wrong with it. */
  async function personNamed(nic: string): Promise<people.Person | { fault: string }> {
    const person = await moderatedMember(deps.db, nic)
    if (person) return person
    const meant = nic === '' ? undefined : await accountMeant(deps.db, nic)
    return {
      fault:
        nic === '' ? 'Whose nic?' : `Nobody is registered under that nic.${meant ? ` Do you mean ${meant.nic}?` : ''}`,
    }
  }

  async function targetOf(noun: ActNoun, form: ActForm): Promise<people.Target | { field: ActField; fault: string }> {
    const [nic, email, address] = [form.nic.trim(), form.email.trim(), form.address.trim()]
    if (noun === 'bans' && [nic, email, address].filter((one) => one !== '').length !== 1) {
      return {
        field: 'nic',
        fault:
          nic + email + address === ''
            ? 'A nic, an e-mail address or network addresses are needed.'
            : 'One of the three at a time: each ban has an end of its own.',
      }
    }
    if (noun === 'bans' && email !== '') {
      const fault = emailFault(email)
      return fault === null ? { email } : { field: 'email', fault }
    }
    if (noun === 'bans' && address !== '') {
      const range = typedRange(address)
      return 'fault' in range ? { field: 'address', fault: range.fault } : { address: range }
    }
    const person = await personNamed(nic)
    return 'fault' in person ? { field: 'nic', fault: person.fault } : { person }
  }

  async function read(noun: ActNoun, form: ActForm): Promise<Read> {
    const faults: Faults<ActField> = {}
    const target = form.ban === '' ? await targetOf(noun, form) : null
    if (target !== null && 'fault' in target) faults[target.field] = target.fault
    const until = fieldsOf[noun].includes('until')
      ? untilOf(form, deps.clock(), deps.settings().timeZone)
      : { until: null }
    if ('fault' in until) faults.until = until.fault
    const span = removeSpan(form.remove)
    if (span === undefined) faults.remove = 'Choose how many hours of comments go with it.'
    const reason = form.reason.trim()
    const fault = reason === '' && noun === 'notes' ? 'The note is empty.' : reasonFault(reason)
    if (fault !== null) faults.reason = fault
    return {
      faults,
      target: target === null || 'fault' in target ? null : target,
      until: 'fault' in until ? null : until.until,
      since: span == null ? null : deps.clock() - span,
      reason,
    }
  }

  /** The ban that a pardon names, in words; null where it names none. */
  async function banNamed(form: Partial<ActForm>): Promise<string | null> {
    if ((form.ban ?? '') === '') return null
    const ban = await banById(deps.db, rowId(form.ban) ?? 0)
    if (!ban) throw missing()
    return (
      ban.email ?? (ban.address_from === null ? 'a member' : masked({ from: ban.address_from, to: ban.address_to! }))
    )
  }

  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    noun: ActNoun,
    form: Partial<ActForm>,
    state: ActState = {},
  ): Promise<FastifyReply> {
    const page = sanctionPage(noun, form, await banNamed(form), state)
    if (takesJson(request) && state.already) return sendProblem(reply, { kind: 'conflict', sentence: page.already })
    if (takesJson(request) && state.faults) return sendProblem(reply, { kind: 'invalid', faults: state.faults })
    const before =
      noun === 'bans' && request.method === 'GET' ? askedBefore(request.query as { before?: unknown }) : null
    const rows = noun === 'bans' ? await bansHolding(deps.db, deps.clock(), before, bansListed + 1) : []
    const bans = rows.slice(0, bansListed).map((row) => banLine(row, deps.clock(), datesOf(deps, request)))
    const lists = {
      bans,
      older: rows.length > bansListed ? urls.below(urls.judge('bans'), bans.at(-1)!.id) : '',
      newest: before === null ? '' : urls.judge('bans'),
    }
    return sendPage(
      app,
      request,
      reply,
      'moderation/people/act',
      {
        chrome: await tabbed(
          deps,
          request,
          unlisted(await chromeFor(deps, request, urls.judge(noun), urls.queue)),
          urls.judge(noun),
        ),
        title: page.heading,
        description: page.intro,
        ...page,
        ...lists,
      },
      state.already ? 409 : state.faults ? 422 : 200,
    )
  }

  for (const noun of actNouns) {
    app.get<{ Querystring: Record<string, unknown> }>(`/moderation/${noun}`, moderators, async (request, reply) => {
      const asked = (name: string): string => askedOnce(request.query[name]) ?? ''
      const form: Partial<ActForm> = { nic: asked('nic'), ban: asked('ban'), note: asked('note') }
      const person = form.nic === '' ? null : await personNamed(form.nic!)
      if (person !== null && !('fault' in person)) allow(may.judge(request.viewer, person))
      if (form.note !== '') {
        const first = await noteById(deps.db, rowId(form.note) ?? 0)
        if (
          !first ||
          first.first_version_id !== null ||
          person === null ||
          'fault' in person ||
          first.person_id !== person.id
        )
          throw missing()
        form.reason = (await noteNow(deps.db, first.id))!.body
      }
      return send(request, reply, noun, form, {
        done: sanctionDoneMessage(asked('done'), rowId(asked('gone')) ?? 0),
        undo: rowId(asked('batch')) === null ? '' : asked('batch'),
      })
    })

    app.post(`/moderation/${noun}`, moderators, async (request, reply) => {
      const form = {
        nic: '',
        email: '',
        address: '',
        until: '',
        date: '',
        remove: '',
        ban: '',
        note: '',
        ...readFields<string>(request.body, fieldsOf[noun]),
      } as ActForm
      const { faults, target, until, since, reason } = await read(noun, form)
      if (Object.keys(faults).length > 0) return send(request, reply, noun, form, { faults })
      const { viewer } = request
      if (noun === 'notes' || target === null || !('person' in target)) {
        if (noun === 'notes' && target !== null && 'person' in target) {
          const kept = await people.note(
            deps,
            viewer,
            target.person,
            reason,
            form.note === '' ? null : (rowId(form.note) ?? 0),
          )
          return kept
            ? reply.redirect(`${urls.judged(target.person.nic)}?done=notes#notes`, 303)
            : send(request, reply, noun, form, { already: true })
        }
        const outcome =
          target === null
            ? await people.endBan(deps, viewer, rowId(form.ban) ?? 0, reason)
            : await people.ban(deps, viewer, target, until, reason, since)
        if (outcome.kind === 'already') return send(request, reply, noun, form, { already: true })
        return reply.redirect(
          `${urls.judge('bans')}?done=${noun}&batch=${outcome.batch}${outcome.value ? `&gone=${outcome.value}` : ''}`,
          303,
        )
      }
      const { person } = target
      const acts: Record<Exclude<ActNoun, 'notes'>, () => Promise<Done<number | undefined>>> = {
        warnings: () => people.warn(deps, viewer, person, reason),
        mutes: () => people.silence(deps, viewer, person, until, reason),
        bans: () => people.ban(deps, viewer, target, until, reason, since),
        pardons: () => people.pardon(deps, viewer, person, reason),
      }
      const outcome = await acts[noun]()
      if (outcome.kind === 'already') return send(request, reply, noun, form, { already: true })
      return reply.redirect(
        `${urls.judged(person.nic)}?done=${noun}&batch=${outcome.batch}${outcome.value ? `&gone=${outcome.value}` : ''}`,
        303,
      )
    })
  }
}
