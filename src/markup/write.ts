// Serializes a document as balanced, escaped HTML with only the elements of the table. Pure.

import type { Direction } from './direction.ts'
import { directionOf, hasRightToLeft } from './direction.ts'
import type { Block, Mark, Picture, Run } from './document.ts'
import { textOfBlocks, textOfRuns } from './document.ts'
import { isForeign } from './links.ts'
import { encodePlaceholders, NEXT_PARAGRAPH } from './placeholders.ts'
import { FOREIGN_REL, SIZES } from './table.ts'
import { countWords, firstWords } from './words.ts'

const WORDS_ON_SQUISH = 8
const CHARACTERS_ON_SQUISH = 80

/** The HTML of blocks with placeholders, for `sanitize`, which resolves them and writes line breaks. */
export function writeHtml(blocks: readonly Block[]): string {
  return writeBlocks(blocks, hasRightToLeft(textOfBlocks(blocks)) ? 'ltr' : null)
}

/** @param around direction that the blocks inherit; null if the whole text is left to right and needs no `dir` */
function writeBlocks(blocks: readonly Block[], around: Direction | null): string {
  const parts: string[] = []
  // Whether the previous paragraph ends in plain text, not in a mark or a link.
  let joins = false
  for (const block of blocks) {
    const html = writeBlock(block, around)
    const plain = block.kind === 'paragraph' && html.startsWith('<p>')
    if (joins && plain) parts.push(parts.pop()!.slice(0, -'</p>'.length), NEXT_PARAGRAPH, html.slice('<p>'.length))
    else parts.push(html)
    joins = plain && block.runs.at(-1)?.marks.length === 0
  }
  return parts.join('')
}

function writeBlock(block: Block, around: Direction | null): string {
  switch (block.kind) {
    case 'paragraph':
      return writeLine('p', '', block.runs, around)
    case 'heading':
      return writeLine('h2', '', block.runs, around)
    case 'ednote':
      return writeLine('p', ' class="ednote"', block.runs, around)
    case 'blockquote': {
      const own = around && (directionOf(textOfBlocks(block.blocks)) ?? around)
      return `<blockquote${dir(own, around)}>${writeBlocks(block.blocks, own)}</blockquote>`
    }
    case 'squish':
      return writeSquish(block.blocks, around)
    case 'list': {
      const own = around && (directionOf(textOfBlocks([block])) ?? around)
      const tag = block.ordered ? 'ol' : 'ul'
      return `<${tag}${dir(own, around)}>${block.items.map((item) => writeItem(item, own)).join('')}</${tag}>`
    }
    case 'pre': {
      const own = around && (directionOf(block.text) ?? 'ltr')
      return `<pre${dir(own, around)}><code>${encodePlaceholders(block.text)}</code></pre>`
    }
    case 'picture':
      return writePicture(block, around)
  }
}

function writeLine(tag: string, attributes: string, runs: readonly Run[], around: Direction | null): string {
  const own = around && (directionOf(textOfRuns(runs)) ?? around)
  return `<${tag}${attributes}${dir(own, around)}>${writeRuns(runs, own)}</${tag}>`
}

/** The `dir` attribute, if the direction differs from that around the element. */
function dir(own: Direction | null, around: Direction | null): string {
  return own === around || own === null ? '' : ` dir="${own}"`
}

/** An item with only one paragraph is written without `<p>`. */
function writeItem(blocks: readonly Block[], around: Direction | null): string {
  const own = around && (directionOf(textOfBlocks(blocks)) ?? around)
  const [first, ...rest] = blocks
  const bare = first?.kind === 'paragraph' && !rest.some((block) => block.kind === 'paragraph')
  return `<li${dir(own, around)}>${bare ? writeRuns(first.runs, own) + writeBlocks(rest, own) : writeBlocks(blocks, own)}</li>`
}

