// How pictures are named: content hash, pixels, kind. The name alone tells a page how much room to keep.
import { createHash } from 'node:crypto'

export const mediaFolder = (dataDir: string): string => `${dataDir}/media`

export const mediaName = /^[0-9a-f]{32}-(\d{1,5})x(\d{1,5})\.(webp|avif|jpg|png)$/

/** The name under which a WebP picture is kept. */
export function nameOf(bytes: Buffer, size: { width: number; height: number }): string {
  return `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}-${size.width}x${size.height}.webp`
}

/**
 * Pixels of a WebP file, read from its header without decoding it.
 * @throws Error when the bytes are no WebP file
 */
export function webpSize(bytes: Buffer): { width: number; height: number } {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') throw new Error('not a WebP picture')
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8X': return { width: 1 + bytes.readUIntLE(24, 3), height: 1 + bytes.readUIntLE(27, 3) }
    case 'VP8L': { const bits = bytes.readUInt32LE(21); return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) } }
    case 'VP8 ': return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
    default: throw new Error('a WebP picture of an unknown kind')
  }
}
