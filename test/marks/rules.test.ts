// Read marks: what is new, what a visit is, and how both are serialized.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMarkBuffer, READERS_PER_WRITE } from '../../src/marks/buffer.ts'
import { emptyMarkCookie, parseMarkCookie, serializeMarkCookie } from '../../src/marks/cookie.ts'
import {
  countIn,
  gapsOf,
  hasNumber,
  isNew,
  isUnread,
  type Mark,
  markAsShown,
  parseRanges,
  rangesOf,
  serializeRanges,
  undoVisit,
  unionRanges,
  VISIT_TIMEOUT_MS,
  visitSite,
  visitThread,
} from '../../src/marks/rules.ts'
import { createPageCache } from '../../src/web/cache.ts'

const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 120 })

describe('Ranges of comment numbers', () => {
  test('have exactly the numbers they were made of', () => {
    fc.assert(
      fc.property(numbers, (list) => {
        const ranges = rangesOf(list)
        for (let n = 0; n <= 402; n++) expect(hasNumber(ranges, n)).toBe(list.includes(n))
        for (let i = 1; i < ranges.length; i++) expect(ranges[i]![0]).toBeGreaterThan(ranges[i - 1]![1] + 1)
      }),
    )
  })

  test('unite to what either has', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(unionRanges(rangesOf(a), rangesOf(b))).toEqual(rangesOf([...a, ...b]))
      }),
    )
  })

  test('are parsed as serialized, and anything else is rejected', () => {
    fc.assert(
      fc.property(numbers, (list) => void expect(parseRanges(serializeRanges(rangesOf(list)))).toEqual(rangesOf(list))),
    )
    for (const foreign of ['1', '0_0', '3_2_0_1', 'x!_1', '1_1_', '0_zzzzzz', '-1_4', '0_45_'])
      expect(parseRanges(foreign), foreign).toBeNull()
  })

  test('have gaps with every number that they lack', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 10 }), (list, most) => {
        const ranges = rangesOf(list)
        const gaps = gapsOf(ranges, most)
        expect(gaps.length).toBeLessThanOrEqual(most)
        for (let n = 1; n <= 402; n++)
          if (!hasNumber(ranges, n)) expect(gaps.some(([from, to]) => n >= from && n <= to)).toBe(true)
      }),
    )
    expect(gapsOf(rangesOf([1, 2, 5]))).toEqual([
      [3, 4],
      [6, Infinity],
    ])
  })
})

describe('A visit', () => {
  const at = 1_900_000_000_000
  const first = markAsShown(visitThread(null, 5, at), [1, 2, 3, 4, 5])

  test('of a thread opened for the first time marks nothing, except comments that arrive during it', () => {
    expect([1, 5].some((n) => isNew(first, n))).toBe(false)
    expect(isNew(visitThread(first, 6, at + 1000), 6)).toBe(true)
  })

  test('is a snapshot: opening the thread again within half an hour removes no mark', () => {
    const again = markAsShown(visitThread(first, 7, at + VISIT_TIMEOUT_MS), [1, 2, 3, 4, 5, 6, 7])
    expect(isNew(again, 6)).toBe(true)
    expect(isUnread(again, 6)).toBe(false)
    expect(isNew(visitThread(again, 7, at + 2 * VISIT_TIMEOUT_MS), 6)).toBe(true)
  })

  test('after a longer pause marks what no page has shown, and says since when', () => {
    const later = visitThread(first, 8, at + VISIT_TIMEOUT_MS + 1)
    expect([5, 6, 7, 8].map((n) => isNew(later, n))).toEqual([false, true, true, true])
    expect(later.since).toBe(at)
  })

  test('counts only what its page showed: comments of another page are still new', () => {
    const half = markAsShown(visitThread(null, 10, at), [1, 2, 3])
    const later = visitThread(half, 10, at + 2 * VISIT_TIMEOUT_MS)
    expect([3, 4, 10].map((n) => isNew(later, n))).toEqual([false, true, true])
  })

  test('is undone by "mark unread", back to what the visit before had left', () => {
    const later = markAsShown(visitThread(first, 8, at + VISIT_TIMEOUT_MS + 1), [6, 7, 8])
    const undone = undoVisit(later)
    expect([5, 6, 8].map((n) => isUnread(undone, n))).toEqual([false, true, true])
    expect(visitThread(undone, 8, at + 10 * VISIT_TIMEOUT_MS)).toMatchObject({ since: at })
    const whole = undoVisit(first)
    expect([1, 5].map((n) => isUnread(whole, n))).toEqual([true, true])
    expect(isNew(visitThread(whole, 6, at + 10 * VISIT_TIMEOUT_MS), 6)).toBe(true)
  })

  test('does not run backwards when the clock does', () => {
    expect(visitThread(first, 5, at - 5000).visitedAt).toBe(at)
    expect(visitSite({ visitedAt: at, since: at - 9 }, at - 5000)).toEqual({ visitedAt: at, since: at - 9 })
  })
})

