// The types in which the demo edition is written: days, times of day, nested replies. Pure.

export type DemoPerson = {
  nic: string
  role: 'member' | 'editor' | 'moderator' | 'admin'
  /** Days before the newest edition. */
  joinedDaysAgo: number
}

export type DemoComment = {
  /** Nic of a member of people.ts; leave it out for a guest. */
  by?: string
  /** Name of a guest, who has no account. */
  guest?: string
  /** A picked nic under which the member `by` signs in this thread. */
  as?: string
  /** Time of day, `08:31`; a comment of a later day says `+1 08:31` (days after the article's). */
  at: string
  /** Text in the markup of the toolbar. */
  text: string
  removed?: { by: string; at: string; reason: string }
  withdrawn?: true
  replies?: DemoComment[]
}

export type DemoArticle = {
  /** Days before the newest edition: 0 is the newest, 6 the oldest. */
  day: 0 | 1 | 2 | 3 | 4 | 5 | 6
  /** Time of day, `08:12`. */
  at: string
  /** Name of a section of areas.ts. */
  section: string
  headline: string
  lede: string
  /** The address that a link article points at; an own article has none. */
  source?: { url: string; name: string }
  tags: string[]
  /** Nic of a member of people.ts. */
  by: string
  views: number
  lead?: true
  picture?: { file: string; alt: string; caption: string; credit: string }
  body: string
  closed?: { by: string; at: string; reason: string }
  closeAfterDays?: number
  thread: DemoComment[]
}

export type DemoArea = { name: string; sections: string[] }

/** A text that a member has sent in. */
export type DemoSubmission = Pick<DemoArticle, 'section' | 'headline' | 'lede' | 'source' | 'tags' | 'by' | 'body'> & {
  minutesAgo: number
  /** An editor has sent it back with a word. */
  returned?: { by: string; word: string }
  /** An editor has scheduled it, for a time of the site's clock. */
  scheduled?: { by: string; inDays: number; at: string }
}
