// Rendered HTML for feeds and e-mail: absolute addresses, no alternative picture widths. Pure.

import type { Piece } from '../word-diff.ts'
import { escapeAttribute, escapeText } from './write.ts'

// In HTML made by `render`, a tag ends at its first `>`, and attributes occur only in tags.
const TAG = /<(?:a|img)\b[^>]*>/g
const OWN_ADDRESS = / (href|src)="(?=\/)/g
// The display width is unknown elsewhere, so the alternative widths are useless there.
const WIDTHS = / (?:srcset|sizes)="[^"]*"/g

/**
 * Makes the addresses of this site absolute.
 * @param html made by `render`
 * @param baseUrl scheme and host of the site, without a slash at the end
 */
export function withAbsoluteLinks(html: string, baseUrl: string): string {
  return html.replace(TAG, (tag) => tag.replace(WIDTHS, '').replace(OWN_ADDRESS, ` $1="${baseUrl}`))
}

/** Plain text as a paragraph. @param link makes the text a link, after the words of `before` */
export const paragraph = (text: string, link?: { before: string; href: string }): string =>
  link === undefined
    ? `<p>${escapeText(text)}</p>`
    : `<p>${escapeText(link.before)} <a href="${escapeAttribute(link.href)}">${escapeText(text)}</a></p>`

/** What changed in a text, as a paragraph. @param label what kind of text it is, or empty */
export const diffHtml = (pieces: readonly Piece[], label = ''): string =>
  `<p>${label === '' ? '' : `${escapeText(label)}: `}${pieces
    .map(({ kind, text }) => {
      const escaped = escapeText(text)
      return kind === 'added' ? `<ins>${escaped}</ins>` : kind === 'removed' ? `<del>${escaped}</del>` : escaped
    })
    .join('')}</p>`

/** The picture of an article, with caption and credit. */
export const figure = (picture: {
  src: string
  width: number
  height: number
  alt: string
  caption: string
  credit: string
}): string =>
  `<figure><img src="${escapeAttribute(picture.src)}" width="${picture.width}" height="${picture.height}" alt="${escapeAttribute(picture.alt)}"><figcaption>${escapeText(`${picture.caption} ${picture.credit}`.trim())}</figcaption></figure>`
