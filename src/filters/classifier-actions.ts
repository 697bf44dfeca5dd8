// What the classifier says of a text, by what it has learnt.

import type { Db } from '../db/open.ts'
import { linkedHosts } from '../markup/links.ts'
import { plainText } from '../markup/text.ts'
import { newcomers } from '../settings.ts'
import { classifierWords, isTrained, score } from './classifier.ts'
import { countsOf, switchInForce, totals } from './classifier-queries.ts'

type Text = { plain: string; hosts: readonly string[]; guest: boolean; standing: number }

/**
 * What the classifier says of a text; null while it has learnt too little.
 * @param when `asSwitchedOn` says it only where it is switched on and the score reaches the threshold
 */
export async function classify(db: Db, text: Text, when: 'always' | 'asSwitchedOn'): Promise<{ score: number } | null> {
  const held = when === 'always' ? undefined : await switchInForce(db)
  if (when === 'asSwitchedOn' && held === undefined) return null
  const total = await totals(db)
  if (!isTrained(total)) return null
  const words = classifierWords({ ...text, newcomer: text.standing < newcomers.comments })
  const known = await countsOf(db, words)
  const found = score(words, (word) => known.get(word), total)
  return held !== undefined && found < held.threshold ? null : { score: found }
}

/** What it says of comments that wait, all with one look; empty while it has learnt too little. */
export async function classifyAll(
  db: Db,
  comments: readonly { id: number; html: string; account_nic: string | null; comment_count: number | null }[],
): Promise<Map<number, number>> {
  const total = await totals(db)
  if (!isTrained(total)) return new Map()
  const texts = comments.map(({ id, html, account_nic: nic, comment_count: standing }) => ({
    id,
    words: classifierWords({
      plain: plainText(html),
      hosts: linkedHosts(html),
      guest: nic === null,
      newcomer: (standing ?? 0) < newcomers.comments,
    }),
  }))
  const known = await countsOf(db, [...new Set(texts.flatMap((text) => text.words))])
  return new Map(texts.map(({ id, words }) => [id, score(words, (word) => known.get(word), total)]))
}
