// The article that is measured: 339 comments of about 60 words by 94 people, to depth 12.
import type { ImportedArticle, ImportedComment } from '../src/importers/shape.ts'
import { chance, prose } from './prose.ts'

export const COMMENTS = 339
const PEOPLE = 94
const DEEPEST = 12

export function measuredArticle(now: number): ImportedArticle {
  const next = chance(2004)
  const { words } = prose(next)
  const comments: ImportedComment[] = []
  const depths: number[] = []
  for (let i = 0; i < COMMENTS; i++) {
    const parent = i > 0 && next() < 0.78 ? Math.max(0, i - 1 - Math.floor(next() * next() * 40)) : null
    const depth = parent === null ? 1 : depths[parent]! + 1
    const fits = parent !== null && depth <= DEEPEST
    depths.push(fits ? depth : 1)
    comments.push({
      key: `bench:c${i}`,
      ...(fits ? { parent: `bench:c${parent}` } : {}),
      nic: `Reader ${Math.floor(next() * PEOPLE)}`,
      nameKind: 'guest',
      postedAt: now - (COMMENTS - i) * 60_000,
      text: `${words(20 + Math.floor(next() * 40))}\n\n${words(10 + Math.floor(next() * 42))}`,
      format: 'markup',
      state: 'live',
    })
  }
  return {
    key: 'bench:article',
    kind: 'own',
    area: 'Town',
    section: 'Harbour',
    headline: 'The article that is measured',
    lede: words(24),
    body: Array.from({ length: 5 }, () => words(90)).join('\n\n'),
    format: 'markup',
    tags: ['measure'],
    nic: 'Bench',
    postedAt: now - COMMENTS * 60_000 - 60_000,
    views: 0,
    comments,
  }
}
