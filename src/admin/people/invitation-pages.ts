// View model of who invited whom, and of one member's invitations. Pure.
import type { TreeRow } from '../../accounts/invitations/tree-queries.ts'
import { count, type Dates, dateOf } from '../../format.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'

/** Levels of a tree on one page: lists that stand deeper are too narrow on a phone. */
export const TREE_DEPTH = 5
export const TREE_ROWS = 1000
export const TREES_PAGE_SIZE = 50

/** A member with those whom they invited; `href` leads to their own page of this kind. */
export type InvitationBranch = {
  nic: string
  href: string
  /** When they joined; empty for the first of a tree. */
  joined: string
  /** How many they have invited: `2 members`; empty for none. */
  invited: string
  /** Address of the levels that are not on the page; empty for none. */
  rest: string
  branches: InvitationBranch[]
}

export type InvitationTreePage = {
  heading: string
  intro: string
  query: string
  /** No member has the name that was looked for. */
  fault: string
  message: string
  trees: InvitationBranch[]
  next: string
  /** One member; null on the page of all. */
  member: {
    nic: string
    record: string
    lines: string[]
    /** Why the right to invite is withdrawn; empty where it is not. */
    stopped: string
    /** The button; null where the viewer may not press it. */
    form: { action: 'stop' | 'allow'; button: string; reason: string; fault: string; maxReason: number } | null
    refusal: string
  } | null
}

export const rightDoneMessages = new Map([
  ['stop', 'The member can no longer invite. Open invitations are revoked.'],
  ['allow', 'The member can invite again.'],
  ['already', 'Nothing was changed: it was like that already.'],
])

/** Nests the rows of trees, those of the first level outside. */
export function invitationTrees(rows: readonly TreeRow[], dates: Dates): InvitationBranch[] {
  const below = new Map<number | null, TreeRow[]>()
  for (const row of rows) {
    const key = row.depth === 0 ? null : row.parent
    below.set(key, [...(below.get(key) ?? []), row])
  }
  const branchOf = (row: TreeRow): InvitationBranch => {
    const branches = (below.get(row.id) ?? []).map(branchOf)
    return {
      nic: row.nic,
      href: urls.invitationTree(row.nic),
      joined: row.at === null ? '' : `joined ${dateOf(row.at, dates)}`,
      invited: row.invited === 0 ? '' : count(row.invited, 'member'),
      rest: branches.length < row.invited ? urls.invitationTree(row.nic) : '',
      branches,
    }
  }
  return (below.get(null) ?? []).map(branchOf)
}

type MemberRow = {
  nic: string
  through: readonly { nic: string; at: number }[]
  counts: { used: number; open: number }
  stop: { reason: string; created_at: number } | undefined
  refusal: string
  typed: { reason: string; fault: string }
}

export function memberInvitations(row: MemberRow, dates: Dates): NonNullable<InvitationTreePage['member']> {
  const { nic, through, counts, stop, refusal, typed } = row
  const [first, ...rest] = through
  return {
    nic,
    record: urls.memberRecord(nic),
    lines: [
      first === undefined
        ? `Nobody invited ${nic}.`
        : `Invited by ${first.nic}, ${dateOf(first.at, dates)}${rest.map((one) => `, who was invited by ${one.nic}`).join('')}.`,
      `${count(counts.used, 'invitation')} used, ${counts.open} open.`,
    ],
    stopped:
      stop === undefined
        ? ''
        : `The right to invite was withdrawn on ${dateOf(stop.created_at, dates)}. The reason: ${stop.reason}`,
    form:
      refusal === ''
        ? {
            action: stop === undefined ? 'stop' : 'allow',
            button: stop === undefined ? 'Withdraw the right to invite' : 'Give the right to invite back',
            reason: typed.reason,
            fault: typed.fault,
            maxReason: limits.reason,
          }
        : null,
    refusal,
  }
}
