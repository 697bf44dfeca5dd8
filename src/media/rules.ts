// What is true of a file that somebody sends: what it is by its first bytes, and why it is not taken. Pure.
import { limits } from '../settings.ts'

export const ACCEPTED_NAMES = 'JPEG, PNG, WebP, GIF or AVIF'
/** What a file field offers to choose from. */
export const ACCEPTED_TYPES = 'image/jpeg,image/png,image/webp,image/gif,image/avif'

export type PictureKind = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif'

/** The brand of a file of the ISO family, where AVIF, HEIC and films tell what they are. */
const brandOf = (bytes: Buffer): string =>
  bytes.toString('latin1', 4, 8) === 'ftyp' ? bytes.toString('latin1', 8, 12) : ''

/** What a file is by its first bytes, whatever its name says; null for anything that is not taken. */
export function detectKind(bytes: Buffer): PictureKind | null {
  const start = bytes.toString('latin1', 0, 12)
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (/^RIFF[^]{4}WEBP/.test(start)) return 'webp'
  if (/^GIF8[79]a/.test(start)) return 'gif'
  return brandOf(bytes) === 'avif' || brandOf(bytes) === 'avis' ? 'avif' : null
}

/** Files that people take for pictures, and what is said of them. */
const unsupportedKinds: [what: string, is: (start: string, bytes: Buffer) => boolean][] = [
  ['an SVG drawing, which can hold scripts', (start) => /<svg[\s>]/i.test(start)],
  [
    'a HEIC photograph. A telephone can send it as JPEG',
    (_, bytes) => /^(?:hei[cfmsx]|hev[cmsx]|mif1|msf1)$/.test(brandOf(bytes)),
  ],
  ['a TIFF picture', (start) => /^(?:II\*\0|MM\0\*|II\+\0|MM\0\+)/.test(start)],
  ['a PDF document', (start) => start.includes('%PDF-')],
  ['a page of HTML', (start) => /<(?:!doctype html|html|script|body|head)[\s>]/i.test(start)],
  ['a JPEG XL picture', (start) => start.startsWith('\xff\x0a') || start.startsWith('\0\0\0\x0cJXL ')],
  ['a BMP picture', (start) => start.startsWith('BM')],
  ['a film', (_, bytes) => brandOf(bytes) !== ''],
]

/** Why a file is none of the pictures that are taken, in words. */
export function unsupportedFault(bytes: Buffer): string {
  const start = bytes.toString('latin1', 0, 1024)
  const what = unsupportedKinds.find(([, is]) => is(start, bytes))?.[0]
  return `${what === undefined ? 'That is no picture that this site knows' : `That is ${what}`}. Pictures are taken as ${ACCEPTED_NAMES}.`
}

const millions = (pixels: number): string => Math.max(1, Math.round(pixels / 1_000_000)).toLocaleString('en-GB')

/**
 * Why a picture is too large to be looked at, from what its header says; null when it is not. Nothing has been decoded by then.
 * @param whole true for a kind that is decoded as a whole (AVIF, interlaced PNG), at ten times the memory of line by line
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
  const most = whole ? picture.wholePixels : picture.pixels
  if (width * height > most)
    return `That picture has ${width.toLocaleString('en-GB')} by ${height.toLocaleString('en-GB')} pixels, ${millions(width * height)} million in all; at most ${millions(most)} million are taken${whole ? ' of one that is AVIF or interlaced' : ''}. Make it smaller first.`
  return frames > picture.frames
    ? `That is a film of ${frames.toLocaleString('en-GB')} pictures. Only the first would be shown, and at most ${picture.frames.toLocaleString('en-GB')} are taken.`
    : null
}

export const MAX_MEGABYTES = limits.picture.bytes / 1024 / 1024

export const bytesFault = `That file is too large: a picture may have ${MAX_MEGABYTES} megabytes.`

export type Upload = {
  /** `none`: no file was chosen. `stranger`: whoever sent it has no account, so it was not even read. */
  state: 'none' | 'taken' | 'tooLarge' | 'busy' | 'stranger'
  /** The file, as long as nobody has made a picture of it. */
  bytes: Buffer | null
  /** The field `alt`, as typed: what the picture shows. */
  alt: string
}
