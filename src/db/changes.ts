// The topics that transactions change: noted with them, stored with them, and read by other processes.
import type { Db, Tx } from './open.ts'
import { listSlots, listValues, perLength, prepared, preparedRows } from './prepared.ts'

const noted = new WeakMap<Tx, Set<string>>()

/** Begins to collect what a transaction changes. Called by `write` alone. */
export function collectChanges(db: Tx): ReadonlySet<string> {
  const topics = new Set<string>()
  noted.set(db, topics)
  return topics
}

/**
 * Notes what a transaction changes. After its commit, caches of every process drop what shows one of these topics.
 * @param db the transaction that `write` has given
 */
export function noteChange(db: Tx, ...topics: readonly string[]): void {
  const all = noted.get(db)
  if (all === undefined) throw new Error('Changes are noted in a transaction of write().')
  for (const topic of topics) all.add(topic)
}

const insertChanges = perLength((length) =>
  prepared<{ origin: string; [topic: number]: string }>()((db, slots) =>
    db.insertInto('changes').values(listSlots(slots, length).map((topic) => ({ topic, origin: slots.origin }))),
  ),
)

/** Stores what a transaction has changed. @param origin names the process */
export async function storeChanges(db: Tx, topics: ReadonlySet<string>, origin: string): Promise<void> {
  if (topics.size === 0) return
  await insertChanges(topics.size)(db, { ...listValues([...topics]), origin })
}

/** Version of the newest change; 0 if there was none. */
export const newestChange = async (db: Db): Promise<number> =>
  (await db.selectFrom('changes').select('version').orderBy('version', 'desc').limit(1).executeTakeFirst())?.version ??
  0

/**
 * Reads what other processes have changed.
 * @param since version of the newest change that is known
 * @returns the topics, or null when some changes are no longer stored; and the version to continue from
 */
export async function foreignChanges(
  db: Db,
  since: number,
  origin: string,
): Promise<{ topics: ReadonlySet<string> | null; version: number }> {
  const version = await newestChange(db)
  const oldest = await db.selectFrom('changes').select('version').orderBy('version').limit(1).executeTakeFirst()
  if (version < since || (oldest !== undefined && oldest.version > since + 1)) return { topics: null, version }
  const rows = await db
    .selectFrom('changes')
    .select('topic')
    .distinct()
    .where('version', '>', since)
    .where('version', '<=', version)
    .where('origin', '<>', origin)
    .execute()
  return { topics: new Set(rows.map(({ topic }) => topic)), version }
}

/** What triggers write as the origin of a change, whichever process made it. */
const BY_TRIGGER = ''

const changesAfter = preparedRows<{ since: number }>()((db, { since }) =>
  db.selectFrom('changes').select(['version', 'topic', 'origin']).where('version', '>', since).orderBy('version'),
)

/**
 * Reads what triggers have noted.
 * @param since version of the newest change that is known
 * @returns the topics, or null when some changes are no longer stored; and the version to continue from
 */
export async function triggerChanges(
  db: Db,
  since: number,
): Promise<{ topics: ReadonlySet<string> | null; version: number }> {
  const rows = await changesAfter(db, { since })
  const first = rows[0]?.version ?? since + 1
  return {
    topics:
      first > since + 1 ? null : new Set(rows.flatMap(({ topic, origin }) => (origin === BY_TRIGGER ? [topic] : []))),
    version: rows.at(-1)?.version ?? since,
  }
}
