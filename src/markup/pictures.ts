// Turns a picture into a figure, a link to it, or nothing if its address is not allowed. Pure.

import type { Block, Picture, Run } from './document.ts'
import { textOfRuns } from './document.ts'
import { isForeign, ownPicture, usableAddress } from './links.ts'
import type { NameOf } from './table.ts'

/**
 * The block of a picture. Uploaded pictures are shown. A picture on another host is shown only if `foreign` is true, else
 * linked by its description, caption or address. Null for any other address: a picture must never request a page of this site.
 */
export function pictureBlock(
  name: NameOf<'leaf'>,
  typed: string,
  { alt, caption, credit }: Pick<Picture, 'alt' | 'caption' | 'credit'>,
  foreign: boolean,
): Block | null {
  const own = ownPicture(typed)
  if (own !== null) return { kind: 'picture', name, ...own, alt, caption, credit }
  const src = usableAddress(typed)
  if (src === null || !isForeign(src) || src.startsWith('mailto:')) return null
  if (foreign) return { kind: 'picture', name, src, alt, caption, credit }
  const link = { name: 'a', href: src } as const
  const words = alt === '' ? textOfRuns(caption) : alt
  const runs: Run[] = [{ text: words === '' ? src : words, marks: [link] }]
  if (alt !== '' && caption.length > 0) runs.push({ text: '\n', marks: [] }, ...caption)
  if (credit !== '') runs.push({ text: `${alt !== '' && caption.length > 0 ? ' ' : '\n'}${credit}`, marks: [] })
  return { kind: 'paragraph', runs }
}
