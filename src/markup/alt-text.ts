// Whether every picture of this site that a text shows says what it shows, for people who cannot see it. Pure.
import type { Block, Picture } from './document.ts'
import { isForeign } from './links.ts'
import { readMarkup } from './read-markup.ts'

/**
 * What is wrong with a comment as typed, naming the picture; null when all are described. A picture on another host is
 * linked by its words, and is no concern of this.
 */
export function altFault(source: string): string | null {
  if (!source.includes('/media/')) return null
  const pictures = picturesIn(readMarkup(source.replace(/\r\n?/g, '\n'), { place: 'comment' }))
  const at = pictures.findIndex((picture) => picture.alt === '')
  if (at === -1) return null
  const which = pictures.length === 1 ? 'The picture' : `Picture ${at + 1} of ${pictures.length}`
  return `${which} (${shortAddress(pictures[at]!.src)}) has no description. Say what it shows between the quotation marks of alt="", for people who cannot see it.`
}

/** Pictures of this site, in the order of the text. */
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

/** Enough of an address to find it in the text. */
const shortAddress = (src: string): string => `${src.slice(0, '/media/'.length + 8)}…`
