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

/** The JSON text of a stored setting; null while it has its default. */
export const settingText = async (db: Db, name: string): Promise<string | null> =>
  (await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst())?.value ?? null

/** Whether this version has the setting and accepts the text, so that every process can read the settings afterwards. */
export function isSettingText(name: string, text: string | null): boolean {
  if (!Object.hasOwn(settingsSchema.shape, name)) return false
  return text === null || settingsSchema.shape[name as keyof Settings].safeParse(JSON.parse(text)).success
}

/** Stores the JSON text of a setting. @param text null for its default */
export async function storeSetting(db: Tx, name: string, text: string | null, now: number): Promise<void> {
  noteChange(db, topic.everything)
  if (text === null) {
    await db.deleteFrom('settings').where('name', '=', name).execute()
    return
  }
  await db
    .insertInto('settings')
    .values({ name, value: text, changed_at: now })
    .onConflict((on) => on.column('name').doUpdateSet({ value: text, changed_at: now }))
    .execute()
}

/** Changes a setting without a log entry: for tests and programs. */
export const changeSetting = <K extends keyof Settings>(
  db: Tx,
  name: K,
  value: Settings[K],
  now: number,
): Promise<void> => storeSetting(db, name, JSON.stringify(value), now)
