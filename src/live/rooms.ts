// The rooms of live threads: who reads which, and what each stream is sent. Pure but for its own memory.
import type { Arrival } from '../comments/thread/rules.ts'
import type { CountedNetwork } from '../ip-ranges.ts'
import {
  type Audience,
  canSee,
  canSeeAll,
  closedEvent,
  commentsEvent,
  diffComments,
  MAX_QUEUED_BYTES,
  type OpenThread,
  READ_INTERVAL_MS,
  RECONNECT_AFTER,
  retryLine,
} from './rules.ts'

/** The part of an HTTP response that a stream uses. */
export type StreamOutput = {
  readonly writableLength: number
  write: (chunk: string | Buffer) => unknown
  end: (chunk?: string) => unknown
  destroy: () => unknown
  once: (event: 'close', then: () => void) => unknown
}

export type StreamReader = Audience & {
  articleId: number
  /** Its networks, which have limits of their own. */
  networks: readonly CountedNetwork[]
  /** Number of the newest comment on the reader's page; null to get only later ones. */
  since: number | null
  /** Hash of the session token: the stream ends with the session. */
  session: string | null
}

export type LiveSources = {
  /** An open thread; `closed` or `missing` if there is none. */
  readThread: (articleId: number) => Promise<OpenThread | 'closed' | 'missing'>
  /** Comment id → its HTML. */
  texts: (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>
  sessions: (hashes: readonly string[]) => Promise<ReadonlySet<string>>
  /** Topic of an article's pages in the page cache. */
  topic: (articleId: number) => string
  now: () => number
  below: (below: number) => number
  warn: (error: unknown) => void
  /** Limits of streams for each network and in all. */
  max: { network: number; all: number }
}

export type Stream = StreamReader & { output: StreamOutput }
export type Room = {
  topic: string
  articleId: number
  thread: OpenThread
  last: number
  streams: Set<Stream>
  /** The thread is being read now, and must be read once more. */
  reading: boolean
  again: boolean
}

/** Everything that the streams of a site share. */
export type Rooms = {
  sources: LiveSources
  /** Topic → room. */
  open: Map<string, Room>
  /** Topic → room that is being opened. */
  opening: Map<string, Promise<Room | 'closed' | 'missing'>>
  /** Network → number of its streams. */
  networks: Map<string, number>
  streams: number
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds).unref())

const newestNumber = (comments: readonly Arrival[]): number => comments.at(-1)?.number ?? 0

export const hasClosed = ({ thread }: Room, now: number): boolean => thread.closesAt !== null && thread.closesAt <= now

export const reconnectLine = ({ sources }: Rooms): string =>
  retryLine(RECONNECT_AFTER.from + sources.below(RECONNECT_AFTER.spread))

/** The room of a thread; simultaneous readers share one query. */
export function enterRoom(rooms: Rooms, articleId: number): Promise<Room | 'closed' | 'missing'> {
  const topic = rooms.sources.topic(articleId)
  const begun = rooms.opening.get(topic) ?? openRoom(rooms, articleId).finally(() => rooms.opening.delete(topic))
  rooms.opening.set(topic, begun)
  return begun
}

async function openRoom({ sources, open }: Rooms, articleId: number): Promise<Room | 'closed' | 'missing'> {
  const topic = sources.topic(articleId)
  const known = open.get(topic)
  if (known) return hasClosed(known, sources.now()) ? 'closed' : known
  const thread = await sources.readThread(articleId)
  return typeof thread === 'string'
    ? thread
    : {
        topic,
        articleId,
        thread,
        last: newestNumber(thread.comments),
        streams: new Set(),
        reading: false,
        again: false,
      }
}

/** Counts a stream in or out, for each of its networks. */
export function countStream(rooms: Rooms, reader: StreamReader, by: 1 | -1): void {
  rooms.streams += by
  for (const { key } of reader.networks) {
    const count = (rooms.networks.get(key) ?? 0) + by
    if (count === 0) rooms.networks.delete(key)
    else rooms.networks.set(key, count)
  }
}