describe('The cookie of a browser without an account', () => {
  const minute = 60_000
  const mark = fc.record({
    seen: numbers.map(rangesOf),
    shown: numbers.map(rangesOf),
    base: fc.nat(500),
    visitedAt: fc.integer({ min: 1, max: 50_000_000 }).map((n) => n * minute),
    since: fc.integer({ min: 1, max: 50_000_000 }).map((n) => n * minute),
  })

  test('is parsed as serialized, to the minute', () => {
    fc.assert(
      fc.property(mark, fc.integer({ min: 1, max: 2_000_000 }), (one, id) => {
        const jar = { site: { visitedAt: 9 * minute, since: 4 * minute }, marks: new Map([[id, one]]) }
        expect(parseMarkCookie(serializeMarkCookie(jar))).toEqual(jar)
      }),
    )
  })

  test('never exceeds what browsers keep, and drops what was opened longest ago', () => {
    const marks = new Map(
      Array.from({ length: 2000 }, (_, i): [number, Mark] => [
        i + 1,
        { seen: [[1, 40]], shown: [[41, 44]], base: 0, visitedAt: i * minute, since: i * minute },
      ]),
    )
    const text = serializeMarkCookie({ ...emptyMarkCookie, marks })
    expect(text.length).toBeLessThanOrEqual(3600)
    const kept = [...parseMarkCookie(text).marks.keys()]
    expect(kept.length).toBeGreaterThan(80)
    expect(Math.min(...kept)).toBe(2000 - kept.length + 1)
  })

  test('never marks an unseen comment as seen, however scattered the reading', () => {
    const scattered = rangesOf(Array.from({ length: 3000 }, (_, i) => i * 3 + 1))
    const back = parseMarkCookie(
      serializeMarkCookie({
        site: null,
        marks: new Map([[7, { seen: scattered, shown: scattered, base: 0, visitedAt: minute, since: minute }]]),
      }),
    ).marks.get(7)!
    for (let n = 1; n < 9100; n++) if (hasNumber(back.seen, n)) expect(hasNumber(scattered, n)).toBe(true)
    expect(back.seen.length).toBeGreaterThan(20)
  })

  test('from anybody else is ignored, never an error', () => {
    fc.assert(fc.property(fc.string({ maxLength: 5000, unit: 'binary' }), (text) => void parseMarkCookie(text)))
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('1', '.', '~', '_', 'a', 'zz', '0'), { maxLength: 300 }),
        (parts) => void parseMarkCookie(`1.${parts.join('')}`),
      ),
    )
    expect(parseMarkCookie('2.1.1~1.1.1.1.0_1.').marks.size).toBe(0)
    expect(parseMarkCookie(`1~${'9'.repeat(5000)}`).marks.size).toBe(0)
  })
})

