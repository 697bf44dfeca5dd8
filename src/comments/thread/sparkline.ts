// The sparkline over a thread: one bar a comment, as high as the comment is deep, in slices that lead to their hours. Pure.
import { count, type Dates, momentInSentence, zoneOf } from '../../format.ts'
import { localTime } from '../../time.ts'
import { urls } from '../../urls.ts'

/** Longer threads show the deepest comment of each group. */
const MAX_BARS = 60
/** SVG units from one bar to the next. */
const PITCH = 5
const BAR_WIDTH = 3
const HEIGHT = 28
/** Depth at which bars stop growing. */
const MAX_DEPTH = 9

export type Sparkline = {
  width: number
  path: string
  /** Bars of comments that are new to the reader; empty for none. */
  hot: string
}

/** A comment with its depth from 1, and whether it is new to the reader. */
export type Bar = { depth: number; isNew: boolean }

/** @param comments in posting order */
export function sparkline(comments: readonly Bar[]): Sparkline | null {
  if (comments.length === 0) return null
  const bars =
    comments.length <= MAX_BARS
      ? comments
      : Array.from({ length: MAX_BARS }, (_, i) =>
          mergeBars(
            comments.slice(
              Math.floor((i * comments.length) / MAX_BARS),
              Math.floor(((i + 1) * comments.length) / MAX_BARS),
            ),
          ),
        )
  const path = (wanted: boolean): string =>
    bars
      .map(({ depth, isNew }, i) => {
        const height = 3 + Math.min(depth, MAX_DEPTH) * 2.4
        return isNew === wanted
          ? `M${i * PITCH} ${(HEIGHT - height).toFixed(1)}h${BAR_WIDTH}v${height.toFixed(1)}h-${BAR_WIDTH}z`
          : ''
      })
      .join('')
  return { width: bars.length * PITCH - (PITCH - BAR_WIDTH), path: path(false), hot: path(true) }
}

const mergeBars = (group: readonly Bar[]): Bar => ({
  depth: Math.max(...group.map(({ depth }) => depth)),
  isNew: group.some(({ isNew }) => isNew),
})

/** A stretch of bars that is a link to its first comment. */
export type Slice = { href: string; text: string; x: number; width: number }

/** A slice has an eighth of the bars or more, and five: it stays wide enough for a finger. */
const MAX_SLICES = 8
const MIN_SLICE_BARS = 5

const hourOf = (at: number, dates: Dates): string => {
  const { year, month, day, hour } = localTime(at, zoneOf(dates))
  return [year, month, day, hour].join()
}

/**
 * Cuts a thread at the turns of hours. Quiet hours share a slice with the next; a thread of one slice has no links.
 * @param comments in posting order
 * @param isHere whether a comment is on this page
 */
export function timeSlices(
  comments: readonly { id: number; created_at: number }[],
  isHere: (id: number) => boolean,
  now: number,
  dates: Dates,
): Slice[] {
  const pitch = (Math.min(comments.length, MAX_BARS) / comments.length) * PITCH
  const least = Math.max(comments.length / MAX_SLICES, (MIN_SLICE_BARS * PITCH) / pitch)
  const starts = [0]
  for (const [i, { created_at }] of comments.entries())
    if (
      i - starts.at(-1)! >= least &&
      comments.length - i >= least &&
      hourOf(created_at, dates) !== hourOf(comments[i - 1]!.created_at, dates)
    )
      starts.push(i)
  if (starts.length === 1) return []
  return starts.map((from, n) => {
    const to = starts[n + 1] ?? comments.length
    const slice = comments.slice(from, to)
    const first = slice.find(({ id }) => isHere(id))
    return {
      href: first === undefined ? urls.comment(slice[0]!.id) : `#c${first.id}`,
      text: `${count(slice.length, 'comment')} from ${momentInSentence(slice[0]!.created_at, now, dates).text}`,
      x: Math.round(from * pitch),
      width: Math.round(to * pitch) - Math.round(from * pitch),
    }
  })
}
