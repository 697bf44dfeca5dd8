// What changed between two texts of an article: its fields, and its body word by word. Pure.
import { type Block, type BoundedDiff, type Piece, paragraphDiff } from '../word-diff.ts'
import type { RevisionRow } from './revision-queries.ts'

/** A change of something other than the body. */
type FieldChange = { label: string; pieces: readonly Piece[] }

/** What changed from one version to another. */
export type Changes = {
  fields: FieldChange[]
  blocks: Block[]
  /** Both bodies as typed, if too much has changed to mark it. */
  whole: { before: string; after: string } | null
}

/** The parts of a text that are compared. */
export type ComparedText = Pick<
  RevisionRow,
  'headline' | 'lede' | 'source_url' | 'section' | 'tags' | 'picture_id' | 'body_source'
>

export const noChanges: Changes = { fields: [], blocks: [], whole: null }

const wholly = (before: string, after: string): Piece[] => [
  ...(before === '' ? [] : [{ kind: 'removed' as const, text: before }]),
  ...(before === '' || after === '' ? [] : [{ kind: 'same' as const, text: ' ' }]),
  ...(after === '' ? [] : [{ kind: 'added' as const, text: after }]),
]

function tagPieces(before: readonly string[], after: readonly string[]): Piece[] {
  const removed = before.filter((tag) => !after.includes(tag))
  const added = after.filter((tag) => !before.includes(tag))
  return wholly(removed.join(', '), added.join(', '))
}

const parseTags = (tags: string): string[] => JSON.parse(tags) as string[]

function fieldChanges(before: ComparedText, after: ComparedText, diffOf: BoundedDiff): FieldChange[] {
  const words = (a: string, b: string): readonly Piece[] =>
    a === b ? [] : a === '' || b === '' ? wholly(a, b) : (diffOf(a, b)?.pieces ?? wholly(a, b))
  const once = (a: string, b: string): Piece[] => (a === b ? [] : wholly(a, b))
  const picture = ({ picture_id }: ComparedText): string => (picture_id === null ? '' : `picture ${picture_id}`)
  return [
    { label: 'Headline', pieces: words(before.headline, after.headline) },
    { label: 'Lede', pieces: words(before.lede, after.lede) },
    { label: 'Source', pieces: once(before.source_url ?? '', after.source_url ?? '') },
    { label: 'Section', pieces: once(before.section, after.section) },
    { label: 'Tags', pieces: tagPieces(parseTags(before.tags), parseTags(after.tags)) },
    { label: 'Picture above the text', pieces: once(picture(before), picture(after)) },
  ].filter(({ pieces }) => pieces.length > 0)
}

const sameText = (n: number): Block => ({ pieces: [], same: n })

/** What changed from one text to another. `tags` is a JSON list. */
export function changesBetween(before: ComparedText, after: ComparedText, diffOf: BoundedDiff): Changes {
  const fields = fieldChanges(before, after, diffOf)
  if (before.body_source === after.body_source) return { ...noChanges, fields }
  const blocks = paragraphDiff(before.body_source, after.body_source, diffOf)
  return blocks === null
    ? { fields, blocks: [], whole: { before: before.body_source, after: after.body_source } }
    : { fields, blocks: blocks.length === 0 ? [sameText(0)] : blocks, whole: null }
}
