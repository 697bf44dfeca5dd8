// View models of the forms of editors' decisions, on a page of their own and inside an item of the desk. Pure.
import type { Faults } from '../../faults.ts'
import { type Dates, dateAndTime, longDay } from '../../format.ts'
import { existingMoment } from '../../moments.ts'
import { limits } from '../../settings.ts'
import { dayOf, timeOf } from '../../time.ts'
import { urls } from '../../urls.ts'
import type { DeskArticle } from './queries.ts'
import { type ArticleState, type DeskDecision, deskDecisions, lateSentences, seenState } from './rules.ts'

type Field = { label: string; value: string; hint: string; fault: string; required: boolean }

/** The form of one decision. Fields that it does not have are null. */
export type DeskForm = {
  action: string
  article: number
  base: number
  /** The state of the article when the form was made. */
  seen: string
  next: string
  /** Before the ids of its fields, so that several forms fit on a page. */
  prefix: string
  /** Canned reasons, numbered by their keys. */
  chips: { fault: string; choices: { value: string; text: string; checked: boolean }[] } | null
  own: Field | null
  reason: Field | null
  note: Field | null
  at: (Field & { type: 'date' | 'datetime-local' }) | null
  into: Field | null
  thread: { choices: { value: string; text: string; checked: boolean }[]; days: Field; isOpen: boolean } | null
  submit: string
  /** The key that presses its button; empty for none. */
  key: string
  style: '' | ' primary' | ' danger'
  maxReason: number
}

export type DeskFormContext = {
  /** The site's time zone, as readers know it. */
  zone: string
  reasons: readonly string[]
  siteDays: number | null
}

const audienceNames = { anyone: 'Everybody', members: 'Members', staff: 'Editors and moderators' } as const

type Typed = Partial<Record<'reason' | 'own' | 'note' | 'at' | 'into' | 'who' | 'days', string>>

const field = (
  name: keyof Typed,
  typed: Typed,
  faults: Faults,
  label: string,
  hint: string,
  required = false,
): Field => ({ label, value: typed[name] ?? '', hint, fault: faults[name] ?? '', required })

function threadFields(typed: Typed, faults: Faults, { siteDays }: DeskFormContext): DeskForm['thread'] {
  const usual = siteDays === null ? 'never closes' : `closes after ${siteDays} days`
  return {
    choices: Object.entries(audienceNames).map(([value, text]) => ({
      value,
      text,
      checked: value === (typed.who || 'anyone'),
    })),
    days: field('days', typed, faults, 'Days until the thread closes', `Leave empty for the site’s: it ${usual}.`),
    isOpen: (typed.days ?? '') !== '' || !['', 'anyone'].includes(typed.who ?? '') || faults['days'] !== undefined,
  }
}

const chips = (typed: Typed, faults: Faults, reasons: readonly string[]): DeskForm['chips'] => ({
  fault: faults['reason'] ?? '',
  choices: reasons.map((text) => ({ value: text, text, checked: text === typed.reason })),
})

/** Which fields each decision has. */
const fieldsOf: Record<DeskDecision, (typed: Typed, faults: Faults, context: DeskFormContext) => Partial<DeskForm>> = {
  acceptances: (typed, faults, context) => ({
    at: {
      ...field('at', typed, faults, 'Edition of an earlier day', 'Leave empty for today.'),
      type: 'date',
    },
    thread: threadFields(typed, faults, context),
  }),
  schedulings: (typed, faults, context) => ({
    at: {
      ...field('at', typed, faults, `Time, ${context.zone} (the site’s)`, '', true),
      type: 'datetime-local',
    },
    thread: threadFields(typed, faults, context),
  }),
  returns: (typed, faults) => ({
    reason: field('reason', typed, faults, 'What should change?', 'Only its writer and editors see it.', true),
  }),
  rejections: (typed, faults, { reasons }) => ({
    chips: chips(typed, faults, reasons),
    own: field('own', typed, faults, 'Another reason', 'Everybody can read it in the log.'),
    note: field('note', typed, faults, 'Note to the writer', 'Only its writer and editors see it.'),
  }),
  merges: (typed, faults) => ({
    into: field('into', typed, faults, 'Into which article?', 'Its address or number.', true),
    reason: field('reason', typed, faults, 'Reason', 'Optional. Everybody can read it in the log.'),
  }),
  moves: (typed, faults) => ({
    at: { ...field('at', typed, faults, 'Edition', 'A day that has begun.', true), type: 'date' },
  }),
  unpublishings: (typed, faults) => ({
    reason: field('reason', typed, faults, 'Reason', 'Shown at its address and in the log.', true),
  }),
}

/** @param prefix before the ids of its fields @param next where it leads afterwards */
export function deskForm(
  decision: DeskDecision,
  article: { id: number; revision: number; state: string; scheduled_at: number | null },
  context: DeskFormContext,
  next: string,
  prefix: string,
  typed: Typed = {},
  faults: Faults = {},
): DeskForm {
  const { submit, style } = deskDecisions[decision]
  return {
    action: urls.deskDecision(decision),
    article: article.id,
    base: article.revision,
    seen: seenState(article),
    next,
    prefix,
    chips: null,
    own: null,
    reason: null,
    note: null,
    at: null,
    into: null,
    thread: null,
    ...fieldsOf[decision](typed, faults, context),
    submit,
    key: '',
    style,
    maxReason: limits.reason,
  }
}

export type DeskDecisionPage = {
  heading: string
  intro: string
  headline: string
  /** Why nothing was changed; empty for a form that was not sent yet. */
  warning: string
  form: DeskForm | null
  back: string
  /** What was typed into a form that is no longer shown. */
  typed: string
}

/** The page of a decision's form. @param form null where the decision is not possible */
export const deskDecisionPage = (
  decision: DeskDecision,
  article: DeskArticle,
  form: DeskForm | null,
  warning: string,
  typed: string,
): DeskDecisionPage => ({
  heading: deskDecisions[decision].heading,
  intro: deskDecisions[decision].intro,
  headline: article.headline,
  warning,
  form,
  back: urls.deskItem(article.id),
  typed,
})

/** Why a decision about an article is not possible, or was not made because somebody else has decided since. */
export const lateWarning = (state: ArticleState): string => `Nothing was changed. ${lateSentences[state]}`

/** The warning of a form whose article has another text by now. */
export const staleWarning = (revision: { nic: string; created_at: number } | undefined, dates: Dates): string =>
  revision === undefined
    ? 'Nothing was changed. The text has changed since you opened it: read it again.'
    : `Nothing was changed. ${revision.nic} changed the text, ${dateAndTime(revision.created_at, dates)}: read it again, then press the button.`

/** `Sunday, 31 March, 03:00`, and why it is another time than was asked for. */
export function scheduleText(at: number, asked: string | null, zone: string): { time: string; hint: string } {
  const day = dayOf(at, zone)
  const time = timeOf(at, zone)
  const [askedDay = '', wanted = ''] = (asked ?? '').split('T')
  // The time also differs from what was asked for when the site's zone has changed since.
  const isSkipped = wanted !== '' && existingMoment(askedDay, wanted, zone).isSkipped
  return {
    time: `${longDay(day)}, ${time}`,
    hint: isSkipped ? `Asked for ${wanted}. The clocks go forward that night, so ${wanted} does not exist.` : '',
  }
}
