// Parses typed markup: the tags of the table are markup, everything else is shown as typed. Pure.

import type { Mentions } from './autolink.ts'
import { budgetFor, PICTURE_COST, payForBlocks, payForLink } from './budget.ts'
import type { BlockKind, Builder } from './build.ts'
import {
  addBlock,
  addLink,
  addText,
  closeBlock,
  closeFrame,
  closeMark,
  finish,
  holdsText,
  newBuilder,
  openBlock,
  openMark,
  top,
} from './build.ts'
import type { Block, Run } from './document.ts'
import { MARKS } from './document.ts'
import { oneLine } from './lines.ts'
import { usableAddress } from './links.ts'
import { pictureBlock } from './pictures.ts'
import { findTag } from './places.ts'
import type { QuotedLines } from './quote-lines.ts'
import { nextQuoted } from './quote-lines.ts'
import type { NameOf, Place } from './table.ts'
import { TAGS } from './table.ts'

export type Reading = {
  place: Place
  mentions?: Mentions | undefined
  /** Whether the site shows pictures of other hosts. */
  foreignPictures?: boolean | undefined
}

type TypedTag = { name: string; closing: boolean; attributes: ReadonlyMap<string, string>; end: number }

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map()
const NAME = /<(\/?)([a-z][a-z0-9]*)/iy
const ATTRIBUTE = /\s+([a-z][a-z0-9-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+))/iy
const END = /\s*\/?>/y
const WRAPPING_CODE = /^\s*<code>([^]*)<\/code>\s*$/i
// An empty link shows its address, so that nothing typed is lost.
const EMPTY_LINK = /\s*(?:<\/a\s*>|$)/iy
// Tags that a caption cannot contain: if one of these comes first, the picture was not closed.
const BLOCK_NAMES = TAGS.filter((tag) => tag.kind !== 'mark' && tag.name !== 'code').map((tag) => tag.name)
const ENDS_CAPTION = new RegExp(`<(/?)(${BLOCK_NAMES.join('|')})(?![a-z0-9])`, 'gi')
const CLOSERS: Readonly<Record<NameOf<'raw'>, RegExp>> = { code: /<\/code\s*>/gi, pre: /<\/pre\s*>/gi }
const BLOCK_KINDS: Readonly<Record<NameOf<'block' | 'line'>, BlockKind>> = {
  ul: 'list',
  li: 'item',
  blockquote: 'blockquote',
  squish: 'squish',
  h2: 'h2',
  ednote: 'ednote',
}

/** Parses a typed text with `\n` line ends. Never fails; what is not markup is text. Runs in linear time. */
export function readMarkup(source: string, reading: Reading): Block[] {
  const builder = newBuilder(reading.mentions, budgetFor(source.length))
  readInto(builder, source, reading, false)
  return finish(builder)
}

type MarkupScan = {
  builder: Builder
  source: string
  reading: Reading
  /** Whether only marks and code are allowed, as in a caption. */
  marksOnly: boolean
  /** For each closing tag, the index from which on there is none. */
  noneFrom: Map<string, number>
}

function readInto(builder: Builder, source: string, reading: Reading, marksOnly: boolean): void {
  const scan: MarkupScan = { builder, source, reading, marksOnly, noneFrom: new Map() }
  let textFrom = 0
  let quoted = marksOnly ? null : nextQuoted(source, 0)
  let tagFrom = source.indexOf('<')
  for (let at = tagFrom; at !== -1 || quoted !== null; ) {
    let after: number | null = null
    if (quoted !== null && (at === -1 || quoted.start < at)) {
      addText(builder, source.slice(textFrom, quoted.start))
      textFrom = quoted.start
      if (readQuoted(scan, quoted)) after = textFrom = quoted.end
      at = after ?? quoted.start
      // When the budget is spent, no further quotations are searched for.
      quoted = builder.budget.blocks === 0 ? null : nextQuoted(source, quoted.end)
    } else {
      const tag = tagAt(source, at)
      if (tag !== null) {
        // Text may end an implied list, so it is added before the tag is handled.
        addText(builder, source.slice(textFrom, at))
        textFrom = at
        after = readTag(scan, tag)
        if (after !== null) textFrom = after
      }
      at = after ?? at + 1
      if (quoted !== null && quoted.start < at) quoted = nextQuoted(source, at)
    }
    // Searched for once, so that many quotations before one tag, or before none, stay cheap.
    if (tagFrom !== -1 && tagFrom < at) tagFrom = source.indexOf('<', at)
    at = tagFrom
  }
  addText(builder, source.slice(textFrom))
}

/** Parses quoted lines as a quotation; false where none is allowed. */
function readQuoted({ builder, reading }: MarkupScan, quoted: QuotedLines): boolean {
  if (holdsText(builder) || !openBlock(builder, 'blockquote', { implied: true })) return false
  const frame = top(builder)
  readInto(builder, quoted.text, reading, false)
  closeFrame(builder, frame)
  return true
}

