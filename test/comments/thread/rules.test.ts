// Rules of a thread, at any time, with any settings and in any shape.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_PATH_LEVELS, pathAfter, pathOf } from '../../../src/comments/thread/path.ts'
import { splitIntoPages, type ThreadFacts, threadState } from '../../../src/comments/thread/rules.ts'
import { placeThread } from '../../../src/comments/thread/tree.ts'
import { PAGE_SIZE } from '../../../src/thread-view.ts'
import { DAY } from '../../../src/time.ts'

const moment = fc.integer({ min: 0, max: 4_000_000_000_000 })
const days = fc.option(fc.integer({ min: 1, max: 3650 }), { nil: null })
const closure = fc.option(fc.record({ by: fc.option(fc.string(), { nil: null }), reason: fc.string(), at: moment }), {
  nil: null,
})
const facts: fc.Arbitrary<ThreadFacts> = fc.record({
  publishedAt: moment,
  closure,
  reopenedAt: fc.option(moment, { nil: null }),
  closeAfterDays: days,
})

describe('A thread', () => {
  test('is closed by a moderator from the closing on, at any age', () => {
    fc.assert(
      fc.property(facts, days, moment, (thread, closeAfterDays, later) => {
        if (thread.closure === null) return
        for (const now of [thread.closure.at, thread.closure.at + later])
          expect(threadState(thread, { closeAfterDays }, now)).toMatchObject({
            closed: true,
            why: 'moderator',
            by: thread.closure.by,
            reason: thread.closure.reason,
            at: thread.closure.at,
          })
      }),
    )
  })

  test('that is closed stays closed as time passes', () => {
    fc.assert(
      fc.property(facts, days, moment, moment, (thread, closeAfterDays, now, later) => {
        if (threadState(thread, { closeAfterDays }, now).closed)
          expect(threadState(thread, { closeAfterDays }, now + later).closed).toBe(true)
      }),
    )
  })

  test('closes by age in the millisecond when its days end, and shows that time before', () => {
    fc.assert(
      fc.property(facts, days, (thread, closeAfterDays) => {
        const open = { ...thread, closure: null }
        const own = thread.closeAfterDays ?? closeAfterDays
        if (own === null) {
          expect(threadState(open, { closeAfterDays }, 8e12)).toEqual({ state: 'open', closed: false, closesAt: null })
          return
        }
        const at = Math.max(thread.publishedAt, thread.reopenedAt ?? 0) + own * DAY
        expect(threadState(open, { closeAfterDays }, at - 1)).toEqual({ state: 'open', closed: false, closesAt: at })
        expect(threadState(open, { closeAfterDays }, at)).toEqual({
          state: 'closed',
          closed: true,
          why: 'age',
          days: own,
          at,
        })
      }),
    )
  })

  test('that is reopened stays open for its full number of days', () => {
    const published = { publishedAt: 0, closure: null, closeAfterDays: null }
    expect(threadState({ ...published, reopenedAt: null }, { closeAfterDays: 14 }, 20 * DAY).closed).toBe(true)
    expect(threadState({ ...published, reopenedAt: 20 * DAY }, { closeAfterDays: 14 }, 20 * DAY)).toEqual({
      state: 'open',
      closed: false,
      closesAt: 34 * DAY,
    })
  })

  test('uses its own number of days before that of the site', () => {
    const thread = { publishedAt: 0, closure: null, reopenedAt: null, closeAfterDays: 2 }
    expect(threadState(thread, { closeAfterDays: null }, 2 * DAY).closed).toBe(true)
    expect(threadState(thread, { closeAfterDays: 1 }, DAY).closed).toBe(false)
  })
})

describe('Pages of a thread', () => {
  const roots = fc.array(fc.record({ id: fc.nat(), subtree_count: fc.integer({ min: 1, max: 40 }) }), { maxLength: 60 })

  test('hold every top-level comment once, in order, and never split one', () => {
    fc.assert(
      fc.property(roots, fc.integer({ min: 1, max: 60 }), (list, size) => {
        const pages = splitIntoPages(list, size)
        expect(pages.flat()).toEqual(list)
        expect(pages.length).toBeGreaterThan(0)
        if (list.length > 0) for (const page of pages) expect(page.length).toBeGreaterThan(0)
      }),
    )
  })

  test('hold at most their size, or one comment whose replies are more than that', () => {
    const held = (page: { subtree_count: number }[]): number => page.reduce((sum, root) => sum + root.subtree_count, 0)
    fc.assert(
      fc.property(roots, fc.integer({ min: 1, max: 60 }), (list, size) => {
        const pages = splitIntoPages(list, size)
        for (const [i, page] of pages.entries()) {
          if (page.length > 1) expect(held(page)).toBeLessThanOrEqual(size)
          const next = pages[i + 1]?.[0]
          if (next) expect(held(page) + next.subtree_count).toBeGreaterThan(size)
        }
      }),
    )
  })

  test('hold five hundred comments', () => expect(PAGE_SIZE).toBe(500))
})

type Row = { id: number; parent_id: number | null }

/** A handful of rows that answer one another, so that most go round in circles. */
const tangled: fc.Arbitrary<Row[]> = fc.tuple(
  ...[1, 2, 3, 4, 5, 6].map((id) => fc.record({ id: fc.constant(id), parent_id: fc.integer({ min: 1, max: 7 }) })),
)

