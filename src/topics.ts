// The topics of cached pages: what a page shows, and what a change changes. Pure.

export const topic = {
  /** What may be on any page: the settings, the sections in the header, an import. */
  everything: '*',
  /** Everything that lists articles or comments: front page, archive, sections. */
  lists: 'lists',
  log: 'log',
  /** What waits at the desk, and the claims on it. */
  desk: 'desk',
  /** Which articles are scheduled, and for when. */
  schedule: 'schedule',
  /** The usual time until a decision, shown to guests. */
  waits: 'waits',
  /** Which articles an edition has: shown beside each of them. */
  edition: (day: string): string => `edition:${day}`,
  /** Which articles a section has: shown beside each of them. */
  section: (id: number): string => `section:${id}`,
  article: (id: number): string => `article:${id}`,
  person: (nic: string): string => `person:${nic}`,
  /** What one account has of its own: triggers note it (migrations/0079_account_changes.ts). */
  account: (id: number): string => `account:${id}`,
  /** The comments of guests, by which a guest is known or not: triggers note them. */
  guests: 'guests',
  /** Bans, which may be of an address that an account has; triggers note it too. */
  bans: 'bans',
  /** Which filters are on, and the classifier; triggers alone note it. */
  filters: 'filters',
} as const
