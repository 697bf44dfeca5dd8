// The form of a group of settings: for each the value, and the value that the page was made from.
import { z } from 'zod'
import { type ReadForm, readForm, textField } from '../../faults.ts'
import type { SettingGroup } from '../../setting-texts.ts'
import { fieldsOfGroup, parseSetting, type SettingName, type SettingValue } from './rules.ts'

/** The hidden field beside a setting: the JSON text of the value that the page showed. */
export const baseField = (name: string): string => `was_${name}`

const isBase = (name: string): boolean => name.startsWith('was_')

export type SettingChange = { name: SettingName; base: string; value: SettingValue }

export type ReadSettings = Pick<ReadForm<z.ZodObject<Record<string, typeof textField>>>, 'typed' | 'faults'> & {
  /** What was typed and differs from what the page showed; null when there is a fault. */
  changes: SettingChange[] | null
}

/** Reads the form of a group. @throws AppError `malformed` for an unknown field */
export function readSettingsForm(group: SettingGroup, body: unknown): ReadSettings {
  const fields = fieldsOfGroup(group)
  const names = fields.flatMap(({ name }) => [name, baseField(name)])
  const schema = z.object(Object.fromEntries(names.map((name) => [name, textField])))
  const { typed } = readForm(schema, body, (name) => !isBase(name))
  const faults: ReadSettings['faults'] = {}
  const changes: SettingChange[] = []
  for (const field of fields) {
    const { value, fault } = parseSetting(field, typed[field.name] ?? '')
    const base = typed[baseField(field.name)] ?? ''
    if (fault !== null) faults[field.name] = fault
    else if (JSON.stringify(value) !== base) changes.push({ name: field.name, base, value })
  }
  return { typed, faults, changes: Object.keys(faults).length === 0 ? changes : null }
}
