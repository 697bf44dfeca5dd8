// Rules of articles and tags: folded tags, hosts of sources, rendered bodies, when the lede is shown, how long headlines are compared. Pure.
import type { BodyPlace, TextFormat } from '../db/schema/record.ts'
import { RENDERER_VERSION, render } from '../markup/render.ts'
import { plainText, wordCount } from '../markup/text.ts'
import { DAY } from '../time.ts'

/** Milliseconds for which a headline is compared with new ones. */
export const HEADLINE_WINDOW_MS = 30 * DAY

/** The form in which all spellings of a tag are the same. */
export const foldTag = (tag: string): string => tag.normalize('NFC').toLowerCase()

/** The lede, or empty when the body begins with the same text, as in some imported articles. */
export function visibleLede({ lede, body_html }: { lede: string; body_html: string }): string {
  return lede !== '' && plainText(body_html.slice(0, 4000)).startsWith(lede.replace(/…$/, '')) ? '' : lede
}

/** The host that a source is filed under: lower case, without `www.`. */
export const normalizeHost = (host: string): string => host.toLowerCase().replace(/^www\./, '')

/** The columns of a body as it is stored and shown. @param place whose markup it is: an editor’s, or a submission’s */
export function bodyColumns(source: string, format: TextFormat, place: BodyPlace = 'article') {
  const { html } = render(source, { format, place })
  return {
    body_format: format,
    body_source: source,
    body_html: html,
    renderer: RENDERER_VERSION,
    word_count: wordCount(html),
    body_place: place,
  }
}