/** Rows in any order, with parents that stand among them, are missing, are themselves, or go round in circles. */
const rows: fc.Arbitrary<Row[]> = fc.oneof(
  tangled,
  fc
    .uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 40 })
    .chain((ids) =>
      fc.tuple(
        ...ids.map((id) =>
          fc.record({ id: fc.constant(id), parent_id: fc.option(fc.integer({ min: 1, max: 45 }), { nil: null }) }),
        ),
      ),
    ),
)

const climbs = (list: readonly Row[], row: Row): Row[] | 'circle' => {
  const above: Row[] = []
  const byId = new Map(list.map((one) => [one.id, one]))
  for (
    let at = row.parent_id === row.id ? undefined : byId.get(row.parent_id ?? -1);
    at;
    at = at.parent_id === at.id ? undefined : byId.get(at.parent_id ?? -1)
  ) {
    if (at === row || above.includes(at)) return 'circle'
    above.push(at)
  }
  return above
}

describe('The tree', () => {
  test('is a permutation of its rows: orphans and circles are shown, no row is lost or doubled', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const ids = placeThread(list).map(({ row }) => row.id)
        expect([...ids].sort((a, b) => a - b)).toEqual(list.map((row) => row.id).sort((a, b) => a - b))
      }),
    )
  })

  test('has parents before their replies, one level above them, and nothing of another branch between', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const placed = placeThread(list)
        const at = new Map(placed.map((one, i) => [one.row.id, i]))
        for (const { row, level } of placed) {
          const above = climbs(list, row)
          if (above === 'circle') continue
          expect(level).toBe(above.length + 1)
          const parent = above[0]
          if (!parent) continue
          const from = at.get(parent.id)!
          expect(from).toBeLessThan(at.get(row.id)!)
          for (const between of placed.slice(from + 1, at.get(row.id)! + 1))
            expect(between.level).toBeGreaterThan(placed[from]!.level)
        }
      }),
    )
  })

  test('counts all replies of every comment, at every level', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const placed = placeThread(list)
        for (const [i, { level, replies }] of placed.entries()) {
          let below = 0
          while ((placed[i + 1 + below]?.level ?? 0) > level) below += 1
          expect(replies).toBe(below)
        }
      }),
    )
  })

  test('keeps siblings in the order they were given', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const placed = placeThread(list).map(({ row }) => row)
        for (const parent of [null, ...list.map((row) => row.id)]) {
          const below = (all: readonly Row[]): number[] =>
            all
              .filter((row) => row.parent_id === parent && row.id !== parent && climbs(list, row) !== 'circle')
              .map((row) => row.id)
          expect(below(placed)).toEqual(below(list))
        }
      }),
    )
  })

  test('of ten thousand levels is laid out without recursion', () => {
    const chain = Array.from({ length: 10_000 }, (_, i) => ({ id: i + 1, parent_id: i === 0 ? null : i }))
    const placed = placeThread(chain)
    expect(placed.at(-1)).toMatchObject({ level: 10_000, replies: 0 })
    expect(placed[0]).toMatchObject({ replies: 9_999 })
  })
})

/** A thread as it grows: every comment answers an earlier one or none; the array says which. */
const grown = fc
  .array(fc.option(fc.nat(), { nil: null }), { minLength: 1, maxLength: 80 })
  .map((picks) => picks.map((pick, i) => (pick === null || i === 0 ? null : pick % i)))

function withPaths(parents: readonly (number | null)[], first = 1) {
  const made: { id: number; parent_id: number | null; path: Buffer; depth: number }[] = []
  for (const [i, parent] of parents.entries()) {
    const above = parent === null ? null : made[parent]!
    made.push({ id: i, parent_id: parent, path: pathOf(above, first + i), depth: (above?.depth ?? 0) + 1 })
  }
  return made
}

describe('The path of a comment', () => {
  test('sorts a thread into the order of the tree, wherever the numbers grow by a byte', () => {
    const firsts = fc.constantFrom(1, 0x80 - 20, 0x4000 - 20, 0x200000 - 20, 0x10000000 - 100)
    fc.assert(
      fc.property(grown, firsts, (parents, first) => {
        const made = withPaths(parents, first)
        const byPath = [...made].sort((a, b) => Buffer.compare(a.path, b.path)).map((one) => one.id)
        expect(byPath).toEqual(placeThread(made).map(({ row }) => row.id))
      }),
    )
  })

  test('begins with its parent’s, and a later branch sorts after all of an earlier one', () => {
    fc.assert(
      fc.property(grown, (parents) => {
        const made = withPaths(parents)
        const under = (one: { parent_id: number | null }, top: number): boolean =>
          one.parent_id !== null && (one.parent_id === top || under(made[one.parent_id]!, top))
        for (const top of made) {
          for (const other of made) {
            const within =
              Buffer.compare(other.path, top.path) >= 0 && Buffer.compare(other.path, pathAfter(top.path)) < 0
            expect(within).toBe(other.id === top.id || under(other, top.id))
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  test('stops growing below two hundred levels, where comments are sorted by age', () => {
    const made = withPaths(Array.from({ length: 1000 }, (_, i) => (i === 0 ? null : i - 1)))
    expect(made.at(-1)!.path.length).toBeLessThan(2 * MAX_PATH_LEVELS + 2)
    expect([...made].sort((a, b) => Buffer.compare(a.path, b.path)).map((one) => one.id)).toEqual(
      made.map((one) => one.id),
    )
    expect(new Set(made.map((one) => one.path.toString('hex'))).size).toBe(1000)
  })

  test('rejects a number that does not fit into four bytes', () =>
    expect(() => pathOf(null, 0x10000000)).toThrow(RangeError))
})
