// How pictures are named: content hash, pixels, kind. The name alone tells a page how much room to keep, and which narrower files there are. Pure.
import { createHash } from 'node:crypto'

export const mediaFolder = (dataDir: string): string => `${dataDir}/media`

/** A picture, or one of the narrower files beside it. */
export const mediaName = /^[0-9a-f]{32}-(?:\d{1,5}x\d{1,5}(?:-\d{2,4}){0,4}|\d{2,4}w)\.(webp|avif|jpg|png)$/

/** Widths of the narrower files; one is made only where it is clearly narrower than the picture. */
const NARROWER_WIDTHS = [960, 480]
const MIN_RATIO = 1.25

export const narrowerWidths = (width: number): number[] => NARROWER_WIDTHS.filter((one) => one * MIN_RATIO <= width)

/** The name under which a WebP picture is kept. @param narrower widths of the files beside it */
export function pictureName(
  bytes: Buffer,
  size: { width: number; height: number },
  narrower: readonly number[] = [],
): string {
  return `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}-${[`${size.width}x${size.height}`, ...narrower].join('-')}.webp`
}

/** What the names of all files of a picture begin with. */
export const pictureHash = (name: string): string => name.slice(0, 32)

export const narrowName = (name: string, width: number): string => `${pictureHash(name)}-${width}w.webp`

/** Every file of a picture, the picture itself last: when that is there, all are. */
export function fileNamesOf(name: string): string[] {
  const [, narrower = ''] = /x\d+((?:-\d+)*)\.\w+$/.exec(name) ?? []
  return [
    ...narrower
      .split('-')
      .filter((width) => width !== '')
      .map((width) => narrowName(name, Number(width))),
    name,
  ]
}

/** The pictures that a text has anything to do with, by their hashes: shown, linked to, or only spelt out. */
export const pictureHashesIn = (text: string): Set<string> =>
  new Set([...text.matchAll(/\/media\/([0-9a-f]{32})-/g)].map((match) => match[1]!))

/**
 * Pixels of a WebP file, read from its header without decoding it.
 * @throws Error when the bytes are no WebP file
 */
export function webpSize(bytes: Buffer): { width: number; height: number } {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP')
    throw new Error('not a WebP picture')
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: 1 + bytes.readUIntLE(24, 3), height: 1 + bytes.readUIntLE(27, 3) }
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21)
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) }
    }
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
    default:
      throw new Error('a WebP picture of an unknown kind')
  }
}
