// What the page of a thread's settings shows: its state, and the forms that change it. Pure.
import { type ThreadSettings, type ThreadState, threadName } from '../../comments/thread/rules.ts'
import type { Faults } from '../../faults.ts'
import { type Dates, dateAndTime } from '../../format.ts'
import { type ReasonChips, reasonChips } from '../../reasons.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { slowModeMinutes, whoMayComment } from './form.ts'

/** The nouns of the addresses of the page's forms. */
export type ThreadForm = 'thread-holds' | 'slowdowns' | 'thread-settings' | 'thread-notices'

/** Whether a form offers reasons to choose from. The others change what readers are told, or nothing that they see. */
export const hasChips = (noun: ThreadForm): boolean => noun === 'thread-holds' || noun === 'slowdowns'

/** A form as sent, with its first fault. */
export type TypedThreadForm = { noun: ThreadForm; typed: Readonly<Record<string, string>>; faults: Faults }

type Option = { value: string; label: string; chosen: boolean }
type Field = {
  name: string
  label: string
  kind: 'text' | 'area' | 'choice' | 'number'
  value: string
  options: Option[]
  hint: string
  fault: string
}
type Form = {
  noun: ThreadForm
  title: string
  sentence: string
  fields: Field[]
  /** The reasons to choose from; null for a reason among the fields. */
  chips: ReasonChips | null
  buttons: { value: string; text: string; danger: string }[]
}

export type ThreadSettingsPage = {
  article: { id: number; href: string; headline: string }
  state: string
  close: { href: string; text: string }
  forms: Form[]
  maxReason: number
  done: string
}

const stateSentences = {
  open: 'Open: comments appear at once.',
  held: 'On hold: every new comment waits for a moderator.',
  slow: 'Slow mode: one comment per person every',
  closed: 'Closed.',
} as const

/** Messages by the `done` of the address. */
const doneMessages = new Map(
  Object.entries({
    held: 'New comments in this thread now wait for a moderator.',
    released: 'New comments appear at once again.',
    slowed: 'Slow mode is on.',
    unslowed: 'Slow mode is off.',
    settled: 'Saved.',
    noticed: 'Notice posted.',
    unnoticed: 'Notice removed.',
    already: 'Nothing was changed: it was set this way already.',
  }),
)

export type ThreadFacts = {
  thread: ThreadState & ThreadSettings
  setting: { who_may_comment: string; close_after_days: number | null } | undefined
  notice: { text: string } | undefined
  siteDays: number | null
  /** The reasons that are offered. */
  reasons: readonly string[]
}

/** The typed value of a form's field, if that form was sent. */
type TypedValue = (noun: ThreadForm, name: string) => string | undefined

/** A field of the page; `hint` and `options` are empty unless given. */
function fieldOf(
  sent: TypedThreadForm | null,
  noun: ThreadForm,
  field: Omit<Field, 'fault' | 'options' | 'hint'> & Partial<Field>,
): Field {
  const fault = sent?.noun === noun ? (sent.faults[field.name] ?? '') : ''
  return { options: [], hint: '', ...field, fault }
}

const option = (value: string, label: string, chosen: string): Option => ({ value, label, chosen: value === chosen })

function reasonFieldOf(sent: TypedThreadForm | null, noun: ThreadForm, typed: TypedValue): Field {
  const value = typed(noun, 'reason') ?? ''
  return fieldOf(sent, noun, { name: 'reason', label: 'Reason', kind: 'text', value, hint: 'Shown in the public log.' })
}

function slowModeMinutesField(sent: TypedThreadForm | null, typed: TypedValue, now: number | null): Field {
  const value = typed('slowdowns', 'minutes') ?? String(now ?? 5)
  const options = slowModeMinutes.map((minutes) => option(String(minutes), String(minutes), value))
  return fieldOf(sent, 'slowdowns', {
    name: 'minutes',
    label: 'Minutes between comments',
    kind: 'choice',
    value,
    options,
  })
}

