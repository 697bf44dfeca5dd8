// The state and the settings of an article's thread now, from its row.
import type { ArticleRow } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import type { openSiteHold } from '../../sanctions/queries.ts'
import {
  articleThreadState,
  type SiteHold,
  type ThreadColumns,
  type ThreadSettings,
  type ThreadState,
} from './rules.ts'

type SiteHoldColumn = 'site_hold_reason' | 'site_hold_until' | 'site_hold_entry' | 'site_holder'

/** The hold of the site in force; null for none. It ends by the clock when it is read. */
export const siteHoldOf = (row: Awaited<ReturnType<typeof openSiteHold>>, now: number): SiteHold | null =>
  row === undefined || row.until_at <= now
    ? null
    : { by: row.by_nic, reason: row.reason, until: row.until_at, entry: row.log_entry_id }

const siteHoldOfArticle = (row: Pick<ArticleRow, SiteHoldColumn>, now: number): SiteHold | null =>
  row.site_hold_until === null || row.site_hold_until <= now
    ? null
    : {
        by: row.site_holder,
        reason: row.site_hold_reason ?? '',
        until: row.site_hold_until,
        entry: row.site_hold_entry ?? 0,
      }

export function threadOf(
  deps: Pick<Deps, 'settings' | 'clock'>,
  article: ThreadColumns & Pick<ArticleRow, 'hold_id' | 'slow_minutes' | 'who' | SiteHoldColumn>,
): ThreadState & ThreadSettings {
  const now = deps.clock()
  return {
    ...articleThreadState(article, deps.settings(), now),
    held: article.hold_id !== null,
    siteHold: siteHoldOfArticle(article, now),
    slow: article.slow_minutes,
    who: article.who ?? 'anyone',
    planned: article.closed_at !== null && article.closed_at > now ? article.closed_at : null,
    opensAt: article.closed_until,
  }
}
