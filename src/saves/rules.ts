// What can be saved, and how its address and the list name it. Pure.
import { rowId } from '../faults.ts'
import { urls } from '../urls.ts'

export const saveKinds = { articles: 'article', comments: 'comment' } as const

/** Word in the address of the filtered list. */
export type SaveFilter = keyof typeof saveKinds
export type SaveKind = (typeof saveKinds)[SaveFilter]

export type SaveTarget = { kind: SaveKind; id: number }

export const isSaveFilter = (text: string): text is SaveFilter => Object.hasOwn(saveKinds, text)

export const savesHref = ({ kind, id }: SaveTarget): string =>
  kind === 'article' ? urls.articleSaves(id) : urls.commentSaves(id)

/** A target as the address of the list names it: `article-12`. */
export const targetKey = ({ kind, id }: SaveTarget): string => `${kind}-${id}`

/** @returns null for anything that `targetKey` never writes */
export function parseTargetKey(text: string | undefined): SaveTarget | null {
  const [, kind, digits] = /^(article|comment)-(\d+)$/.exec(text ?? '') ?? []
  const id = rowId(digits)
  return id === null ? null : { kind: kind as SaveKind, id }
}

export const SAVES_PER_PAGE = 30
