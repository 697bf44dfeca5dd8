// Writes a document as HTML: balanced, everything escaped, nothing in it but what the table names.

import { textOfBlocks, textOfRuns } from './document.ts'
import type { Block, Mark, Picture, Run } from './document.ts'
import { isForeign } from './links.ts'
import { FOREIGN_REL } from './table.ts'
import { beginning, countWords } from './words.ts'

const WORDS_ON_SQUISH = 8
const CHARACTERS_ON_SQUISH = 80

/** The HTML of blocks, for `sanitize` to read, which leaves the tags and writes `>` and line breaks as they should be. */
export function write(blocks: readonly Block[]): string {
  return blocks.map(writeBlock).join('')
}

function writeBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph': return `<p>${writeRuns(block.runs)}</p>`
    case 'heading': return `<h2>${writeRuns(block.runs)}</h2>`
    case 'ednote': return `<p class="ednote">${writeRuns(block.runs)}</p>`
    case 'blockquote': return `<blockquote>${write(block.blocks)}</blockquote>`
    case 'squish': return writeSquish(block.blocks)
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul'
      return `<${tag}>${block.items.map((item) => `<li>${writeItem(item)}</li>`).join('')}</${tag}>`
    }
    case 'pre': return `<pre><code>${withoutTags(block.text)}</code></pre>`
    case 'picture': return writePicture(block)
  }
}

/** An item of one paragraph needs no paragraph around it, whatever follows it. */
function writeItem([first, ...rest]: readonly Block[]): string {
  if (first?.kind !== 'paragraph' || rest.some((block) => block.kind === 'paragraph')) return write(first === undefined ? [] : [first, ...rest])
  return writeRuns(first.runs) + write(rest)
}

function writeSquish(blocks: readonly Block[]): string {
  const text = textOfBlocks(blocks)
  const words = countWords(text)
  const count = words === 1 ? '1 word' : `${words.toLocaleString('en-GB')} words`
  const says = words === 0 ? 'Squished by the writer'
    : `Squished by the writer, ${count}: <q>${escapeText(beginning(text, WORDS_ON_SQUISH, CHARACTERS_ON_SQUISH))}</q>`
  return `<details class="squish"><summary><span>${says}</span></summary><div>${write(blocks)}</div></details>`
}

function writePicture({ name, src, alt, width, height, caption }: Picture): string {
  const size = width === undefined || height === undefined ? '' : ` width="${width}" height="${height}"`
  // The link around a foto has no other name than its picture's description.
  const says = alt === '' && name === 'foto' ? textOfRuns(caption) || 'Picture' : alt
  const image = `<img src="${escapeAttribute(src)}" alt="${escapeAttribute(says)}"${size} loading="lazy" />`
  const shown = name === 'foto' ? `${openLink({ name: 'a', href: src })}${image}</a>` : image
  const below = caption.length === 0 ? '' : `<figcaption>${writeRuns(caption)}</figcaption>`
  return `<figure class="${name}">${shown}${below}</figure>`
}

function writeRuns(runs: readonly Run[]): string {
  let html = ''
  let open: readonly Mark[] = []
  for (const { text, marks } of withoutBlankLinks(runs)) {
    if (marks !== open) {
      let kept = 0
      while (kept < open.length && open[kept] === marks[kept]) kept++
      for (let at = open.length - 1; at >= kept; at--) html += closeTag(open[at] as Mark)
      for (let at = kept; at < marks.length; at++) html += openTag(marks[at] as Mark)
      open = marks
    }
    // The sanitizer makes line breaks of line ends, except within code.
    html += marks.some(({ name }) => name === 'code') ? withoutTags(text).replaceAll('\n', '<br />') : withoutTags(text)
  }
  for (let at = open.length - 1; at >= 0; at--) html += closeTag(open[at] as Mark)
  return html
}

/** A link with nothing to read in it has no name; its white space stays. */
function withoutBlankLinks(runs: readonly Run[]): readonly Run[] {
  const isLink = (mark: Mark): boolean => mark.name === 'a'
  if (!runs.some((run) => run.marks.some(isLink) && run.text.trim() === '')) return runs
  const named = new Set(runs.filter((run) => run.text.trim() !== '').flatMap((run) => run.marks))
  return runs.map(({ text, marks }) => ({ text, marks: marks.filter((mark) => !isLink(mark) || named.has(mark)) }))
}

function openTag(mark: Mark): string {
  if (mark.name === 'a') return openLink(mark)
  return mark.name === 'big' ? '<span class="big">' : `<${mark.name}>`
}

function closeTag(mark: Mark): string {
  return mark.name === 'big' ? '</span>' : `</${mark.name}>`
}

function openLink({ href = '', mention }: Mark): string {
  const kind = mention === true ? ' class="mention"' : ''
  return `<a${kind} href="${escapeAttribute(href)}"${isForeign(href) ? ` rel="${FOREIGN_REL}"` : ''}>`
}

/** Text for the sanitizer to read: an entity or a tag for every sign would cost it more than the rest of the text. */
function withoutTags(text: string): string {
  return /[&<]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : text
}

export function escapeText(text: string): string {
  return /[&<>]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text
}

export function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;')
}
