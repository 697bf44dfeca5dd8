// Reads another system's HTML (Hacker News, WordPress, Disqus) into the same document that typed markup makes. Pure.

import { Parser } from 'htmlparser2'
import { budgetFor, PICTURE_COST, payForBlocks, payForLink } from './budget.ts'
import type { BlockKind, Builder } from './build.ts'
import {
  addBlock,
  addLink,
  addText,
  closeFrame,
  closeMark,
  endParagraph,
  finish,
  holdsText,
  newBuilder,
  openBlock,
  openMark,
  top,
} from './build.ts'
import type { Block, MarkName, Run } from './document.ts'
import { pushRun, textOfRuns } from './document.ts'
import { usableAddress } from './links.ts'
import { pictureBlock } from './pictures.ts'
import { withoutControls } from './placeholders.ts'
import type { Reading } from './read-markup.ts'

const MARK_TAGS: ReadonlyMap<string, MarkName> = new Map([
  ['b', 'b'],
  ['strong', 'strong'],
  ['i', 'i'],
  ['em', 'em'],
  ['u', 'u'],
  ['s', 's'],
  ['strike', 's'],
  ['del', 'del'],
  ['small', 'small'],
  ['big', 'big'],
  ['code', 'code'],
  ['tt', 'code'],
  ['kbd', 'code'],
  ['samp', 'code'],
])
const BLOCK_TAGS: ReadonlyMap<string, BlockKind> = new Map([
  ['ul', 'list'],
  ['ol', 'list'],
  ['li', 'item'],
  ['blockquote', 'blockquote'],
])
const HEADING = /^h[1-6]$/
// Other elements that stand on lines of their own; whatever is not named here is transparent.
const LINE_TAGS = new Set(
  (
    'p div table caption thead tbody tfoot tr dl dt dd address article aside section header footer nav main figure ' +
    'figcaption form fieldset hr center details summary'
  ).split(' '),
)
const CELLS = new Set(['td', 'th'])
const DROPPED = new Set(['script', 'style', 'iframe', 'template'])

type HtmlScan = {
  builder: Builder
  reading: Reading
  /** For each open element, what its end does. */
  ends: (() => void)[]
  /** Text within `<pre>`, or null outside. */
  pre: string | null
  /** How many open elements are dropped with their content. */
  dropped: number
  /** Changes whenever something is written that a reader sees. */
  written: number
}

/** The blocks of a foreign HTML text (line ends are `\n`). Never fails; what we do not have keeps its text. */
export function readHtml(source: string, reading: Reading): Block[] {
  const scan: HtmlScan = {
    builder: newBuilder(reading.mentions, budgetFor(source.length)),
    reading,
    ends: [],
    pre: null,
    dropped: 0,
    written: 0,
  }
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        scan.ends.push(openElement(scan, name, attributes))
      },
      // Entities may have been anything.
      ontext: (text) => readText(scan, withoutControls(text)),
      onclosetag: () => {
        scan.ends.pop()?.()
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  )
  // The parser forgets a tag that the text breaks off in, words and all.
  const last = source.lastIndexOf('<')
  const whole = last === -1 || source.includes('>', last) ? source.length : last
  parser.write(source.slice(0, whole))
  if (whole < source.length) readText(scan, source.slice(whole))
  parser.end()
  return finish(scan.builder)
}

function readText(scan: HtmlScan, text: string): void {
  if (scan.dropped > 0) return
  if (text.trim() !== '') scan.written++
  if (scan.pre !== null) {
    scan.pre += text
    return
  }
  if (!/[\t\n]| {2}/.test(text)) {
    // As most is that stands between two tags.
    addText(scan.builder, text)
    return
  }
  // WordPress keeps paragraphs as empty lines; elsewhere an empty line says the same.
  const parts = text.split(/\n[ \t]*\n\s*/)
  for (let at = 0; at < parts.length; at++) {
    if (at > 0) endParagraph(scan.builder)
    addText(scan.builder, (parts[at] as string).replace(/[ \t\n]+/g, ' '))
  }
}

