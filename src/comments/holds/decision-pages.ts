// The view model of a decision's form, for flags and for moderators' decisions alike. Pure.
import { count } from '../../format.ts'
import type { SafeHtml } from '../../markup/safe-html.ts'
import type { ReasonChips } from '../../reasons.ts'

/** Fields of a planned closing as typed, with their faults. */
export type PlanFields = {
  starts: string
  until: string
  summary: string
  faults: { starts: string; until: string; summary: string }
}

export type DecisionPage = {
  heading: string
  intro: string
  action: string
  submit: string
  danger: string
  article: { href: string; headline: string }
  /** The subject: name and value of its hidden field. */
  about: { field: 'article' | 'comment'; id: number } | null
  /** The comment that it decides about, in any state. `deleted` replaces a text that has been purged; `pictures` link to the forms that delete them. */
  quoted?: {
    nic: string
    html: SafeHtml | ''
    deleted: string
    history: string
    pictures?: { href: string; text: string }[]
  } | null
  /** Value of the button; empty if the address says it. A second press changes nothing. */
  wanted: string
  /** Number of the version that the form is about; empty for none. */
  version: string
  back: string
  backText: string
  /** Replaces the form if there is nothing left to do; empty otherwise. */
  already: string
  reason: string
  fault: string
  maxReason: number
  /** Whether an empty reason is a fault. */
  needsReason: boolean
  /** The reasons to choose from; null for a text field alone. */
  chips: ReasonChips | null
  /** Start, end and summary of a closing, in a time zone; null for other decisions. */
  plan: (PlanFields & { closes: boolean; zone: string; hint: string }) | null
  /** Notice above the form. */
  notice?: { kind: '' | ' ok' | ' warn'; sentence: string; link: { href: string; text: string } | null } | null
  /** Field of a note to the author, if the form has one. */
  note?: { typed: string; fault: string }
  /** Hidden fields taken over from the form before. */
  brought?: { name: string; value: string }[]
}

/** What was done to comments, by the `done` of the address that follows. `whom` names them. */
const doneSentences: Readonly<Record<string, (whom: string) => string>> = {
  approved: (whom) => `Approved ${whom}.`,
  held: (whom) => `Held ${whom}. It waits in the queue.`,
  removed: (whom) => `Removed ${whom}.`,
  spam: (whom) => `Marked ${whom} as spam.`,
  restored: (whom) => `Restored ${whom}.`,
  featured: (whom) => `Featured ${whom}.`,
  unfeatured: (whom) => `Unfeatured ${whom}.`,
}

/** `Removed the comment by Thole.`, `Removed 3 comments.`; empty for anything else. @param n how many comments */
export function commentsDecided(done: string, nic: string, n: number): string {
  const sentence = Object.hasOwn(doneSentences, done) ? doneSentences[done] : undefined
  if (sentence === undefined || (nic === '' && n < 2)) return ''
  return sentence(n > 1 ? count(n, 'comment') : `the comment by ${nic}`)
}