/** The tag at an index, if it is well formed and every attribute has a value; else null. */
function tagAt(source: string, at: number): TypedTag | null {
  NAME.lastIndex = at
  const name = NAME.exec(source)
  if (name === null) return null
  let end = NAME.lastIndex
  // Most tags have no attributes.
  let attributes: Map<string, string> | null = null
  const closing = name[1] === '/'
  for (;;) {
    END.lastIndex = end
    if (END.test(source))
      return {
        name: (name[2] ?? '').toLowerCase(),
        closing,
        attributes: attributes ?? NO_ATTRIBUTES,
        end: END.lastIndex,
      }
    ATTRIBUTE.lastIndex = end
    const attribute = closing ? null : ATTRIBUTE.exec(source)
    if (attribute === null) return null
    const key = (attribute[1] ?? '').toLowerCase()
    attributes ??= new Map()
    if (!attributes.has(key)) attributes.set(key, attribute[2] ?? attribute[3] ?? attribute[4] ?? '')
    end = ATTRIBUTE.lastIndex
  }
}

/** Applies a tag. @returns where to continue, or null if the tag is shown as typed */
function readTag(scan: MarkupScan, tag: TypedTag): number | null {
  const entry = findTag(tag.name, scan.reading.place)
  if (entry === undefined) return null
  const { builder } = scan
  switch (entry.kind) {
    case 'mark': {
      if (tag.closing) return closeMark(builder, entry.name) ? tag.end : null
      const href = entry.name === 'a' ? usableAddress(tag.attributes.get('href') ?? '') : undefined
      if (href === null || (href !== undefined && !payForLink(builder.budget))) return null
      if (href !== undefined) {
        EMPTY_LINK.lastIndex = tag.end
        if (EMPTY_LINK.test(scan.source)) {
          addLink(builder, (tag.attributes.get('href') ?? '').trim(), href)
          return EMPTY_LINK.lastIndex
        }
      }
      openMark(builder, entry.name, href)
      return tag.end
    }
    case 'block':
    case 'line': {
      const kind = BLOCK_KINDS[entry.name]
      return (tag.closing ? closeBlock(builder, kind) : openBlock(builder, kind)) ? tag.end : null
    }
    case 'raw':
      return tag.closing ? null : readRaw(scan, entry.name, tag.end)
    case 'leaf':
      return tag.closing ? null : readPicture(scan, entry.name, tag)
  }
}

function readRaw(scan: MarkupScan, name: NameOf<'raw'>, from: number): number | null {
  const { builder, source } = scan
  const standsAlone = !scan.marksOnly && !holdsText(builder)
  if (name === 'pre' && !standsAlone) return null
  const closer = closerAfter(scan, name, from)
  if (closer === null && name === 'code') return null
  const typed = source.slice(from, closer?.index ?? source.length)
  const after = closer?.end ?? source.length
  if (name === 'code' && !(standsAlone && typed.includes('\n'))) {
    addText(builder, typed, MARKS.code)
    return after
  }
  const text = (name === 'pre' ? (WRAPPING_CODE.exec(typed)?.[1] ?? typed) : typed).replace(/^[ \t]*\n/, '').trimEnd()
  if (text !== '') addBlock(builder, { kind: 'pre', text })
  return after
}

function readPicture(scan: MarkupScan, name: NameOf<'leaf'>, tag: TypedTag): number | null {
  const { builder, source, reading } = scan
  if (holdsText(builder)) return null
  let caption: Run[] = []
  let after = tag.end
  ENDS_CAPTION.lastIndex = tag.end
  const ending = ENDS_CAPTION.exec(source)
  if (ending !== null && ending[1] === '/' && ending[2]?.toLowerCase() === name) {
    END.lastIndex = ending.index + ending[0].length
    if (END.test(source)) {
      after = END.lastIndex
      caption = readCaption(source.slice(tag.end, ending.index), builder, reading)
    }
  }
  const words = (attribute: 'alt' | 'credit'): string =>
    (tag.attributes.get(attribute) ?? '').replace(/\s+/g, ' ').trim()
  const says = { alt: words('alt'), caption, credit: words('credit') }
  const block = pictureBlock(name, tag.attributes.get('src') ?? '', says, reading.foreignPictures === true)
  return block !== null && payForBlocks(PICTURE_COST, builder.budget) && addBlock(builder, block) ? after : null
}

function readCaption(source: string, { budget }: Builder, reading: Reading): Run[] {
  const builder = newBuilder(undefined, budget)
  readInto(builder, source, reading, true)
  return oneLine(builder.frames[0]?.runs ?? [], budget, reading.mentions)
}

/** The next closing tag. Remembers when there is none, so that many opening tags stay cheap. */
function closerAfter(scan: MarkupScan, name: NameOf<'raw'>, from: number): { index: number; end: number } | null {
  if (from >= (scan.noneFrom.get(name) ?? Infinity)) return null
  const closer = CLOSERS[name]
  closer.lastIndex = from
  const match = closer.exec(scan.source)
  if (match === null) scan.noneFrom.set(name, from)
  return match === null ? null : { index: match.index, end: closer.lastIndex }
}
