// Who may do what: the ladder, and the closed thread.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Access, atLeast, ladder, may, type Role, refusals, type Viewer } from '../../src/permissions.ts'
import { guestPolicies } from '../../src/settings.ts'

const viewer = (role: Role | null): Viewer | null =>
  role === null ? null : { id: 1, nic: 'Ada', role, commentCount: 0, trusted: false }
const rungs = [null, ...ladder]
const accesses: Access[] = ['anyone', ...ladder]

test('roles are a ladder: each may all that the lower ones may', () => {
  const asks: ((who: Viewer | null) => unknown)[] = [
    ...accesses.map((access) => (who: Viewer | null) => may.enter(who, access)),
    ...guestPolicies.flatMap((guests) =>
      [false, true].map((closed) => (who: Viewer | null) => may.comment(who, { closed }, { guests })),
    ),
    may.close,
    may.reopen,
    may.remove,
    may.approve,
  ]
  fc.assert(
    fc.property(fc.constantFrom(...asks), fc.nat(rungs.length - 1), fc.nat(rungs.length - 1), (ask, a, b) => {
      const [lower, higher] = a < b ? [a, b] : [b, a]
      if (ask(viewer(rungs[lower]!)) === null) expect(ask(viewer(rungs[higher]!))).toBeNull()
    }),
  )
})

test('a route enters exactly those at or above its rung', () => {
  for (const role of rungs) {
    for (const access of accesses) {
      expect(may.enter(viewer(role), access) === null).toBe(
        access === 'anyone' || (role !== null && ladder.indexOf(role) >= ladder.indexOf(access)),
      )
    }
  }
  expect(atLeast(null, 'member')).toBe(false)
})

test.each(guestPolicies)('in an open thread everybody comments, guests by the setting: %s', (guests) => {
  expect(rungs.map((role) => may.comment(viewer(role), { closed: false }, { guests }))).toEqual([
    guests === 'membersOnly' ? 'signInToComment' : null,
    null,
    null,
    null,
    null,
  ])
})

test.each(guestPolicies)('in a closed thread only moderators comment: %s', (guests) => {
  expect(rungs.map((role) => may.comment(viewer(role), { closed: true }, { guests }))).toEqual([
    'threadClosed',
    'threadClosed',
    'threadClosed',
    null,
    null,
  ])
})

test('moderators close and reopen threads, and approve and remove comments', () => {
  for (const ask of [may.close, may.reopen, may.remove, may.approve]) {
    expect(rungs.map((role) => ask(viewer(role)))).toEqual(['signIn', 'needsModerator', 'needsModerator', null, null])
  }
})

test('every refusal is a sentence', () => {
  for (const { sentence } of Object.values(refusals)) expect(sentence).toMatch(/^[A-Z].*\.$/)
})
