// Frames of pages: the texts that all readers of a kind share, compressed, with holes for what is a reader's own. Pure.
import { type Segment, sharedSegment, smallSegment } from './segments.ts'

/** A printed text, and the hole that follows it; null for the end. `of` tells holes of the same name apart. */
type Printed<H> = { text: string; hole: H | null; of?: string }

type FramePiece<H> = Printed<H> & {
  /** Compressed when it is first needed alone. */
  segment: Segment | null
}

/** Pieces that go out as one while nothing fills the holes between them. */
type Run<H> = { joined: Segment; pieces: FramePiece<H>[] }

/** @typeParam H names of its holes */
export type Frame<H extends string> = readonly Run<H>[]

/** More pieces compress better as one; fewer are sent apart because of a single filled hole. */
const PIECES_PER_RUN = 8

/**
 * Compresses a printed frame.
 * @param empty holes that most readers have nothing for
 */
export async function makeFrame<H extends string>(
  pieces: readonly Printed<H>[],
  empty: readonly H[],
): Promise<Frame<H>> {
  const runs: FramePiece<H>[][] = []
  let open: FramePiece<H>[] = []
  for (const piece of pieces) {
    open.push({ ...piece, segment: null })
    if (piece.hole !== null && empty.includes(piece.hole) && open.length < PIECES_PER_RUN) continue
    runs.push(open)
    open = []
  }
  if (open.length > 0) runs.push(open)
  return Promise.all(
    runs.map(async (run) => ({ joined: await sharedSegment(run.map(({ text }) => text).join('')), pieces: run })),
  )
}

/** What a frame takes in memory, roughly: each text may be there twice, as one of its run and alone. */
export const bytesOfFrame = (frame: Frame<string>): number =>
  2 * frame.reduce((sum, { joined }) => sum + joined.html.length + joined.deflated.length, 0)

const segmentOf = (piece: FramePiece<string>): Segment => (piece.segment ??= smallSegment(piece.text))

/** The page of one reader. @param fill what is in a hole; nothing for an empty one */
export function fillFrame<H extends string>(
  frame: Frame<H>,
  fill: (hole: H, of: string) => readonly Segment[],
): Segment[] {
  const segments: Segment[] = []
  for (const { joined, pieces } of frame) {
    const filled = pieces.map(({ hole, of = '' }) => (hole === null ? [] : fill(hole, of)))
    const isWhole = filled.every((one, i) => one.length === 0 || i === pieces.length - 1)
    if (isWhole) segments.push(joined, ...filled.at(-1)!)
    else for (const [i, piece] of pieces.entries()) segments.push(segmentOf(piece), ...filled[i]!)
  }
  return segments
}
