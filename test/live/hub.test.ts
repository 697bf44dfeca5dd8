// Live streams without a network, so that slow readers and races can be arranged.

import { describe, expect, test } from 'vitest'
import type { Arrival } from '../../src/comments/thread/rules.ts'
import { createLive, type Live } from '../../src/live/hub.ts'
import type { LiveSources, StreamOutput, StreamReader } from '../../src/live/rooms.ts'
import { diffComments, MAX_QUEUED_BYTES, type OpenThread, TRACKED_COMMENTS } from '../../src/live/rules.ts'
import { noMutes } from '../../src/mutes/rules.ts'

const arrival = (number: number): Arrival => ({ id: 1000 + number, number, accountId: null, nic: `Guest ${number}` })
const upTo = (last: number): OpenThread => ({
  comments: Array.from({ length: last }, (_, i) => arrival(i + 1)),
  closesAt: null,
})

type Reader = StreamOutput & { heard: string[]; waiting: number; over: '' | 'ended' | 'cut'; hangUp: () => void }

function reader(): Reader {
  let gone = (): void => undefined
  const line: Reader = {
    heard: [],
    waiting: 0,
    over: '',
    get writableLength() {
      return line.waiting
    },
    write: (chunk) => void line.heard.push(String(chunk)),
    end: (chunk = '') => {
      line.heard.push(chunk)
      line.over = 'ended'
    },
    destroy: () => {
      line.over = 'cut'
    },
    once: (_, then) => {
      gone = then
    },
    hangUp: () => gone(),
  }
  return line
}

const newcomer = (over: Partial<StreamReader> = {}): StreamReader => ({
  articleId: 1,
  networks: [{ key: '192.0.2.1', times: 1 }],
  since: 0,
  session: null,
  accountId: null,
  mutes: noMutes,
  ...over,
})

type Scene = {
  live: Live
  set: (standing: OpenThread | 'closed' | 'missing') => void
  looks: () => number
  join: (line: StreamOutput, over?: Partial<StreamReader>) => ReturnType<Live['join']>
}

function scene(over: Partial<LiveSources> = {}): Scene {
  let standing: OpenThread | 'closed' | 'missing' = upTo(2)
  let looks = 0
  const live = createLive({
    readThread: async () => {
      looks += 1
      return standing
    },
    texts: async () => new Map(),
    sessions: async () => new Set(),
    topic: (id) => `article:${id}`,
    now: () => 0,
    below: () => 0,
    warn: (error) => expect(error).toBe('foreseen'),
    max: { network: 20, all: 30 },
    ...over,
  })
  return {
    live,
    set: (next) => {
      standing = next
    },
    looks: () => looks,
    join: (line, more) => live.join(newcomer(more), () => line),
  }
}

test('a network that may have several times the limit is full when it has that many', async () => {
  const { join } = scene({ max: { network: 1, all: 30 } })
  const from = (subscriber: string) =>
    join(reader(), {
      networks: [
        { key: subscriber, times: 1 },
        { key: 'site', times: 3 },
      ],
    })
  const admissions = []
  for (const subscriber of ['a', 'a', 'b', 'c', 'd']) admissions.push(await from(subscriber))
  expect(admissions).toEqual(['joined', 'crowded', 'joined', 'joined', 'crowded'])
})

test('Readers of one thread share one query, and get the same bytes', async () => {
  const { live, set, looks, join } = scene()
  const readers = Array.from({ length: 15 }, reader)
  expect(await Promise.all(readers.map((line, i) => join(line, { networks: [{ key: String(i), times: 1 }] })))).toEqual(
    readers.map(() => 'joined'),
  )
  expect(looks()).toBe(1)
  set(upTo(3))
  live.changed(['lists', 'article:1'])
  await expect.poll(() => readers[14]!.heard.length).toBe(2)
  expect(new Set(readers.map(({ heard }) => heard[1]))).toEqual(
    new Set(['id: 3\nevent: comments\ndata: {"whole":false,"live":[1003],"gone":[]}\n\n']),
  )
  expect(looks()).toBe(2)
  live.changed(['article:2', 'lists'])
  expect(looks()).toBe(2)
})

