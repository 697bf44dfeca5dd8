// The page on which an editor changes an article: its form, a preview, and what another editor changed in the meantime. Pure.
import { type Changes, type ComparedText, changesBetween } from '../../articles/change-pages.ts'
import type { RevisionRow } from '../../articles/revision-queries.ts'
import { type Dates, type Moment, moment, number } from '../../format.ts'
import type { SafeHtml } from '../../markup/safe-html.ts'
import { urls } from '../../urls.ts'
import { diffWithinBudget } from '../../word-diff.ts'
import type { ArticleFormModel } from '../submissions/form-pages.ts'

type Comparison = Changes & { heading: string; nothing: string }

export type EditingPage = {
  heading: string
  /** Leads to the article, or to its item at the desk while it is not published. */
  article: { href: string; headline: string }
  state: string
  version: string
  history: string
  /** The reader's correction that is being accepted; null for a plain change. */
  correction: { passage: string; body: string } | null
  form: ArticleFormModel
  /** Versions saved since the form was made, and both changes side by side; null if it is current. */
  conflict: {
    sentence: string
    since: { number: number; by: string; time: Moment; why: string }[]
    theirs: Comparison
    yours: Comparison
  } | null
  preview: { headline: string; lede: string; text: SafeHtml; changes: Comparison } | null
  done: string
  undo: string
}

const stateWords: Record<string, string> = {
  waiting: 'Waiting at the desk',
  returned: 'Sent back to its writer',
  scheduled: 'Scheduled',
  published: 'Published',
  unpublished: 'No longer published',
  rejected: 'Rejected',
}

export type EditedArticle = { id: number; slug: string; headline: string; state: string; revision: number }

export const editingFacts = (
  article: EditedArticle,
): Pick<EditingPage, 'article' | 'state' | 'version' | 'history' | 'heading'> => ({
  heading: 'Edit this article',
  article: {
    href: article.state === 'published' ? urls.article(article) : urls.deskItem(article.id),
    headline: article.headline,
  },
  state: stateWords[article.state] ?? article.state,
  version: number(article.revision),
  history: article.state === 'published' ? urls.articleHistory(article.id) : '',
})

const comparison = (
  heading: string,
  before: ComparedText,
  after: ComparedText,
  diffOf: ReturnType<typeof diffWithinBudget>,
): Comparison => {
  const changes = changesBetween(before, after, diffOf)
  const isSame = changes.fields.length + changes.blocks.length === 0 && changes.whole === null
  return { ...changes, heading, nothing: isSame ? 'Nothing.' : '' }
}

/**
 * What two editors changed in the same version.
 * @param since the versions saved since, the newest first
 */
export function conflictModel(
  texts: { base: ComparedText; theirs: ComparedText; yours: ComparedText },
  since: readonly RevisionRow[],
  now: number,
  dates: Dates,
): EditingPage['conflict'] {
  const diffOf = diffWithinBudget()
  return {
    sentence:
      'Your text is safe, and not saved: this article was changed while you were editing it. Below is what was changed there and what you changed. The form holds your text, and what is new in the fields that you did not touch: merge both, then save again.',
    since: since.map((row) => ({
      number: row.number,
      by: row.nic,
      time: moment(row.at, now, dates),
      why: row.note,
    })),
    theirs: comparison('Changed since you opened it', texts.base, texts.theirs, diffOf),
    yours: comparison('Changed by you', texts.base, texts.yours, diffOf),
  }
}

export const previewModel = (before: ComparedText, after: ComparedText, text: SafeHtml): EditingPage['preview'] => ({
  headline: after.headline,
  lede: after.lede,
  text,
  changes: comparison('What you changed', before, after, diffWithinBudget()),
})
