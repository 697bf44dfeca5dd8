// The state and the settings of an article's thread now, from its row.
import type { ArticleRow } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { articleThreadState, type ThreadColumns, type ThreadSettings, type ThreadState } from './rules.ts'

export function threadOf(
  deps: Pick<Deps, 'settings' | 'clock'>,
  article: ThreadColumns & Pick<ArticleRow, 'hold_id' | 'slow_minutes' | 'who'>,
): ThreadState & ThreadSettings {
  const now = deps.clock()
  return {
    ...articleThreadState(article, deps.settings(), now),
    held: article.hold_id !== null,
    slow: article.slow_minutes,
    who: article.who ?? 'anyone',
    planned: article.closed_at !== null && article.closed_at > now ? article.closed_at : null,
    opensAt: article.closed_until,
  }
}
