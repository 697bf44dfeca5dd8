// Checks that every uploaded picture in a comment has a description. Pure.
import type { Block, Picture } from './document.ts'
import { isForeign } from './links.ts'
import { readMarkup } from './read-markup.ts'

/** The last uploaded picture without a description, which the form's own field describes; null when all have one. */
export function undescribedPicture(source: string): { src: string; which: string } | null {
  if (!source.includes('/media/')) return null
  const pictures = picturesIn(readMarkup(source.replace(/\r\n?/g, '\n'), { place: 'comment' }))
  const at = pictures.findLastIndex((picture) => picture.alt === '')
  if (at === -1) return null
  const { src } = pictures[at]!
  const which = pictures.length === 1 ? 'The picture' : `Picture ${at + 1} of ${pictures.length}`
  return { src, which: `${which} (${shortAddress(src)})` }
}

/**
 * The fault of the last picture without a description, which the form's own field describes; null when all have one.
 * Pictures on other hosts become links and are not checked.
 */
export function altFault(source: string): string | null {
  const picture = undescribedPicture(source)
  return picture === null
    ? null
    : `${picture.which} has no description. Describe it between the quotation marks of alt="" for people who can’t see it.`
}

/** Uploaded pictures, in the order of the text. */
function picturesIn(blocks: readonly Block[]): Picture[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'picture':
        return isForeign(block.src) ? [] : [block]
      case 'blockquote':
      case 'squish':
        return picturesIn(block.blocks)
      case 'list':
        return block.items.flatMap(picturesIn)
      default:
        return []
    }
  })
}

/** The beginning of an address, enough to find it in the text. */
const shortAddress = (src: string): string => `${src.slice(0, '/media/'.length + 8)}…`