/** Whether one of a reader's networks has as many streams as it may. */
export const isCrowded = ({ networks, sources }: Rooms, reader: StreamReader): boolean =>
  reader.networks.some(({ key, times }) => (networks.get(key) ?? 0) >= sources.max.network * times)

export function leaveRoom(rooms: Rooms, room: Room, stream: Stream): void {
  if (!room.streams.delete(stream)) return
  countStream(rooms, stream, -1)
  if (room.streams.size === 0) rooms.open.delete(room.topic)
}

/** Sends a chunk; closes the stream of a reader who does not read. */
export function sendChunk(rooms: Rooms, room: Room, stream: Stream, chunk: string | Buffer): void {
  if (stream.output.writableLength <= MAX_QUEUED_BYTES) stream.output.write(chunk)
  else {
    leaveRoom(rooms, room, stream)
    stream.output.destroy()
  }
}

export function dismiss(rooms: Rooms, room: Room, stream: Stream, chunk = reconnectLine(rooms)): void {
  leaveRoom(rooms, room, stream)
  stream.output.end(chunk)
}

/** Texts of the comments, if any of the readers has muted words. */
export async function textsFor(
  { sources }: Rooms,
  arrivals: readonly Arrival[],
  readers: Iterable<Audience>,
): Promise<ReadonlyMap<number, string>> {
  for (const { mutes } of readers) if (mutes.words !== null) return sources.texts(arrivals.map(({ id }) => id))
  return new Map()
}

/** Sends one shared chunk to most readers; a reader who may not see every comment gets their own. */
async function announce(rooms: Rooms, room: Room, live: readonly Arrival[], gone: readonly number[]): Promise<void> {
  const texts = await textsFor(rooms, live, room.streams)
  const whole = Buffer.from(commentsEvent(live, gone, room.last, false))
  for (const stream of room.streams) {
    const visible = canSeeAll(stream) ? live : live.filter((one) => canSee(stream, one, texts))
    if (visible.length === live.length) sendChunk(rooms, room, stream, whole)
    else if (visible.length + gone.length > 0)
      sendChunk(rooms, room, stream, commentsEvent(visible, gone, room.last, false))
  }
}

async function updateOnce(rooms: Rooms, room: Room): Promise<void> {
  const thread = await rooms.sources.readThread(room.articleId)
  if (typeof thread === 'string') {
    for (const stream of room.streams) dismiss(rooms, room, stream, closedEvent(room.last))
    return
  }
  const { live, gone } = diffComments(room.thread.comments, thread.comments)
  room.thread = thread
  room.last = Math.max(room.last, newestNumber(thread.comments))
  if (live.length + gone.length > 0) await announce(rooms, room, live, gone)
}

/** Reads the thread again and announces what changed, at most once per interval. */
export async function updateRoom(rooms: Rooms, room: Room): Promise<void> {
  room.again = true
  if (room.reading) return
  room.reading = true
  try {
    while (room.again && room.streams.size > 0) {
      room.again = false
      await updateOnce(rooms, room)
      await pause(READ_INTERVAL_MS)
    }
  } catch (error) {
    rooms.sources.warn(error)
  } finally {
    room.reading = false
  }
}

/** Ends the streams of sessions that have ended. */
export async function endExpiredStreams(rooms: Rooms): Promise<void> {
  const members = [...rooms.open.values()].flatMap((room) =>
    [...room.streams].flatMap((stream) => (stream.session === null ? [] : [{ room, stream, session: stream.session }])),
  )
  if (members.length === 0) return
  const valid = await rooms.sources.sessions([...new Set(members.map(({ session }) => session))])
  for (const { room, stream, session } of members) if (!valid.has(session)) dismiss(rooms, room, stream)
}