describe('Pending marks', () => {
  const mark: Mark = { seen: [[1, 2]], shown: [], base: 0, visitedAt: 1, since: 1 }

  test('are returned before, while and after they are written', async () => {
    const buffer = createMarkBuffer(createPageCache())
    buffer.keep(1, 10, mark)
    let during: unknown
    await buffer.flush(async () => {
      buffer.keep(1, 11, null)
      during = [...buffer.of(1).marks.keys()]
    })
    expect(during).toEqual([10, 11])
    expect([...buffer.of(1).marks.keys()]).toEqual([11])
  })

  test('are written a few readers at a time, and what is written is not written again after a failure', async () => {
    const buffer = createMarkBuffer(createPageCache())
    const readers = Array.from({ length: 2 * READERS_PER_WRITE + 3 }, (_, i) => i + 1)
    for (const id of readers) buffer.keep(id, 10, mark)
    const writes: number[][] = []
    const write = (fails: boolean) => async (moved: ReadonlyMap<number, unknown>) => {
      if (fails && writes.length === 1) throw new Error('the disk is full')
      writes.push([...moved.keys()])
    }
    await expect(buffer.flush(write(true))).rejects.toThrow('full')
    expect(readers.filter((id) => buffer.of(id).marks.size > 0)).toEqual(readers.slice(READERS_PER_WRITE))
    await buffer.flush(write(false))
    expect(writes.map((some) => some.length)).toEqual([READERS_PER_WRITE, READERS_PER_WRITE, 3])
    expect(writes.flat()).toEqual(readers)
  })

  test('are not lost when they cannot be written, and the newer one wins', async () => {
    const buffer = createMarkBuffer(createPageCache())
    buffer.keep(1, 10, mark)
    buffer.keep(1, 12, mark)
    await expect(
      buffer.flush(async () => {
        buffer.keep(1, 10, null)
        throw new Error('the disk is full')
      }),
    ).rejects.toThrow('full')
    expect(buffer.of(1).marks.get(10)).toBeNull()
    expect(buffer.of(1).marks.get(12)).toEqual(mark)
  })

  test('are remembered after they are written, until something else changes their account', async () => {
    const versions = createPageCache()
    const buffer = createMarkBuffer(versions)
    const stored = new Map([[10, mark]])
    const asked: number[][] = []
    const read = () =>
      buffer.read(1, [10, 11], async (missing) => {
        asked.push([...missing])
        return stored
      })
    expect([...(await read()).keys()]).toEqual([10])
    buffer.keep(1, 11, mark)
    await buffer.flush(async () => undefined)
    expect([...(await read()).keys()]).toEqual([10, 11])
    expect(asked).toEqual([[10, 11]])
    versions.drop('account:1')
    expect([...(await read()).keys()]).toEqual([10])
    expect(asked).toEqual([
      [10, 11],
      [10, 11],
    ])
  })

  test('that are moved while others are read keep what was moved', async () => {
    const buffer = createMarkBuffer(createPageCache())
    const later = { ...mark, seen: [[1, 9]] as const }
    const read = await buffer.read(1, [10], async () => {
      buffer.replace(1, 10, later)
      await buffer.flush(async () => undefined)
      return new Map([[10, mark]])
    })
    expect(read.get(10)).toEqual(later)
  })

  test('have another number after each move, and one of what was read that a visit which goes on does not change', async () => {
    const versions = createPageCache()
    const buffer = createMarkBuffer(versions)
    const written = () => buffer.flush(async () => undefined)
    buffer.keep(1, 10, mark)
    await written()
    const before = { moves: buffer.moves(1), readings: buffer.readings(1) }
    expect({ moves: buffer.moves(1), readings: buffer.readings(1) }).toEqual(before)
    buffer.keep(1, 10, { ...mark, visitedAt: 5 })
    await written()
    expect(buffer.moves(1)).not.toBe(before.moves)
    expect(buffer.readings(1)).toBe(before.readings)
    const numbers = new Set([before.readings])
    for (const change of [
      () => buffer.keep(1, 10, { ...mark, shown: [[3, 3]] }),
      () => buffer.replace(1, 10, mark),
      () => buffer.keep(1, 10, null),
      () => versions.drop('account:1'),
    ]) {
      change()
      await written()
      numbers.add(buffer.readings(1))
    }
    expect(numbers.size).toBe(5)
  })
})

test('numbers in ranges are counted as one by one, without the absent ones and those after the last', () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 40 })
  fc.assert(
    fc.property(numbers, numbers, fc.integer({ min: 0, max: 70 }), (shown, gone, last) => {
      const absent = gone.filter((n) => n <= last).sort((a, b) => a - b)
      const one = Array.from({ length: last }, (_, i) => i + 1).filter((n) => shown.includes(n) && !absent.includes(n))
      expect(countIn(rangesOf(shown), last, absent)).toBe(one.length)
    }),
  )
})