function settingFields(sent: TypedThreadForm | null, typed: TypedValue, setting: ThreadFacts['setting']): Field[] {
  const who = typed('thread-settings', 'who') ?? setting?.who_may_comment ?? 'anyone'
  const options = Object.entries(whoMayComment).map(([value, label]) => option(value, label, who))
  const days = typed('thread-settings', 'days') ?? setting?.close_after_days?.toString() ?? ''
  const hint = 'Leave empty for the site’s default.'
  return [
    fieldOf(sent, 'thread-settings', { name: 'who', label: 'Who can comment', kind: 'choice', value: who, options }),
    fieldOf(sent, 'thread-settings', {
      name: 'days',
      label: 'Days until it closes',
      kind: 'number',
      value: days,
      hint,
    }),
  ]
}

function noticeField(sent: TypedThreadForm | null, typed: TypedValue, notice: ThreadFacts['notice']): Field {
  const value = typed('thread-notices', 'text') ?? notice?.text ?? ''
  const hint = 'Same markup as a comment.'
  return fieldOf(sent, 'thread-notices', { name: 'text', label: 'Text', kind: 'area', value, hint })
}

function formsOf({ thread, setting, notice, siteDays, reasons }: ThreadFacts, sent: TypedThreadForm | null): Form[] {
  const typed: TypedValue = (noun, name) => (sent?.noun === noun ? sent.typed[name] : undefined)
  const reason = (noun: ThreadForm): Field => reasonFieldOf(sent, noun, typed)
  const chips = (noun: ThreadForm): ReasonChips =>
    reasonChips(reasons, {
      prefix: `${noun}-`,
      typed: { chip: typed(noun, 'chip') ?? '', reason: typed(noun, 'reason') ?? '' },
      fault: (sent?.noun === noun && sent.faults['reason']) || '',
    })
  return [
    {
      noun: 'thread-holds',
      title: 'Hold new comments',
      sentence: 'New comments wait until a moderator approves them. Moderators’ own appear at once.',
      fields: [],
      chips: chips('thread-holds'),
      buttons: [
        thread.held
          ? { value: 'release', text: 'Release thread', danger: '' }
          : { value: 'hold', text: 'Hold thread', danger: ' danger' },
      ],
    },
    {
      noun: 'slowdowns',
      title: 'Slow mode',
      sentence: 'Each person has to wait between two comments.',
      fields: [slowModeMinutesField(sent, typed, thread.slow)],
      chips: chips('slowdowns'),
      buttons: [
        { value: 'slow', text: 'Turn on slow mode', danger: '' },
        ...(thread.slow === null ? [] : [{ value: 'release', text: 'Turn off slow mode', danger: '' }]),
      ],
    },
    {
      noun: 'thread-settings',
      title: 'Who can comment, and how long',
      sentence: `The thread closes this many days after publication${siteDays === null ? '' : ` (the site’s default is ${siteDays})`}.`,
      fields: [...settingFields(sent, typed, setting), reason('thread-settings')],
      chips: null,
      buttons: [{ value: 'set', text: 'Save', danger: '' }],
    },
    {
      noun: 'thread-notices',
      title: 'Notice',
      sentence: 'Shown above the thread, signed by the moderators. To remove it, post an empty text.',
      fields: [noticeField(sent, typed, notice), reason('thread-notices')],
      chips: null,
      buttons: [{ value: 'say', text: 'Post notice', danger: '' }],
    },
  ]
}

/** @param sent the form that comes back with a fault, or null */
export function threadSettingsPage(
  article: { id: number; slug: string; headline: string },
  facts: ThreadFacts,
  sent: TypedThreadForm | null,
  done: string,
  dates: Dates,
): ThreadSettingsPage {
  const { thread } = facts
  const name = threadName(thread)
  const closing =
    !thread.closed && thread.closesAt !== null
      ? ` It closes automatically on ${dateAndTime(thread.closesAt, dates)}.`
      : ''
  return {
    article: { id: article.id, href: urls.article(article), headline: article.headline },
    state: `${stateSentences[name]}${name === 'slow' ? ` ${thread.slow} min.` : ''}${closing}`,
    close: thread.closed
      ? { href: urls.reopenings(article.id), text: 'Reopen thread' }
      : { href: urls.closures(article.id), text: 'Close thread, now or later' },
    forms: formsOf(facts, sent),
    maxReason: limits.reason,
    done: doneMessages.get(done) ?? '',
  }
}
