// A mail's words, as plain text and as HTML from the same parts: no pictures, no tracking, nothing from elsewhere. Pure.
import type { Passage } from '../markup/passages.ts'
import { headerText } from './address.ts'

/** One thing that a mail tells of. */
export type LetterItem = {
  heading: string
  /** What was answered, where something was. */
  quote: string
  said: readonly Passage[]
  links: readonly { href: string; text: string }[]
}

/** Addresses are whole: they begin with that of the site. */
export type Letter = {
  subject: string
  /** Paragraphs before the items. */
  opening: readonly string[]
  items: readonly LetterItem[]
  /** The one thing to do, for mails that ask for something. */
  button: { href: string; text: string } | null
  /** Small print: why this mail came, and how to have no more of them. */
  closing: readonly { text: string; href: string }[]
}

const LINE_WIDTH = 76

/** Words in lines of at most so many characters; a word that is longer has a line of its own. */
function wrapText(text: string, prefix = ''): string {
  return text
    .split('\n')
    .map((paragraph) => {
      const lines: string[] = []
      let line = ''
      for (const word of paragraph.split(' ')) {
        if (line !== '' && line.length + word.length + 1 > LINE_WIDTH - prefix.length) {
          lines.push(line)
          line = word
        } else line = line === '' ? word : `${line} ${word}`
      }
      return [...lines, line].map((one) => `${prefix}${one}`.trimEnd()).join('\n')
    })
    .join('\n')
}

/** Passages with an empty line between them, which is quoted where both are: quotations keep together and apart. */
function passagesAsText(said: readonly Passage[]): string {
  return said
    .map(({ text, depth }, i) => {
      const between = i === 0 ? '' : `\n${'> '.repeat(Math.min(depth, said[i - 1]!.depth)).trimEnd()}\n`
      return `${between}${wrapText(text, '> '.repeat(depth))}`
    })
    .join('')
}

export function letterAsText(letter: Letter): string {
  const items = letter.items.map((item) =>
    [
      wrapText(item.heading),
      ...(item.quote === '' ? [] : [wrapText(item.quote, '> ')]),
      passagesAsText(item.said),
      item.links.map(({ href, text }) => `${text}: ${href}`).join('\n'),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  )
  const button = letter.button === null ? [] : [`${letter.button.text}:\n${letter.button.href}`]
  const closing = letter.closing
    .map(({ text, href }) => (href === '' ? wrapText(text) : `${wrapText(text)}\n${href}`))
    .join('\n')
  // Two hyphens and a space are where mail programs take a signature to begin.
  return `${[...letter.opening.map((text) => wrapText(text)), ...items.flatMap((item, i) => (i === 0 ? [item] : ['* * *', item])), ...button].join('\n\n')}\n\n-- \n${closing}\n`
}

const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

/** HTML that every mail program can show: paragraphs, quotations and links, in its own type and colours, light or dark. */
export function letterAsHtml(letter: Letter): string {
  const paragraph = (text: string): string => `<p>${escapeHtml(text).replace(/\n/g, '<br>')}</p>`
  const passagesAsHtml = (said: readonly Passage[]): string => {
    const steps = [0, ...said.map(({ depth }) => depth), 0]
    // Quotations end or begin where the depth of what follows is another.
    const step = (i: number): string =>
      (steps[i + 1]! < steps[i]! ? '</blockquote>' : '<blockquote>').repeat(Math.abs(steps[i + 1]! - steps[i]!))
    return said.map(({ text }, i) => step(i) + paragraph(text)).join('') + step(said.length)
  }
  const link = ({ href, text }: { href: string; text: string }): string =>
    `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`
  const items = letter.items.map(
    (item) =>
      `<h2>${escapeHtml(item.heading)}</h2>${item.quote === '' ? '' : `<blockquote>${paragraph(item.quote)}</blockquote>`}${passagesAsHtml(item.said)}${item.links.length === 0 ? '' : `<p>${item.links.map(link).join(' &nbsp; ')}</p>`}`,
  )
  const closing = letter.closing
    .map(({ text, href }) =>
      href === '' ? escapeHtml(text) : `${escapeHtml(text)} <a href="${escapeHtml(href)}">${escapeHtml(href)}</a>`,
    )
    .join('<br>')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escapeHtml(headerText(letter.subject))}</title></head><body>${letter.opening.map(paragraph).join('')}${items.join('<hr>')}${letter.button === null ? '' : `<p><strong>${link(letter.button)}</strong></p>`}<hr><p><small>${closing}</small></p></body></html>`
}

export type Site = { name: string; base: string }
