// The state and the settings of an article's thread now, from its row.
import type { ArticleRow } from '../../articles/queries.ts'
import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import type { openSiteHold } from '../../sanctions/queries.ts'
import type { Settings } from '../../settings.ts'
import {
  articleThreadState,
  type SiteHold,
  type ThreadColumns,
  type ThreadSettings,
  type ThreadState,
} from './rules.ts'
import { dutyEnd } from './watch-queries.ts'
import { type Watch, watchAt } from './watch-rules.ts'

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

type WatchSettings = Pick<Settings, 'watchHours' | 'watchHolds' | 'timeZone'>

/** Whether somebody is on duty, where comments wait while nobody is; null elsewhere. @param duty the latest end of a duty */
function watchOf({ watchHours, watchHolds, timeZone }: WatchSettings, duty: number | null, now: number): Watch | null {
  return watchHolds ? watchAt(watchHours, timeZone, duty, now) : null
}

/** Whether a comment waits because nobody is on duty. Asks for duties only outside watch hours. */
export async function isUnwatched({ clock, settings }: Pick<Deps, 'clock' | 'settings'>, db: Db): Promise<boolean> {
  const now = clock()
  if (watchOf(settings(), null, now)?.isWatched !== false) return false
  return watchOf(settings(), await dutyEnd(db), now)?.isWatched === false
}

export function threadOf(
  deps: Pick<Deps, 'settings' | 'clock'>,
  article: ThreadColumns & Pick<ArticleRow, 'hold_id' | 'slow_minutes' | 'who' | 'duty_until' | SiteHoldColumn>,
): ThreadState & ThreadSettings {
  const now = deps.clock()
  return {
    ...articleThreadState(article, deps.settings(), now),
    held: article.hold_id !== null,
    siteHold: siteHoldOfArticle(article, now),
    watch: watchOf(deps.settings(), article.duty_until, now),
    slow: article.slow_minutes,
    who: article.who ?? 'anyone',
    planned: article.closed_at !== null && article.closed_at > now ? article.closed_at : null,
    opensAt: article.closed_until,
  }
}
