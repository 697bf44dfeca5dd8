// Stores the links of articles from before the table of links, in slices beside a running server, and deletes old words.

import { setTimeout as wait } from 'node:timers/promises'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { deleteOldHeadlines, fillLinksSlice, hasLinksBacklog, hasOldHeadlines } from './link-queries.ts'
import { HEADLINE_WINDOW_MS } from './rules.ts'

/** Words that one transaction deletes. */
const WORDS_PER_STEP = 300

type Fill = {
  /** Articles of one transaction. */
  rows: number
  /** Milliseconds between two transactions, so that requests are served. */
  pause: number
  /** Called before every transaction. True stops the work; the next call continues it. */
  isStopped: () => boolean
}

/** Stores the links of all articles of the backlog. */
export async function fillArticleLinks(deps: Deps, { rows, pause, isStopped }: Fill): Promise<void> {
  for (let more = await hasLinksBacklog(deps.db); more && !isStopped(); await wait(pause))
    more = await write(deps, (db) => fillLinksSlice(db, deps.clock() - HEADLINE_WINDOW_MS, rows))
}

/** Deletes words of headlines that are no longer compared. @returns whether any are left */
export async function deleteOldWords(deps: Deps): Promise<boolean> {
  const before = deps.clock() - HEADLINE_WINDOW_MS
  return (
    (await hasOldHeadlines(deps.db, before)) &&
    (await write(deps, (db) => deleteOldHeadlines(db, before, WORDS_PER_STEP)))
  )
}
