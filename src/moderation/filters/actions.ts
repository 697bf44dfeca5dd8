// What happens to filters: made, changed, switched on and off, ended; each a batch in the log, which can be undone.

import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { switchInForce } from '../../filters/classifier-queries.ts'
import * as stored from '../../filters/queries.ts'
import type { Act } from '../../log-acts.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { type ActionResult, type Batch, runBatch } from '../batches/actions.ts'
import * as learning from '../classifier/queries.ts'
import type { FilterText } from './form.ts'

/** Filters in force at most: so many are looked at for every comment. */
export const MOST_FILTERS = 200

/** The public log says which filter and why, and not what it looks for: that would teach. */
const logged = (batch: Batch, number: number, name: string): Promise<number> =>
  batch.log(
    { subject: 'setting', subjectId: number, articleId: null },
    undefined,
    `“${name}”${batch.reason === '' ? '' : `. ${batch.reason}`}`,
  )

/** The version in force of a filter, or the last one where it has ended. @throws AppError `missing` when there is none */
export async function filterNumbered(db: Db, number: number): Promise<stored.FilterRow> {
  const [newest] = await stored.versionsOf(db, number, 1)
  if (newest === undefined) throw missing()
  return newest
}

/** Makes a filter, which is off until it has been rehearsed. @returns its number */
export async function makeFilter(
  deps: Deps,
  viewer: Viewer | null,
  filter: FilterText,
  reason: string,
): Promise<ActionResult<number>> {
  allow(may.filter(viewer))
  return runBatch(deps, viewer!, 'filter-create', reason, async (db, batch) => {
    if ((await stored.countFilters(db)) >= MOST_FILTERS)
      throw new AppError(
        'conflict',
        `There are ${MOST_FILTERS} filters, which is as many as there may be. End one that catches nothing any more.`,
      )
    const entry = await logged(batch, await stored.nextFilter(db), filter.name)
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

const sameText = (row: stored.FilterRow, filter: FilterText): boolean =>
  (['name', 'kind', 'match_text', 'whole_words', 'action', 'replacement', 'applies_to'] as const).every(
    (field) => row[field] === filter[field],
  )

/** Changes a filter: the version before it is kept, and the new one is off until it has been rehearsed. */
export async function changeFilter(
  deps: Deps,
  viewer: Viewer | null,
  number: number,
  filter: FilterText,
  reason: string,
): Promise<ActionResult> {
  allow(may.filter(viewer))
  return runBatch(deps, viewer!, 'filter-change', reason, async (db, batch) => {
    const before = await filterNumbered(db, number)
    if (before.ended_at !== null || sameText(before, filter)) return 'already'
    const entry = await logged(
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
 * @throws AppError `conflict` when it has not been rehearsed as it is now
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
    const filter = await filterNumbered(db, number)
    if (filter.ended_at !== null || (filter.switch_id !== null) === wanted) return 'already'
    if (wanted && (await stored.lastRehearsal(db, filter.id)) === undefined)
      throw new AppError(
        'conflict',
        'This filter has not been rehearsed as it is now. Rehearse it first: then you see what it would catch.',
      )
    const entry = await logged(batch, number, filter.name)
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

/** Ends a filter. What it caught, and its versions, are kept. */
export async function endFilter(
  deps: Deps,
  viewer: Viewer | null,
  number: number,
  reason: string,
): Promise<ActionResult> {
  allow(may.filter(viewer))
  return runBatch(deps, viewer!, 'filter-delete', reason, async (db, batch) => {
    const filter = await filterNumbered(db, number)
    if (filter.ended_at !== null) return 'already'
    await logged(batch, number, filter.name)
    if (filter.switch_id !== null) await batch.end('filter_switches', filter.switch_id, reason)
    await batch.end('filters', filter.id, reason)
    return undefined
  })
}

/** Lets the classifier hold comments from a score on, or no longer. @param threshold null for no longer */
export async function switchClassifier(
  deps: Deps,
  viewer: Viewer | null,
  threshold: number | null,
  reason: string,
): Promise<ActionResult> {
  allow(may.filter(viewer))
  const act: Act = threshold === null ? 'classifier-off' : 'classifier-on'
  return runBatch(deps, viewer!, act, reason, async (db, batch) => {
    const before = await switchInForce(db)
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
