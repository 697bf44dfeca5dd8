// What a line of a list needs besides its row: how its reader is told of moments, and what is new to them.
import { unreadCounts } from '../comments/thread/news-reading.ts'
import type { Deps } from '../deps.ts'
import type { Reader } from '../web/reader.ts'
import type { StoryContext } from './pages.ts'

/**
 * The context of lines for these stories.
 * @param day the day whose page it is, or null in lists over many days
 */
export async function readStoryContext<D extends string | null>(
  deps: Deps,
  reader: Reader,
  rows: readonly { id: number }[],
  day: D,
): Promise<StoryContext & { day: D }> {
  return {
    now: deps.clock(),
    settings: deps.settings(),
    dates: reader.dates,
    day,
    fresh: await unreadCounts(deps, reader, rows),
  }
}
