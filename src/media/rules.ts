// The kind of a file by its first bytes, and the faults of pictures. Pure.
import { limits } from '../settings.ts'

export const ACCEPTED_NAMES = 'JPEG, PNG, WebP, GIF or AVIF'
/** Value of the file field's `accept`. */
export const ACCEPTED_TYPES = 'image/jpeg,image/png,image/webp,image/gif,image/avif'

export type PictureKind = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif'

/** Brand of an ISO base media file: AVIF, HEIC or video. */
const brandOf = (bytes: Buffer): string =>
  bytes.toString('latin1', 4, 8) === 'ftyp' ? bytes.toString('latin1', 8, 12) : ''

/** Kind of a picture by its first bytes; null for unsupported files. */
export function detectKind(bytes: Buffer): PictureKind | null {
  const start = bytes.toString('latin1', 0, 12)
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (/^RIFF[^]{4}WEBP/.test(start)) return 'webp'
  if (/^GIF8[79]a/.test(start)) return 'gif'
  return brandOf(bytes) === 'avif' || brandOf(bytes) === 'avis' ? 'avif' : null
}

/** Unsupported files that people send, with their names. */
const unsupportedKinds: [what: string, is: (start: string, bytes: Buffer) => boolean][] = [
  ['an SVG drawing, which can hold scripts', (start) => /<svg[\s>]/i.test(start)],
  [
    'a HEIC photo. Your phone can send it as JPEG',
    (_, bytes) => /^(?:hei[cfmsx]|hev[cmsx]|mif1|msf1)$/.test(brandOf(bytes)),
  ],
  ['a TIFF picture', (start) => /^(?:II\*\0|MM\0\*|II\+\0|MM\0\+)/.test(start)],
  ['a PDF document', (start) => start.includes('%PDF-')],
  ['a page of HTML', (start) => /<(?:!doctype html|html|script|body|head)[\s>]/i.test(start)],
  ['a JPEG XL picture', (start) => start.startsWith('\xff\x0a') || start.startsWith('\0\0\0\x0cJXL ')],
  ['a BMP picture', (start) => start.startsWith('BM')],
  ['a video', (_, bytes) => brandOf(bytes) !== ''],
]

/** The fault of an unsupported file. */
export function unsupportedFault(bytes: Buffer): string {
  const start = bytes.toString('latin1', 0, 1024)
  const what = unsupportedKinds.find(([, is]) => is(start, bytes))?.[0]
  return `${what === undefined ? 'That is not a picture that we can read' : `That is ${what}`}. Send a picture as ${ACCEPTED_NAMES}.`
}

const millions = (pixels: number): string => Math.max(1, Math.round(pixels / 1_000_000)).toLocaleString('en-GB')

/**
 * The fault of a picture that is too large by its header, before it is decoded; else null.
 * @param whole true for kinds that are decoded as a whole (AVIF, interlaced PNG), which takes ten times the memory
 */
export function sizeFault({
  width,
  height,
  frames,
  whole,
}: {
  width: number
  height: number
  frames: number
  whole: boolean
}): string | null {
  const { picture } = limits
  const maxPixels = whole ? picture.wholePixels : picture.pixels
  if (width * height > maxPixels)
    return `That picture has ${width.toLocaleString('en-GB')} by ${height.toLocaleString('en-GB')} pixels, ${millions(width * height)} million in all. The limit is ${millions(maxPixels)} million${whole ? ' for AVIF and interlaced pictures' : ''}. Make it smaller first.`
  return frames > picture.frames
    ? `That animation has ${frames.toLocaleString('en-GB')} frames. The limit is ${picture.frames.toLocaleString('en-GB')}, and only the first would be shown.`
    : null
}

export const MAX_MEGABYTES = limits.picture.bytes / 1024 / 1024

export const bytesFault = `That file is too large. A picture can have up to ${MAX_MEGABYTES} megabytes.`

/** The fault of a description; null if it fits. */
export const descriptionFault = (alt: string): string | null =>
  alt.length > limits.picture.alt ? `A description has at most ${limits.picture.alt} characters.` : null

export type Upload = {
  /** `none`: no file was chosen. `stranger`: a guest sent it, so it was not read. */
  state: 'none' | 'taken' | 'tooLarge' | 'busy' | 'stranger'
  /** The file, until it is encoded. */
  bytes: Buffer | null
  /** The description, as typed. */
  alt: string
}
