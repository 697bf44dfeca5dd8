// Reads what all pages of a large thread share: its top-level comments, and the numbers that have nothing to show.
import type { Deps } from '../../deps.ts'
import { topic } from '../../topics.ts'
import { type Pointer, vacantNumbers } from '../branches/pointer-queries.ts'
import { topLevelRoots, unseenNumbers, unseenRoots } from './place-queries.ts'
import type { Root } from './rules.ts'

type Thread = { id: number; last_number: number; moved_away_count: number }

/** Bytes of a number or a root in memory, roughly. */
const BYTES_EACH = 50

/** Kept until the thread changes. */
const keptOfThread = <T>(
  deps: Deps,
  name: string,
  { id }: Pick<Thread, 'id'>,
  read: () => Promise<T[]>,
): Promise<T[]> =>
  deps.parts.once<T[]>(`${name} of ${id}`, deps.clock(), async () => {
    const value = await read()
    return { value, bytes: BYTES_EACH * value.length, expires: Infinity, topics: [topic.article(id)] }
  })

/** Numbers of a thread without a visible comment or pointer, ascending. */
export const readHiddenNumbers = (deps: Deps, thread: Thread, pointers: readonly Pointer[]): Promise<number[]> =>
  keptOfThread(deps, 'hidden numbers', thread, async () => {
    const { id, last_number, moved_away_count } = thread
    const pointed = new Set(pointers.map(({ number }) => number))
    const vacant = moved_away_count === 0 ? [] : await vacantNumbers(deps.db, id, last_number)
    const hidden = [...(await unseenNumbers(deps.db, id)), ...vacant.filter((number) => !pointed.has(number))]
    return hidden.sort((a, b) => a - b)
  })

/** Top-level comments that are visible or have replies, in display order. */
export const readRoots = (deps: Deps, thread: Pick<Thread, 'id'>): Promise<Root[]> =>
  keptOfThread(deps, 'roots', thread, async () => {
    const unseen = await unseenRoots(deps.db, thread.id)
    const roots = await topLevelRoots(deps.db, thread.id)
    return unseen.size === 0 ? roots : roots.filter(({ id }) => !unseen.has(id))
  })
