// The fields of the settings, made from their schema: what may be typed, what it means, and how a value reads. Pure.
import { z } from 'zod'
import { characters } from '../../faults.ts'
import { number } from '../../format.ts'
import { lazy } from '../../lazy.ts'
import { withoutControls } from '../../markup/placeholders.ts'
import { type SettingGroup, type SettingText, settingGroups, settingTexts } from '../../setting-texts.ts'
import { type Settings, settingsSchema } from '../../settings.ts'

export type SettingName = keyof Settings
export type SettingValue = Settings[SettingName]

/** What zod's JSON schema says about one setting. */
type JsonSchema = {
  type?: string
  format?: string
  enum?: string[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  items?: JsonSchema
  anyOf?: JsonSchema[]
  default?: unknown
}

export type SettingField = {
  name: SettingName
  text: SettingText
  kind: 'number' | 'choice' | 'switch' | 'lines' | 'email' | 'text'
  isNullable: boolean
  default: SettingValue
  /** The smallest and the largest number, length or number of lines. */
  min: number
  max: number
  /** Characters of a line, where the value is a list. */
  maxLine: number
  options: readonly string[]
}

function kindOf({ type, format, enum: options }: JsonSchema): SettingField['kind'] {
  if (options !== undefined) return 'choice'
  if (type === 'boolean') return 'switch'
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'array') return 'lines'
  return format === 'email' ? 'email' : 'text'
}

function fieldOf(name: SettingName, schema: JsonSchema): SettingField {
  const inner = schema.anyOf?.find(({ type }) => type !== 'null') ?? schema
  return {
    name,
    text: settingTexts[name],
    kind: kindOf(inner),
    isNullable: schema.anyOf !== undefined,
    default: schema.default as SettingValue,
    min: inner.minimum ?? inner.minLength ?? inner.minItems ?? 0,
    max: inner.maximum ?? inner.maxLength ?? inner.maxItems ?? Number.POSITIVE_INFINITY,
    maxLine: inner.items?.maxLength ?? Number.POSITIVE_INFINITY,
    options: inner.enum ?? [],
  }
}

/** Every setting, in the order of the pages. */
export const settingFields: () => readonly SettingField[] = lazy(() => {
  const properties = z.toJSONSchema(settingsSchema, { io: 'input' }).properties as Record<SettingName, JsonSchema>
  return (Object.keys(settingTexts) as SettingName[]).map((name) => fieldOf(name, properties[name]))
})

export const isSettingGroup = (group: string): group is SettingGroup => Object.hasOwn(settingGroups, group)

export const fieldsOfGroup = (group: SettingGroup): SettingField[] =>
  settingFields().filter(({ text }) => text.group === group)

/** The groups that have a setting. */
export const groupsInUse: () => readonly SettingGroup[] = lazy(() =>
  (Object.keys(settingGroups) as SettingGroup[]).filter((group) => fieldsOfGroup(group).length > 0),
)

const SWITCH = { on: true, off: false } as const

/** A value as its field has it. */
export function typedText(value: SettingValue): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return Array.isArray(value) ? value.join('\n') : String(value)
}

/** A value as a sentence has it: `14 days`, `First comment held`, `never`. */
export function valueText(field: SettingField, value: SettingValue): string {
  const { unit, empty, choices } = field.text
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return empty ?? 'empty'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'number') return unit === undefined ? number(value) : `${number(value)} ${unit}`
  if (Array.isArray(value)) return value.join('; ')
  return choices?.[value] ?? value
}

/** The limits of a field, in words; empty for a choice. */
export function limitsText(field: SettingField): string {
  const { kind, min, max, maxLine, isNullable, text } = field
  const orEmpty = isNullable || (kind === 'text' && min === 0) ? `empty: ${text.empty ?? 'none'}` : ''
  if (kind === 'number') return `From ${number(min)} to ${number(max)}${orEmpty === '' ? '' : `; ${orEmpty}`}.`
  if (kind === 'lines')
    return `Up to ${number(max)} lines of up to ${maxLine} characters${min === 0 ? `; empty: ${text.empty ?? 'none'}` : ''}.`
  if (kind === 'text' && Number.isFinite(max))
    return `Up to ${number(max)} characters${orEmpty === '' ? '' : `; ${orEmpty}`}.`
  return orEmpty === '' ? '' : `${orEmpty.charAt(0).toUpperCase()}${orEmpty.slice(1)}.`
}

type Parsed = { value: SettingValue; fault: null } | { value: null; fault: string }

const faulty = (fault: string): Parsed => ({ value: null, fault })

/** The value that was typed, or what is wrong with it. */
export function parseSetting(field: SettingField, typed: string): Parsed {
  const { kind, name } = field
  const text = withoutControls(typed).trim()
  if (text === '' && field.isNullable) return { value: null, fault: null }
  const value = valueTyped(kind, text)
  const isValid = value !== undefined && settingsSchema.shape[name].safeParse(value).success
  return isValid ? { value: value as SettingValue, fault: null } : faulty(faultOf(field, text))
}

/** Undefined when the text is no value of the kind at all. */
function valueTyped(kind: SettingField['kind'], text: string): unknown {
  if (kind === 'number') return /^\d{1,9}$/.test(text) ? Number(text) : undefined
  if (kind === 'switch') return Object.hasOwn(SWITCH, text) ? SWITCH[text as keyof typeof SWITCH] : undefined
  return kind === 'lines' ? linesOf(text) : text.replace(/\s+/g, ' ')
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')

function faultOf(field: SettingField, text: string): string {
  const { kind, min, max, maxLine, isNullable } = field
  const orEmpty = isNullable ? `, or leave it empty: ${field.text.empty ?? 'none'}` : ''
  if (field.text.fault !== undefined) return field.text.fault
  if (kind === 'number') return `Enter a whole number from ${number(min)} to ${number(max)}${orEmpty}.`
  if (kind === 'email') return `Enter an e-mail address${orEmpty}.`
  if (kind === 'text') return text === '' ? 'Enter something.' : `Enter up to ${number(max)} characters.`
  if (kind !== 'lines') return 'Choose one of the list.'
  const lines = linesOf(text)
  const long = lines.find((line) => characters(line) > maxLine)
  if (long !== undefined) return `A line has up to ${maxLine} characters; “${long.slice(0, maxLine)}…” is longer.`
  if (lines.length < min || lines.length > max) return `Enter up to ${max} lines; there are ${lines.length}.`
  return 'Enter each line once.'
}

const isEmpty = (value: SettingValue): boolean => value === null || (Array.isArray(value) && value.length === 0)

/** What the log says of a change. Everybody reads it, so an address stays out of it. */
export function changeSentence(field: SettingField, before: SettingValue, after: SettingValue): string {
  const { label, isPrivate } = field.text
  if (isPrivate)
    return `“${label}”: ${isEmpty(after) ? 'address removed' : isEmpty(before) ? 'address entered' : 'another address'}.`
  return `“${label}”: from ${valueText(field, before)} to ${valueText(field, after)}.`
}
