// Renders an e-mail as plain text and as HTML from the same parts, without pictures, tracking or remote content. Pure.
import { mailText } from '../markup/mail-text.ts'
import type { SafeHtml } from '../markup/safe-html.ts'
import { headerText } from './address.ts'

/** One notice in an e-mail. */
export type LetterItem = {
  heading: string
  /** What the comment that was answered says, or null. */
  quote: SafeHtml | null
  body: SafeHtml | null
  links: readonly { href: string; text: string }[]
}

/** All addresses are absolute. */
export type Letter = {
  subject: string
  /** Paragraphs before the items. */
  opening: readonly string[]
  items: readonly LetterItem[]
  /** The link button of an e-mail. */
  button: { href: string; text: string } | null
  /** Small print: the reason of this e-mail, and how to unsubscribe. */
  closing: readonly { text: string; href: string }[]
}

const LINE_WIDTH = 76

/** Wraps lines at LINE_WIDTH characters; a longer word gets its own line. */
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

export function letterAsText(letter: Letter): string {
  const items = letter.items.map((item) =>
    [
      wrapText(item.heading),
      item.quote === null ? '' : mailText(quoted(item.quote), wrapText),
      mailText(item.body?.html ?? '', wrapText),
      item.links.map(({ href, text }) => `${text}: ${href}`).join('\n'),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  )
  const button = letter.button === null ? [] : [`${letter.button.text}:\n${letter.button.href}`]
  const closing = letter.closing
    .map(({ text, href }) => (href === '' ? wrapText(text) : `${wrapText(text)}\n${href}`))
    .join('\n')
  // Two hyphens and a space mark the signature for mail programs.
  return `${[...letter.opening.map((text) => wrapText(text)), ...items.flatMap((item, i) => (i === 0 ? [item] : ['* * *', item])), ...button].join('\n\n')}\n\n-- \n${closing}\n`
}

const quoted = (quote: SafeHtml): string => `<blockquote>${quote.html}</blockquote>`

const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

/** HTML that every mail program can show: paragraphs, quotations and links, in the program's own font and colours. */
export function letterAsHtml(letter: Letter): string {
  const paragraph = (text: string): string => `<p>${escapeHtml(text).replace(/\n/g, '<br>')}</p>`
  const link = ({ href, text }: { href: string; text: string }): string =>
    `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`
  const items = letter.items.map(
    (item) =>
      `<h2>${escapeHtml(item.heading)}</h2>${item.quote === null ? '' : quoted(item.quote)}${item.body?.html ?? ''}${item.links.length === 0 ? '' : `<p>${item.links.map(link).join(' &nbsp; ')}</p>`}`,
  )
  const closing = letter.closing
    .map(({ text, href }) =>
      href === '' ? escapeHtml(text) : `${escapeHtml(text)} <a href="${escapeHtml(href)}">${escapeHtml(href)}</a>`,
    )
    .join('<br>')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escapeHtml(headerText(letter.subject))}</title></head><body>${letter.opening.map(paragraph).join('')}${items.join('<hr>')}${letter.button === null ? '' : `<p><strong>${link(letter.button)}</strong></p>`}<hr><p><small>${closing}</small></p></body></html>`
}

export type Site = { name: string; base: string }