/** Begins an element and answers what is to be done at its end. */
function openElement(scan: HtmlScan, name: string, attributes: Readonly<Record<string, string>>): () => void {
  const { builder } = scan
  if (scan.dropped > 0 || DROPPED.has(name)) {
    if (name === 'iframe' && scan.dropped === 0) linkTo(scan, attributes['src'] ?? '')
    scan.dropped++
    return () => {
      scan.dropped--
    }
  }
  if (scan.pre !== null) {
    if (name === 'br') scan.pre += '\n'
    if (name === 'img') scan.pre += withoutControls(attributes['alt'] ?? '')
    return nothing
  }
  const mark = MARK_TAGS.get(name)
  if (mark !== undefined) return openMarks(builder, [mark])
  if (name === 'a') {
    const href = usableAddress(withScheme(attributes['href'] ?? ''))
    if (href === null || !payForLink(builder.budget)) return nothing
    openMark(builder, 'a', href)
    const before = scan.written
    // A link around nothing shows its address: nothing is lost.
    return () => {
      if (closeMark(builder, 'a') && scan.written === before) addLink(builder, href, href)
    }
  }
  if (name === 'br') {
    addText(builder, '\n')
    return nothing
  }
  if (name === 'img') {
    readImage(scan, attributes)
    return nothing
  }
  if (name === 'pre' && !holdsText(builder)) {
    scan.pre = ''
    return () => endPre(scan)
  }
  const block = BLOCK_TAGS.get(name) ?? (HEADING.test(name) && scan.reading.place === 'article' ? 'h2' : undefined)
  if (block !== undefined) {
    if (!openBlock(builder, block, { ordered: name === 'ol' })) return nothing
    const frame = top(builder)
    return () => closeFrame(builder, frame)
  }
  if (CELLS.has(name)) return () => addText(builder, ' ')
  return LINE_TAGS.has(name) || HEADING.test(name) ? openLine(builder, name) : nothing
}

function openLine(builder: Builder, name: string): () => void {
  breakLine(builder)
  const endMarks = HEADING.test(name) ? openMarks(builder, ['b']) : nothing
  const frame = top(builder)
  const before = frame.blocks.length
  return () => {
    breakLine(builder)
    endMarks()
    if (name === 'figcaption' && top(builder) === frame) captionPicture(frame.blocks, before)
  }
}

function openMarks(builder: Builder, names: readonly MarkName[]): () => void {
  for (const name of names) openMark(builder, name)
  return () => {
    for (const name of names) closeMark(builder, name)
  }
}

function breakLine(builder: Builder): void {
  // A heading holds one line, whatever is in it.
  if (holdsText(builder)) addText(builder, ' ')
  else endParagraph(builder)
}

function endPre(scan: HtmlScan): void {
  const text = (scan.pre ?? '').replace(/^[ \t]*\n/, '').trimEnd()
  scan.pre = null
  if (text !== '') addBlock(scan.builder, { kind: 'pre', text })
}

function readImage(scan: HtmlScan, attributes: Readonly<Record<string, string>>): void {
  const { builder, reading } = scan
  scan.written++
  const alt = withoutControls(attributes['alt'] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
  const src = withScheme(attributes['src'] ?? '')
  const block = pictureBlock('photo', src, alt, [], reading.foreignPictures === true)
  if (block?.kind === 'picture' && payForBlocks(PICTURE_COST, builder.budget) && addBlock(builder, block)) return
  const words = alt === '' && block !== null ? src : alt
  // An image within a link is named by its description; otherwise it becomes a link itself.
  if (builder.counts.a > 0 || block === null) addText(builder, words)
  else linkTo(scan, src, words)
}

function linkTo(scan: HtmlScan, address: string, words = withScheme(address)): void {
  const href = usableAddress(withScheme(address))
  if (href !== null) addLink(scan.builder, words.trim(), href)
}

function captionPicture(blocks: Block[], from: number): void {
  const picture = blocks[from - 1]
  const caption = blocks.slice(from)
  if (picture?.kind !== 'picture' || textOfRuns(picture.caption) !== '' || caption.length === 0) return
  const runs: Run[] = []
  for (const block of caption) {
    if (block.kind !== 'paragraph') return
    if (runs.length > 0) pushRun(runs, ' ', [])
    for (const run of block.runs) pushRun(runs, run.text, run.marks)
  }
  picture.caption = runs
  blocks.length = from
}

function withScheme(address: string): string {
  return address.trim().startsWith('//') ? `https:${address.trim()}` : address
}

function nothing(): void {}
