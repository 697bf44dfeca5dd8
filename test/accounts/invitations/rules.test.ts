// Who may invite, and how many at once.
import { expect, test } from 'vitest'
import { freeSlot, type Inviter, invitationBlock, invitationState } from '../../../src/accounts/invitations/rules.ts'
import type { Role } from '../../../src/permissions.ts'
import { DAY } from '../../../src/time.ts'

const NOW = 1000 * DAY
const inviter: Inviter = { createdAt: NOW - 30 * DAY, isUnconfirmed: false, isStopped: false, open: 2, lately: 0 }
const settings = { registration: 'invited', invitationsPerMember: 3, invitationAgeDays: 30 } as const
const as = (role: Role) => ({ id: 1, nic: 'X', role, commentCount: 0, trusted: false })

test.each<[string, Partial<Inviter>, object, string | null]>([
  ['with everything in order', {}, {}, null],
  ['while registration is open or by approval', {}, { registration: 'open' }, null],
  ['while registration is closed', {}, { registration: 'closed' }, 'closed'],
  ['without the right to invite', { isStopped: true }, {}, 'stopped'],
  ['with an unconfirmed registration', { isUnconfirmed: true }, {}, 'unconfirmed'],
  ['where members may not invite', { open: 0 }, { invitationsPerMember: 0 }, 'none'],
  ['with an account that is a millisecond too young', { createdAt: NOW - 30 * DAY + 1 }, {}, 'young'],
  ['with as many open invitations as the site allows', { open: 3 }, {}, 'full'],
  ['after ten invitations in a day', { lately: 10 }, {}, 'tooMany'],
])('a member %s: %o %o', (_, own, site, block) => {
  expect(invitationBlock(as('member'), { ...inviter, ...own }, { ...settings, ...site }, NOW)).toBe(block)
})

test('staff may always invite, but not while registration is closed', () => {
  const worst = { createdAt: NOW, isUnconfirmed: true, isStopped: true, open: 99, lately: 99 }
  for (const role of ['editor', 'moderator', 'admin'] as const) {
    expect(invitationBlock(as(role), worst, { ...settings, invitationsPerMember: 0 }, NOW)).toBe(null)
    expect(invitationBlock(as(role), worst, { ...settings, registration: 'closed' }, NOW)).toBe('closed')
  }
})

test('an invitation is open until its time, and then expired, whatever the table says later', () => {
  const row = { expires_at: NOW, ended_at: null, outcome: null }
  expect([invitationState(row, NOW - 1), invitationState(row, NOW)]).toEqual(['open', 'expired'])
  expect(invitationState({ ...row, ended_at: 1, outcome: 'used' }, NOW)).toBe('used')
})

test('the lowest free slot is taken', () => {
  expect([freeSlot([]), freeSlot([1, 2]), freeSlot([2, 3]), freeSlot([1, 3])]).toEqual([1, 3, 1, 2])
})
