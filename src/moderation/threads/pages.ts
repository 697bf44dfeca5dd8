// What the page says from which a thread is kept in order. Pure.
import { type ThreadState, type ThreadWays, threadName } from '../../comments/thread/rules.ts'
import { type Dates, dateAndTime } from '../../format.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'

/** The forms of the page, by the nouns of their addresses. */
export const threadNouns = ['thread-holds', 'slowdowns', 'thread-settings', 'thread-notices'] as const
export type ThreadNoun = (typeof threadNouns)[number]

export type ThreadTyped = {
  noun: ThreadNoun
  reason: string
  minutes: string
  who: string
  days: string
  text: string
  fault: { field: string; text: string }
}

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

export type ThreadSettingsPage = {
  article: { id: number; href: string; headline: string }
  state: string
  close: { href: string; text: string }
  forms: {
    noun: ThreadNoun
    title: string
    says: string
    fields: Field[]
    buttons: { value: string; text: string; danger: string }[]
  }[]
  maxReason: number
  done: string
}

const states = {
  open: 'Open: comments stand as they come.',
  held: 'Held: every comment waits for a moderator.',
  slow: 'Slow: one comment each in',
  closed: 'Closed.',
} as const

const said = new Map(
  Object.entries({
    held: 'Every comment of this thread waits now.',
    released: 'Comments stand as they come again.',
    slowed: 'The thread is slow now.',
    unslowed: 'Everybody writes at their own pace again.',
    settled: 'That is how it is now.',
    noticed: 'It stands above the thread now.',
    unnoticed: 'Nothing stands above the thread any more.',
    already: 'It was so already. Nothing was changed.',
  }),
)

/** Minutes that a slow thread can have between two comments. */
export const paces = [1, 5, 15, 60, 240] as const

export const people = { anyone: 'Everybody', members: 'Members', staff: 'Editors and moderators' } as const

const option = (value: string, label: string, now: string): Option => ({ value, label, chosen: value === now })

export type ThreadHere = {
  thread: ThreadState & ThreadWays
  setting: { who_may_comment: string; close_after_days: number | null } | undefined
  notice: { text: string } | undefined
  siteDays: number | null
}

export function threadSettingsPage(
  article: { id: number; slug: string; headline: string },
  { thread, setting, notice, siteDays }: ThreadHere,
  typed: ThreadTyped | null,
  done: string,
  dates: Dates,
): ThreadSettingsPage {
  const mine = (noun: ThreadNoun): ThreadTyped | null => (typed?.noun === noun ? typed : null)
  const faultOf = (noun: ThreadNoun, field: string): string =>
    mine(noun)?.fault.field === field ? mine(noun)!.fault.text : ''
  const reason = (noun: ThreadNoun): Field => ({
    name: 'reason',
    label: 'Reason',
    kind: 'text',
    value: mine(noun)?.reason ?? '',
    options: [],
    hint: 'Shown in the public log.',
    fault: faultOf(noun, 'reason'),
  })
  const name = threadName(thread)
  const minutes = mine('slowdowns')?.minutes ?? String(thread.slow ?? 5)
  const who = mine('thread-settings')?.who ?? setting?.who_may_comment ?? 'anyone'
  return {
    article: { id: article.id, href: urls.article(article), headline: article.headline },
    state: `${states[name]}${name === 'slow' ? ` ${thread.slow} min.` : ''}${!thread.closed && thread.closesAt !== null ? ` It closes by itself on ${dateAndTime(thread.closesAt, dates)}.` : ''}`,
    close: thread.closed
      ? { href: urls.reopenings(article.id), text: 'Reopen it' }
      : { href: urls.closures(article.id), text: 'Close it, now or later' },
    forms: [
      {
        noun: 'thread-holds',
        title: 'Hold',
        says: 'Every comment waits until a moderator has read it. Moderators’ own stand at once.',
        fields: [reason('thread-holds')],
        buttons: [
          thread.held
            ? { value: 'release', text: 'Let it go on', danger: '' }
            : { value: 'hold', text: 'Hold the thread', danger: ' danger' },
        ],
      },
      {
        noun: 'slowdowns',
        title: 'Slow down',
        says: 'One comment each in so many minutes.',
        fields: [
          {
            name: 'minutes',
            label: 'Minutes between two comments',
            kind: 'choice',
            value: minutes,
            options: paces.map((pace) => option(String(pace), String(pace), minutes)),
            hint: '',
            fault: faultOf('slowdowns', 'minutes'),
          },
          reason('slowdowns'),
        ],
        buttons: [
          { value: 'slow', text: 'Slow it down', danger: '' },
          ...(thread.slow === null ? [] : [{ value: 'release', text: 'At any pace again', danger: '' }]),
        ],
      },
      {
        noun: 'thread-settings',
        title: 'Who and how long',
        says: `Who may comment, and after how many days the thread closes by itself${siteDays === null ? '' : ` (otherwise ${siteDays})`}.`,
        fields: [
          {
            name: 'who',
            label: 'Who may comment',
            kind: 'choice',
            value: who,
            options: Object.entries(people).map(([value, label]) => option(value, label, who)),
            hint: '',
            fault: faultOf('thread-settings', 'who'),
          },
          {
            name: 'days',
            label: 'Days until it closes',
            kind: 'number',
            value:
              mine('thread-settings')?.days ??
              (setting?.close_after_days == null ? '' : String(setting.close_after_days)),
            options: [],
            hint: 'Empty for the site’s own number.',
            fault: faultOf('thread-settings', 'days'),
          },
          reason('thread-settings'),
        ],
        buttons: [{ value: 'set', text: 'Set it', danger: '' }],
      },
      {
        noun: 'thread-notices',
        title: 'Say something above it',
        says: 'It stands at the head of the thread, signed by the moderators. Empty it to take it away.',
        fields: [
          {
            name: 'text',
            label: 'What it says',
            kind: 'area',
            value: mine('thread-notices')?.text ?? notice?.text ?? '',
            options: [],
            hint: 'The same markup as a comment.',
            fault: faultOf('thread-notices', 'text'),
          },
          reason('thread-notices'),
        ],
        buttons: [{ value: 'say', text: 'Put it there', danger: '' }],
      },
    ],
    maxReason: limits.reason,
    done: said.get(done) ?? '',
  }
}
