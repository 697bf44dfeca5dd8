// Names of picture files: content hash, pixels, widths, kind, so that a page knows size and narrower files from the name. Pure.
import { createHash } from 'node:crypto'

export const mediaFolder = (dataDir: string): string => `${dataDir}/media`

/** Name of a picture or of one of its narrower files. */
export const mediaName = /^[0-9a-f]{32}-(?:\d{1,5}x\d{1,5}(?:-\d{2,4}){0,4}|\d{2,4}w)\.(webp|avif|jpg|png)$/

/** Side of a square picture: shown at half of it, so that dense screens have all pixels. */
export const SQUARE_PIXELS = 192

/** Widths of narrower files; one exists only if the picture is at least MIN_RATIO times wider. */
const NARROWER_WIDTHS = [960, 480]
const MIN_RATIO = 1.25

export const narrowerWidths = (width: number): number[] => NARROWER_WIDTHS.filter((one) => one * MIN_RATIO <= width)

/** Name of a WebP picture. @param narrower widths of its narrower files */
export function pictureName(
  bytes: Buffer,
  size: { width: number; height: number },
  narrower: readonly number[] = [],
): string {
  return `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}-${[`${size.width}x${size.height}`, ...narrower].join('-')}.webp`
}

/** The hash that all file names of a picture begin with. */
export const pictureHash = (name: string): string => name.slice(0, 32)

export const narrowName = (name: string, width: number): string => `${pictureHash(name)}-${width}w.webp`

/** Names of all files of a picture. The picture itself is last: if it exists, all do. */
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

/** Hashes of the pictures that a text shows, links to or spells out. */
export const pictureHashesIn = (text: string): Set<string> =>
  new Set([...text.matchAll(/\/media\/([0-9a-f]{32})-/g)].map((match) => match[1]!))

/**
 * Size of a WebP picture from its header.
 * @throws Error for other bytes
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
