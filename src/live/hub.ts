// The streams that are open: who reads which thread, what they are told, and when they are sent away. Pure but for its own memory.
import type { Arrival } from '../comments/thread/rules.ts'
import {
  type Audience,
  canSee,
  canSeeAll,
  closedEvent,
  commentsEvent,
  diffComments,
  heartbeat,
  LOOK_INTERVAL,
  MAX_QUEUED_BYTES,
  type OpenThread,
  RECONNECT_AFTER,
  retryLine,
} from './rules.ts'

/** As much of an HTTP answer as a stream is. */
export type StreamOutput = {
  readonly writableLength: number
  write: (chunk: string | Buffer) => unknown
  end: (chunk?: string) => unknown
  destroy: () => unknown
  once: (event: 'close', then: () => void) => unknown
}

export type StreamReader = Audience & {
  articleId: number
  /** Where the connection comes from; so many of one address, and no more. */
  address: string
  /** Number of the newest comment that the reader's page shows; null for whoever wants only what comes. */
  since: number | null
  /** Hash of the session's token: the stream ends with the session. */
  session: string | null
}

export type Admission = 'joined' | 'closed' | 'missing' | 'crowded' | 'full'

export type Live = {
  /** @param begin writes the head of the answer; called once the reader is let in */
  join: (reader: StreamReader, begin: () => StreamOutput) => Promise<Admission>
  /** What a page shows has changed, by topics of the page cache; null for whatever there is. */
  changed: (topics: readonly string[] | null) => void
  /** Ends the streams of an account: whoever signs out, is banned or deleted. The browser comes back as whoever it is then. */
  end: (accountId: number) => void
  /** Now and then: shows the lines that they are open, and ends what has ended by the clock. */
  beat: () => Promise<void>
  /** Ends every stream; browsers come back. */
  close: () => void
  /** Streams that are open. */
  count: () => number
}

export type LiveSources = {
  /** An open thread; `closed` where nobody can write any more, `missing` where there is none. */
  standing: (articleId: number) => Promise<OpenThread | 'closed' | 'missing'>
  /** The HTML of comments. */
  texts: (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>
  sessions: (hashes: readonly string[]) => Promise<ReadonlySet<string>>
  /** The topic that the pages of an article are kept under. */
  topic: (articleId: number) => string
  now: () => number
  below: (below: number) => number
  warn: (error: unknown) => void
  /** Streams of one address, and of all, at most. */
  most: { address: number; all: number }
}

type Stream = StreamReader & { line: StreamOutput }
type Room = {
  topic: string
  articleId: number
  standing: OpenThread
  last: number
  streams: Set<Stream>
  looking: boolean
  again: boolean
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds).unref())

const newestNumber = (comments: readonly Arrival[]): number => comments.at(-1)?.number ?? 0