function writeSquish(blocks: readonly Block[], around: Direction | null): string {
  const text = textOfBlocks(blocks)
  // The summary is English; the words it quotes are the writer's.
  const ours = around && 'ltr'
  const own = around && (directionOf(text) ?? 'ltr')
  const words = countWords(text)
  const count = words === 1 ? '1 word' : `${words.toLocaleString('en-GB')} words`
  const says =
    words === 0
      ? 'Squished by the writer'
      : `Squished by the writer, ${count}: <q${dir(own, ours)}>${escapeText(firstWords(text, WORDS_ON_SQUISH, CHARACTERS_ON_SQUISH))}</q>`
  return `<details class="squish"${dir(ours, around)}><summary><span>${says}</span></summary><div${dir(own, ours)}>${writeBlocks(blocks, own)}</div></details>`
}

function writePicture(picture: Picture, around: Direction | null): string {
  const { name, src, alt, width, height, srcset, caption } = picture
  const size = width === undefined || height === undefined ? '' : ` width="${width}" height="${height}"`
  const widths = srcset === undefined ? '' : ` srcset="${escapeAttribute(srcset)}" sizes="${SIZES[name]}"`
  // The description of a foto is also the accessible name of the link around it.
  const says = alt === '' && name === 'foto' ? textOfRuns(caption) || 'Picture' : alt
  const image = `<img src="${escapeAttribute(src)}" alt="${escapeAttribute(says)}"${size}${widths} loading="lazy" />`
  const shown = name === 'foto' ? `${openLink({ name: 'a', href: src }, '')}${image}</a>` : image
  return `<figure class="${name}">${shown}${writeCaption(picture, around)}</figure>`
}

function writeCaption({ caption, credit }: Picture, around: Direction | null): string {
  if (caption.length === 0 && credit === '') return ''
  const own = around && (directionOf(`${textOfRuns(caption)} ${credit}`) ?? around)
  const by = credit === '' ? '' : `<span class="credit">${encodePlaceholders(credit)}</span>`
  return `<figcaption${dir(own, around)}>${writeRuns(caption, own)}${caption.length > 0 && by !== '' ? ' ' : ''}${by}</figcaption>`
}

function writeRuns(runs: readonly Run[], around: Direction | null): string {
  let html = ''
  let open: readonly Mark[] = []
  for (const { text, marks } of withoutBlankLinks(runs)) {
    if (marks !== open) {
      let kept = 0
      while (kept < open.length && open[kept] === marks[kept]) kept++
      for (let at = open.length - 1; at >= kept; at--) html += closeTag(open[at] as Mark)
      for (let at = kept; at < marks.length; at++) html += openTag(marks[at] as Mark, text, around)
      open = marks
    }
    // The sanitizer turns line ends into line breaks, except in code.
    html += marks.some(({ name }) => name === 'code')
      ? encodePlaceholders(text).replaceAll('\n', '<br />')
      : encodePlaceholders(text)
  }
  for (let at = open.length - 1; at >= 0; at--) html += closeTag(open[at] as Mark)
  return html
}

/** Removes links without text, which would have no accessible name; their white space stays. */
function withoutBlankLinks(runs: readonly Run[]): readonly Run[] {
  const isLink = (mark: Mark): boolean => mark.name === 'a'
  if (!runs.some((run) => run.marks.some(isLink) && run.text.trim() === '')) return runs
  const named = new Set(runs.filter((run) => run.text.trim() !== '').flatMap((run) => run.marks))
  return runs.map(({ text, marks }) => ({ text, marks: marks.filter((mark) => !isLink(mark) || named.has(mark)) }))
}

function openTag(mark: Mark, text: string, around: Direction | null): string {
  // Addresses, nics and code keep their own direction.
  const own = around && dir(directionOf(text), around)
  if (mark.name === 'a') return openLink(mark, own ?? '')
  return mark.name === 'big' ? '<span class="big">' : mark.name === 'code' ? `<code${own ?? ''}>` : `<${mark.name}>`
}

function closeTag(mark: Mark): string {
  return mark.name === 'big' ? '</span>' : `</${mark.name}>`
}

function openLink({ href = '', mention }: Mark, direction: string): string {
  const kind = mention === true ? ' class="mention"' : ''
  return `<a${kind} href="${escapeAttribute(href)}"${isForeign(href) ? ` rel="${FOREIGN_REL}"` : ''}${direction}>`
}

export function escapeText(text: string): string {
  return /[&<>]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text
}

export function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;')
}
