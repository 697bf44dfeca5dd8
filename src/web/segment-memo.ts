// Remembers the compressed pieces of texts that come again: a member's own line, a form without a draft. Pure but for its own memory.
import { ownSegment, type Segment, smallSegment } from './segments.ts'

/** Bytes of all texts; the least recently used ones are dropped first. */
const MAX_BYTES = 8 * 1024 * 1024

/** Texts that were asked for once are not compressed: most of them never come again. */
type Remembered = { segment: Segment; isCompressed: boolean }

/** @param html what is compressed; without it, the name itself */
export type SegmentMemo = (name: string, html?: () => Buffer) => Segment

export function createSegmentMemo(capacity = MAX_BYTES): SegmentMemo {
  const known = new Map<string, Remembered>()
  let bytes = 0
  return (name, html) => {
    const found = known.get(name)
    if (found !== undefined) {
      known.delete(name)
      if (!found.isCompressed) Object.assign(found, { segment: smallSegment(html?.() ?? name), isCompressed: true })
      known.set(name, found)
      return found.segment
    }
    const segment = ownSegment(html?.() ?? name)
    known.set(name, { segment, isCompressed: false })
    bytes += segment.html.length
    while (bytes > capacity && known.size > 1) {
      const [oldest, { segment: dropped }] = known.entries().next().value!
      known.delete(oldest)
      bytes -= dropped.html.length
    }
    return segment
  }
}
