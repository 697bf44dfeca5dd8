// The article that is measured: 339 comments of about 60 words by 94 people, to depth 12.
import type { ImportedArticle, ImportedComment } from '../src/importers/shape.ts'
import { chance, prose } from './prose.ts'

export const COMMENTS = 339
const PEOPLE = 94
const DEEPEST = 12

/** What is different in a copy of the article. @property writers members who write the newest comments, one each, all over the thread */
type Copy = { key?: string; headline?: string; section?: string; comments?: number; writers?: readonly string[] }

export function measuredArticle(
  now: number,
  {
    key = 'bench',
    headline = 'The article that is measured',
    section = 'Harbour',
    comments: size = COMMENTS,
    writers = [],
  }: Copy = {},
): ImportedArticle {
  const next = chance(2004)
  const { words } = prose(next)
  const comments: ImportedComment[] = []
  const depths: number[] = []
  const older = size - writers.length
  for (let i = 0; i < size; i++) {
    const near = i > 0 && next() < 0.78 ? Math.max(0, i - 1 - Math.floor(next() * next() * 40)) : null
    const parent = i < older ? near : Math.floor(((i - older + 0.5) * older) / writers.length)
    const depth = parent === null ? 1 : depths[parent]! + 1
    const fits = parent !== null && depth <= DEEPEST
    depths.push(fits ? depth : 1)
    comments.push({
      key: `${key}:c${i}`,
      ...(fits ? { parent: `${key}:c${parent}` } : {}),
      nic: `Reader ${Math.floor(next() * PEOPLE)}`,
      nameKind: 'guest',
      ...(i < older ? {} : { nic: writers[i - older]!, nameKind: 'member', account: writers[i - older]! }),
      postedAt: now - (size - i) * 60_000,
      text: `${words(20 + Math.floor(next() * 40))}\n\n${words(10 + Math.floor(next() * 42))}`,
      format: 'markup',
      state: 'live',
    })
  }
  return {
    key: `${key}:article`,
    kind: 'own',
    area: 'Town',
    section,
    headline,
    lede: words(24),
    body: Array.from({ length: 5 }, () => words(90)).join('\n\n'),
    format: 'markup',
    tags: ['measure'],
    nic: 'Bench',
    postedAt: now - size * 60_000 - 60_000,
    views: 0,
    comments,
  }
}
