// Who may do what: the ladder, and the closed thread.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { atLeast, ladder, may, refusals, type Access, type Role, type Viewer } from '../../src/permissions.ts'

const viewer = (role: Role | null): Viewer | null => (role === null ? null : { id: 1, nic: 'Ada', role, commentCount: 0 })
const rungs = [null, ...ladder]
const accesses: Access[] = ['anyone', ...ladder]

test('roles are a ladder: each may all that the lower ones may', () => {
  const asks: ((who: Viewer | null) => unknown)[] = [
    ...accesses.map((access) => (who: Viewer | null) => may.enter(who, access)),
    (who) => may.comment(who, { closed: false }),
    (who) => may.comment(who, { closed: true }),
    may.close, may.reopen, may.remove,
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
      expect(may.enter(viewer(role), access) === null).toBe(access === 'anyone' || (role !== null && ladder.indexOf(role) >= ladder.indexOf(access)))
    }
  }
  expect(atLeast(null, 'member')).toBe(false)
})

test('in an open thread members write, and strangers are asked to sign in', () => {
  expect(rungs.map((role) => may.comment(viewer(role), { closed: false }))).toEqual(['signInToComment', null, null, null, null])
})

test('in a closed thread only moderators write', () => {
  expect(rungs.map((role) => may.comment(viewer(role), { closed: true }))).toEqual(['threadClosed', 'threadClosed', 'threadClosed', null, null])
})

test('threads are closed and reopened, and comments removed, by moderators', () => {
  for (const ask of [may.close, may.reopen, may.remove]) {
    expect(rungs.map((role) => ask(viewer(role)))).toEqual(['signIn', 'needsModerator', 'needsModerator', null, null])
  }
})

test('every refusal is a sentence', () => {
  for (const { sentence } of Object.values(refusals)) expect(sentence).toMatch(/^[A-Z].*\.$/)
})
