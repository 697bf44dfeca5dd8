// What a text says, whatever it was written in: a tree of blocks, whose lines are runs of text with the marks on them. Pure.

import type { NameOf } from './table.ts'

export type MarkName = NameOf<'mark'> | 'code'

/** One mark on a run. Two runs belong to the same mark only when they hold the same object. */
export type Mark = {
  readonly name: MarkName
  /** Address of a link, already found usable. */
  readonly href?: string
  /** True for the link of an `@nic`. */
  readonly mention?: true
}

/** Text with the marks on it, outermost first; a `\n` in the text is a line break. Marks never nest wrongly: they are a list. */
export type Run = { text: string; readonly marks: readonly Mark[] }

export type Picture = {
  kind: 'picture'
  name: NameOf<'leaf'>
  src: string
  alt: string
  /** Pixels; absent for a picture on another host. */
  width?: number
  height?: number
  /** Narrower files of the same picture, as `ownPicture` says; absent where there are none. */
  srcset?: string
  caption: Run[]
}

export type Block =
  | { kind: 'paragraph' | 'heading' | 'ednote'; runs: Run[] }
  | { kind: 'blockquote' | 'squish'; blocks: Block[] }
  | { kind: 'list'; ordered: boolean; items: Block[][] }
  | { kind: 'pre'; text: string }
  | Picture

/** The marks that carry nothing but their name: one object each, so that neighbours join. */
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

/** Text of blocks without marks, blocks parted by newlines. */
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

/** Adds text to the end of `runs`, joining it to the last run when the marks are the same. */
export function pushRun(runs: Run[], text: string, marks: readonly Mark[]): void {
  if (text === '') return
  const last = runs.at(-1)
  if (last !== undefined && sameMarks(last.marks, marks)) last.text += text
  else runs.push({ text, marks })
}

/** The marks that two neighbouring runs share from the outside in. */
export function sharedMarks(one: readonly Mark[], other: readonly Mark[]): readonly Mark[] {
  if (one === other) return one
  let shared = 0
  while (shared < one.length && one[shared] === other[shared]) shared++
  return shared === one.length ? one : one.slice(0, shared)
}

function sameMarks(one: readonly Mark[], other: readonly Mark[]): boolean {
  return one === other || (one.length === other.length && one.every((mark, index) => mark === other[index]))
}
