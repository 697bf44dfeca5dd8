// The page of a group of settings, and the overview of /admin. Pure.
import { type Dates, dateOf, number, spelled } from '../../format.ts'
import { type SettingGroup, settingGroups } from '../../setting-texts.ts'
import type { Settings } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { type Flash, type FlashModel, flashModel, otherParts, type Summary, summaryOf } from '../pages.ts'
import { baseField, type ReadSettings } from './form.ts'
import type { LastSettingChange } from './queries.ts'
import { fieldsOfGroup, limitsText, type SettingField, type SettingName, typedText, valueText } from './rules.ts'

/** How a field is drawn: a list to choose from, a text of several lines, or one line. */
type Shape = 'select' | 'area' | 'number' | 'email' | 'text'

export type SettingFieldModel = {
  name: string
  label: string
  does: string
  shape: Shape
  value: string
  base: { name: string; value: string }
  fault: string
  unit: string
  min: number
  max: number
  rows: number
  options: { value: string; text: string; chosen: boolean }[]
  /** Values to choose from while typing; empty for most. */
  suggestions: readonly string[]
  facts: string
  changed: string
}

export type SettingsGroupPage = {
  heading: string
  intro: string
  action: string
  flash: FlashModel
  summary: Summary
  blocks: { id: string; heading: string; fields: SettingFieldModel[] }[]
  logHref: string
}

export type AdminPage = {
  intro: string
  parts: { href: string; heading: string; text: string; state: string }[]
  logHref: string
}

/** The form as typed, with its faults and the names of the settings that somebody else has changed. */
export type TypedSettings = Omit<ReadSettings, 'changes'> & { stale: readonly SettingName[] }

const shapes: Readonly<Record<SettingField['kind'], Shape>> = {
  number: 'number',
  choice: 'select',
  switch: 'select',
  lines: 'area',
  email: 'email',
  text: 'text',
}

const finite = (n: number): number => (Number.isFinite(n) ? n : 1000)

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function optionsOf(field: SettingField, value: string): SettingFieldModel['options'] {
  const options =
    field.kind === 'switch'
      ? ['on', 'off']
      : [...(field.isNullable && field.kind === 'choice' ? [''] : []), ...field.options]
  const textOf = (option: string): string =>
    option === '' ? (field.text.empty ?? 'None') : (field.text.choices?.[option] ?? option)
  return options.map((option) => ({ value: option, text: capitalized(textOf(option)), chosen: option === value }))
}

/** `Changed 12 January 2030 by Mrs Pemberton, from 14 days`. */
function changedText(field: SettingField, change: LastSettingChange | undefined, dates: Dates): string {
  if (change === undefined) return ''
  const stored = JSON.parse(change.before ?? 'null') as string | null
  const before = stored === null ? field.default : (JSON.parse(stored) as SettingField['default'])
  return `Changed ${dateOf(change.created_at, dates)} by ${change.actor}, from ${valueText(field, before)}.`
}

function staleFault(field: SettingField, settings: Settings, change: LastSettingChange | undefined): string {
  const now = valueText(field, settings[field.name])
  return `${change?.actor ?? 'Somebody'} has changed this to “${now}” since you opened the page. Save again to replace that.`
}

export type GroupContext = {
  settings: Settings
  changes: readonly LastSettingChange[]
  zones: readonly string[]
  dates: Dates
  /** Null for the stored values. */
  typed: TypedSettings | null
}

function fieldModel(field: SettingField, { settings, changes, zones, dates, typed }: GroupContext): SettingFieldModel {
  const { name, text } = field
  const change = changes.find((one) => one.field === name)
  const isStale = typed?.stale.includes(name) ?? false
  const stored = settings[name]
  const value = typed === null ? typedText(stored) : (typed.typed[name] ?? '')
  const base = typed === null || isStale ? JSON.stringify(stored) : (typed.typed[baseField(name)] ?? '')
  return {
    name,
    label: text.label,
    does: text.does,
    shape: shapes[field.kind],
    value,
    base: { name: baseField(name), value: base },
    fault: isStale ? staleFault(field, settings, change) : (typed?.faults[name] ?? ''),
    unit: text.unit ?? '',
    min: field.min,
    max: finite(field.max),
    rows: field.kind === 'lines' ? Math.min(12, field.max) : 1,
    options: optionsOf(field, value),
    suggestions: name === 'timeZone' ? zones : [],
    facts: `Default: ${valueText(field, field.default)}. ${limitsText(field)}`.trim(),
    changed: changedText(field, change, dates),
  }
}

const differs = (field: SettingField, settings: Settings): boolean =>
  JSON.stringify(settings[field.name]) !== JSON.stringify(field.default)

/** `Three of eight differ from the default.` */
function differenceText(fields: readonly SettingField[], settings: Settings): string {
  const n = fields.filter((field) => differs(field, settings)).length
  if (n === 0) return fields.length === 1 ? 'It has its default.' : 'All have their defaults.'
  if (fields.length === 1) return 'It differs from the default.'
  return `${spelled(n)} of ${fields.length < 20 ? spelled(fields.length).toLowerCase() : number(fields.length)} ${n === 1 ? 'differs' : 'differ'} from the default.`
}

export function settingsGroupPage(group: SettingGroup, context: GroupContext, flash: Flash): SettingsGroupPage {
  const fields = fieldsOfGroup(group)
  const models = fields.map((field) => fieldModel(field, context))
  const parts = [...new Set(fields.map(({ text }) => text.part))]
  return {
    heading: group === 'reasons' ? 'Reasons' : `Settings: ${settingGroups[group].toLowerCase()}`,
    intro: `${differenceText(fields, context.settings)} Every change is in the public log with its old value.`,
    action: urls.settingGroup(group),
    flash: flashModel(flash, urls.settingGroup(group)),
    summary: summaryOf(models.flatMap(({ name, fault }) => (fault === '' ? [] : [{ href: `#${name}`, text: fault }]))),
    blocks: parts.map((heading, i) => ({
      id: `part-${i + 1}`,
      heading,
      fields: models.filter((_, at) => fields[at]!.text.part === heading),
    })),
    logHref: urls.logOf('change-setting'),
  }
}

const listed = (labels: readonly string[]): string =>
  labels.map((label, i) => (i === 0 ? label : label.charAt(0).toLowerCase() + label.slice(1))).join(', ')

/** The overview: each part of the administration with what it holds. */
export function adminPage(settings: Settings, groups: readonly SettingGroup[]): AdminPage {
  return {
    intro: 'What makes up the site. Every change is in the public log with its old value, and can be undone.',
    parts: [
      ...groups.map((group) => ({
        href: urls.settingGroup(group),
        heading: settingGroups[group],
        text: listed(fieldsOfGroup(group).map(({ text }) => text.label)),
        state: differenceText(fieldsOfGroup(group), settings),
      })),
      ...otherParts.map((part) => ({ ...part, state: '' })),
    ],
    logHref: urls.logOf('change-setting'),
  }
}
