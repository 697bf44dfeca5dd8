// Gathers what the page of an edit shows.
import type { ArticleRow } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import type { Dates } from '../../format.ts'
import { postingBlock, senderOf } from '../../sanctions/checks.ts'
import { holdInForce } from '../holds/queries.ts'
import { readUsualWait } from '../holds/reading.ts'
import { holdExplanation } from '../holds/rules.ts'
import { bodyFault } from '../posting/form.ts'
import { renderComment } from '../render-actions.ts'
import { filterEdit } from './actions.ts'
import { type EditPage, type EditState, editPage } from './pages.ts'
import { isAnswered, type WrittenComment } from './queries.ts'

export async function readEditPage(
  deps: Deps,
  article: ArticleRow,
  comment: WrittenComment,
  typed: EditState,
  dates: Dates,
): Promise<EditPage> {
  const hold = comment.state === 'held' ? await holdInForce(deps.db, comment.id) : undefined
  const state = hold === undefined ? typed : { ...typed, rule: holdExplanation(hold), usual: await readUsualWait(deps) }
  const answered = await isAnswered(deps.db, comment)
  const block = await postingBlock(
    deps,
    deps.db,
    senderOf(comment.account_id === null ? null : { id: comment.account_id }, null),
    dates,
  )
  return editPage(article, comment, answered, deps.settings(), { ...state, block }, deps.clock(), dates)
}

/** The preview of an edited text, with its fault if it has one. */
export async function readEditPreview(deps: Deps, comment: WrittenComment, body: string): Promise<EditState> {
  const { filtered } = await filterEdit(deps, comment, body)
  const fault = bodyFault(body) ?? filtered.refused
  return {
    body,
    preview: await renderComment(deps, filtered.source),
    replaced: filtered.replaced,
    ...(fault === null ? {} : { fault }),
  }
}
