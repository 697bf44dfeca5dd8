// Reads and changes the site's settings.
import { type Settings, settingsSchema } from '../settings.ts'
import { topic } from '../topics.ts'
import { noteChange } from './changes.ts'
import type { Db, Tx } from './open.ts'

/** The stored settings, with defaults for the others. */
export async function readSettings(db: Db): Promise<Settings> {
  const rows = await db.selectFrom('settings').select(['name', 'value']).execute()
  return settingsSchema.parse(Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value)])))
}

export async function changeSetting<K extends keyof Settings>(
  db: Tx,
  name: K,
  value: Settings[K],
  now: number,
): Promise<void> {
  noteChange(db, topic.everything)
  const row = { name, value: JSON.stringify(value), changed_at: now }
  await db
    .insertInto('settings')
    .values(row)
    .onConflict((on) => on.column('name').doUpdateSet({ value: row.value, changed_at: now }))
    .execute()
}
