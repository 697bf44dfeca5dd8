// The live streams of a site: admits readers, reacts to changes and to the clock. Pure but for its own memory.
import type { Arrival } from '../comments/thread/rules.ts'
import { topic } from '../topics.ts'
import {
  countStream,
  dismiss,
  endExpiredStreams,
  enterRoom,
  hasClosed,
  isCrowded,
  type LiveSources,
  leaveRoom,
  type Room,
  type Rooms,
  reconnectLine,
  type StreamOutput,
  type StreamReader,
  sendChunk,
  textsFor,
  updateRoom,
} from './rooms.ts'
import { canSee, commentsEvent, heartbeat } from './rules.ts'

type Admission = 'joined' | 'closed' | 'missing' | 'crowded' | 'full'

export type Live = {
  /** @param begin writes the head of the response; called once the reader is admitted */
  join: (reader: StreamReader, begin: () => StreamOutput) => Promise<Admission>
  /** Called when topics of the page cache have changed. */
  changed: (topics: readonly string[]) => void
  /** Called when another process has changed the database: ends the streams of sessions that have ended. */
  checkSessions: () => Promise<void>
  /** Ends the streams of an account that signs out, is banned or deleted. The browser reconnects without the session. */
  end: (accountId: number) => void
  /** Called every few seconds: sends heartbeats, and ends what has ended by the clock. */
  beat: () => Promise<void>
  /** Ends every stream; browsers reconnect. */
  close: () => void
  /** Number of open streams. */
  count: () => number
}

type State = { rooms: Rooms; changes: number; closed: boolean }

/** Admits a reader and sends what their page has missed. */
async function join(state: State, reader: StreamReader, begin: () => StreamOutput): Promise<Admission> {
  const { rooms } = state
  if (state.closed || rooms.streams >= rooms.sources.max.all) return 'full'
  if (isCrowded(rooms, reader)) return 'crowded'
  // Counted before it is admitted, so that a hundred at once meet the same limit.
  countStream(rooms, reader, 1)
  let joined = false
  try {
    const before = state.changes
    const opened = await enterRoom(rooms, reader.articleId)
    if (typeof opened === 'string') return opened
    const texts = await textsFor(rooms, missedBy(reader, opened), [reader])
    if (state.closed) return 'full'
    const room = rooms.open.get(opened.topic) ?? opened
    const stream = { ...reader, output: begin() }
    joined = true
    rooms.open.set(room.topic, room)
    room.streams.add(stream)
    stream.output.once('close', () => leaveRoom(rooms, room, stream))
    const visible = missedBy(reader, room).filter((one) => canSee(reader, one, texts))
    sendChunk(rooms, room, stream, reconnectLine(rooms) + commentsEvent(visible, [], room.last, true))
    if (state.changes !== before) void updateRoom(rooms, room)
    return 'joined'
  } finally {
    if (!joined) countStream(rooms, reader, -1)
  }
}

const missedBy = ({ since }: StreamReader, { thread }: Room): readonly Arrival[] =>
  since === null ? [] : thread.comments.filter(({ number }) => number > since)

export function createLive(sources: LiveSources): Live {
  const rooms: Rooms = { sources, open: new Map(), opening: new Map(), networks: new Map(), streams: 0 }
  const state: State = { rooms, changes: 0, closed: false }
  return {
    join: (reader, begin) => join(state, reader, begin),
    changed(topics) {
      state.changes += 1
      const touched = topics.includes(topic.everything)
        ? [...rooms.open.values()]
        : topics.flatMap((one) => rooms.open.get(one) ?? [])
      for (const room of touched) void updateRoom(rooms, room)
    },
    checkSessions: () => endExpiredStreams(rooms).catch(sources.warn),
    end(accountId) {
      for (const room of rooms.open.values())
        for (const stream of room.streams) if (stream.accountId === accountId) dismiss(rooms, room, stream)
    },
    async beat() {
      for (const room of [...rooms.open.values()]) {
        if (hasClosed(room, sources.now())) void updateRoom(rooms, room)
        else for (const stream of room.streams) sendChunk(rooms, room, stream, heartbeat)
      }
      await endExpiredStreams(rooms).catch(sources.warn)
    },
    close() {
      state.closed = true
      for (const room of rooms.open.values()) for (const stream of room.streams) dismiss(rooms, room, stream)
    },
    count: () => rooms.streams,
  }
}
