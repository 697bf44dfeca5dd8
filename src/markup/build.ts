// Builds a document from what a reader meets, one call at a time, and keeps blocks and marks in order. Pure.

import type { Mentions } from './autolink.ts'
import type { Budget } from './budget.ts'
import { payForBlocks, payForMarks, SQUISH_COST } from './budget.ts'
import type { Block, Mark, MarkName, Run } from './document.ts'
import { MARKS, pushRun } from './document.ts'
import { oneLine, paragraphs } from './lines.ts'

/** Blocks deeper than this are refused. */
export const MAX_DEPTH = 12

export type BlockKind = 'blockquote' | 'squish' | 'list' | 'item' | 'h2' | 'ednote'

type Counts = Record<MarkName, number>

export type Frame = {
  kind: BlockKind | 'root'
  blocks: Block[]
  /** Text not yet made into paragraphs. */
  runs: Run[]
  items: Block[][]
  ordered: boolean
  /** A block that no tag opened, so that none closes it as long as there is another: a list made for a stray item, which anything but another item ends, or a quotation by `>`. */
  implied: boolean
  /** The marks that were on when the block began, and how many of each stay on after it. */
  marksBefore: readonly Mark[]
  floor: Counts
  /** Blocks that were refused here: their closing tags must not end anything else. */
  refused: Partial<Record<BlockKind, number>>
}

export type Builder = {
  mentions: Mentions | undefined
  budget: Budget
  frames: Frame[]
  /** The marks on the text that comes next, in the order in which they began. */
  marks: readonly Mark[]
  /** How often each was opened and not closed: `<b><b>` needs two closes, but is one mark. */
  counts: Counts
}

const NONE: Counts = { b: 0, i: 0, u: 0, s: 0, small: 0, big: 0, em: 0, strong: 0, del: 0, code: 0, a: 0 }

export function newBuilder(mentions: Mentions | undefined, budget: Budget): Builder {
  const builder: Builder = { mentions, budget, frames: [], marks: [], counts: { ...NONE } }
  pushFrame(builder, 'root')
  return builder
}

/** Ends every open block and answers the blocks of the document. */
export function finish(builder: Builder): Block[] {
  while (builder.frames.length > 1) closeTop(builder)
  endParagraph(builder)
  return top(builder).blocks
}

/** Adds text with the present marks; `\n` is a line end. */
export function addText(builder: Builder, text: string, also?: Mark): void {
  if (text === '' || (top(builder).kind === 'list' && text.trim() === '')) return
  leaveList(builder)
  const frame = top(builder)
  const blank = frame.kind === 'h2' ? /\n[ \t]*\n/.exec(text) : null
  if (blank !== null) {
    // A heading that nobody closed must not swallow the article.
    addText(builder, text.slice(0, blank.index), also)
    closeTop(builder)
    addText(builder, text.slice(blank.index), also)
    return
  }
  if (builder.marks.length === 0 && also === undefined) pushRun(frame.runs, text, builder.marks)
  else addMarked(builder, text, also)
}

/** Marks may have to begin again on every line of a text; where that costs too much they end there. */
function addMarked(builder: Builder, text: string, also: Mark | undefined): void {
  const { runs } = top(builder)
  let from = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    if (payForMarks(builder.marks, builder.budget)) continue
    pushRun(runs, text.slice(0, at), also === undefined ? builder.marks : [...builder.marks, also])
    endMarks(builder)
    from = at
    break
  }
  pushRun(runs, text.slice(from), also === undefined ? builder.marks : [...builder.marks, also])
}

function endMarks(builder: Builder): void {
  const { floor } = top(builder)
  for (const { name } of builder.marks) builder.counts[name] = floor[name] = 0
  builder.marks = []
}

/** Adds text that is a link of its own; a link it stands in ends before it. `href` is already usable. */
export function addLink(builder: Builder, text: string, href: string): void {
  closeMark(builder, 'a')
  addText(builder, text, { name: 'a', href })
}

/** Begins a mark; a link ends the link before it. `href` is for links, and already usable. */
export function openMark(builder: Builder, name: MarkName, href?: string): void {
  if (name === 'a') closeMark(builder, 'a')
  const mark = name === 'a' ? { name, ...(href === undefined ? {} : { href }) } : MARKS[name]
  if (builder.counts[name] === 0) builder.marks = [...builder.marks, mark]
  builder.counts[name]++
}

/** Ends the latest such mark; false when there is none. */
export function closeMark(builder: Builder, name: MarkName): boolean {
  const { counts } = builder
  if (counts[name] === 0) return false
  counts[name]--
  const { floor } = top(builder)
  floor[name] = Math.min(floor[name], counts[name])
  if (counts[name] > 0) return true
  const at = builder.marks.findIndex((mark) => mark.name === name)
  if (payForMarks(builder.marks.slice(at + 1), builder.budget))
    builder.marks = builder.marks.filter((mark) => mark.name !== name)
  else endMarks(builder)
  return true
}