test('A reader who takes nothing is cut; the others get events as before', async () => {
  const { live, set, join } = scene()
  const [slow, quick] = [reader(), reader()]
  await Promise.all([join(slow), join(quick)])
  slow.waiting = MAX_QUEUED_BYTES + 1
  set(upTo(3))
  live.changed(['article:1'])
  await expect.poll(() => quick.heard.length).toBe(2)
  expect([slow.over, slow.heard.length, live.count()]).toEqual(['cut', 1, 1])
  slow.hangUp()
  expect(live.count()).toBe(1)
})

test('A heartbeat finds a slow reader too', async () => {
  const { live, join } = scene()
  const slow = reader()
  await join(slow)
  await live.beat()
  expect(slow.heard.at(-1)).toBe(': still here\n\n')
  slow.waiting = MAX_QUEUED_BYTES + 1
  await live.beat()
  expect([slow.over, live.count()]).toEqual(['cut', 0])
})

test('What becomes live while a reader is being admitted is announced', async () => {
  let arrive = (): void => undefined
  const { live, set, join } = scene({
    readThread: async () => {
      const seen = now
      // The thread changes after it was read and before its reader is admitted.
      arrive()
      return seen
    },
  })
  let now = upTo(2)
  arrive = () => {
    arrive = () => undefined
    now = upTo(3)
    live.changed(['article:1'])
  }
  set('missing')
  const line = reader()
  await join(line)
  await expect.poll(() => line.heard.length).toBe(2)
  expect(line.heard[1]).toContain('"live":[1003]')
})

test('The number of streams is limited; a place that becomes free is taken', async () => {
  const { live, join } = scene()
  const readers = Array.from({ length: 31 }, reader)
  const admissions = await Promise.all(
    readers.map((line, i) => join(line, { networks: [{ key: String(i), times: 1 }] })),
  )
  expect(admissions.filter((one) => one === 'joined')).toHaveLength(30)
  expect(admissions[30]).toBe('full')
  readers[0]!.hangUp()
  expect(await join(reader())).toBe('joined')
  live.close()
  expect(live.count()).toBe(0)
  expect(await join(reader())).toBe('full')
})

test('A refused reader is not counted', async () => {
  const { live, set, join } = scene({ max: { network: 1, all: 30 } })
  for (const refused of ['closed', 'missing'] as const) {
    set(refused)
    expect(await join(reader())).toBe(refused)
  }
  set(upTo(1))
  expect([await join(reader()), await join(reader()), live.count()]).toEqual(['joined', 'crowded', 1])
})

test('A reading that fails is logged, and the next one announces what it missed', async () => {
  let fails = false
  let standing = upTo(2)
  const { live, join } = scene({ readThread: async () => (fails ? Promise.reject('foreseen') : standing) })
  const line = reader()
  await join(line)
  ;[fails, standing] = [true, upTo(3)]
  live.changed(['*'])
  await new Promise((resolve) => setImmediate(resolve))
  fails = false
  live.changed(['article:1'])
  await expect.poll(() => line.heard.length).toBe(2)
  expect(line.heard[1]).toContain('"live":[1003]')
})

describe('Between two readings', () => {
  test('what is new is live, and what is missing is gone', () => {
    expect(diffComments(upTo(3).comments, [arrival(1), arrival(3), arrival(4)])).toEqual({
      live: [arrival(4)],
      gone: [1002],
    })
    expect(diffComments([arrival(2)], [arrival(1), arrival(2)])).toEqual({ live: [arrival(1)], gone: [] })
  })

  test('a comment that left the tracked range is not gone', () => {
    const [before, now] = [upTo(TRACKED_COMMENTS + 1).comments.slice(1), upTo(TRACKED_COMMENTS + 3).comments.slice(3)]
    expect(diffComments(before, now)).toEqual({
      live: [arrival(TRACKED_COMMENTS + 2), arrival(TRACKED_COMMENTS + 3)],
      gone: [],
    })
  })

  test('a comment that re-enters the tracked range is not new', () => {
    const now = upTo(TRACKED_COMMENTS).comments
    expect(diffComments(upTo(TRACKED_COMMENTS + 1).comments.slice(1), now)).toEqual({
      live: [],
      gone: [1001 + TRACKED_COMMENTS],
    })
  })
})
