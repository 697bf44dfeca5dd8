// Scores texts with the classifier.

import type { Db } from '../db/open.ts'
import { linkedHosts } from '../markup/links.ts'
import { plainText } from '../markup/text.ts'
import { newcomers } from '../settings.ts'
import { classifierWords, isTrained, loweredThreshold, score } from './classifier.ts'
import { countLessons, wordCounts } from './classifier-queries.ts'

type UnclassifiedText = { plain: string; hosts: readonly string[]; guest: boolean; liveComments: number }

/**
 * Scores a text; null while the classifier has too few lessons.
 * @param threshold null also when the score is below it
 * @param hasSigns whether the form has signs of a robot, which lower the threshold
 */
export async function classify(
  db: Db,
  text: UnclassifiedText,
  threshold: number | null = null,
  hasSigns = false,
): Promise<{ score: number; lowered: boolean } | null> {
  const total = await countLessons(db)
  if (!isTrained(total)) return null
  const words = classifierWords({ ...text, newcomer: text.liveComments < newcomers.comments })
  const known = await wordCounts(db, words)
  const found = score(words, (word) => known.get(word), total)
  if (threshold === null || found >= threshold) return { score: found, lowered: false }
  return hasSigns && found >= loweredThreshold(threshold) ? { score: found, lowered: true } : null
}

/** Scores many comments with one query, by id; empty while the classifier has too few lessons. */
export async function classifyAll(
  db: Db,
  comments: readonly { id: number; html: string; account_nic: string | null; comment_count: number | null }[],
): Promise<Map<number, number>> {
  const total = await countLessons(db)
  if (!isTrained(total)) return new Map()
  const texts = comments.map(({ id, html, account_nic: nic, comment_count: liveComments }) => ({
    id,
    words: classifierWords({
      plain: plainText(html),
      hosts: linkedHosts(html),
      guest: nic === null,
      newcomer: (liveComments ?? 0) < newcomers.comments,
    }),
  }))
  const known = await wordCounts(db, [...new Set(texts.flatMap((text) => text.words))])
  return new Map(texts.map(({ id, words }) => [id, score(words, (word) => known.get(word), total)]))
}
