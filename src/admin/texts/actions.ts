// Changes one of the site's own pages: ends the version in force and starts a new one.
import { type ActionResult, runBatch } from '../../batches/actions.ts'
import type { Deps } from '../../deps.ts'
import { asSentence } from '../../format.ts'
import { render } from '../../markup/render.ts'
import type { SafeHtml } from '../../markup/safe-html.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import * as stored from './queries.ts'
import { defaultText, type SitePage, sitePages } from './rules.ts'

export type SaveTextResult = ActionResult | { kind: 'stale' }

/** The HTML of a page, in the markup of articles. */
export const renderSiteText = (deps: Pick<Deps, 'settings'>, markup: string): SafeHtml =>
  render(markup, { format: 'markup', place: 'article', foreignPictures: deps.settings().foreignPictures })

/** @param was the version that the form was made from; 0 for the default */
export async function saveSiteText(
  deps: Deps,
  viewer: Viewer | null,
  page: SitePage,
  { body, note, was }: { body: string; note: string; was: string },
): Promise<SaveTextResult> {
  allow(may.administer(viewer))
  let isStale = false
  const outcome = await runBatch(deps, viewer!, 'change-page', note, async (db, batch) => {
    isStale = false
    const before = await stored.versionInForce(db, page)
    if (body === (before?.markup ?? defaultText(page, deps.settings()))) return 'already'
    if (String(before?.id ?? 0) !== was) {
      isStale = true
      return 'already'
    }
    const said = `“${sitePages[page].title}”${note === '' ? '' : `: ${asSentence(note)}`}`
    const entry = await batch.log({ subject: 'setting', subjectId: 0, articleId: null }, undefined, said)
    if (before !== undefined) await batch.end('page_versions', before.id, 'changed')
    const version = { page, markup: body, account_id: batch.by.id, reason: note }
    const row = { ...version, log_entry_id: entry, created_at: batch.now }
    await batch.start('page_versions', await stored.insertVersion(db, row))
    return undefined
  })
  return isStale ? { kind: 'stale' } : outcome
}
