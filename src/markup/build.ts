// Builds a document from the calls of a parser, and keeps blocks and marks well nested. Pure.

import type { Mentions } from './autolink.ts'
import type { Budget } from './budget.ts'
import { payForBlocks, payForMarks, SQUISH_COST } from './budget.ts'
import type { Block, Mark, MarkName, Run } from './document.ts'
import { MARKS, pushRun } from './document.ts'
import { oneLine, paragraphs } from './lines.ts'

/** Deeper blocks are rejected. */
const MAX_DEPTH = 12

export type BlockKind = 'blockquote' | 'squish' | 'list' | 'item' | 'h2' | 'ednote'

type Counts = Record<MarkName, number>

export type Frame = {
  kind: BlockKind | 'root'
  blocks: Block[]
  /** Text that is not in paragraphs yet. */
  runs: Run[]
  items: Block[][]
  ordered: boolean
  /** Whether no tag opened the block: a list around a stray item, which anything but another item ends, or a quotation by `>`. A closing tag closes other blocks first. */
  implied: boolean
  /** Marks that were open when the block began, and how many of each stay open after it. */
  marksBefore: readonly Mark[]
  floor: Counts
  /** Blocks that were rejected here: their closing tags must not close anything else. */
  refused: Partial<Record<BlockKind, number>>
}

export type Builder = {
  mentions: Mentions | undefined
  budget: Budget
  frames: Frame[]
  /** Marks on the next text, in the order in which they were opened. */
  marks: readonly Mark[]
  /** How often each mark is open: `<b><b>` needs two closing tags, but is one mark. */
  counts: Counts
}

const NONE: Counts = { b: 0, i: 0, u: 0, s: 0, small: 0, big: 0, em: 0, strong: 0, del: 0, code: 0, a: 0 }

export function newBuilder(mentions: Mentions | undefined, budget: Budget): Builder {
  const builder: Builder = { mentions, budget, frames: [], marks: [], counts: { ...NONE } }
  pushFrame(builder, 'root')
  return builder
}

/** Closes all open blocks. @returns the blocks of the document */
export function finish(builder: Builder): Block[] {
  while (builder.frames.length > 1) closeTop(builder)
  endParagraph(builder)
  return top(builder).blocks
}

/** Adds text with the open marks; `\n` is a line end. */
export function addText(builder: Builder, text: string, also?: Mark): void {
  if (text === '' || (top(builder).kind === 'list' && text.trim() === '')) return
  leaveList(builder)
  const frame = top(builder)
  const blank = frame.kind === 'h2' ? /\n[ \t]*\n/.exec(text) : null
  if (blank !== null) {
    // An unclosed heading must not swallow the article.
    addText(builder, text.slice(0, blank.index), also)
    closeTop(builder)
    addText(builder, text.slice(blank.index), also)
    return
  }
  if (builder.marks.length === 0 && also === undefined) pushRun(frame.runs, text, builder.marks)
  else addMarked(builder, text, also)
}

/** Adds text with marks. Marks may repeat on every line; they end where that exceeds the budget. */
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

/** Adds text as a link of its own. An open link ends before it. @param href a usable address */
export function addLink(builder: Builder, text: string, href: string): void {
  closeMark(builder, 'a')
  addText(builder, text, { name: 'a', href })
}

/** Opens a mark. A link closes an open link. @param href usable address of a link */
export function openMark(builder: Builder, name: MarkName, href?: string): void {
  if (name === 'a') closeMark(builder, 'a')
  const mark = name === 'a' ? { name, ...(href === undefined ? {} : { href }) } : MARKS[name]
  if (builder.counts[name] === 0) builder.marks = [...builder.marks, mark]
  builder.counts[name]++
}

/** Closes the latest such mark; false when there is none. */
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

/** Opens a block; false where it is not allowed or too deep. A stray item gets a list. */
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

/** Closes the nearest such block and everything open in it; false when there is none. */
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

/** Closes one block, as returned by `top`, and everything open in it. Does nothing if it is closed already. */
export function closeFrame(builder: Builder, frame: Frame): void {
  const at = builder.frames.lastIndexOf(frame)
  while (at > 0 && builder.frames.length > at) closeTop(builder)
}

/** Adds a complete block; false where only text is allowed. */
export function addBlock(builder: Builder, block: Block): boolean {
  if (holdsText(builder)) return false
  leaveList(builder)
  endParagraph(builder)
  top(builder).blocks.push(block)
  return true
}

/** Whether the innermost block is a heading or an editors' note, which hold only text and marks. */
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
