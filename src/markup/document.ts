// The document model: a tree of blocks with runs of marked text, independent of the input format. Pure.

import type { NameOf } from './table.ts'

export type MarkName = NameOf<'mark'> | 'code'

/** One mark on a run. Two runs share a mark only if they have the same object. */
export type Mark = {
  readonly name: MarkName
  /** Usable address of a link. */
  readonly href?: string
  /** True for the link of an `@nic`. */
  readonly mention?: true
}

/** Text with its marks, outermost first; `\n` is a line break. */
export type Run = { text: string; readonly marks: readonly Mark[] }

export type Picture = {
  kind: 'picture'
  name: NameOf<'leaf'>
  src: string
  alt: string
  /** Pixels; absent for a picture on another host. */
  width?: number
  height?: number
  /** Narrower files of the picture, from `ownPicture`; absent where there are none. */
  srcset?: string
  caption: Run[]
  /** Who made the picture; empty for unknown. */
  credit: string
}

export type Block =
  | { kind: 'paragraph' | 'heading' | 'ednote'; runs: Run[] }
  | { kind: 'blockquote' | 'squish'; blocks: Block[] }
  | { kind: 'list'; ordered: boolean; items: Block[][] }
  | { kind: 'pre'; text: string }
  | Picture

/** Marks without an address: one object each, so that neighbouring runs join. */
export const MARKS: Readonly<Record<Exclude<MarkName, 'a'>, Mark>> = {
  b: { name: 'b' },
  i: { name: 'i' },
  u: { name: 'u' },
  s: { name: 's' },
  small: { name: 'small' },
  big: { name: 'big' },
  em: { name: 'em' },
  strong: { name: 'strong' },
  del: { name: 'del' },
  code: { name: 'code' },
}

/** Text of runs without their marks, line breaks as `\n`. */
export function textOfRuns(runs: readonly Run[]): string {
  return runs.map((run) => run.text).join('')
}

/** Text of blocks without marks, separated by newlines. */
export function textOfBlocks(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      switch (block.kind) {
        case 'blockquote':
        case 'squish':
          return textOfBlocks(block.blocks)
        case 'list':
          return block.items.map(textOfBlocks).join('\n')
        case 'pre':
          return block.text
        case 'picture':
          return textOfRuns(block.caption)
        default:
          return textOfRuns(block.runs)
      }
    })
    .join('\n')
}

/** Appends text to `runs`; extends the last run if the marks are the same. */
export function pushRun(runs: Run[], text: string, marks: readonly Mark[]): void {
  if (text === '') return
  const last = runs.at(-1)
  if (last !== undefined && sameMarks(last.marks, marks)) last.text += text
  else runs.push({ text, marks })
}

/** The outer marks that two neighbouring runs share. */
export function sharedMarks(one: readonly Mark[], other: readonly Mark[]): readonly Mark[] {
  if (one === other) return one
  let shared = 0
  while (shared < one.length && one[shared] === other[shared]) shared++
  return shared === one.length ? one : one.slice(0, shared)
}

function sameMarks(one: readonly Mark[], other: readonly Mark[]): boolean {
  return one === other || (one.length === other.length && one.every((mark, index) => mark === other[index]))
}
