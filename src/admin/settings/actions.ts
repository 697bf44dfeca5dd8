// Changes settings: one action with an entry in the public log for each of them.
import { type ActionResult, runBatch } from '../../batches/actions.ts'
import { readSettings } from '../../db/settings.ts'
import type { Deps } from '../../deps.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import type { SettingChange } from './form.ts'
import { changeSentence, type SettingName, settingFields } from './rules.ts'

/** `stale`: settings that somebody else has changed since the page was made; nothing was saved. */
export type SaveResult = ActionResult | { kind: 'stale'; names: SettingName[] }

/** Saves changed settings, all or none. A setting that has the wanted value already is left as it is. */
export async function saveSettings(
  deps: Deps,
  viewer: Viewer | null,
  changes: readonly SettingChange[],
): Promise<SaveResult> {
  allow(may.administer(viewer))
  let stale: SettingName[] = []
  const outcome = await runBatch(deps, viewer!, 'change-setting', '', async (db, batch) => {
    const current = await readSettings(db)
    const open = changes.filter(({ name, value }) => JSON.stringify(current[name]) !== JSON.stringify(value))
    stale = open.filter(({ name, base }) => JSON.stringify(current[name]) !== base).map(({ name }) => name)
    if (open.length === 0 || stale.length > 0) return 'already'
    for (const { name, value } of open) {
      const field = settingFields().find((one) => one.name === name)!
      const sentence = changeSentence(field, current[name], value)
      await batch.log({ subject: 'setting', subjectId: 0, articleId: null }, undefined, sentence)
      await batch.set('settings', 0, name, JSON.stringify(value))
    }
    return undefined
  })
  return stale.length > 0 ? { kind: 'stale', names: stale } : outcome
}
