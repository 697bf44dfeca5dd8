// Gathers the context that story lines need besides their rows: time, dates and new comments.
import { unreadCounts } from '../comments/thread/news-reading.ts'
import type { Deps } from '../deps.ts'
import { correctedSince } from '../marks/corrected-reading.ts'
import type { Reader } from '../web/reader.ts'
import type { StoryContext } from './pages.ts'

/**
 * The context for the lines of these stories.
 * @param day day of the edition, or null in lists over many days
 */
export async function readStoryContext<D extends string | null>(
  deps: Deps,
  reader: Reader,
  rows: readonly { id: number; corrected_at: number | null }[],
  day: D,
): Promise<StoryContext & { day: D }> {
  return {
    now: deps.clock(),
    settings: deps.settings(),
    dates: reader.dates,
    day,
    fresh: await unreadCounts(deps, reader, rows),
    corrected: new Set((await correctedSince(reader, rows)).map(({ id }) => id)),
  }
}
