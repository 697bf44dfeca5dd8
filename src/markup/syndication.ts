// Rendered HTML for readers elsewhere, in feeds and mails: the same, with every address of this site written out. Pure.

import { escapeAttribute, escapeText } from './write.ts'

// In what `render` made, a tag ends at its first `>`, and only a tag holds an attribute.
const TAG = /<(?:a|img)\b[^>]*>/g
const OWN_ADDRESS = / (href|src)="(?=\/)/g
// Elsewhere a picture is drawn as wide as somebody else likes, so its other widths are of no use there.
const WIDTHS = / (?:srcset|sizes)="[^"]*"/g

/**
 * @param html what `render` made
 * @param baseUrl scheme and host of the site, without a slash at the end
 */
export function withAbsoluteLinks(html: string, baseUrl: string): string {
  return html.replace(TAG, (tag) => tag.replace(WIDTHS, '').replace(OWN_ADDRESS, ` $1="${baseUrl}`))
}

/** Plain text as a paragraph; with an address, as a link to it after its first words. */
export const paragraph = (text: string, link?: { before: string; href: string }): string =>
  link === undefined
    ? `<p>${escapeText(text)}</p>`
    : `<p>${escapeText(link.before)} <a href="${escapeAttribute(link.href)}">${escapeText(text)}</a></p>`

/** The picture above an article, as its page shows it. */
export const figure = (picture: {
  src: string
  width: number
  height: number
  alt: string
  caption: string
  credit: string
}): string =>
  `<figure><img src="${escapeAttribute(picture.src)}" width="${picture.width}" height="${picture.height}" alt="${escapeAttribute(picture.alt)}"><figcaption>${escapeText(`${picture.caption} ${picture.credit}`.trim())}</figcaption></figure>`