/** Begins a block; false when it may not stand here or is too deep. A stray item gets a list. */
export function openBlock(
  builder: Builder,
  kind: BlockKind,
  how: { ordered?: boolean; implied?: boolean } = {},
): boolean {
  if (holdsText(builder)) return refuse(builder, kind)
  if (kind === 'item') {
    if ((top(builder).refused.list ?? 0) > 0) return refuse(builder, kind)
    if (!payForBlocks(1, builder.budget)) return refuse(builder, kind)
    if (top(builder).kind === 'item') closeTop(builder)
    if (top(builder).kind !== 'list') {
      if (!openBlock(builder, 'list', { implied: true })) return refuse(builder, kind)
    }
    pushFrame(builder, 'item')
    return true
  }
  leaveList(builder)
  // A list needs room for its items.
  if (
    builder.frames.length + (kind === 'list' ? 1 : 0) > MAX_DEPTH ||
    !payForBlocks(kind === 'squish' ? SQUISH_COST : 1, builder.budget)
  ) {
    return how.implied === true ? false : refuse(builder, kind)
  }
  endParagraph(builder)
  pushFrame(builder, kind, how)
  return true
}

/** Ends the nearest such block and what is open within it; false when there is none. */
export function closeBlock(builder: Builder, kind: BlockKind): boolean {
  const { frames } = builder
  const { refused } = top(builder)
  const pending = refused[kind] ?? 0
  if (pending > 0) {
    refused[kind] = pending - 1
    return false
  }
  let at = frames.findLastIndex((frame) => frame.kind === kind && !frame.implied)
  if (at === -1) at = frames.findLastIndex((frame) => frame.kind === kind)
  if (at === -1) return false
  while (frames.length > at) closeTop(builder)
  return true
}

/** Ends one certain block, as `top` answered it, and what is open within it; nothing when it has ended already. */
export function closeFrame(builder: Builder, frame: Frame): void {
  const at = builder.frames.lastIndexOf(frame)
  while (at > 0 && builder.frames.length > at) closeTop(builder)
}

/** Adds a block that is complete; false where only text may stand. */
export function addBlock(builder: Builder, block: Block): boolean {
  if (holdsText(builder)) return false
  leaveList(builder)
  endParagraph(builder)
  top(builder).blocks.push(block)
  return true
}

/** True within a heading or an editors' note, where text and marks may stand and nothing else. */
export function holdsText(builder: Builder): boolean {
  const { kind } = top(builder)
  return kind === 'h2' || kind === 'ednote'
}

/** Makes paragraphs of the text so far; the next text begins a new one. */
export function endParagraph(builder: Builder): void {
  const frame = top(builder)
  if (frame.runs.length === 0) return
  const { runs } = frame
  frame.runs = []
  if (!payForMarks(builder.marks, builder.budget)) endMarks(builder)
  if (frame.kind === 'h2') {
    const line = oneLine(runs, builder.budget, builder.mentions)
    if (line.length > 0) frame.blocks.push({ kind: 'heading', runs: line })
    return
  }
  const room = frame.kind === 'ednote' ? 0 : MAX_DEPTH + 1 - builder.frames.length
  for (const block of paragraphs(runs, { mentions: builder.mentions, room, budget: builder.budget })) {
    frame.blocks.push(frame.kind === 'ednote' && block.kind === 'paragraph' ? { ...block, kind: 'ednote' } : block)
  }
}

/** The innermost open block. */
export function top(builder: Builder): Frame {
  return builder.frames.at(-1) as Frame
}

function pushFrame(builder: Builder, kind: Frame['kind'], { ordered = false, implied = false } = {}): void {
  builder.frames.push({
    kind,
    blocks: [],
    runs: [],
    items: [],
    ordered,
    implied,
    marksBefore: builder.marks,
    floor: { ...builder.counts },
    refused: {},
  })
}

function refuse(builder: Builder, kind: BlockKind): false {
  const { refused } = top(builder)
  refused[kind] = (refused[kind] ?? 0) + 1
  return false
}

function leaveList(builder: Builder): void {
  if (top(builder).kind !== 'list') return
  if (top(builder).implied) closeTop(builder)
  else pushFrame(builder, 'item')
}

function closeTop(builder: Builder): void {
  endParagraph(builder)
  const frame = builder.frames.pop() as Frame
  const parent = top(builder)
  const { kind, blocks, items } = frame
  if (kind === 'list') {
    if (items.length > 0) parent.blocks.push({ kind: 'list', ordered: frame.ordered, items })
  } else if (blocks.length > 0) {
    if (kind === 'item') parent.items.push(blocks)
    else if (kind === 'blockquote' || kind === 'squish') parent.blocks.push({ kind, blocks })
    else for (const block of blocks) parent.blocks.push(block)
  }
  restoreMarks(builder, frame, parent)
}

function restoreMarks(builder: Builder, frame: Frame, parent: Frame): void {
  builder.counts = frame.floor
  const kept = frame.marksBefore.filter((mark) => frame.floor[mark.name] > 0)
  builder.marks = kept.length === frame.marksBefore.length ? frame.marksBefore : kept
  for (const mark of parent.marksBefore) {
    parent.floor[mark.name] = Math.min(parent.floor[mark.name], frame.floor[mark.name])
  }
}
