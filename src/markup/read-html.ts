// Parses the HTML of other systems (Hacker News, WordPress, Disqus) into a document. Pure.

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
// Other elements that begin a new line. Elements that are not listed anywhere are transparent.
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
  /** For each open element, what to do at its end. */
  ends: (() => void)[]
  /** Text within `<pre>`, or null outside. */
  pre: string | null
  /** Number of open elements that are dropped with their content. */
  dropped: number
  /** Increases whenever visible content is added. */
  written: number
}

/** Parses foreign HTML with `\n` line ends. Never fails; unknown elements keep their text. */
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
      // Decoded entities may be control characters.
      ontext: (text) => readText(scan, withoutControls(text)),
      onclosetag: () => {
        scan.ends.pop()?.()
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  )
  // The parser drops an incomplete tag at the end of the text, so it is added as text.
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
    // Fast path for most text between two tags.
    addText(scan.builder, text)
    return
  }
  // WordPress stores paragraphs as empty lines; other systems mean the same by one.
  const parts = text.split(/\n[ \t]*\n\s*/)
  for (let at = 0; at < parts.length; at++) {
    if (at > 0) endParagraph(scan.builder)
    addText(scan.builder, (parts[at] as string).replace(/[ \t\n]+/g, ' '))
  }
}

/** Opens an element. @returns what to do at its end */
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
    // An empty link shows its address, so that nothing is lost.
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
  // A heading has only one line.
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
  const block = pictureBlock('photo', src, { alt, caption: [], credit: '' }, reading.foreignPictures === true)
  if (block?.kind === 'picture' && payForBlocks(PICTURE_COST, builder.budget) && addBlock(builder, block)) return
  const words = alt === '' && block !== null ? src : alt
  // An image in a link becomes its description; any other image becomes a link.
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
