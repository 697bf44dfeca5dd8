// Rules of articles and tags: folded tags, and when the lede is shown. Pure.
import { plainText } from '../markup/text.ts'

/** The form in which all spellings of a tag are the same. */
export const foldTag = (tag: string): string => tag.normalize('NFC').toLowerCase()

/** The lede, or empty when the body begins with the same text, as in some imported articles. */
export function visibleLede({ lede, body_html }: { lede: string; body_html: string }): string {
  return lede !== '' && plainText(body_html.slice(0, 4000)).startsWith(lede.replace(/…$/, '')) ? '' : lede
}
