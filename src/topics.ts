// The topics of cached pages: what a page shows, and what a change changes. Pure.

export const topic = {
  /** What may be on any page: the settings, the sections in the header, an import. */
  everything: '*',
  /** Everything that lists articles or comments: front page, archive, sections. */
  lists: 'lists',
  log: 'log',
  /** The usual time until a decision, shown to guests. */
  waits: 'waits',
  article: (id: number): string => `article:${id}`,
  person: (nic: string): string => `person:${nic}`,
} as const
