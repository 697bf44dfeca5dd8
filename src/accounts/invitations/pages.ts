// View model of a member's invitations. Pure.
import { count, type Dates, dateAndTime, dateOf } from '../../format.ts'
import type { Settings } from '../../settings.ts'
import { DAY } from '../../time.ts'
import { urls } from '../../urls.ts'
import type { OwnInvitation } from './queries.ts'
import { INVITATION_MS, type InvitationBlock, type InvitationState, invitationState } from './rules.ts'

export type InvitationsPage = {
  intro: string
  /** The link that has just been made, shown this once. */
  made: { href: string; until: string; mailed: string } | null
  message: string
  /** Why the member cannot invite; empty where they can. */
  block: string
  form: { key: string; email: string; fault: string }
  rows: { id: string; made: string; state: string; by: { nic: string; href: string } | null; revoke: boolean }[]
}

/** Why a member cannot invite, with what to do, if anything. */
export function blockSentence(
  block: InvitationBlock,
  { invitationsPerMember, invitationAgeDays }: Pick<Settings, 'invitationsPerMember' | 'invitationAgeDays'>,
  reason: string,
): string {
  switch (block) {
    case 'closed':
      return 'Registration is closed at the moment, so nobody can be invited.'
    case 'stopped':
      return `A moderator has withdrawn your right to invite. The reason: ${reason}`
    case 'unconfirmed':
      return 'Confirm your e-mail address first. Then you can invite people.'
    case 'none':
      return 'On this site only the staff invite people.'
    case 'young':
      return `You can invite people once your account is ${count(invitationAgeDays, 'day')} old.`
    case 'full':
      return `You have ${count(invitationsPerMember, 'open invitation')}, which is the limit. Wait until one is used, or revoke one.`
    case 'tooMany':
      return 'You have made many invitations today. Try again tomorrow.'
  }
}

export const invitationDoneMessages = new Map([
  ['revoked', 'Revoked: the link no longer works.'],
  ['ended', 'Nothing was changed: that invitation had ended.'],
])

export type InvitationsContext = {
  settings: Pick<Settings, 'siteName' | 'invitationsPerMember' | 'invitationAgeDays'>
  isStaff: boolean
  now: number
  dates: Dates
}

export function invitationsPage(
  rows: readonly OwnInvitation[],
  made: InvitationsPage['made'],
  message: string,
  block: string,
  form: InvitationsPage['form'],
  { settings, isStaff, now, dates }: InvitationsContext,
): InvitationsPage {
  const limit = isStaff ? '' : ` You can have ${count(settings.invitationsPerMember, 'open invitation')} at a time.`
  return {
    intro: `An invitation is a link with which one person can register at ${settings.siteName}. It works once, for ${count(INVITATION_MS / DAY, 'day')}.${limit} Moderators can see whom you have invited.`,
    made,
    message,
    block,
    form,
    rows: rows.map((row) => {
      const state = invitationState(row, now)
      return {
        id: String(row.id),
        made: dateAndTime(row.created_at, dates),
        state: stateText(state, row, dates),
        by: row.used_by === null ? null : { nic: row.used_by, href: urls.person(row.used_by) },
        revoke: state === 'open',
      }
    }),
  }
}

function stateText(state: InvitationState, row: OwnInvitation, dates: Dates): string {
  const day = dateOf(row.ended_at ?? row.expires_at, dates)
  return {
    open: `Open until ${day}`,
    used: `Used on ${day}`,
    revoked: `Revoked on ${day}`,
    expired: `Expired on ${day}`,
  }[state]
}
