// The strip of bars over a thread, by which an argument is known from afar. Pure.

/** Bars of the volley strip at most; beyond, the deepest of each stretch is kept. */
const BARS = 60
/** Units a bar takes, gap included; its width, the strip's height, and the depth at which bars stop growing. */
const [PITCH, BAR, HEIGHT, CAP] = [5, 3, 28, 9]

export type Sparkline = {
  width: number
  path: string /** The bars that are new to the reader; empty where none is. */
  hot: string
}

/** One comment of the strip: how deep it stands, 1 for a top-level comment, and whether it is new to the reader. */
export type Bar = { depth: number; isNew: boolean }

/** The strip of bars over a thread: one bar a comment in posting order, as high as the comment is deep. */
export function volley(comments: readonly Bar[]): Sparkline | null {
  if (comments.length === 0) return null
  const bars =
    comments.length <= BARS
      ? comments
      : Array.from({ length: BARS }, (_, i) =>
          joined(
            comments.slice(Math.floor((i * comments.length) / BARS), Math.floor(((i + 1) * comments.length) / BARS)),
          ),
        )
  const path = (wanted: boolean): string =>
    bars
      .map(({ depth, isNew }, i) => {
        const height = 3 + Math.min(depth, CAP) * 2.4
        return isNew === wanted
          ? `M${i * PITCH} ${(HEIGHT - height).toFixed(1)}h${BAR}v${height.toFixed(1)}h-${BAR}z`
          : ''
      })
      .join('')
  return { width: bars.length * PITCH - (PITCH - BAR), path: path(false), hot: path(true) }
}

const joined = (stretch: readonly Bar[]): Bar => ({
  depth: Math.max(...stretch.map(({ depth }) => depth)),
  isNew: stretch.some(({ isNew }) => isNew),
})
