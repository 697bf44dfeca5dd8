// Changes articles for tests, as an editor does.
import { type ArticleText, currentText } from '../../src/articles/change-actions.ts'
import { articleForChange } from '../../src/articles/revision-queries.ts'
import { bodyColumns } from '../../src/articles/rules.ts'
import { runBatch } from '../../src/batches/actions.ts'
import type { Member, Site } from '../support/site.ts'

export const textNow = async ({ deps }: Site, id: number): Promise<ArticleText> =>
  currentText(deps.db, (await articleForChange(deps.db, id))!)

/** Gives an article another text. @returns the batch */
export async function revise(
  site: Site,
  ed: Member,
  id: number,
  change: Partial<ArticleText> & { body?: string },
  note = 'A reason',
): Promise<number> {
  const { body, ...rest } = change
  const text = {
    ...(await textNow(site, id)),
    ...rest,
    ...(body === undefined ? {} : bodyColumns(body, 'markup')),
  }
  const outcome = await runBatch(
    site.deps,
    { ...ed, commentCount: 0, trusted: false },
    'edit-article',
    note,
    async (_, batch) => {
      const number = await batch.revise(id, text, note)
      await batch.log({ subject: 'article', subjectId: id, articleId: id })
      return number
    },
  )
  return outcome.kind === 'done' ? outcome.batch : 0
}
