// The sparkline over a thread: one bar a comment, as high as the comment is deep. Pure.

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