export function createLive(sources: LiveSources): Live {
  const rooms = new Map<string, Room>()
  const opening = new Map<string, Promise<Room | 'closed' | 'missing'>>()
  const addresses = new Map<string, number>()
  let streams = 0
  let changes = 0
  let closed = false

  const retry = (): string => retryLine(RECONNECT_AFTER.from + sources.below(RECONNECT_AFTER.spread))

  /** The room of a thread, opened once however many come at the same time. */
  function enter(articleId: number): Promise<Room | 'closed' | 'missing'> {
    const topic = sources.topic(articleId)
    const begun = opening.get(topic) ?? open(articleId).finally(() => opening.delete(topic))
    opening.set(topic, begun)
    return begun
  }

  async function open(articleId: number): Promise<Room | 'closed' | 'missing'> {
    const known = rooms.get(sources.topic(articleId))
    if (known) return known.standing.closesAt !== null && known.standing.closesAt <= sources.now() ? 'closed' : known
    const standing = await sources.standing(articleId)
    return typeof standing === 'string'
      ? standing
      : {
          topic: sources.topic(articleId),
          articleId,
          standing,
          last: newestNumber(standing.comments),
          streams: new Set(),
          looking: false,
          again: false,
        }
  }

  function count(address: string, by: 1 | -1): void {
    streams += by
    const now = (addresses.get(address) ?? 0) + by
    if (now === 0) addresses.delete(address)
    else addresses.set(address, now)
  }

  function leave(room: Room, stream: Stream): void {
    if (!room.streams.delete(stream)) return
    count(stream.address, -1)
    if (room.streams.size === 0) rooms.delete(room.topic)
  }

  function send(room: Room, stream: Stream, chunk: string | Buffer): void {
    if (stream.line.writableLength <= MAX_QUEUED_BYTES) stream.line.write(chunk)
    else {
      leave(room, stream)
      stream.line.destroy()
    }
  }

  function dismiss(room: Room, stream: Stream, words = retry()): void {
    leave(room, stream)
    stream.line.end(words)
  }

  async function textsFor(
    arrivals: readonly Arrival[],
    readers: Iterable<Audience>,
  ): Promise<ReadonlyMap<number, string>> {
    for (const { mutes } of readers) if (mutes.words !== null) return sources.texts(arrivals.map(({ id }) => id))
    return new Map()
  }

  /** Most readers are told the same: it is written once, and for those alone who are not to be told of everything again. */
  async function tell(room: Room, live: readonly Arrival[], gone: readonly number[]): Promise<void> {
    const texts = await textsFor(live, room.streams)
    const whole = Buffer.from(commentsEvent(live, gone, room.last, false))
    for (const stream of room.streams) {
      const told = canSeeAll(stream) ? live : live.filter((one) => canSee(stream, one, texts))
      if (told.length === live.length) send(room, stream, whole)
      else if (told.length + gone.length > 0) send(room, stream, commentsEvent(told, gone, room.last, false))
    }
  }

  async function lookOnce(room: Room): Promise<void> {
    const standing = await sources.standing(room.articleId)
    if (typeof standing === 'string') {
      for (const stream of room.streams) dismiss(room, stream, closedEvent(room.last))
      return
    }
    const { live, gone } = diffComments(room.standing.comments, standing.comments)
    room.standing = standing
    room.last = Math.max(room.last, newestNumber(standing.comments))
    if (live.length + gone.length > 0) await tell(room, live, gone)
  }

  async function look(room: Room): Promise<void> {
    room.again = true
    if (room.looking) return
    room.looking = true
    try {
      while (room.again && room.streams.size > 0) {
        room.again = false
        await lookOnce(room)
        await pause(LOOK_INTERVAL)
      }
    } catch (error) {
      sources.warn(error)
    } finally {
      room.looking = false
    }
  }

  async function endOldSessions(): Promise<void> {
    const members = [...rooms.values()].flatMap((room) =>
      [...room.streams].flatMap((stream) =>
        stream.session === null ? [] : [{ room, stream, session: stream.session }],
      ),
    )
    if (members.length === 0) return
    const holding = await sources.sessions([...new Set(members.map(({ session }) => session))])
    for (const { room, stream, session } of members) if (!holding.has(session)) dismiss(room, stream)
  }

  return {
    async join(reader, begin) {
      if (closed || streams >= sources.most.all) return 'full'
      if ((addresses.get(reader.address) ?? 0) >= sources.most.address) return 'crowded'
      // Whoever is on the way in is counted already: a hundred at once are as many as one after the other.
      count(reader.address, 1)
      let joined = false
      try {
        const before = changes
        const { since } = reader
        const entered = await enter(reader.articleId)
        if (typeof entered === 'string') return entered
        const missed = (room: Room): readonly Arrival[] =>
          since === null ? [] : room.standing.comments.filter(({ number }) => number > since)
        const texts = await textsFor(missed(entered), [reader])
        if (closed) return 'full'
        const room = rooms.get(entered.topic) ?? entered
        const stream = { ...reader, line: begin() }
        joined = true
        rooms.set(room.topic, room)
        room.streams.add(stream)
        stream.line.once('close', () => leave(room, stream))
        send(
          room,
          stream,
          retry() +
            commentsEvent(
              missed(room).filter((one) => canSee(reader, one, texts)),
              [],
              room.last,
              true,
            ),
        )
        if (changes !== before) void look(room)
        return 'joined'
      } finally {
        if (!joined) count(reader.address, -1)
      }
    },
    changed(topics) {
      changes += 1
      const touched = topics === null ? [...rooms.values()] : topics.flatMap((topic) => rooms.get(topic) ?? [])
      for (const room of touched) void look(room)
      if (topics === null) endOldSessions().catch(sources.warn)
    },
    end(accountId) {
      for (const room of rooms.values())
        for (const stream of room.streams) if (stream.accountId === accountId) dismiss(room, stream)
    },
    async beat() {
      const now = sources.now()
      for (const room of [...rooms.values()]) {
        if (room.standing.closesAt !== null && room.standing.closesAt <= now) void look(room)
        else for (const stream of room.streams) send(room, stream, heartbeat)
      }
      await endOldSessions().catch(sources.warn)
    },
    close() {
      closed = true
      for (const room of rooms.values()) for (const stream of room.streams) dismiss(room, stream)
    },
    count: () => streams,
  }
}
