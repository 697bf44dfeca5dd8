// The state of an article's thread now, from its row.
import type { ArticleRow } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { type ThreadSettings, type ThreadState, threadState } from './rules.ts'

type ThreadColumns = Pick<
  ArticleRow,
  'published_at' | 'closed_at' | 'closed_until' | 'closed_by' | 'close_reason' | 'reopened_at' | 'close_after_days'
>

export function threadOf(
  deps: Pick<Deps, 'settings' | 'clock'>,
  article: ThreadColumns & Partial<Pick<ArticleRow, 'hold_id' | 'slow_minutes' | 'who' | 'thread_days'>>,
): ThreadState & ThreadSettings {
  const state = threadState(
    {
      publishedAt: article.published_at,
      closure:
        article.closed_at === null
          ? null
          : {
              at: article.closed_at,
              until: article.closed_until,
              by: article.closed_by,
              reason: article.close_reason ?? '',
            },
      reopenedAt: article.reopened_at,
      closeAfterDays: article.thread_days ?? article.close_after_days,
    },
    deps.settings(),
    deps.clock(),
  )
  const planned = article.closed_at !== null && article.closed_at > deps.clock() ? article.closed_at : null
  return {
    ...state,
    held: (article.hold_id ?? null) !== null,
    slow: article.slow_minutes ?? null,
    who: article.who ?? 'anyone',
    planned,
    opensAt: article.closed_until,
  }
}
