// What is true of articles and their tags. Pure.
import { plainText } from '../markup/text.ts'

/** How all spellings of a tag are known to be one. */
export const foldTag = (tag: string): string => tag.normalize('NFC').toLowerCase()

/** The lede, unless the body opens with it: an imported one may be the body's own first sentence, and is not said twice. */
export function visibleLede({ lede, body_html }: { lede: string; body_html: string }): string {
  return lede !== '' && plainText(body_html.slice(0, 4000)).startsWith(lede.replace(/…$/, '')) ? '' : lede
}
