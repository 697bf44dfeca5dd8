// Creates, changes, switches and ends filters, and switches the classifier. Each act is a batch in the log and can be undone.

import { type ActionResult, type Batch, runBatch } from '../../batches/actions.ts'
import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { classifierSwitch } from '../../filters/classifier-queries.ts'
import * as stored from '../../filters/queries.ts'
import type { Act } from '../../log-acts.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import * as learning from '../classifier/queries.ts'
import type { FilterText } from './form.ts'

/** The most filters in force: each is applied to every comment. */
export const MAX_FILTERS = 200

/** Logs the name of a filter and the reason, but not what it looks for: that would help spammers. */
const logFilterAct = (batch: Batch, number: number, name: string): Promise<number> =>
  batch.log(
    { subject: 'setting', subjectId: number, articleId: null },
    undefined,
    `“${name}”${batch.reason === '' ? '' : `. ${batch.reason}`}`,
  )

/** The version of a filter in force, or the last one of an ended filter. @throws AppError `missing` when there is none */
export async function newestVersion(db: Db, number: number): Promise<stored.FilterRow> {
  const [newest] = await stored.versionsOf(db, number, 1)
  if (newest === undefined) throw missing()
  return newest
}

/** Creates a filter that is switched off. @returns its number */
export async function createFilter(
  deps: Deps,
  viewer: Viewer | null,
  filter: FilterText,
  reason: string,
): Promise<ActionResult<number>> {
  allow(may.filter(viewer))
  return runBatch(deps, viewer!, 'filter-create', reason, async (db, batch) => {
    if ((await stored.countFilters(db)) >= MAX_FILTERS)
      throw new AppError(
        'conflict',
        `The filter was not saved: ${MAX_FILTERS} filters are the limit. Delete one that no longer catches anything.`,
      )
    const entry = await logFilterAct(batch, await stored.nextFilter(db), filter.name)
    const id = await stored.insertFilter(db, {
      ...filter,
      first_version_id: null,
      account_id: batch.by.id,
      reason,
      log_entry_id: entry,
      created_at: batch.now,
    })
    await batch.start('filters', id)
    return id
  })
}

const isSameFilter = (row: stored.FilterRow, filter: FilterText): boolean =>
  (['name', 'kind', 'match_text', 'whole_words', 'action', 'replacement', 'applies_to', 'form_sign'] as const).every(
    (field) => row[field] === filter[field],
  )

/** Changes a filter: ends the version in force and starts a new one that is switched off. */
export async function changeFilter(
  deps: Deps,
  viewer: Viewer | null,
  number: number,
  filter: FilterText,
  reason: string,
): Promise<ActionResult> {
  allow(may.filter(viewer))
  return runBatch(deps, viewer!, 'filter-change', reason, async (db, batch) => {
    const before = await newestVersion(db, number)
    if (before.ended_at !== null || isSameFilter(before, filter)) return 'already'
    const entry = await logFilterAct(
      batch,
      number,
      before.name === filter.name ? filter.name : `${before.name}”, now “${filter.name}`,
    )
    if (before.switch_id !== null) await batch.end('filter_switches', before.switch_id, 'changed')
    await batch.end('filters', before.id, 'changed')
    await batch.start(
      'filters',
      await stored.insertFilter(db, {
        ...filter,
        first_version_id: number,
        account_id: batch.by.id,
        reason,
        log_entry_id: entry,
        created_at: batch.now,
      }),
    )
    return undefined
  })
}

/**
 * Switches a filter on or off.
 * @param wanted true for on
 * @throws AppError `conflict` when this version has not been rehearsed
 */
export async function switchFilter(
  deps: Deps,
  viewer: Viewer | null,
  number: number,
  reason: string,
  wanted: boolean,
): Promise<ActionResult> {
  allow(may.filter(viewer))
  return runBatch(deps, viewer!, wanted ? 'filter-on' : 'filter-off', reason, async (db, batch) => {
    const filter = await newestVersion(db, number)
    if (filter.ended_at !== null || (filter.switch_id !== null) === wanted) return 'already'
    if (wanted && (await stored.lastRehearsal(db, filter.id)) === undefined)
      throw new AppError(
        'conflict',
        'The filter stays off: this version has not been tested. Test it on recent comments first.',
      )
    const entry = await logFilterAct(batch, number, filter.name)
    if (!wanted) await batch.end('filter_switches', filter.switch_id!, reason)
    else
      await batch.start(
        'filter_switches',
        await stored.insertSwitch(db, {
          filter_id: filter.id,
          account_id: batch.by.id,
          reason,
          log_entry_id: entry,
          created_at: batch.now,
        }),
      )
    return undefined
  })
}

/** Ends a filter; its catches and versions are kept. */
export async function endFilter(
  deps: Deps,
  viewer: Viewer | null,
  number: number,
  reason: string,
): Promise<ActionResult> {
  allow(may.filter(viewer))
  return runBatch(deps, viewer!, 'filter-delete', reason, async (db, batch) => {
    const filter = await newestVersion(db, number)
    if (filter.ended_at !== null) return 'already'
    await logFilterAct(batch, number, filter.name)
    if (filter.switch_id !== null) await batch.end('filter_switches', filter.switch_id, reason)
    await batch.end('filters', filter.id, reason)
    return undefined
  })
}

/** Switches the classifier on or off. @param threshold the score from which it holds comments; null switches it off */
export async function switchClassifier(
  deps: Deps,
  viewer: Viewer | null,
  threshold: number | null,
  reason: string,
): Promise<ActionResult> {
  allow(may.filter(viewer))
  const act: Act = threshold === null ? 'classifier-off' : 'classifier-on'
  return runBatch(deps, viewer!, act, reason, async (db, batch) => {
    const before = await classifierSwitch(db)
    if ((before?.threshold ?? null) === threshold) return 'already'
    const entry = await batch.log(
      { subject: 'setting', subjectId: 0, articleId: null },
      act,
      `${threshold === null ? '' : `From ${threshold} of 100. `}${reason}`.trim(),
    )
    if (before !== undefined) await batch.end('classifier_switches', before.id, reason)
    if (threshold !== null)
      await batch.start(
        'classifier_switches',
        await learning.insertSwitch(db, {
          threshold,
          account_id: batch.by.id,
          reason,
          log_entry_id: entry,
          created_at: batch.now,
        }),
      )
    return undefined
  })
}
