// What the models of a thread's comments have in common: reader, thread, marks, and facts about the page's rows. Pure.
import type { PublicVersion } from '../../articles/revision-rules.ts'
import type { Dates } from '../../format.ts'
import type { Mutes } from '../../mutes/rules.ts'
import type { Viewer } from '../../permissions.ts'
import type { ThreadView } from '../../thread-view.ts'
import type { Choices } from './choice-queries.ts'
import type { Folds } from './fold-rules.ts'
import type { OwnHidden } from './own-hidden-reading.ts'
import type { CommentRow } from './queries.ts'
import type { ThreadSettings, ThreadState } from './rules.ts'

export type ThreadContext = Choices & {
  viewer: Viewer | null
  thread: ThreadState & ThreadSettings
  articleId: number
  /** Account that posted the article. */
  posterId: number | null
  view: ThreadView
  mutes: Mutes
  editMinutes: number
  /** Notes of the reader's own comments that are not published. */
  waiting: OwnHidden['notes']
  /** Times of withdrawals by comment, as far as they are on record. */
  withdrawn: ReadonlyMap<number, number>
  news: ReadonlySet<number>
  /** Whether a comment was read in an earlier visit; of none without a read mark. */
  isRead: (number: number) => boolean
  folds: Folds
  /** Whether the site has recommendations. */
  recommending: boolean
  featured: ReadonlySet<number>
  /** The reasons that moderators choose from. */
  reasons: { deciding: readonly string[]; restoring: readonly string[] }
  /** Comments that a moderator edited before approving them. */
  reworded: ReadonlySet<number>
  /** Tops of branches that came from another article. */
  moved: ReadonlySet<number>
  /** The public versions of the article; empty if it was never changed. */
  versions: readonly PublicVersion[]
  /** The link of a quotation of the article; null for other texts. */
  quotation: (text: string) => { href: string; text: string } | null
  now: number
  dates: Dates
  /** Visible parents that are not among the rows. */
  parents: ReadonlyMap<number, Pick<CommentRow, 'nic' | 'state' | 'html' | 'edited_at'>>
}
