// What the form of a decision shows, of flags and of moderators’ decisions alike. Pure.

/** Fields of a plan as typed, with what is wrong with each. */
export type TypedPlan = {
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
  /** What the form is about: the name of its hidden field, and the id in it. */
  about: { field: 'article' | 'comment'; id: number } | null
  /** What the press means, where the noun alone does not say it: a second press does it no more than once. */
  wanted: string
  /** The number of the version, where the form is about one of a comment's. */
  version: string
  back: string
  backText: string
  /** Where nothing is left to do: said in place of the form. */
  already: string
  reason: string
  fault: string
  maxReason: number
  /** Reasons to choose from. */
  reasons: readonly string[]
  /** When a closing begins and ends, and what it sums up, or when a thread opens again; null where the form is about something else. */
  plan: (TypedPlan & { closes: boolean; hint: string }) | null
  /** How things stand, said above the form. */
  notice?: { kind: '' | ' ok' | ' warn'; says: string; way: { href: string; text: string } | null } | null
  /** What is said to the writer alone, where the form has a field for it. */
  note?: { typed: string; fault: string }
  /** What the form that asked for this one was sent with, and nobody typed. */
  brought?: { name: string; value: string }[]
}
