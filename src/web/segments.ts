// Pieces of pages, each compressed once, and the gzip of a page that is joined from them. Pure.
import { promisify } from 'node:util'
import { constants, crc32, deflateRaw, deflateRawSync } from 'node:zlib'
import { crcShift, joinCrc } from './crc.ts'

const deflate = promisify(deflateRaw)

/**
 * A compressed piece of a page. It refers to no other piece and ends on a whole byte, so that pieces can be joined in any
 * order; only one that was compressed after another has to follow that.
 */
export type Piece = {
  deflated: Buffer
  /** Bytes before compression. */
  length: number
  crc: number
  /** What the length of the piece does to the CRC of what stands before it. */
  shift: number
}

/** A piece with its text. */
export type Segment = Piece & { html: Buffer }

/** A sync flush ends a piece without ending the stream. */
const options = (level: number): { level: number; finishFlush: number } => ({
  level,
  finishFlush: constants.Z_SYNC_FLUSH,
})

const SHARED_LEVEL = 9
const OWN_LEVEL = 1
/** Takes half the time of the level of shared pieces, for 8 % more bytes. */
export const QUICK_LEVEL = 3

/** Below this, compressing a piece for one answer takes longer than sending it. */
const MIN_DEFLATED_BYTES = 1500

/** Bytes of a stored block. */
const MAX_STORED_BYTES = 0xffff

/** A block of deflate that holds its bytes as they are. */
function stored(html: Buffer): Buffer {
  const block = Buffer.allocUnsafe(html.length + 5)
  block[0] = 0
  block.writeUInt16LE(html.length, 1)
  block.writeUInt16LE(html.length ^ 0xffff, 3)
  html.copy(block, 5)
  return block
}

const segment = (html: Buffer, deflated: Buffer): Segment => ({
  html,
  deflated,
  length: html.length,
  crc: crc32(html),
  shift: crcShift(html.length),
})

const bytesOf = (text: string | Buffer): Buffer => (typeof text === 'string' ? Buffer.from(text) : text)

/** Up to this, compressing a piece takes less time than handing it to another thread. */
const MAX_BYTES_AT_ONCE = 8 * 1024

/** How far back deflate can refer. */
const WINDOW_BYTES = 32 * 1024

/** The end of a piece, to which the piece after it can refer. */
export const endOf = (html: Buffer): Buffer => html.subarray(-WINDOW_BYTES)

/**
 * A piece that many answers share: compressed well, a large one off the event loop.
 * @param after what always precedes it: the piece refers to that, and is valid only behind it
 */
export async function sharedSegment(
  text: string | Buffer,
  { level = SHARED_LEVEL, after = null }: { level?: number; after?: Buffer | null } = {},
): Promise<Segment> {
  const html = bytesOf(text)
  const wanted = { ...options(level), ...(after === null ? {} : { dictionary: after }) }
  const isShort = html.length <= MAX_BYTES_AT_ONCE
  return segment(html, isShort ? deflateRawSync(html, wanted) : await deflate(html, wanted))
}

/** A short piece that several answers share: compressed at once. */
export function smallSegment(text: string | Buffer): Segment {
  const html = bytesOf(text)
  return segment(html, deflateRawSync(html, options(SHARED_LEVEL)))
}

/** A piece of a single answer: compressed quickly, or not at all if it is short. */
export function ownSegment(text: string | Buffer): Segment {
  const html = bytesOf(text)
  const isShort = html.length < MIN_DEFLATED_BYTES && html.length <= MAX_STORED_BYTES
  return segment(html, isShort ? stored(html) : deflateRawSync(html, options(OWN_LEVEL)))
}

/** Magic number, deflate, no flags, no time, unknown system. */
const HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
/** An empty final block ends the stream. */
const END = Buffer.from([1, 0, 0, 0xff, 0xff])

/** Pieces that follow each other, as one. */
export function joinPieces(pieces: readonly Piece[]): Piece {
  const { crc, length } = sumsOf(pieces)
  return { deflated: Buffer.concat(pieces.map(({ deflated }) => deflated)), length, crc, shift: crcShift(length) }
}

function sumsOf(pieces: readonly Piece[]): { crc: number; length: number } {
  let crc = 0
  let length = 0
  for (const one of pieces) {
    crc = joinCrc(crc, one.crc, one.shift)
    length += one.length
  }
  return { crc, length }
}

/** What begins a gzip member, as a piece without content: it is joined to the piece that follows it. */
export const gzipHead: Piece = { deflated: HEAD, length: 0, crc: 0, shift: crcShift(0) }

/** What follows the last of these pieces in a gzip member. */
export function gzipEnd(pieces: readonly Piece[]): Buffer {
  const { crc, length } = sumsOf(pieces)
  const end = Buffer.allocUnsafe(END.length + 8)
  END.copy(end)
  end.writeUInt32LE(crc, END.length)
  end.writeUInt32LE(length % 2 ** 32, END.length + 4)
  return end
}

/** One gzip member of the joined pieces. */
export const gzipOf = (pieces: readonly Piece[]): Buffer =>
  Buffer.concat([HEAD, ...pieces.map(({ deflated }) => deflated), gzipEnd(pieces)])

/** The joined pieces, uncompressed. */
export const htmlOf = (segments: readonly Segment[]): Buffer => Buffer.concat(segments.map(({ html }) => html))
